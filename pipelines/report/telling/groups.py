"""People of a stratum by what they can reach: within thresholds, in a gap, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipelines.vocabulary.access import GAPS, UNREACHED_REASONS
from pipelines.vocabulary.strata import ALL_STRATA, NO_STRATUM


@dataclass(frozen=True)
class Within:
    """People of a stratum within a threshold of a site of care (one row of out.coverage).

    Attributes
    ----------
    population, population_within
        People, and those of them within the threshold.
    share
        The second of the first; None in a stratum without people.
    """

    population: float
    population_within: float
    share: float | None


@dataclass(frozen=True)
class Drive:
    """Population-weighted drives of a stratum to a site of care (one row of out.times_by_stratum).

    Attributes
    ----------
    reached
        People who can be driven there; the others are in none of the figures below.
    unreached
        People who cannot.
    median_min, mean_min, p90_min, median_mi, mean_mi, p90_mi
        Minutes and miles; None where nobody is reached.
    """

    reached: float
    unreached: float
    median_min: float | None
    mean_min: float | None
    p90_min: float | None
    median_mi: float | None
    mean_mi: float | None
    p90_mi: float | None


@dataclass(frozen=True)
class GapCount:
    """People of a stratum by what they have within `gap_min` minutes.

    Attributes
    ----------
    population
        People of the stratum.
    people
        `choice`, `hospital_only`, `office_only`, `none` -> people.
    """

    population: float
    people: Mapping[str, float]

    def share(self, gap: str) -> float | None:
        """Return the share of people in this gap; None in a stratum without people."""
        return self.people[gap] / self.population if self.population > 0 else None


@dataclass(frozen=True)
class Unreached:
    """People of a stratum who cannot be driven to a site of care, for one reason.

    Attributes
    ----------
    stratum, site_of_care, reason
        Who, to what, and the `unreached_reason`.
    places, population
        How many population points, and people.
    """

    stratum: str
    site_of_care: str
    reason: str
    places: int
    population: float


def by_stratum(frame: pd.DataFrame, strata: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Split rows by stratum, null as 'unclassified' and everyone as 'all'.

    Parameters
    ----------
    frame
        With a column `stratum`.
    strata
        Which groups are wanted, in the order of the result.
    """
    stratum = frame["stratum"].fillna(NO_STRATUM)
    return {name: frame if name == ALL_STRATA else frame[stratum == name] for name in strata}


def count_gaps(places: pd.DataFrame) -> GapCount:
    """Count people by gap.

    Parameters
    ----------
    places
        Places with `gap` and `population`.
    """
    people = places["population"]
    return GapCount(
        population=float(people.sum()),
        people={gap: float(people[places["gap"] == gap].sum()) for gap in GAPS},
    )


def count_unreached(
    stratum: str, trips: pd.DataFrame, sites: tuple[str, ...]
) -> tuple[Unreached, ...]:
    """Count people of a stratum without a drive time, by site of care and reason; empty groups are left out.

    Parameters
    ----------
    stratum
        Its name.
    trips
        Its rows of out.drive_times with `population`.
    sites
        Sites of care in the order of the result.
    """
    lost = trips[trips["unreached_reason"].notna()]
    counted = []
    for site in sites:
        for reason in UNREACHED_REASONS:
            rows = lost[(lost["site_of_care"] == site) & (lost["unreached_reason"] == reason)]
            if len(rows):
                people = float(rows["population"].sum())
                counted.append(Unreached(stratum, site, reason, len(rows), people))
    return tuple(counted)


def existing(value: float) -> float | None:
    """Return a table's number, None for null."""
    return None if pd.isna(value) else float(value)
