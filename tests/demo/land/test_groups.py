import numpy as np
import pytest

from pipelines.demo.land.groups import draw_groups


@pytest.fixture(scope="module")
def settlement(small):
    return small.state.settlement


@pytest.fixture(scope="module")
def groups(small, settlement):
    return draw_groups(settlement, small.state.density(settlement.xy), seed=1)


def test_ages_and_poverty_count_everyone(settlement, groups):
    assert (groups.ages.sum(axis=(1, 2)) == settlement.population).all()
    assert (groups.poverty.sum(axis=1) == settlement.population).all()


def test_the_country_is_older_and_cities_have_more_homes_without_a_vehicle(settlement):
    count = len(settlement.population)
    country, city = (
        draw_groups(settlement, np.full(count, density), seed=1) for density in (2.0, 8000.0)
    )
    older = [of.ages[:, :, 17:].sum() / of.ages.sum() for of in (country, city)]
    without = [of.vehicles[:, :, 0].sum() / of.vehicles.sum() for of in (country, city)]
    assert 0.19 < older[0] < 0.25 > 0.17 > older[1] > 0.11
    assert 0.01 < without[0] < 0.06 < 0.14 < without[1] < 0.22


def test_the_same_seed_draws_the_same_groups(small, settlement, groups):
    around = small.state.density(settlement.xy)
    assert (draw_groups(settlement, around, seed=1).ages == groups.ages).all()
    assert (draw_groups(settlement, around, seed=2).ages != groups.ages).any()
