import numpy as np
import pytest

from pipelines.roads.edges import assemble, edges_of
from pipelines.roads.network import load_network, save_network
from pipelines.sources.reading import no_rejections
from tests.roads.worlds import Town


@pytest.fixture
def network(tmp_path):
    town = Town(
        nodes={1: (0, 0), 2: (500, 0), 3: (500, 500), 4: (0, 700), 5: (250, 900)},
        ways=[
            ([1, 2, 3], {"highway": "primary"}),
            ([3, 4, 1], {"highway": "residential", "oneway": "yes"}),
            ([3, 5], {"highway": "residential"}),
        ],
        node_tags={2: {"highway": "traffic_signals"}},
    )
    return town.network(tmp_path, signal_delay_s=5)


def test_a_stored_network_comes_back_as_it_was(network, tmp_path):
    save_network(network, no_rejections(), tmp_path / "net", made_from="x")
    back = load_network(tmp_path / "net", made_from="x")
    assert back.digest() == network.digest()
    assert back.counts == network.counts
    assert back.classes == network.classes
    assert load_network(tmp_path / "net", made_from="y") is None
    assert load_network(tmp_path / "elsewhere") is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["net", "town.osm.pbf"]


def test_edges_and_back_without_loss(network):
    again = assemble(
        network.node_lon, network.node_lat, edges_of(network), network.classes, network.counts
    )
    assert again.digest() == network.digest()


def test_the_digest_sees_every_time(network):
    times = network.time_ms.copy()
    times[-1] += 1
    assert type(network)(**{**vars(network), "time_ms": times}).digest() != network.digest()
    assert np.array_equal(
        network.tails(), np.repeat(np.arange(network.n_nodes), np.diff(network.indptr))
    )
