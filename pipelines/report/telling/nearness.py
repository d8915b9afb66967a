"""Which kind of center is nearer, for how many people: the field's claim, counted stratum by stratum."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from pipelines.maps.nearness import SAME_WITHIN_MIN

LEAD = 0.05
"""How far the larger side must lead, as a share of the people compared, before a sentence takes it."""


class Verdict(StrEnum):
    """What the data say of 'office-based centers are nearer' for one stratum."""

    OFFICE = "office"
    HOSPITAL = "hospital"
    ALIKE = "alike"
    MIXED = "mixed"
    ONLY_OFFICE = "only_office"
    ONLY_HOSPITAL = "only_hospital"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Nearness:
    """People of one stratum by which kind of center is the shorter drive.

    Attributes
    ----------
    stratum
        Stratum, or 'all'.
    places
        Population points in it.
    population
        People in it.
    office_nearer, hospital_nearer
        People for whom that kind is nearer by more than `SAME_WITHIN_MIN`, or the only kind that is reached.
    about_as_near
        People for whom the two drives differ by no more.
    only_office, only_hospital
        Those of the first two who can be driven to that kind alone.
    neither_reached
        People who can be driven to neither kind.
    hospital_median_min, office_median_min
        Drive that half of the reached people exceed; None where nobody is reached.
    """

    stratum: str
    places: int
    population: float
    office_nearer: float
    hospital_nearer: float
    about_as_near: float
    only_office: float
    only_hospital: float
    neither_reached: float
    hospital_median_min: float | None
    office_median_min: float | None

    @property
    def compared(self) -> float:
        """People who can be driven to at least one kind."""
        return self.office_nearer + self.hospital_nearer + self.about_as_near

    @property
    def verdict(self) -> Verdict:
        """Decide by counting people; medians that point the other way make it mixed.

        A kind is nearer for the stratum if it is for clearly more people than the other kind (`LEAD`), and
        if not most people have both about as near.
        """
        if self.compared == 0:
            return Verdict.NOBODY
        if self.only_office == self.compared:
            return Verdict.ONLY_OFFICE
        if self.only_hospital == self.compared:
            return Verdict.ONLY_HOSPITAL
        lead = (self.office_nearer - self.hospital_nearer) / self.compared
        if abs(lead) < LEAD or 2 * self.about_as_near > self.compared:
            return Verdict.ALIKE
        if self.hospital_median_min is not None and self.office_median_min is not None:
            shorter_by = self.hospital_median_min - self.office_median_min
            if abs(shorter_by) > SAME_WITHIN_MIN and (shorter_by > 0) != (lead > 0):
                return Verdict.MIXED
        return Verdict.OFFICE if lead > 0 else Verdict.HOSPITAL


def count_nearness(
    stratum: str,
    places: pd.DataFrame,
    hospital_median_min: float | None,
    office_median_min: float | None,
) -> Nearness:
    """Count the people of one stratum by the kind of center that is nearer.

    Parameters
    ----------
    stratum
        Its name.
    places
        Its places: population, hospital_min, office_min and office_advantage_min of out.gaps.
    hospital_median_min, office_median_min
        From out.times_by_stratum; None where nobody is reached.
    """
    people, advantage = places["population"], places["office_advantage_min"]
    to_hospital, to_office = places["hospital_min"].notna(), places["office_min"].notna()
    only_office = float(people[to_office & ~to_hospital].sum())
    only_hospital = float(people[to_hospital & ~to_office].sum())
    return Nearness(
        stratum=stratum,
        places=len(places),
        population=float(people.sum()),
        office_nearer=float(people[advantage > SAME_WITHIN_MIN].sum()) + only_office,
        hospital_nearer=float(people[advantage < -SAME_WITHIN_MIN].sum()) + only_hospital,
        about_as_near=float(people[advantage.abs() <= SAME_WITHIN_MIN].sum()),
        only_office=only_office,
        only_hospital=only_hospital,
        neither_reached=float(people[~to_office & ~to_hospital].sum()),
        hospital_median_min=hospital_median_min,
        office_median_min=office_median_min,
    )
