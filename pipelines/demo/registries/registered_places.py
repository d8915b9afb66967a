"""The state's hospitals, centers and lookalikes as true places with addresses, ready to be registered."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from pipelines.demo.land import plan
from pipelines.demo.land.invented_names import MANAGEMENT_COMPANIES, specialty_code
from pipelines.demo.land.places import INFUSING_TYPES, Place
from pipelines.demo.land.project import to_lon_lat
from pipelines.demo.registries.lookalikes import LOOKALIKES
from pipelines.demo.registries.registry_rows import CRITICAL_ACCESS
from pipelines.demo.registries.true_places import TruePlace, full_street
from pipelines.demo.writing.write_facilities import hifld_id, list_id, zip_code

HOSPITAL_TAXONOMY = {
    "GENERAL ACUTE CARE": "",
    "CRITICAL ACCESS": CRITICAL_ACCESS,
    "PSYCHIATRIC": "283Q00000X",
    "REHABILITATION": "283X00000X",
    "LONG TERM CARE": "282E00000X",
    "CHILDREN": "282NC2000X",
    "WOMEN": "282NW0100X",
    "MILITARY": "286500000X",
    "SPECIAL": "284300000X",
}
"""HIFLD's type -> taxonomy code of the registry of providers; empty for a general hospital's."""

LISTED_ONE_IN = 8
"""The user's own list has one center in so many, of each site of care."""

LIST_PREFIX = "list:"

_SUITE_SHARE = 0.7
_INFUSIONS = {"office": (6.2, 0.9), "np_office": (5.5, 0.8)}
"""Log-normal mean and deviation of infusions a year for Medicare's beneficiaries, by kind."""

_ONE_NUMBER_SHARE = 0.4
"""Share of an operator's later centers that are registered under the number of its first."""


def own_list(centers: Sequence[Place], seed: int) -> list[int]:
    """Return which centers the user's own list has: positions in `centers`, ascending."""
    rng = np.random.default_rng([seed, 19])
    chosen: list[int] = []
    for kind in sorted({place.kind for place in centers}):
        own = [k for k, place in enumerate(centers) if place.kind == kind]
        count = max(1, round(len(own) / LISTED_ONE_IN))
        chosen += [own[k] for k in rng.permutation(len(own))[:count]]
    return sorted(chosen)


def infusing_hospitals(hospitals: Sequence[Place]) -> list[Place]:
    """Return the open general and critical access hospitals that infuse outpatients."""
    return [
        place
        for place in hospitals
        if place.open and place.kind in INFUSING_TYPES and not place.without_infusion
    ]


def true_places(
    hospitals: Sequence[Place],
    centers: Sequence[Place],
    others: Sequence[Place],
    listed: Sequence[int],
    seed: int,
) -> list[TruePlace]:
    """Return all places that registries know, as they are.

    Parameters
    ----------
    hospitals
        Of every type, open and closed, in the order of the registry of hospitals.
    centers
        Office-based, pharmacy-based and stand-alone ones, in the order of their list.
    others
        Departments off campus and what only looks like a center.
    listed
        Which centers the user's own list has.
    seed
        The same seed gives the same suites and volumes.
    """
    infusing = {id(place) for place in infusing_hospitals(hospitals)}
    places = [
        _true_place(
            place,
            f"hospital-{k}",
            "hospital" if id(place) in infusing else "hospital_without",
            seed,
            taxonomy=HOSPITAL_TAXONOMY[place.kind],
            listed_as=(f"hifld:{hifld_id(k)}",),
        )
        for k, place in enumerate(hospitals)
    ]
    first_of_operator: dict[tuple[str, str, str], str] = {}
    for k, place in enumerate(centers):
        kind = _kind_of_center(place)
        truth_id = f"{kind}-{k}"
        specialty = specialty_code(place.name) if kind in ("office", "np_office") else ""
        parent = ""
        if place.operator:
            main = first_of_operator.setdefault((place.operator, kind, specialty), truth_id)
            is_branch = main != truth_id and _luck(truth_id, seed).uniform() < _ONE_NUMBER_SHARE
            parent = main if is_branch else ""
        places.append(
            _true_place(
                place,
                truth_id,
                kind,
                seed,
                taxonomy=specialty if kind == "office" else "",
                parent=parent,
                operator=place.operator if place.operator in MANAGEMENT_COMPANIES else "",
                listed_as=(LIST_PREFIX + list_id(k),) if k in listed else (),
            )
        )
    for k, place in enumerate(others):
        is_practice = place.kind in ("injecting", "prescribing")
        places.append(
            _true_place(
                place,
                f"{place.kind}-{k}",
                place.kind,
                seed,
                taxonomy=specialty_code(place.name) if is_practice else "",
                parent=place.operator,
            )
        )
    return places


def listed_addresses(places: Sequence[TruePlace]) -> dict[str, str]:
    """Return street and suite of the places in the user's own list, by their id there."""
    return {
        record.removeprefix(LIST_PREFIX): full_street(place)
        for place in places
        for record in place.listed_as
        if record.startswith(LIST_PREFIX)
    }


def _kind_of_center(place: Place) -> str:
    if place.kind == "office_based":
        return "np_office" if place.supervision == "nurse practitioner" else "office"
    return {"pharmacy_based": "pharmacy", "stand_alone": "stand_alone"}[place.kind]


def _luck(truth_id: str, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, 20, zlib.crc32(truth_id.encode())])


def _true_place(
    place: Place,
    truth_id: str,
    kind: str,
    seed: int,
    *,
    taxonomy: str,
    parent: str = "",
    operator: str = "",
    listed_as: tuple[str, ...] = (),
) -> TruePlace:
    rng = _luck(truth_id, seed)
    is_hospital = kind.startswith("hospital")
    # Suites of a building that is shared must tell its tenants apart.
    has_unit = not is_hospital and (kind in LOOKALIKES or rng.uniform() < _SUITE_SHARE)
    unit = str(int(rng.integers(1, 40)) * 10) if has_unit else ""
    number, _, street = place.street.partition(" ")
    ((lon, lat),) = to_lon_lat(np.array([place.xy])).tolist()
    infusions = int(rng.lognormal(*_INFUSIONS[kind])) if kind in _INFUSIONS else 0
    return TruePlace(
        truth_id=truth_id,
        kind=kind,
        name=place.name.title() if is_hospital else place.name,
        line="oncology" if is_hospital else place.therapy_line,
        taxonomy=taxonomy,
        parent=parent,
        number=int(number),
        street=street,
        unit=unit,
        city=place.town,
        state=plan.STATE_POSTAL,
        zip=zip_code(place.county, place.town),
        lon=lon,
        lat=lat,
        infusions=infusions,
        listed_as=listed_as,
        operator=operator,
        beds=place.size if is_hospital else None,
        is_open=place.open,
    )
