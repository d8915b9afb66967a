import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.demo.land import plan
from pipelines.demo.land.geography import inside
from pipelines.demo.land.settlement import BLOCK_GROUP_RANGE, divide, town_radius_m


@given(st.integers(1, 40), st.integers(0, 300), st.integers(0, 1000))
def test_dividing_puts_every_place_into_one_group(parts, more, seed):
    rng = np.random.default_rng(seed)
    xy = rng.normal(size=(parts + more, 2))
    groups = divide(xy, parts, rng)
    assert len(groups) == parts
    assert all(len(group) for group in groups)
    assert sorted(np.concatenate(groups)) == list(range(len(xy)))


def test_groups_of_a_division_are_of_like_size():
    rng = np.random.default_rng(1)
    sizes = [len(group) for group in divide(rng.normal(size=(6400, 2)), 64, rng)]
    assert min(sizes) > 30
    assert max(sizes) < 230


def test_groups_do_not_interleave():
    rng = np.random.default_rng(2)
    xy = rng.uniform(size=(2000, 2))
    first, second = divide(xy, 2, rng)
    # Two halves of a straight cut: some direction separates them.
    angles = np.linspace(0, np.pi, 721)
    along = xy @ np.stack([np.cos(angles), np.sin(angles)])
    gap = np.maximum(
        along[second].min(axis=0) - along[first].max(axis=0),
        along[first].min(axis=0) - along[second].max(axis=0),
    )
    assert gap.max() > -0.01


def test_larger_towns_reach_farther():
    assert town_radius_m(32_000) == pytest.approx(4 * town_radius_m(1000))


def test_counties_have_their_planned_people(full):
    settlement = full.state.settlement
    people = np.bincount(settlement.county, settlement.population)
    planned = np.array([county.population for county in plan.COUNTIES])
    assert np.abs(people / planned - 1).max() < 0.03
    assert 5e6 < people.sum() < 6e6


def test_less_detail_keeps_the_people(small):
    settlement = small.state.settlement
    people = np.bincount(settlement.county, settlement.population)
    planned = np.array([county.population for county in plan.COUNTIES])
    assert np.abs(people / planned - 1).max() < 0.25


def test_block_groups_are_as_large_as_the_census_makes_them(full):
    people = full.state.settlement.population
    assert people.min() >= BLOCK_GROUP_RANGE[0]
    assert people.max() <= BLOCK_GROUP_RANGE[1]
    assert 1300 < people.mean() < 1700


def test_samples_lie_in_their_county(full):
    settlement, geography = full.state.settlement, full.state.geography
    for number in (0, 9, 40):
        own = settlement.samples_town == number
        assert inside(geography.counties[number], settlement.samples_xy[own]).all()


def test_towns_are_named_once_and_seats_come_first(full):
    towns = full.state.settlement.towns
    assert [town.name for town in towns[: len(plan.COUNTIES)]] == [c.seat for c in plan.COUNTIES]
    assert len({town.name for town in towns}) == len(towns)
    assert len(towns) > 150


def test_the_metropolis_is_denser_than_its_suburbs(full):
    density = full.state.density
    towns = {town.name: town.xy for town in full.state.settlement.towns}
    places = np.array([towns[plan.METROPOLIS], towns["Weyport"], towns["Fellmoor"]])
    city, suburb, village = density(places)
    assert city > 2000
    assert city > suburb > village
