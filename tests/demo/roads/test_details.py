import numpy as np
import pytest

from pipelines.demo.land.geography import inside
from pipelines.demo.roads.details import ROUNDABOUT_LINES, SERVICE_LINES
from pipelines.demo.roads.roadgraph import SERVICE


@pytest.fixture(scope="module")
def graph(full):
    return full.state.graph


def test_roads_hang_together_in_both_directions(full, graph):
    label = graph.components(strong=True)
    on_island = inside(full.state.geography.ferry_island, graph.xy)
    assert set(label[~on_island].tolist()) == {0}
    assert set(label[on_island].tolist()) == {1}


def test_downtown_has_one_way_streets_both_ways(graph):
    street = graph.oneway & (graph.line < ROUNDABOUT_LINES) & (graph.kind == 6)
    assert street.sum() > 300
    step = graph.xy[graph.v[street]] - graph.xy[graph.u[street]]
    assert 0.2 < (step[:, 0] > 0).mean() < 0.8


def test_roundabouts_are_driven_counter_clockwise(graph):
    rings = np.unique(graph.line[graph.ring])
    assert len(rings) >= 20
    for line in rings:
        ring = graph.take(graph.line == line)
        assert ring.oneway.all()
        assert np.array_equal(np.sort(ring.u), np.sort(ring.v))
        p, q = graph.xy[ring.u], graph.xy[ring.v]
        assert (p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]).sum() > 0


def test_each_hospital_stands_at_the_end_of_its_drive(full, graph):
    hospitals = full.state.hospitals
    drives = graph.take(graph.kind == SERVICE)
    assert drives.line.tolist() == (SERVICE_LINES + np.arange(len(hospitals))).tolist()
    ends = graph.xy[drives.v]
    assert np.allclose(ends, [place.xy for place in hospitals])
    assert drives.length_m.max() <= 140.1
