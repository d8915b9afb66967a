"""Rurality codes of the fictional counties and tracts, by the publishers' rules.

Which counties form a core based statistical area is part of the plan, as it is an input to the real codes;
everything else follows from who lives where.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from pipelines.demo.land import plan
from pipelines.demo.land.geography import Geography
from pipelines.demo.land.settlement import Settlement
from pipelines.demo.roads.roadgraph import IntArray

_METRO_CORE = 50_000
"""Population of an urban area that makes a metropolitan area (OMB, 2020 standards)."""

_MICRO_CORE = 10_000
_SMALL_TOWN = 2_500
_URBAN_TOWN = 5_000
"""From so many people on, a town counts as urban in RUCC 2023."""


@dataclass(frozen=True)
class CountyCodes:
    """Codes of one county.

    Attributes
    ----------
    cbsa, cbsa_population
        Principal city of the county's core based statistical area ('' if none) and the area's people.
    metro
        Whether that area is metropolitan.
    nchs, rucc
        NCHS urban-rural code 1-6 and USDA Rural-Urban Continuum Code 1-9.
    population
        People of the county's block groups.
    """

    cbsa: str
    cbsa_population: int
    metro: bool
    nchs: int
    rucc: int
    population: int


@dataclass(frozen=True)
class TractCodes:
    """RUCA codes and facts of one tract.

    Attributes
    ----------
    county, tract
        Index into `plan.COUNTIES`, and running number in the county.
    primary, secondary
        RUCA codes.
    area
        Index into the towns of the urban area that the tract is part of or sends commuters to; -1 if none.
    second
        The same for the second largest flow.
    core
        Whether the tract is part of the urban area.
    population, land_sqmi
        People, and an estimate of its land.
    """

    county: int
    tract: int
    primary: int
    secondary: float
    area: int
    second: int
    core: bool
    population: int
    land_sqmi: float


def code_counties(geography: Geography, settlement: Settlement) -> list[CountyCodes]:
    """Return each county's codes, in the order of `plan.COUNTIES`.

    Parameters
    ----------
    geography
        Which counties touch.
    settlement
        Towns, and people by county.

    Notes
    -----
    NCHS: Ingram and Franco, Vital and Health Statistics 2(166), 2014; updated 2023. RUCC: USDA Economic
    Research Service, 2023 documentation.
    """
    people = np.bincount(settlement.county, settlement.population, len(plan.COUNTIES)).astype(int)
    core = {town.name: town.population for town in settlement.towns}
    area_people: dict[str, int] = {}
    for county, count in zip(plan.COUNTIES, people.tolist(), strict=True):
        area_people[county.cbsa] = area_people.get(county.cbsa, 0) + count
    metro = [bool(c.cbsa) and core[c.cbsa] >= _METRO_CORE for c in plan.COUNTIES]
    urban = np.zeros(len(plan.COUNTIES))
    for town in settlement.towns:
        if town.population >= _URBAN_TOWN:
            urban[town.county] += town.population
    codes = []
    for n, county in enumerate(plan.COUNTIES):
        area = area_people[county.cbsa] if county.cbsa else 0
        adjacent = any(
            metro[m] and m != n and _share_border(geography.counties[n], geography.counties[m])
            for m in range(len(plan.COUNTIES))
        )
        codes.append(
            CountyCodes(
                cbsa=county.cbsa,
                cbsa_population=area,
                metro=metro[n],
                nchs=_nchs(
                    metro[n], area, micro=bool(county.cbsa), central=county.seat == county.cbsa
                ),
                rucc=_rucc(metro[n], area, float(urban[n]), adjacent=adjacent),
                population=int(people[n]),
            )
        )
    return codes


def _share_border(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    return bool(shapely.dwithin(one, other, 1.0))


def _nchs(metro: bool, area: int, *, micro: bool, central: bool) -> int:
    if not metro:
        return 5 if micro else 6
    if area >= 1_000_000:
        return 1 if central else 2
    return 3 if area >= 250_000 else 4


def _rucc(metro: bool, area: int, urban: float, *, adjacent: bool) -> int:
    if metro:
        return 1 if area >= 1_000_000 else 2 if area >= 250_000 else 3
    if urban >= 20_000:
        return 4 if adjacent else 5
    if urban >= 5_000:
        return 6 if adjacent else 7
    return 8 if adjacent else 9


def _commuting_share(distance_m: float, radius_m: float, population: float) -> float:
    """Return the share of workers who commute to an urban area from a distance.

    Falls exponentially outside the built-up area, the farther the larger the area; a stand-in for the
    commuting tables, with the reach of published 30 % isolines (about 45 km at 1.3 million people).
    """
    reach = 3_000.0 * (population / 10_000) ** 0.45 + 1_500.0
    return float(0.85 * np.exp(-max(0.0, distance_m - 3 * radius_m) / reach))


def code_tracts(settlement: Settlement) -> list[TractCodes]:
    """Return RUCA codes of each tract, by county and tract.

    Parameters
    ----------
    settlement
        Towns and block groups.

    Notes
    -----
    Primary codes follow USDA ERS: the tract's urban area, else its largest commuting flow (30 % and more:
    high; 10 to 30 %: low) to a metropolitan (1-3), micropolitan (4-6) or small-town (7-9) core, else 10.
    """
    keys = settlement.county * 100_000 + settlement.tract
    unique, first = np.unique(keys, return_index=True)
    reach = np.array([town.radius_m for town in settlement.towns])
    centre = np.array([town.xy for town in settlement.towns])
    people = np.array([_urban_area(settlement, n) for n in range(len(settlement.towns))])
    codes = []
    for key, start in zip(unique, first, strict=True):
        own = np.flatnonzero(keys == key)
        weight = settlement.population[own].astype(float)
        xy = np.average(settlement.xy[own], axis=0, weights=weight)
        town_share = float(np.average(settlement.town_share[own], weights=weight))
        distance = np.hypot(*(centre - xy).T)
        flow = np.array(
            [
                _commuting_share(d, r, p) if p >= _SMALL_TOWN else 0.0
                for d, r, p in zip(distance, reach, people, strict=True)
            ]
        )
        inside = (distance <= 4.2 * reach) & (people >= _SMALL_TOWN)
        core = town_share >= 0.5 and bool(inside.any())
        # Inside several built-up areas at once the tract belongs to the largest of them.
        area = int(np.argmax(np.where(inside, people, 0))) if core else int(np.argmax(flow))
        spread = settlement.xy[own] - xy
        primary = _primary(float(people[area]), float(flow[area]), core=core)
        others = np.where(
            (people > 1.2 * people[area]) & (np.arange(len(people)) != area), flow, 0.0
        )
        second = int(np.argmax(others))
        secondary = _secondary(primary, float(people[second]), float(others[second]))
        codes.append(
            TractCodes(
                county=int(settlement.county[start]),
                tract=int(settlement.tract[start]),
                primary=primary,
                secondary=secondary,
                area=area if primary < 10 else -1,
                second=second if secondary != primary else -1,
                core=core,
                population=int(weight.sum()),
                land_sqmi=round(max(0.1, 5 * float((spread**2).sum(axis=1).mean()) / 2.59e6), 1),
            )
        )
    return codes


def _urban_area(settlement: Settlement, town: int) -> int:
    """Return the people of the urban area that a town is part of: a suburb counts with its city."""
    own = settlement.towns[town]
    best = own.population
    for other in settlement.towns:
        apart = np.hypot(own.xy[0] - other.xy[0], own.xy[1] - other.xy[1])
        if other.population > best and apart <= 4.5 * other.radius_m + 1.5 * own.radius_m:
            best = other.population
    return best


def _primary(people: float, flow: float, *, core: bool) -> int:
    if people < _SMALL_TOWN or (not core and flow < 0.1):
        return 10
    base = 1 if people >= _METRO_CORE else 4 if people >= _MICRO_CORE else 7
    return base if core else base + (1 if flow >= 0.3 else 2)


def _secondary(primary: int, people: float, flow: float) -> float:
    """Return the code with its decimal: a second flow of 30 to 50 % to a larger urban area.

    ERS uses .1 for a flow to a metropolitan core and .2 to a micropolitan one (.1 to .3 for rural areas).
    """
    if flow < 0.3 or people < _SMALL_TOWN or primary in (3, 6, 9):
        return float(primary)
    if people >= _METRO_CORE:
        return primary + 0.1
    if people >= _MICRO_CORE and primary >= 7:
        return primary + 0.2
    return float(primary)


def tract_number(tract: int) -> str:
    """Return the six digits of a running tract number: 0 is 000100, tract 1; no suffixes."""
    return f"{tract + 1:04d}00"


def county_numbers() -> IntArray:
    """Return the three-digit code of each county: odd numbers in the order of names, as FIPS codes run."""
    order = sorted(range(len(plan.COUNTIES)), key=lambda n: _sort_key(plan.COUNTIES[n].name))
    numbers = np.empty(len(order), dtype=np.int64)
    numbers[order] = 2 * np.arange(len(order)) + 1
    return numbers


def _sort_key(name: str) -> str:
    return name.casefold().replace("ñ", "n")
