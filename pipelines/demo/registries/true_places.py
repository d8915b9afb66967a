"""Places as they are, whatever registries say of them: what infuses, and what only looks like it."""

from __future__ import annotations

from dataclasses import dataclass

SITE_OF_KIND = {
    "hospital": "hospital_based",
    "off_campus": "hospital_based",
    "office": "office_based",
    "np_office": "office_based",
    "pharmacy": "pharmacy_based",
    "stand_alone": "stand_alone",
}
"""Kinds of places that are centers -> site of care."""

NO_CENTER_KINDS = (
    "hospital_without",
    "injecting",
    "prescribing",
    "wellness",
    "home_pharmacy",
    "nurse_home",
    "primary_care",
)
"""Kinds of places that only look like centers: hospitals without outpatient infusion, offices that inject or
prescribe only, vitamin drips, pharmacies that infuse at home only, nurses at home, family doctors."""

HOSPITAL_KINDS = ("hospital", "hospital_without")
"""Kinds that a registry of hospitals lists."""


@dataclass(frozen=True)
class TruePlace:
    """A place as it is.

    Attributes
    ----------
    truth_id, kind, name
        What it is; a center where `SITE_OF_KIND` has its kind.
    line
        Therapy line of a center; empty where it serves both or none.
    taxonomy
        Specialty of a practice, type of a hospital that is no general one; else empty.
    parent
        Hospital of an off-campus department, by name; main place of a branch, by truth_id.
    number, street, unit, city, state, zip, lon, lat
        Where it stands; longitude and latitude in degrees.
    infusions
        Begun in a year for Medicare's beneficiaries.
    listed_as
        Ids under which lists and registries of hospitals have it (`hifld:...`, `list:...`).
    operator
        Management company that runs a center; empty if none.
    beds
        Of a hospital; None where not known.
    is_open
        Whether a hospital still takes part in Medicare.
    """

    truth_id: str
    kind: str
    name: str
    line: str
    taxonomy: str
    parent: str
    number: int
    street: str
    unit: str
    city: str
    state: str
    zip: str
    lon: float
    lat: float
    infusions: int
    listed_as: tuple[str, ...] = ()
    operator: str = ""
    beds: int | None = None
    is_open: bool = True

    @property
    def site_of_care(self) -> str | None:
        """Its site of care; None for a place that is no center."""
        return SITE_OF_KIND.get(self.kind)


def full_street(place: TruePlace) -> str:
    """Return street and suite as a careful hand writes them."""
    return f"{place.number} {place.street}" + (f", Suite {place.unit}" if place.unit else "")
