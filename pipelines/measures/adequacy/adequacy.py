"""Network adequacy: the share of a county's people within both limits of a center, and whether it passes.

42 CFR 422.116 (Medicare Advantage), specialty 057: a county is adequate when the required share of its
people live within both the maximum time and the maximum distance of at least one center. The rule counts
beneficiaries; here people are counted by any column of core.population, so a share is an estimate for
beneficiaries as far as they live where those people live. The rule lets an office count only if it is open
to all enrollees, which no source tells: the scenarios show what depends on it. Exceptions that CMS grants a
plan (paragraph f) are not applied; its credit where state law restricts new facilities (d(6)) is given for
specialty 057 in no county of the reference file (sheet "Certificate of Need").
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.vocabulary.adequacy import FINDINGS
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE

CLOSED = "hospital_based_closed"
"""Group of the hospital-based centers that a scenario closes."""

GROUPS = (*SITES_OF_CARE, CLOSED)
"""Groups of centers, from which every scenario is put together."""

GROUPS_OF_SCENARIO: dict[str, tuple[str, ...]] = {
    "all": GROUPS,
    "hospital_based": ("hospital_based", CLOSED),
    "office_based": ("office_based",),
    "hospital_and_office": ("hospital_based", "office_based", CLOSED),
    "without_stand_alone": tuple(name for name in GROUPS if name != "stand_alone"),
    "hospitals_closed": SITES_OF_CARE,
}
"""Scenario -> the groups of centers that count in it. The last closes a list of hospital-based centers."""

Bool = npt.NDArray[np.bool_]
Int = npt.NDArray[np.int64]


def center_groups(centers: pd.DataFrame, closed: Collection[str] = ()) -> Int:
    """Return the group of each center.

    Parameters
    ----------
    centers
        center_id and site_of_care: core.centers.
    closed
        center_id of hospital-based centers that the scenario 'hospitals_closed' does without.

    Returns
    -------
    int64 (c,)
        Position in `GROUPS`.

    Raises
    ------
    ValueError
        `closed` names a center that does not exist or is not hospital-based, or a center has another site of
        care than the four.
    """
    group = pd.Index(SITES_OF_CARE).get_indexer(pd.Index(centers["site_of_care"])).astype(np.int64)
    if (group < 0).any():
        stranger = centers["site_of_care"].iloc[int(np.argmax(group < 0))]
        raise ValueError(f"site_of_care {stranger!r} is not one of {', '.join(SITES_OF_CARE)}")
    hospitals = centers["center_id"][group == SITES_OF_CARE.index("hospital_based")]
    strangers = sorted(set(closed) - set(hospitals))
    if strangers:
        raise ValueError(
            f"{len(strangers)} centers to close are not hospital-based centers of this area: "
            + ", ".join(strangers[:5])
        )
    group[centers["center_id"].isin(list(closed)).to_numpy()] = GROUPS.index(CLOSED)
    return group


def adequacy(
    places: pd.DataFrame,
    limits: pd.DataFrame,
    within_both: Bool,
    *,
    counted: str = "population",
    scenarios: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Judge each county under each scenario.

    Parameters
    ----------
    places
        core.population, p rows.
    limits
        From `adequacy_limits.county_limits`, a row for at least each county of `places`.
    within_both : bool (g, p)
        Whether each place has a center of each of `GROUPS` within both limits of its county, in the order of
        the rows of `places`: `both_limits.settled`.
    counted
        Column of `places` whose people are counted; null counts as nobody.
    scenarios
        Some of `GROUPS_OF_SCENARIO`; by default all, 'hospitals_closed' only if a group of closed
        centers is in use, so name it where centers are closed.

    Returns
    -------
    DataFrame
        out.adequacy, one row a county that has places and limits, and scenario: the contract's columns, then
        margin (share_within - required_share; null without people), people, people_within, people_outside,
        people_short (how many more would have to live within both limits to pass), limit_source,
        customised, beneficiaries (of Medicare, null where unknown). A county without a type is left out:
        `unjudged_counties` tells which.

    Raises
    ------
    ValueError
        The parts do not fit together, or a county of `places` is not in `limits`.
    """
    chosen = _chosen(scenarios)
    if within_both.shape != (len(GROUPS), len(places)):
        raise ValueError(
            f"{len(GROUPS)} groups and {len(places)} places do not fit answers of shape "
            f"{within_both.shape}"
        )
    rows = limits.set_index("county_fips")
    peopled = pd.Index(places["county_fips"].unique())
    strangers = sorted(peopled.difference(rows.index))
    if strangers:
        raise ValueError(f"{len(strangers)} counties have no limits: {', '.join(strangers[:5])}")
    judged = rows[rows["cms_county_type"].notna() & rows.index.isin(peopled)]
    judged = judged.sort_index()
    # In the order of geoid, so that sums of fractional people do not depend on the order of the rows.
    order = np.argsort(places["geoid"].to_numpy(dtype=str), kind="stable")
    people = places[counted].to_numpy(dtype=np.float64, na_value=0.0)[order]
    county = judged.index.get_indexer(pd.Index(places["county_fips"]))[order]
    here = county >= 0
    total = _people_by_county(county[here], people[here], len(judged))
    tables = []
    for name, groups in chosen.items():
        chosen_groups = [GROUPS.index(group) for group in groups]
        near = np.logical_or.reduce(within_both[chosen_groups], axis=0)[order]
        counting = here & near
        inside = _people_by_county(county[counting], people[counting], len(judged))
        tables.append(_judgement(judged, name, total, inside))
    table = pd.concat(tables, ignore_index=True)
    return table.sort_values(["county_fips", "scenario"], kind="stable", ignore_index=True)


