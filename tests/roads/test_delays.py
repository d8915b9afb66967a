import numpy as np
import pytest

from pipelines.area import Roads
from pipelines.roads.delays import control_delay_ms, junction_delay_ms

ROADS = Roads(signal_delay_s=6, stop_delay_s=4, gate_delay_s=60)


@pytest.mark.parametrize(
    ("tags", "delays"),
    [
        ({"highway": "traffic_signals"}, (6000, 6000)),
        ({"highway": "traffic_signals", "traffic_signals:direction": "forward"}, (6000, 0)),
        ({"highway": "stop"}, (4000, 4000)),
        ({"highway": "stop", "direction": "forward"}, (4000, 0)),
        ({"highway": "stop", "direction": "backward"}, (0, 4000)),
        ({"highway": "give_way"}, (2000, 2000)),
        ({"barrier": "gate"}, (60000, 60000)),
        ({"barrier": "gate", "access": "no"}, (0, 0)),
        ({"barrier": "border_control"}, (600000, 600000)),
        ({"barrier": "toll_booth"}, (15000, 15000)),
        ({"barrier": "cattle_grid"}, (0, 0)),
        ({"barrier": "bollard"}, (0, 0)),
        ({"barrier": "lift_gate", "highway": "stop", "direction": "forward"}, (64000, 60000)),
    ],
)
def test_control_delay(tags, delays):
    assert control_delay_ms(tags, ROADS) == delays


def delays(edges, n_nodes, ranks, flowing=(), ramps=()):
    tail, head = np.array(edges, dtype=np.int32).T
    rows = np.arange(len(edges))
    return junction_delay_ms(
        head=head,
        tail=tail,
        rank=np.array(ranks, dtype=float),
        flowing=np.isin(rows, flowing),
        ramp=np.isin(rows, ramps),
        n_nodes=n_nodes,
        equal_s=1.5,
        lower_s=4.0,
    ).tolist()


def test_a_side_street_waits_and_the_main_road_passes():
    edges, ranks = [(0, 1), (1, 2), (1, 3)], [50, 50, 20]
    assert delays(edges, 4, ranks) == [[0, 0, 0], [0, 0, 4000]]


def test_equal_roads_lose_a_little_each():
    edges, ranks = [(0, 1), (1, 2), (1, 3)], [50, 50, 50]
    assert delays(edges, 4, ranks) == [[1500, 0, 0], [0, 1500, 1500]]


def test_two_main_roads_that_cross_lose_time_and_the_side_street_more():
    edges, ranks = [(0, 1), (1, 2), (1, 3), (1, 4)], [50, 50, 50, 20]
    assert delays(edges, 5, ranks)[1] == [0, 1500, 1500, 4000]


def test_where_a_road_only_changes_its_class_nobody_waits():
    assert delays([(0, 1), (1, 2)], 3, [50, 20]) == [[0, 0], [0, 0]]


def test_motorways_flow_and_a_ramp_waits_at_its_end():
    # 0 - 1 - 2 is a motorway, 1 - 3 a ramp, 4 - 3 - 5 the road below.
    edges = [(0, 1), (1, 2), (1, 3), (4, 3), (3, 5)]
    at_head, at_tail = delays(edges, 6, [60, 60, 40, 50, 50], flowing=[0, 1], ramps=[2])
    assert at_head == [0, 0, 4000, 0, 0]
    assert at_tail == [0, 0, 0, 0, 0]
