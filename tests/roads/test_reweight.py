import numpy as np
import pytest

from pipelines.errors import InputError
from pipelines.roads.reweight import reweight
from pipelines.vocabulary.strata import STRATA
from tests.roads.worlds import Town, node_at, roads

TOWN = Town(
    nodes={1: (0, 0), 2: (1000, 0), 3: (2000, 0), 4: (9000, 0)},
    ways=[
        ([1, 2], {"highway": "residential"}),
        ([2, 3], {"highway": "primary"}),
        ([3, 4], {"route": "ferry", "duration": "00:10"}),
    ],
    node_tags={2: {"highway": "traffic_signals"}},
)


@pytest.fixture
def network(tmp_path):
    return TOWN.network(tmp_path, signal_delay_s=6)


def run_by_class(network):
    run = network.time_ms - network.delay_ms
    names = np.array(network.classes)[network.edge_class][network.edge]
    return {name: run[names == name].tolist() for name in sorted(set(names))}


def test_without_factors_it_is_the_same_network(network):
    assert reweight(network, roads()) is network


def test_factors_that_together_bring_traffic_to_a_standstill_are_refused(tmp_path):
    far = Town(nodes={1: (0, 0), 2: (300_000, 0)}, ways=[([1, 2], {"highway": "primary"})])
    network = far.network(tmp_path)
    slow = {"speed_factor": 0.1, "class_speed_factors": {"primary": 0.1}}
    with pytest.raises(InputError, match="more than a day"):
        reweight(network, roads(**slow))


def test_a_speed_factor_slows_the_road_but_not_the_signal_or_the_ferry(network):
    slow = reweight(network, roads(speed_factor=0.5))
    before, after = run_by_class(network), run_by_class(slow)
    assert after["residential"] == [2 * ms for ms in before["residential"]]
    assert after["primary"] == [2 * ms for ms in before["primary"]]
    assert after["ferry"] == before["ferry"]
    np.testing.assert_array_equal(slow.delay_ms, network.delay_ms)
    assert slow.edge is network.edge


def test_a_class_has_its_own_factor(network):
    factors = {"class_speed_factors": {"primary": 0.5, "ferry": 2.0}, "speed_factor": 0.8}
    before = run_by_class(network)
    after = run_by_class(reweight(network, roads(**factors)))
    assert after["primary"] == pytest.approx([ms / 0.4 for ms in before["primary"]], abs=1)
    assert after["residential"] == pytest.approx([ms / 0.8 for ms in before["residential"]], abs=1)
    assert after["ferry"] == pytest.approx([ms / 2 for ms in before["ferry"]], abs=1)


def test_the_peak_slows_the_stratum_where_a_road_begins(network):
    stratum = np.full(network.n_nodes, -1)
    west = node_at(network, 0, 0)
    stratum[west] = STRATA.index("urban")
    peak = reweight(network, roads(peak_factors={"urban": 0.5}), node_stratum=stratum)
    leaves_west = network.tails() == west
    before, after = network.time_ms - network.delay_ms, peak.time_ms - peak.delay_ms
    np.testing.assert_array_equal(after[leaves_west], 2 * before[leaves_west])
    np.testing.assert_array_equal(after[~leaves_west], before[~leaves_west])


def test_the_peak_does_not_delay_a_ferry(network):
    stratum = np.full(network.n_nodes, STRATA.index("urban"))
    before = run_by_class(network)
    after = run_by_class(
        reweight(network, roads(peak_factors={"urban": 0.5}), node_stratum=stratum)
    )
    assert after["ferry"] == before["ferry"]
    assert after["primary"] == [2 * ms for ms in before["primary"]]


def test_factors_that_cannot_be_applied_are_refused(network):
    with pytest.raises(ValueError, match=r"class_speed_factors names autobahn; the network has"):
        reweight(network, roads(class_speed_factors={"autobahn": 1.2}))
    with pytest.raises(ValueError, match="need the stratum of each node"):
        reweight(network, roads(peak_factors={"urban": 0.5}))