def _chosen(scenarios: Sequence[str] | None) -> Mapping[str, tuple[str, ...]]:
    if scenarios is None:
        return {
            name: groups
            for name, groups in GROUPS_OF_SCENARIO.items()
            if name != "hospitals_closed"
        }
    unknown = [name for name in scenarios if name not in GROUPS_OF_SCENARIO]
    if unknown:
        raise ValueError(f"unknown scenarios: {', '.join(unknown)}")
    return {name: GROUPS_OF_SCENARIO[name] for name in scenarios}


def _people_by_county(
    county: npt.NDArray[np.intp], people: npt.NDArray[np.float64], n_counties: int
) -> npt.NDArray[np.float64]:
    # Cast, because counting nothing gives whole numbers.
    return np.bincount(county, people, minlength=n_counties).astype(np.float64)


def _judgement(
    judged: pd.DataFrame,
    scenario: str,
    total: npt.NDArray[np.float64],
    inside: npt.NDArray[np.float64],
) -> pd.DataFrame:
    required = judged["required_share"].to_numpy(dtype=np.float64)
    peopled = total > 0
    share = np.divide(inside, total, out=np.full(len(total), np.nan), where=peopled)
    # Rounded first: a binary fraction shall neither fail a county of exactly the required share nor ask for one
    # person too many.
    missing = np.round(required * total - inside, 6)
    adequate = pd.array(missing <= 0, dtype="boolean")
    adequate[~peopled] = pd.NA
    short = np.maximum(np.ceil(missing), 0.0)
    return pd.DataFrame(
        {
            "county_fips": judged.index.astype("str"),
            "scenario": pd.Series(scenario, index=range(len(judged)), dtype="str"),
            "cms_county_type": judged["cms_county_type"].to_numpy(),
            "limit_min": judged["limit_min"].to_numpy(),
            "limit_mi": judged["limit_mi"].to_numpy(),
            "share_within": share,
            "required_share": required,
            "adequate": adequate,
            "margin": share - required,
            "people": total,
            "people_within": inside,
            "people_outside": total - inside,
            "people_short": np.where(peopled, short, np.nan),
            "limit_source": judged["limit_source"].to_numpy(),
            "customised": judged["customised"].array,
            "beneficiaries": judged["beneficiaries"].to_numpy(),
        }
    )


def unjudged_counties(
    places: pd.DataFrame, limits: pd.DataFrame, counted: str = "population"
) -> pd.DataFrame:
    """Return counties with places that cannot be judged, and how many people live there.

    Parameters
    ----------
    places
        core.population.
    limits
        From `adequacy_limits.county_limits`.
    counted
        Column of `places` whose people are counted; null counts as nobody.

    Returns
    -------
    DataFrame
        county_fips, people, reason.
    """
    untyped = limits.loc[limits["cms_county_type"].isna(), "county_fips"]
    rows = places[places["county_fips"].isin(untyped)]
    people = rows.groupby("county_fips")[counted].sum().rename("people").reset_index()
    return people.assign(reason="the county has no CMS type: population or land area is unknown")


def adequacy_findings(table: pd.DataFrame) -> pd.DataFrame:
    """Tell what office-based and freestanding centers decide in each county.

    Parameters
    ----------
    table
        From `adequacy`, with the scenarios 'hospital_based', 'office_based', 'hospital_and_office' and 'all'.

    Returns
    -------
    DataFrame
        One row a county: county_fips, cms_county_type, finding (one of `FINDINGS`, null without people),
        offices_suffice (whether office-based centers alone would do; null without people), people,
        people_gained (within both limits only thanks to an office-based center, of those two kinds),
        people_gained_others (only thanks to a stand-alone or pharmacy-based one), people_outside (beyond every
        center), limit_source.
    """
    by = {
        name: table[table["scenario"] == name].set_index("county_fips")
        for name in ("hospital_based", "office_based", "hospital_and_office", "all")
    }
    hospital, office, both, every = by.values()
    if not all(one.index.equals(both.index) for one in by.values()):
        raise ValueError("the four scenarios do not speak of the same counties")
    passes = [one["adequate"].fillna(False).to_numpy(dtype=bool) for one in (hospital, both, every)]
    finding = pd.Series(np.select(passes, FINDINGS[:3], FINDINGS[3]), dtype="str")
    return pd.DataFrame(
        {
            "county_fips": both.index.astype("str"),
            "cms_county_type": both["cms_county_type"].to_numpy(),
            "finding": finding.mask(both["adequate"].isna().to_numpy()),
            "offices_suffice": office["adequate"].array,
            "people": both["people"].to_numpy(),
            "people_gained": (both["people_within"] - hospital["people_within"]).to_numpy(),
            "people_gained_others": (every["people_within"] - both["people_within"]).to_numpy(),
            "people_outside": every["people_outside"].to_numpy(),
            "limit_source": both["limit_source"].to_numpy(),
        }
    )
