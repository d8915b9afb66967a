"""Which minutes, miles and share of people network adequacy asks for in each county.

42 CFR 422.116(d), specialty 057 (outpatient infusion and chemotherapy): a county passes when at
least 90 % (Large Metro, Metro) or 85 % (Micro, Rural, CEAC) of beneficiaries live within both the time and
the distance limit of at least one facility. CMS publishes the limits of each county in its HSD reference
file and customises some of them; a county that the file does not name gets the base limits of its type, and
is flagged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.demand.connecticut import overlapping_counties
from pipelines.sources.people.ssa_fips import county_fips_of
from pipelines.vocabulary.adequacy import CMS_COUNTY_TYPES

HSD, DERIVED = "hsd", "derived"
LIMIT_SOURCES = (HSD, DERIVED)
"""`limit_source`: limits of the county as CMS published them, or base limits of its population and
density."""

BASE_LIMITS_2026: dict[str, tuple[float, float]] = {
    "Large Metro": (20.0, 10.0),
    "Metro": (45.0, 30.0),
    "Micro": (80.0, 60.0),
    "Rural": (75.0, 60.0),
    "CEAC": (110.0, 100.0),
}
"""County type -> (minutes, miles), specialty 057: 42 CFR 422.116(d)(2), and the Master sheet of the HSD
reference file for contract year 2026."""

REQUIRED_SHARES: dict[str, float] = {
    "Large Metro": 0.90,
    "Metro": 0.90,
    "Micro": 0.85,
    "Rural": 0.85,
    "CEAC": 0.85,
}
"""County type -> least share of beneficiaries within both limits: 42 CFR 422.116(d)(4), 85 FR 33904
(2020)."""


@dataclass(frozen=True)
class AdequacyRule:
    """The parts of the rule that do not depend on the county, as data with a vintage.

    Attributes
    ----------
    base_limits
        County type -> (minutes, miles) where the county has no limits of its own.
    required_shares
        County type -> least share of people within both.
    vintage
        Of the rule, as a report names it.
    """

    base_limits: Mapping[str, tuple[float, float]] = field(
        default_factory=lambda: dict(BASE_LIMITS_2026)
    )
    required_shares: Mapping[str, float] = field(default_factory=lambda: dict(REQUIRED_SHARES))
    vintage: str = "42 CFR 422.116, specialty 057, contract year 2026"

    def __post_init__(self) -> None:
        for name, given in (
            ("base_limits", self.base_limits),
            ("required_shares", self.required_shares),
        ):
            if set(given) != set(CMS_COUNTY_TYPES):
                raise ValueError(f"{name} must name {', '.join(CMS_COUNTY_TYPES)}")


def hsd_by_county(hsd: pd.DataFrame, ssa_fips: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Key the HSD reference file by county FIPS code.

    Parameters
    ----------
    hsd
        As `pipelines.sources.people.hsd.read_hsd` returns it.
    ssa_fips
        As `pipelines.sources.people.ssa_fips.read_ssa_fips` returns it.

    Returns
    -------
    named : DataFrame
        One row a county: county_fips and the columns of `hsd`. Where several SSA codes stand for one county
        with the same type and limits (Los Angeles), their beneficiaries are summed.
    unnamed : DataFrame
        The rows of `hsd` that stand for no county, with `reason`: the code has no FIPS code, or the codes of
        one county disagree.
    """
    fips = county_fips_of(hsd["ssa_county"], ssa_fips)
    rows = hsd.assign(county_fips=fips).sort_values("ssa_county", kind="stable", ignore_index=True)
    rule = ["cms_county_type", "limit_min", "limit_mi"]
    coded = rows["county_fips"].notna()
    differ = rows.groupby("county_fips")[rule].transform("nunique").gt(1).any(axis=1) & coded
    reason = pd.Series("no county FIPS code belongs to this SSA code", index=rows.index)
    reason = reason.mask(differ, "the SSA codes of one county have different types or limits")
    unnamed = rows[~coded | differ].assign(reason=reason).drop(columns="county_fips")
    named = rows[coded & ~differ]
    summed = named.groupby("county_fips")["beneficiaries"].sum(min_count=1)
    first = named.drop_duplicates("county_fips").sort_values("county_fips", ignore_index=True)
    first["beneficiaries"] = first["county_fips"].map(summed)
    return first, unnamed.reset_index(drop=True)


