import numpy as np
import pytest

from pipelines.roads.ways.bends import bend_degrees
from tests.roads.worlds import places


@pytest.mark.parametrize("turned", [False, True])
def test_the_angle_by_which_a_road_turns(turned):
    lon, lat = places((0, 0), (100, 0), (200, 0), (200, 100), (100, 100), (250, 150))
    tail, head = np.array([(0, 1), (1, 2), (2, 3), (3, 4), (3, 5)], dtype=np.int32).T
    if turned:
        tail[1], head[1] = head[1], tail[1]
    bends = bend_degrees(tail, head, lon, lat)
    # 1 is straight on, 2 a right angle, 3 a junction, the rest are ends.
    np.testing.assert_allclose(bends, [0, 0, 90, 0, 0, 0], atol=0.1)
