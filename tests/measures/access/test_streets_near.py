"""Whether a network has the streets that its setting needs."""

import numpy as np
import pytest

from pipelines.area import Roads
from pipelines.measures.access.streets_near import (
    NoStreetsError,
    StreetsNear,
    road_doubts,
    streets_near,
)

STREETS = StreetsNear(50.0, 1000.0, 0.0)
HIGHWAYS = StreetsNear(1500.0, 1000.0, 0.0)


def test_the_middle_distance_is_that_of_people_who_have_a_road() -> None:
    found = streets_near(
        np.array([10.0, 20.0, 900.0, 9000.0, np.nan]),
        np.array([False, False, False, True, True]),
        np.array([1.0, 5.0, 2.0, 7.0, 1.0]),
    )
    assert found == StreetsNear(20.0, 16.0, 8.0)


def test_where_nobody_has_a_road_nothing_is_said_of_streets() -> None:
    found = streets_near(np.array([np.nan]), np.array([True]), np.array([3.0]))
    (doubt,) = road_doubts(found, Roads())
    assert "3 of 3 people (100.0%) have no road near enough" in doubt


def test_highways_under_the_setting_for_streets_end_the_run_with_the_line_to_write() -> None:
    with pytest.raises(NoStreetsError, match=r'1,500 metres.*snapping = "connectors"'):
        list(road_doubts(HIGHWAYS, Roads()))


def test_who_wrote_the_setting_is_told_and_not_stopped() -> None:
    (doubt,) = road_doubts(HIGHWAYS, Roads(snapping="edges"))
    assert 'snapping = "connectors"' in doubt
    (doubt,) = road_doubts(STREETS, Roads(snapping="connectors"))
    assert 'snapping = "edges"' in doubt


def test_a_network_that_fits_its_setting_is_not_doubted() -> None:
    assert list(road_doubts(STREETS, Roads())) == []
    assert list(road_doubts(HIGHWAYS, Roads(snapping="connectors"))) == []


def test_people_whom_the_roads_do_not_reach_are_counted() -> None:
    (doubt,) = road_doubts(StreetsNear(50.0, 1000.0, 125.0), Roads())
    assert doubt.startswith("125 of 1,000 people (12.5%) have no road near enough")
