"""Towns, the people in and between them, and the block groups that count them.

People are drawn one sample for every few dozen: around towns, along the metropolis's sprawl and around
hamlets. Each county's samples are then halved again and again until the pieces are tracts and block groups of
about equal population; a block group's center of population is the mean of its samples, as in the census.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

from pipelines.demo.land import plan
from pipelines.demo.land.geography import FloatArray, Geography, aridity, inside
from pipelines.demo.land.invented_names import town_names

IntArray = npt.NDArray[np.int64]

PEOPLE_PER_SAMPLE = 25.0
"""People that one sample stands for at full detail."""

PEOPLE_PER_BLOCK_GROUP = 1500.0
"""Average block group at full detail; the census aims at 600 to 3,000."""

SMALL_COUNTY, SMALL_COUNTY_BLOCK_GROUP = 20_000, 950.0
"""Counties with fewer people have smaller block groups, so many at full detail: their land is wide."""

BLOCK_GROUP_RANGE = (600, 3000)
"""Fewest and most people of a block group (Census Bureau, Geographic Areas Reference Manual)."""

_BLOCK_GROUPS_PER_TRACT = 3.0
_SUBURB_SHARE = 0.7
"""Share of the people outside the seat who live in other towns, in the metropolis's counties."""
_RURAL_TOWN_SHARE = 0.3
"""The same elsewhere; the rest live in hamlets."""
_HAMLET_PEOPLE = 350.0
_HAMLET_SPREAD_M = 1700.0
_SPRAWL_KM = 13.0
_SUBURB_REACH_M = 30_000.0
_SUBURB_SPACING_M = 16_000.0
_OFF_BORDER_M = 2_000.0
_UNEVENNESS = 0.18
"""How far a cut between groups strays from equal sizes."""


@dataclass(frozen=True)
class Town:
    """A built-up area.

    Attributes
    ----------
    name
        Name.
    xy
        Its middle, metres.
    population
        People of the built-up area.
    county
        Index into `plan.COUNTIES`.
    radius_m
        Within which most of its people live.
    seat
        Whether it is the county seat.
    """

    name: str
    xy: tuple[float, float]
    population: int
    county: int
    radius_m: float
    seat: bool


@dataclass(frozen=True)
class Settlement:
    """Where people live.

    Attributes
    ----------
    towns
        Seats first, in the order of `plan.COUNTIES`.
    samples_xy, samples_town
        Places of sampled people, shape (n, 2), and the town each belongs to, -1 in the country.
    people_per_sample
        People that a sample stands for.
    county, tract, block_group
        Of each block group: index into `plan.COUNTIES`, running number of its tract in the county, and its
        own in the tract.
    xy, population
        Of each block group: center of population, and people.
    town_share
        Share of each block group's people who live in towns.
    """

    towns: tuple[Town, ...]
    samples_xy: FloatArray
    samples_town: IntArray
    people_per_sample: float
    county: IntArray
    tract: IntArray
    block_group: IntArray
    xy: FloatArray
    population: IntArray
    town_share: FloatArray


def town_radius_m(population: float) -> float:
    """Return the scale of a town's exponential density profile, metres.

    Urban area grows with about the 0.8th power of population (Bettencourt, Science 340, 2013), so the
    radius with the 0.4th.
    """
    return float(22.5 * population**0.4)


def _inland_pool(shape: BaseGeometry, count: int, rng: np.random.Generator) -> FloatArray:
    """Draw places inside a county, off its border; shape (about count, 2)."""
    west, south, east, north = shape.bounds
    pool = rng.uniform((west, south), (east, north), (count, 2))
    return pool[inside(shape.simplify(_OFF_BORDER_M / 4).buffer(-_OFF_BORDER_M), pool)]


def _spread_points(
    shape: BaseGeometry, count: int, seat: FloatArray, rng: np.random.Generator
) -> FloatArray:
    """Pick places in a county, one after another, each far from the earlier ones; shape (count, 2)."""
    pool = _inland_pool(shape, 400, rng)
    chosen = [seat]
    for _ in range(count):
        apart = np.min([np.hypot(*(pool - point).T) for point in chosen], axis=0)
        # A random factor keeps the spacing from being as even as a tiling.
        luck = rng.uniform(0.4, 1, len(pool))
        chosen.append(pool[int(np.argmax(apart * luck * (1.1 - aridity(pool))))])
    return np.array(chosen[1:]).reshape(-1, 2)


