"""What the site of care costs: published ranges for the people who depend on a hospital.

Published figures differ by drug, payer and year, and each publisher has an interest. They are therefore told
as the range between the least and the greatest, each end with its source, and labelled as a scenario: what
would follow if the figures held here. Nothing says how many people of an area are treated; unless a source
for the area does (`treated_per_1000`), costs are told per patient and year and never summed.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from pipelines.measures.access.gaps import gap_of
from pipelines.measures.access.nearness import nearer_kind
from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.strata_groups import stratum_groups

SCENARIO = "scenario"
"""`label` of every row of money: no estimate for this area."""

RATIO, EXTRA, FEE = "hospital_over_office_cost", "extra_cost_per_patient_year", "administration_fee"
UNITS = {RATIO: "ratio", EXTRA: "USD per patient and year", FEE: "share of the OPPS rate"}
"""`measure` -> its unit."""

ON_CAMPUS = 1.0
"""Share of the OPPS rate that a department on the hospital's campus is paid, by definition of that rate."""

HOSPITAL_ONLY, HOSPITAL_NEARER = "hospital_only", "hospital_nearer"


PER_YEAR = "patient and year"


@cache
def _packaged() -> pd.DataFrame:
    with (
        files("pipelines.measures.burden")
        .joinpath("data/cost_sources.csv")
        .open(encoding="utf-8") as table
    ):
        numbers = {"low": "float64", "high": "float64"}
        years = {"policy_from": "Int64", "policy_until": "Int64"}
        text = pd.read_csv(table, dtype="str", keep_default_na=False, na_values=[""])
    return text.astype(numbers | years)


def cost_sources(policy_year: int) -> pd.DataFrame:
    """Return the published figures that apply in a policy year.

    Parameters
    ----------
    policy_year
        Calendar year of payment rules and rates; figures of studies apply in every year.

    Returns
    -------
    DataFrame
        out.cost_sources: source_id, kind, site_of_care (null where the figure is of none), low, high, unit,
        per, policy_from and policy_until (first and last year; null: open), data_year, published, publisher,
        interest (of the publisher in the result), citation, url, checked ('yes' where the figure was found in
        what `checked_against` names, 'no' where it was found nowhere but in citations), checked_against, note;
        text is null where nothing is known.
    """
    table = _packaged()
    begun = table["policy_from"].isna() | (table["policy_from"] <= policy_year)
    lasts = table["policy_until"].isna() | (table["policy_until"] >= policy_year)
    return table[begun.fillna(True) & lasts.fillna(True)].reset_index(drop=True)


def cost_ranges(policy_year: int) -> pd.DataFrame:
    """Return the ranges that the published figures span.

    Parameters
    ----------
    policy_year
        Calendar year of payment rules and rates.

    Returns
    -------
    DataFrame
        out.cost_ranges, a row each of `COSTS`: measure, low, high, unit, low_source and high_source
        (source_id), sources (how many), policy_year, label (`SCENARIO`).
    """
    sources = cost_sources(policy_year)
    paired = _hospital_and_office(sources)
    yearly = paired[paired["per"].str.startswith(PER_YEAR)]
    extra = sources[sources["kind"] == "extra_cost"]
    fee = sources[sources["kind"] == "administration_fee"]
    ends = {
        RATIO: _ends(paired["source_id"], paired["hospital"] / paired["office"]),
        EXTRA: pd.concat(
            [
                _ends(yearly["source_id"], yearly["hospital"] - yearly["office"]),
                _ends(extra["source_id"], extra["low"]),
                _ends(extra["source_id"], extra["high"]),
            ]
        ),
        FEE: pd.concat(
            [
                _ends(fee["source_id"], fee["low"]),
                _ends(fee["source_id"], pd.Series(ON_CAMPUS, index=fee.index)),
            ]
        ),
    }
    return pd.DataFrame(
        [_range(measure, told, policy_year) for measure, told in ends.items()]
    ).astype({"low_source": "str", "high_source": "str"})


