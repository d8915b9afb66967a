import numpy as np

from pipelines.trips import pairs_within, whole_ms
from pipelines.units import MS_PER_MIN
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from tests.measures.road_worlds import centers_at, people_at, world


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