def _suburb_points(
    shape: BaseGeometry, count: int, seat: FloatArray, city: FloatArray, rng: np.random.Generator
) -> FloatArray:
    """Pick places in a metropolitan county, rather on the city's side."""
    pool = _inland_pool(shape, 800, rng)
    pull = np.exp(-np.hypot(*(pool - city).T) / _SUBURB_REACH_M)
    chosen = [seat]
    for _ in range(count):
        apart = np.min([np.hypot(*(pool - point).T) for point in chosen], axis=0)
        luck = rng.uniform(0.5, 1, len(pool))
        chosen.append(pool[int(np.argmax(np.minimum(apart, _SUBURB_SPACING_M) * pull * luck))])
    return np.array(chosen[1:]).reshape(-1, 2)


def place_towns(geography: Geography, seed: int) -> tuple[Town, ...]:
    """Place county seats and the other towns of each county.

    Parameters
    ----------
    geography
        Its counties bound the towns.
    seed
        The same seed places the same towns.

    Returns
    -------
    tuple of Town
        Seats first, in the order of `plan.COUNTIES`.
    """
    rng = np.random.default_rng([seed, 2])
    seats = {county.seat: geography.seats_xy[n] for n, county in enumerate(plan.COUNTIES)}
    fresh = iter(town_names(sum(county.towns for county in plan.COUNTIES), {*seats}, rng))
    towns = [
        _town(county.seat, geography.seats_xy[n], county.seat_population, n, seat=True)
        for n, county in enumerate(plan.COUNTIES)
    ]
    for n, county in enumerate(plan.COUNTIES):
        seat, shape = geography.seats_xy[n], geography.counties[n]
        if county.cbsa == plan.METROPOLIS:
            places = _suburb_points(shape, county.towns, seat, seats[plan.METROPOLIS], rng)
            share = _SUBURB_SHARE
        else:
            places = _spread_points(shape, county.towns, seat, rng)
            share = _RURAL_TOWN_SHARE
        # Zipf's rule of town sizes, with some luck; a county's second town never outgrows its seat.
        rank = 1 / np.arange(1, county.towns + 1) * rng.uniform(0.75, 1.25, county.towns)
        people = (county.population - county.seat_population) * share * rank / rank.sum()
        people = np.minimum(people, 0.8 * county.seat_population)
        towns += [
            _town(next(fresh), place, int(count), n, seat=False)
            for place, count in zip(places, people, strict=True)
        ]
    return tuple(towns)


def _town(name: str, xy: FloatArray, population: int, county: int, *, seat: bool) -> Town:
    place = (float(xy[0]), float(xy[1]))
    return Town(name, place, population, county, town_radius_m(population), seat)


