"""Counties: how far their people drive, and how many of them have neither kind of center near."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipelines.report.telling.groups import GapCount, existing
from pipelines.vocabulary.access import GAPS


@dataclass(frozen=True)
class CountyFacts:
    """One county of the area.

    Attributes
    ----------
    county_fips, name, state
        Which county.
    stratum
        Its stratum; None where the scheme gives the county none.
    gaps
        Its people, by what they have near.
    hospital_median_min, office_median_min
        Drive that half of the reached people exceed; None where nobody is reached.
    """

    county_fips: str
    name: str
    state: str
    stratum: str | None
    gaps: GapCount
    hospital_median_min: float | None
    office_median_min: float | None

    @property
    def full_name(self) -> str:
        """Name with its state, 'Adams, IL'; without it where the source has only the state's number."""
        return f"{self.name}, {self.state}" if self.state.isalpha() else self.name


def county_facts(counties: pd.DataFrame) -> tuple[CountyFacts, ...]:
    """Gather the facts of each county of the area.

    Parameters
    ----------
    counties
        out.counties.

    Returns
    -------
    tuple of CountyFacts
        In the order of the table; a county without a name goes by its FIPS code.
    """
    return tuple(
        CountyFacts(
            county_fips=row["county_fips"],
            name=_named(row["name"], row["county_fips"]),
            state=_named(row["state"], row["county_fips"][:2]),
            stratum=row["stratum"] if isinstance(row["stratum"], str) else None,
            gaps=GapCount(
                population=row["population"],
                people={gap: row[f"population_{gap}"] for gap in GAPS},
            ),
            hospital_median_min=existing(row["hospital_based_min_median"]),
            office_median_min=existing(row["office_based_min_median"]),
        )
        for row in counties.to_dict("records")
    )


def _named(name: object, code: str) -> str:
    return name if isinstance(name, str) else code


def county_names(counties: tuple[CountyFacts, ...]) -> dict[str, str]:
    """Return county_fips -> name, with the state (or the code) where the counties are of several states."""
    if len({one.state for one in counties}) == 1:
        return {one.county_fips: one.name for one in counties}
    return {
        one.county_fips: one.full_name if one.state.isalpha() else _with_code(one)
        for one in counties
    }


def _with_code(county: CountyFacts) -> str:
    # A county without a name goes by its code already.
    code = county.county_fips
    return code if county.name == code else f"{county.name} ({code})"


def most_left_out(counties: tuple[CountyFacts, ...], count: int) -> tuple[CountyFacts, ...]:
    """Return the counties with most people who have neither kind near, at most `count` of them.

    Parameters
    ----------
    counties
        All counties; those where everybody has a center near are never among the result.
    count
        How many are wanted; counties that tie with the last of them come too.
    """
    ranked = sorted(counties, key=lambda one: (-one.gaps.people["none"], one.county_fips))
    ranked = [one for one in ranked if one.gaps.people["none"] > 0]
    if len(ranked) > count:
        last = ranked[count - 1].gaps.people["none"]
        ranked = [one for one in ranked if one.gaps.people["none"] >= last]
    return tuple(ranked)