def hospital_dependence(
    times: PlaceTimes,
    gap_min: float,
    nearer_by_min: float,
    ranges: pd.DataFrame,
    treated_per_1000: float | None = None,
) -> pd.DataFrame:
    """Count the people whose only or nearest option is a hospital, and what that may cost.

    Parameters
    ----------
    times
        Drive times and people.
    gap_min
        A kind of center within so many minutes (inclusive) is an option.
    nearer_by_min
        Minutes by which a drive must be shorter to count as nearer.
    ranges
        From `cost_ranges`.
    treated_per_1000
        People in 1,000 who are infused in a year; None where no source tells it.

    Returns
    -------
    DataFrame
        out.cost_people, a row a stratum (those that occur, 'unclassified' if any, 'all') and each of
        `DEPENDENCE`: group, population, share (of the stratum; null without people), extra_usd_low and
        extra_usd_high (a year, if the treated went to an office instead at the published differences; null
        without `treated_per_1000`), treated_per_1000, policy_year, label (`SCENARIO`);
        extra_usd_low_of_stratum and extra_usd_high_of_stratum (of both groups together).
    """
    gap, nearer = gap_of(times, gap_min), nearer_kind(times, nearer_by_min)
    which = {
        HOSPITAL_ONLY: (gap == "hospital_only").to_numpy(dtype=bool),
        HOSPITAL_NEARER: ((gap == "choice") & (nearer == "hospital")).to_numpy(dtype=bool),
    }
    (extra,) = ranges[ranges["measure"] == EXTRA].to_dict("records")
    policy_year = int(extra["policy_year"])
    treated = np.nan if treated_per_1000 is None else treated_per_1000
    rows = []
    for stratum, member in stratum_groups(times.places).items():
        everyone = times.people[member].sum()
        for group, mine in which.items():
            people = times.people[member & mine].sum()
            patients = people * treated / 1000
            rows.append(
                {
                    "stratum": stratum,
                    "group": group,
                    "population": people,
                    "share": people / everyone if everyone > 0 else np.nan,
                    "extra_usd_low": patients * extra["low"],
                    "extra_usd_high": patients * extra["high"],
                    "treated_per_1000": treated,
                    "policy_year": policy_year,
                    "label": SCENARIO,
                }
            )
    table = pd.DataFrame(rows).astype(dict.fromkeys(("stratum", "group", "label"), "str"))
    ends = ["extra_usd_low", "extra_usd_high"]
    sums = table.groupby("stratum")[ends].transform("sum", min_count=1)
    return table.join(sums.add_suffix("_of_stratum"))


def _hospital_and_office(sources: pd.DataFrame) -> pd.DataFrame:
    """Return the studies that tell the cost of one treatment in both: source_id, per, hospital, office."""
    told = sources[sources["kind"] == "treatment_cost"]
    key = ["source_id", "per"]
    hospital, office = (
        told.loc[told["site_of_care"] == site, [*key, "low"]].rename(columns={"low": name})
        for site, name in (("hospital_based", "hospital"), ("office_based", "office"))
    )
    return hospital.merge(office, on=key, how="inner", validate="1:1")


def _ends(source_id: pd.Series[str], value: pd.Series[float]) -> pd.DataFrame:
    return pd.DataFrame({"source_id": source_id, "value": value})


def _range(measure: str, told: pd.DataFrame, policy_year: int) -> dict[str, object]:
    # By value and then by name, so that the order of the table has no say.
    ordered = told.sort_values(["value", "source_id"], kind="stable", ignore_index=True)
    low, high = ordered.iloc[0], ordered.iloc[-1]
    return {
        "measure": measure,
        "low": float(low["value"]),
        "high": float(high["value"]),
        "unit": UNITS[measure],
        "low_source": low["source_id"],
        "high_source": high["source_id"],
        "sources": int(told["source_id"].nunique()),
        "policy_year": policy_year,
        "label": SCENARIO,
    }
