"""Where hospitals and other infusion centers stand.

How many of each a county has is part of the plan; where they stand follows from people and streets. Hospitals
stand in towns, offices rather in suburbs, each beside a main road.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import KDTree

from pipelines.demo.land import plan
from pipelines.demo.land.geography import FloatArray, Geography, inside
from pipelines.demo.land.invented_names import (
    MANAGEMENT_COMPANIES,
    OPERATORS,
    STREET_KINDS,
    STREETS,
    hospital_name,
    practice_name,
)
from pipelines.demo.land.settlement import Settlement, Town
from pipelines.demo.roads.roadgraph import LINK, MOTORWAY, TERTIARY, IntArray, RoadGraph

_SET_BACK_M = (45.0, 140.0)
"""How far a building stands from its road, metres."""

_HOSPITALS_APART_M, _OFFICES_APART_M = 9_000.0, 7_000.0
_CRITICAL_ACCESS_BEDS = 25
"""Most beds of a critical access hospital (42 CFR 485.620)."""

_CRITICAL_ACCESS_SEAT = 10_000
_SUBURB_FROM_M = 7_000.0
_SUBURB_SEAT = 55_000
"""Around a seat with more people, offices stand in the suburbs; elsewhere in the seat itself."""

INFUSING_TYPES = ("GENERAL ACUTE CARE", "CRITICAL ACCESS")
"""Types of hospitals that may infuse outpatients."""

_WITHOUT_INFUSION = 0.15
"""Share of general hospitals without outpatient infusion, of those that are not the first of their county: no
county is without for that."""

_OTHER_NAMES = {
    "PSYCHIATRIC": "Behavioral Health Hospital",
    "REHABILITATION": "Rehabilitation Hospital",
    "LONG TERM CARE": "Extended Care Hospital",
    "CHILDREN": "Children's Hospital",
    "WOMEN": "Women's Hospital",
    "MILITARY": "Naval Hospital",
    "SPECIAL": "Orthopedic Hospital",
}


@dataclass(frozen=True)
class Place:
    """A hospital or center.

    Attributes
    ----------
    kind
        HIFLD's type of hospital, or a site of care.
    name
        As its list writes it.
    therapy_line
        Of a center: oncology or specialty; empty for a hospital.
    town
        Town that it lies in or near.
    county
        Index into `plan.COUNTIES`.
    xy
        Where it stands, metres.
    node
        Node of the road graph that its drive leads to.
    street
        Street of its address.
    open
        Whether it is in service.
    size
        Beds of a hospital, chairs of a center; None where the list does not tell.
    operator, supervision
        Of a center; empty if none or not known.
    without_infusion
        Of a general hospital: that it infuses no outpatients.
    """

    kind: str
    name: str
    therapy_line: str
    town: str
    county: int
    xy: tuple[float, float]
    node: int
    street: str
    open: bool = True
    size: int | None = None
    operator: str = ""
    supervision: str = ""
    without_infusion: bool = False


class Sites:
    """Building sites beside main roads that the rest of the state can reach."""

    def __init__(
        self,
        graph: RoadGraph,
        geography: Geography,
        towns: tuple[Town, ...],
        rng: np.random.Generator,
    ) -> None:
        street = (graph.kind > MOTORWAY) & (graph.kind < LINK)
        nodes = np.unique(np.concatenate([graph.u[street], graph.v[street]]))
        main = street & (graph.kind <= TERTIARY)
        self._main = np.isin(nodes, np.concatenate([graph.u[main], graph.v[main]]))
        self._nodes: IntArray = nodes
        self._xy = graph.xy[nodes]
        self._geography = geography
        self._towns = towns
        self._rng = rng
        self._town_tree = KDTree(np.array([town.xy for town in towns]))
        self._node_county = np.full(len(nodes), -1)
        for n, shape in enumerate(geography.counties):
            self._node_county[inside(shape, self._xy)] = n
        self._taken: set[int] = set()

    def near(self, county: int, xy: FloatArray) -> tuple[tuple[float, float], int, str, str]:
        """Return the place, road node, town and street of the free site nearest to a wish."""
        own = np.flatnonzero(self._node_county == county)
        away = np.hypot(*(self._xy[own] - xy).T)
        # A small island may have side streets only.
        order = own[np.lexsort((away, ~self._main[own]))]
        pick = next(int(k) for k in order if int(self._nodes[k]) not in self._taken)
        self._taken.add(int(self._nodes[pick]))
        while True:
            heading = self._rng.uniform(0, 2 * np.pi)
            back = self._rng.uniform(*_SET_BACK_M)
            place = self._xy[pick] + back * np.array([np.cos(heading), np.sin(heading)])
            if inside(self._geography.counties[county], place[None])[0]:
                break
        _, town = self._town_tree.query(place)
        street = f"{self._rng.choice(STREETS)} {self._rng.choice(STREET_KINDS)}"
        number = int(self._rng.integers(1, 9800))
        return (
            (float(place[0]), float(place[1])),
            int(self._nodes[pick]),
            self._towns[int(town)].name,
            f"{number} {street}",
        )


def _wishes(
    settlement: Settlement,
    county: int,
    count: int,
    apart_m: float,
    rng: np.random.Generator,
    *,
    suburban: bool,
) -> list[FloatArray]:
    """Return about where a county's facilities would like to stand."""
    if count == 0:
        return []
    seat = settlement.towns[county]
    centre = np.array(seat.xy)
    own = np.flatnonzero(settlement.county == county)
    xy, people = settlement.xy[own], settlement.population[own] * (0.1 + settlement.town_share[own])
    away = np.hypot(*(xy - centre).T)
    if suburban and plan.COUNTIES[county].seat_population > _SUBURB_SEAT:
        weight = people * (0.25 + np.minimum(away / _SUBURB_FROM_M, 1.6))
        chosen: list[FloatArray] = []
    else:
        weight = people * np.exp(-away / 25_000)
        chosen = [centre + rng.normal(0, 0.8 * seat.radius_m, 2)]
    while len(chosen) < count:
        near = [np.hypot(*(xy - place).T) for place in chosen]
        apart = np.minimum(np.min(near, axis=0), apart_m) if near else np.full(len(xy), apart_m)
        luck = rng.uniform(0.15, 1, len(xy)) ** 2
        chosen.append(xy[int(np.argmax(weight * luck * apart))])
    return chosen[:count]