def _around(
    shape: BaseGeometry, centre: FloatArray, scale_m: float, count: int, rng: np.random.Generator
) -> FloatArray:
    """Draw places around a centre, density falling exponentially, inside a shape; shape (count, 2)."""
    found = np.empty((0, 2))
    while len(found) < count:
        wanted = 2 * (count - len(found)) + 16
        angle = rng.uniform(0, 2 * np.pi, wanted)
        # Density exp(-r / scale) in the plane is a gamma distribution of order 2 in r. Growth along a few
        # spokes keeps towns from being round.
        spokes = 1 + 0.35 * np.sin(3 * angle + centre[0]) + 0.2 * np.sin(2 * angle + centre[1])
        reach = np.minimum(rng.gamma(2, scale_m, wanted), 7 * scale_m) * spokes
        places = centre + reach[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
        found = np.vstack([found, places[inside(shape, places)]])
    return found[:count]


def _country(
    shape: BaseGeometry,
    count: int,
    city: FloatArray | None,
    weight: float,
    rng: np.random.Generator,
) -> FloatArray:
    """Draw places outside towns, around hamlets and, where a city is given, in its sprawl."""
    if count == 0:
        return np.empty((0, 2))
    west, south, east, north = shape.bounds
    pool = rng.uniform((west, south), (east, north), (4000, 2))
    pool = pool[inside(shape, pool)]
    pull = 1.05 - aridity(pool)
    if city is not None:
        pull *= 0.08 + np.exp(-np.hypot(*(pool - city).T) / (_SPRAWL_KM * plan.KM))
    hamlets = max(4, round(count * weight / _HAMLET_PEOPLE))
    centre = pool[rng.choice(len(pool), hamlets, p=pull / pull.sum())]
    found = np.empty((0, 2))
    while len(found) < count:
        wanted = 2 * (count - len(found)) + 16
        places = centre[rng.integers(hamlets, size=wanted)]
        places = places + rng.normal(0, _HAMLET_SPREAD_M, (wanted, 2))
        found = np.vstack([found, places[inside(shape, places)]])
    return found[:count]


def _sample_county(
    geography: Geography, towns: tuple[Town, ...], number: int, weight: float, seed: int
) -> tuple[FloatArray, IntArray]:
    """Draw the people of one county: places, and each one's town (-1 for none)."""
    rng = np.random.default_rng([seed, 3, number])
    county, shape = plan.COUNTIES[number], geography.counties[number]
    total = round(county.population / weight)
    places: list[FloatArray] = []
    owner: list[IntArray] = []
    for index, town in enumerate(towns):
        if town.county == number:
            count = min(round(town.population / weight), total - sum(len(part) for part in places))
            places.append(_around(shape, np.array(town.xy), town.radius_m, count, rng))
            owner.append(np.full(count, index))
    city = next(
        (np.array(t.xy) for t in towns if t.name == county.cbsa and t.population > 50_000), None
    )
    rest = total - sum(len(part) for part in places)
    shape = geography.mainland.intersection(shape) if shape.geom_type == "MultiPolygon" else shape
    places.append(_country(shape, rest, city, weight, rng))
    owner.append(np.full(rest, -1))
    return np.vstack(places), np.concatenate(owner)


def divide(
    xy: FloatArray, parts: int, rng: np.random.Generator, *, members: IntArray | None = None
) -> list[IntArray]:
    """Halve places again and again into neighbouring groups of about equal size.

    Parameters
    ----------
    xy
        Places, shape (n, 2).
    parts
        How many groups to make, at least 1 and at most n.
    rng
        Tilts and shifts the cuts, so that groups differ in size and direction.
    members
        Which places to divide; all by default.

    Returns
    -------
    list of ndarray
        Indices into `xy`, one array a group; neighbouring groups follow one another.
    """
    members = np.arange(len(xy)) if members is None else members
    if parts == 1:
        return [members]
    left = parts // 2
    centred = xy[members] - xy[members].mean(axis=0)
    spread = centred.T @ centred
    angle = 0.5 * np.arctan2(2 * spread[0, 1], spread[0, 0] - spread[1, 1]) + rng.normal(0, 0.25)
    along = centred @ np.array([np.cos(angle), np.sin(angle)])
    share = left / parts * (1 + rng.uniform(-1, 1) * _UNEVENNESS)
    cut = min(max(round(len(members) * share), left), len(members) - (parts - left))
    order = members[np.argsort(along, kind="stable")]
    return [
        *divide(xy, left, rng, members=order[:cut]),
        *divide(xy, parts - left, rng, members=order[cut:]),
    ]


def settle(geography: Geography, seed: int, detail: float = 1.0) -> Settlement:
    """Place towns and people and count them in block groups.

    Parameters
    ----------
    geography
        Where land and counties are.
    seed
        The same seed settles the same people.
    detail
        Share of the full number of samples and block groups; their populations grow accordingly.
    """
    weight = PEOPLE_PER_SAMPLE / detail
    towns = place_towns(geography, seed)
    samples, owners, numbers, means, people, shares = [], [], [], [], [], []
    for n, county in enumerate(plan.COUNTIES):
        xy, owner = _sample_county(geography, towns, n, weight, seed)
        rng = np.random.default_rng([seed, 4, n])
        small = county.population < SMALL_COUNTY
        each = (SMALL_COUNTY_BLOCK_GROUP if small else PEOPLE_PER_BLOCK_GROUP) / detail
        wanted = max(1, round(county.population / each))
        tracts = max(1, round(wanted / _BLOCK_GROUPS_PER_TRACT))
        for t, tract in enumerate(divide(xy, tracts, rng)):
            groups = max(1, round(len(tract) * weight / each))
            for g, group in enumerate(divide(xy, groups, rng, members=tract)):
                numbers.append((n, t, g))
                means.append(xy[group].mean(axis=0))
                people.append(len(group) * weight + rng.uniform(-0.5, 0.5) * weight)
                shares.append(float((owner[group] >= 0).mean()))
        samples.append(xy)
        owners.append(owner)
    # With less detail block groups hold more, but a small county's only one keeps its few people.
    low, high = BLOCK_GROUP_RANGE[0], BLOCK_GROUP_RANGE[1] / detail
    county_of, tract_of, group_of = np.array(numbers).T
    return Settlement(
        towns=towns,
        samples_xy=np.vstack(samples),
        samples_town=np.concatenate(owners),
        people_per_sample=weight,
        county=county_of,
        tract=tract_of,
        block_group=group_of,
        xy=np.array(means),
        population=np.clip(np.rint(people), low, high).astype(np.int64),
        town_share=np.array(shares),
    )
