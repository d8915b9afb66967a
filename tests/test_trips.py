import numpy as np
import pytest

from pipelines.area import Roads
from pipelines.trips import join_network, pairs_within, shorter_pairs, whole_ms
from pipelines.units import MS_PER_MIN
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from tests.measures.road_worlds import centers_at, people_at, road, world


def test_minutes_become_all_their_milliseconds():
    tenths = range(1, 1200)
    assert [whole_ms(n / 10) for n in tenths] == [n * 6_000 for n in tenths]
    assert whole_ms(0.99999) == 59_999


def test_a_trip_of_exactly_the_limit_is_within():
    small = world(centers_at((0.0, SITES_OF_CARE[0])), people_at(*np.linspace(1, 59, 60)))
    every_ms = pairs_within(small.joined, 60.0).time_ms
    assert len(every_ms) == 60
    for ms in every_ms:
        found = pairs_within(small.joined, ms / MS_PER_MIN)
        assert len(found) == (every_ms <= ms).sum()


@pytest.mark.parametrize("snapping", ["edges", "connectors"])
def test_candidates_win_the_places_that_are_nearer_to_them_than_to_any_center(snapping):
    network, _ = road()
    roads = Roads(snapping=snapping)
    places = people_at(*np.linspace(0.3, 59.7, 25))
    centers = centers_at((5.0, SITES_OF_CARE[0]), (41.0, SITES_OF_CARE[0]))
    whole, new = (
        pairs_within(join_network(network, roads, some, places), 50.0) for some in (centers, places)
    )
    now = np.full(len(places), np.nan)
    np.fmin.at(now, whole.point, whole.time_ms / MS_PER_MIN)
    better = new.chosen(~(new.time_ms >= now[new.point] * MS_PER_MIN))
    found = shorter_pairs(network, roads, centers, places, places, now, 50.0)
    assert 0 < len(better) < len(new)
    for name in ("center_indptr", "point", "time_ms", "length_dm"):
        np.testing.assert_array_equal(getattr(found, name), getattr(better, name), err_msg=name)
