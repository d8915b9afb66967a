"""Places that only look like infusion centers, and hospitals' departments off campus.

They stand where people live, a part of them in the buildings of true centers: suites beside each other are what
makes it hard to tell one from the other.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipelines.demo.land import plan
from pipelines.demo.land.geography import Geography
from pipelines.demo.land.invented_names import FANCY, SPECIALTIES, SURNAMES, practice_name
from pipelines.demo.land.places import Place, Sites
from pipelines.demo.land.settlement import Settlement
from pipelines.demo.roads.roadgraph import RoadGraph

LOOKALIKES = {
    "injecting": 80,
    "prescribing": 100,
    "wellness": 10,
    "home_pharmacy": 10,
    "nurse_home": 30,
    "primary_care": 80,
}
"""How many of each kind there are; kinds as in `pipelines.demo.registries.true_places`."""

OFF_CAMPUS = 6
"""Departments that large hospitals run away from their campus, in the counties that have several hospitals."""

_OFF_CAMPUS_M = 3_000.0
_MANY_HOSPITALS = 4
_SHARED_BUILDING = 0.35
"""Share of those that stand in a building with others."""

_WORDS = {
    "wellness": ("IV Hydration", "Drip Lounge", "Infusion Wellness", "IV Therapy & Wellness Spa"),
    "home_pharmacy": ("Home Infusion", "Infusion Homecare", "Home Infusion Pharmacy"),
    "nurse_home": ("Nurse",),
    "primary_care": ("Family Medicine", "Primary Care", "Internal Medicine"),
}
_DEPARTMENTS = ("Infusion Center", "Cancer Center", "Outpatient Infusion")


def place_lookalikes(
    settlement: Settlement,
    graph: RoadGraph,
    geography: Geography,
    centers: list[Place],
    seed: int,
) -> list[Place]:
    """Place what only looks like a center, in proportion to the people.

    Parameters
    ----------
    settlement, graph, geography
        People, roads and land.
    centers
        True centers, some of whose buildings are shared.
    seed
        The same seed places the same.

    Returns
    -------
    list of Place
        `kind` is that of `LOOKALIKES`.
    """
    rng = np.random.default_rng([seed, 17])
    sites = Sites(graph, geography, settlement.towns, rng)
    share = settlement.population / settlement.population.sum()
    buildings = list(centers)
    found = []
    for kind, count in LOOKALIKES.items():
        for home in rng.choice(len(share), count, p=share).tolist():
            county = int(settlement.county[home])
            here = [place for place in buildings if place.county == county]
            if here and rng.uniform() < _SHARED_BUILDING:
                building = here[int(rng.integers(len(here)))]
            else:
                xy, node, town, street = sites.near(county, settlement.xy[home])
                building = Place("", "", "", town, county, xy, node, street)
                buildings.append(building)
            name, line = _name(kind, building.town, rng)
            found.append(
                replace(
                    building,
                    kind=kind,
                    name=name,
                    therapy_line=line,
                    size=None,
                    operator="",
                    supervision="",
                )
            )
    return found


def place_departments(
    hospitals: list[Place],
    settlement: Settlement,
    graph: RoadGraph,
    geography: Geography,
    seed: int,
) -> list[Place]:
    """Place departments off campus, each some miles from its hospital.

    Parameters
    ----------
    hospitals
        Those that infuse outpatients.
    settlement, graph, geography, seed
        As in `place_lookalikes`.

    Returns
    -------
    list of Place
        `kind` is `off_campus`, `operator` the name of the hospital.
    """
    rng = np.random.default_rng([seed, 18])
    sites = Sites(graph, geography, settlement.towns, rng)
    large = [
        place for place in hospitals if plan.COUNTIES[place.county].hospitals >= _MANY_HOSPITALS
    ]
    found = []
    for k in np.sort(rng.choice(len(large), OFF_CAMPUS, replace=False)).tolist():
        hospital = large[k]
        heading = rng.uniform(0, 2 * np.pi)
        wish = np.array(hospital.xy) + _OFF_CAMPUS_M * np.array([np.cos(heading), np.sin(heading)])
        xy, node, town, street = sites.near(hospital.county, wish)
        word = str(rng.choice(_DEPARTMENTS))
        found.append(
            Place(
                kind="off_campus",
                name=f"{hospital.name.title()} {word}",
                therapy_line="oncology" if word == "Cancer Center" else "",
                town=town,
                county=hospital.county,
                xy=xy,
                node=node,
                street=street,
                operator=hospital.name.title(),
            )
        )
    return found


def _name(kind: str, town: str, rng: np.random.Generator) -> tuple[str, str]:
    """Return a name and, of a practice, its therapy line."""
    if kind in _WORDS:
        first = str(rng.choice((town, str(rng.choice(FANCY)), str(rng.choice(SURNAMES)))))
        return f"{first} {rng.choice(_WORDS[kind])}", ""
    name, line = practice_name(town, rng)
    if rng.uniform() < 0.5:
        specialty = next(word for word in SPECIALTIES if word in name)
        name = f"{rng.choice(FANCY)} {specialty} Clinic"
    return name, line