def place_hospitals(
    settlement: Settlement, graph: RoadGraph, geography: Geography, seed: int
) -> list[Place]:
    """Place open and closed acute care, critical access and other hospitals.

    Parameters
    ----------
    settlement, graph, geography
        People, roads and land.
    seed
        The same seed places the same hospitals.

    Returns
    -------
    list of Place
        `kind` is HIFLD's TYPE.
    """
    rng = np.random.default_rng([seed, 9])
    luck = np.random.default_rng([seed, 16])
    sites = Sites(graph, geography, settlement.towns, rng)
    found = []
    for n, county in enumerate(plan.COUNTIES):
        count = county.hospitals + county.closed_hospitals
        wishes = _wishes(settlement, n, count, _HOSPITALS_APART_M, rng, suburban=False)
        critical = county.seat_population < _CRITICAL_ACCESS_SEAT
        for k, wish in enumerate(wishes):
            xy, node, town, street = sites.near(n, wish)
            first = 620 if county.seat_population > 200_000 else 240
            beds = int(max(40, first / (1 + 0.35 * k) * rng.uniform(0.7, 1.25)))
            found.append(
                Place(
                    kind="CRITICAL ACCESS" if critical else "GENERAL ACUTE CARE",
                    name=hospital_name(
                        county.seat if k == 0 else town, k, critical_access=critical
                    ),
                    therapy_line="",
                    town=town,
                    county=n,
                    xy=xy,
                    node=node,
                    street=street,
                    open=k < county.hospitals,
                    without_infusion=bool(luck.uniform() < _WITHOUT_INFUSION) and k > 0,
                    size=int(rng.integers(12, _CRITICAL_ACCESS_BEDS + 1)) if critical else beds,
                )
            )
    seat = {county.seat: n for n, county in enumerate(plan.COUNTIES)}
    for kind, name in plan.OTHER_HOSPITALS:
        n = seat[name]
        wish = np.array(settlement.towns[n].xy) + rng.normal(0, 3000, 2)
        xy, node, town, street = sites.near(n, wish)
        found.append(
            Place(
                kind=kind,
                name=f"{name} {_OTHER_NAMES[kind]}".upper(),
                therapy_line="",
                town=town,
                county=n,
                xy=xy,
                node=node,
                street=street,
                size=int(rng.integers(30, 180)),
            )
        )
    return found


def place_centers(
    settlement: Settlement, graph: RoadGraph, geography: Geography, seed: int
) -> list[Place]:
    """Place office-based, pharmacy-based and stand-alone centers.

    Parameters
    ----------
    settlement, graph, geography
        People, roads and land.
    seed
        The same seed places the same centers.

    Returns
    -------
    list of Place
        `kind` is the site of care.
    """
    rng = np.random.default_rng([seed, 10])
    sites = Sites(graph, geography, settlement.towns, rng)
    found = []
    for n, county in enumerate(plan.COUNTIES):
        counts = {
            "office_based": county.offices,
            "pharmacy_based": county.pharmacies,
            "stand_alone": county.stand_alones,
        }
        for kind, count in counts.items():
            for wish in _wishes(settlement, n, count, _OFFICES_APART_M, rng, suburban=True):
                xy, node, town, street = sites.near(n, wish)
                found.append(_center(kind, n, xy, node, town, street, rng))
    return found


def _center(
    kind: str,
    county: int,
    xy: tuple[float, float],
    node: int,
    town: str,
    street: str,
    rng: np.random.Generator,
) -> Place:
    """Return one center with a name, chairs and supervision that suit its kind."""
    if kind == "office_based":
        name, line = practice_name(town, rng)
        chairs = int(rng.integers(3, 15))
        # Nurse practitioners lead a part of the newer offices.
        supervision = str(rng.choice(("physician", "nurse practitioner"), p=(0.8, 0.2)))
        operator = str(rng.choice(("", *OPERATORS), p=(0.7, 0.12, 0.1, 0.08)))
    elif kind == "pharmacy_based":
        name, line = f"{town} Home Infusion Pharmacy", "specialty"
        chairs, supervision, operator = int(rng.integers(2, 5)), "nurse", ""
    else:
        name, line = f"{town} Ambulatory Infusion Center", "specialty"
        chairs = int(rng.integers(4, 11))
        supervision = str(rng.choice(("nurse", "nurse practitioner")))
        operator = str(rng.choice(MANAGEMENT_COMPANIES))
    unknown = rng.uniform() < 0.06
    return Place(
        kind=kind,
        name=name,
        therapy_line=line,
        town=town,
        county=county,
        xy=xy,
        node=node,
        street=street,
        size=None if unknown else chairs,
        operator=operator,
        supervision=supervision,
    )