def county_limits(
    counties: pd.DataFrame,
    named: pd.DataFrame | None = None,
    rule: AdequacyRule | None = None,
) -> pd.DataFrame:
    """Return the limits and the required share of each county.

    Parameters
    ----------
    counties
        county_fips and cms_county_type (from population and density, null where unknown): core.counties.
    named
        The HSD reference file by county, from `hsd_by_county`; None where it is not used.
    rule
        Base limits and required shares. By default those of 2026; where `named` is given, its base limits.

    Returns
    -------
    DataFrame
        One row a county, in the order of county_fips: county_fips, cms_county_type, limit_min, limit_mi,
        required_share, limit_source (one of `LIMIT_SOURCES`), customised (whether CMS set limits other than
        those of the type), beneficiaries (of Medicare in the file; null where derived). A planning region
        of Connecticut, which the file does not name, takes the limits of the old counties that it overlaps
        where all of them have the same, else those of its type; so does an old county where the file has
        planning regions. Where neither names the type, all but county_fips is null: the county cannot be
        judged.
    """
    if named is not None and not named["county_fips"].is_unique:
        raise ValueError("the HSD table names a county twice; use hsd_by_county")
    rule = rule or (AdequacyRule() if named is None else _rule_of_file(named))
    columns = ["cms_county_type", "limit_min", "limit_mi", "customised", "beneficiaries"]
    listed = counties[["county_fips", "cms_county_type"]].sort_values(
        "county_fips", kind="stable", ignore_index=True
    )
    if not listed["county_fips"].is_unique:
        raise ValueError("a county is named twice")
    derived = _derived(listed["cms_county_type"], rule)
    limits = derived
    if named is not None:
        known = named.set_index("county_fips")[columns]
        shared = _shared_by_overlap(listed["county_fips"], known)
        own = pd.concat([known, shared]).reindex(listed["county_fips"]).reset_index(drop=True)
        in_file = own["cms_county_type"].notna()
        limits = pd.DataFrame({name: own[name].where(in_file, derived[name]) for name in columns})
        limits["limit_source"] = derived["limit_source"].mask(in_file, HSD)
    limits.insert(0, "county_fips", listed["county_fips"])
    limits["required_share"] = (
        limits["cms_county_type"].map(dict(rule.required_shares)).astype("float64")
    )
    return limits.astype(
        {
            "cms_county_type": "str",
            "limit_min": "float64",
            "limit_mi": "float64",
            "customised": "boolean",
            "beneficiaries": "float64",
            "limit_source": "str",
        }
    )[
        [
            "county_fips",
            "cms_county_type",
            "limit_min",
            "limit_mi",
            "required_share",
            "limit_source",
            "customised",
            "beneficiaries",
        ]
    ]


def limits_at_places(
    county_fips: pd.Series[str], limits: pd.DataFrame
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the limits that hold at each place.

    Parameters
    ----------
    county_fips
        County of each of p places.
    limits
        From `county_limits`.

    Returns
    -------
    limit_min, limit_mi : float64 (p,)
        NaN where the county has no limits.

    Raises
    ------
    ValueError
        A county is not in `limits`.
    """
    at = pd.Index(limits["county_fips"]).get_indexer(pd.Index(county_fips))
    if (at < 0).any():
        raise ValueError(f"county {county_fips.iloc[int(np.argmax(at < 0))]} has no limits")
    minutes, miles = (
        limits[name].to_numpy(dtype=np.float64)[at] for name in ("limit_min", "limit_mi")
    )
    return minutes, miles


def _rule_of_file(named: pd.DataFrame) -> AdequacyRule:
    """Take base limits from the file itself, so that another year's file brings its own."""
    base = named.drop_duplicates("cms_county_type").set_index("cms_county_type")
    found = {
        str(name): (float(row["base_limit_min"]), float(row["base_limit_mi"]))
        for name, row in base.iterrows()
    }
    return AdequacyRule(base_limits=BASE_LIMITS_2026 | found)


def _derived(county_type: pd.Series[str], rule: AdequacyRule) -> pd.DataFrame:
    known = county_type.notna()
    customised = pd.Series(False, index=county_type.index, dtype="boolean").where(known)
    return pd.DataFrame(
        {
            "cms_county_type": county_type.astype("str"),
            "limit_min": county_type.map({k: v[0] for k, v in rule.base_limits.items()}),
            "limit_mi": county_type.map({k: v[1] for k, v in rule.base_limits.items()}),
            "customised": customised,
            "beneficiaries": np.nan,
            "limit_source": pd.Series(DERIVED, index=county_type.index, dtype="str").where(known),
        }
    )


def _shared_by_overlap(county_fips: pd.Series[str], known: pd.DataFrame) -> pd.DataFrame:
    """Return limits for Connecticut's counties of the other vintage, where those they overlap agree."""
    found = {}
    for fips in county_fips[~county_fips.isin(known.index)]:
        others = overlapping_counties(fips)
        if not others or not set(others) <= set(known.index):
            continue
        same = known.loc[list(others)].drop(columns="beneficiaries").drop_duplicates()
        if len(same) == 1:
            # The file counts the beneficiaries of the old county, not those of the overlap.
            found[fips] = same.iloc[0].to_dict() | {"beneficiaries": np.nan}
    return pd.DataFrame.from_dict(found, orient="index", columns=list(known.columns))
