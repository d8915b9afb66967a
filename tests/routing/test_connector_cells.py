import numpy as np
import pytest

from pipelines.routing.connector_cells import (
    Reach,
    near_blocks,
    times_over_connectors,
    within_blocks,
)

NEAR = 0.02  # a side of the piece of the unit sphere that the tests use, about 130 km
BLOCK = 25


def on_sphere(rng, count):
    across = rng.uniform(-NEAR, NEAR, (count, 2))
    return np.column_stack([across, np.sqrt(1 - (across**2).sum(axis=1))])


def arcs(a, b):
    chord = np.linalg.norm(a[:, None] - b[None], axis=2)
    return 2 * np.arcsin(chord / 2)


def blocks_of(cells):
    """Return cells in rows of blocks, their middles and radii."""
    order = np.lexsort((cells[:, 1], np.floor(cells[:, 0] / 0.005)))
    cells = cells[order]
    block = (np.arange(len(cells)) // BLOCK).astype(np.int32)
    middle = np.stack([cells[block == b].mean(axis=0) for b in range(block.max() + 1)])
    off = np.linalg.norm(cells - middle[block], axis=1)
    return cells, block, middle, np.array([off[block == b].max() for b in range(len(middle))])


def naive(cells, nodes, node_ms, count, connectors, centers, category, direct):
    """Return times by looking at everything."""
    to_node, to_center = arcs(cells, nodes), arcs(cells, centers)
    best = np.full((len(node_ms), len(cells)), np.inf)
    for i in range(len(cells)):
        nearest = np.argsort(to_node[i], kind="stable")[:count]
        for node in nearest[to_node[i, nearest] <= connectors.farthest]:
            way = np.rint(to_node[i, node] * connectors.ms + connectors.delay_ms)
            onward = np.where(node_ms[:, node] < 0, np.inf, node_ms[:, node])
            best[:, i] = np.minimum(best[:, i], way + onward)
        for center in np.flatnonzero(to_center[i] <= direct.farthest):
            way = np.rint(to_center[i, center] * direct.ms + direct.delay_ms)
            best[category[center], i] = min(best[category[center], i], way)
    return np.where(np.isinf(best), -1, best).astype(np.int32)


@pytest.mark.parametrize(
    ("seed", "n_nodes", "n_centers", "count"),
    [(0, 300, 20, 12), (1, 5, 3, 12), (2, 80, 1, 1), (3, 1, 40, 3)],
)
def test_every_cell_joins_its_own_nearest_road_points(seed, n_nodes, n_centers, count):
    rng = np.random.default_rng(seed)
    cells, block, middle, radius = blocks_of(on_sphere(rng, 400))
    nodes, centers = on_sphere(rng, n_nodes), on_sphere(rng, n_centers)
    node_ms = rng.integers(-1, 60_000, (2, n_nodes)).astype(np.int32)
    node_ms[rng.random(node_ms.shape) < 0.2] = -1
    category = rng.integers(0, 2, n_centers)
    connectors, direct = Reach(0.008, 5e6, 500.0), Reach(0.004, 5e6, 1_000.0)
    found = times_over_connectors(
        cells,
        block,
        (nodes, near_blocks(nodes, middle, radius, count, connectors.farthest)),
        node_ms,
        count,
        connectors,
        (centers, within_blocks(centers, middle, radius, direct.farthest)),
        category,
        direct,
    )
    expected = naive(cells, nodes, node_ms, count, connectors, centers, category, direct)
    np.testing.assert_array_equal(found, expected)
    assert (found >= 0).any()


@pytest.mark.parametrize("farthest", [0.0, 0.003, 0.01, np.inf])
def test_candidates_hold_all_that_any_cell_may_join(farthest):
    rng = np.random.default_rng(4)
    cells, block, middle, radius = blocks_of(on_sphere(rng, 300))
    places = np.concatenate([on_sphere(rng, 50), on_sphere(rng, 400) * [0.05, 0.05, 1]])
    near, within = (
        near_blocks(places, middle, radius, 7, farthest),
        within_blocks(places, middle, radius, 0.01),
    )
    distance = np.linalg.norm(cells[:, None] - places[None], axis=2)
    for cell, b in enumerate(block):
        mine = near.number[near.indptr[b] : near.indptr[b + 1]]
        nearest = np.argsort(distance[cell])[:7]
        assert set(nearest[distance[cell, nearest] <= farthest]) <= set(mine)
        assert (np.diff(mine) > 0).all()
        mine = within.number[within.indptr[b] : within.indptr[b + 1]]
        assert set(np.flatnonzero(distance[cell] <= 0.01)) <= set(mine)


def test_blocks_far_from_every_road_look_at_none():
    _, _, middle, radius = blocks_of(on_sphere(np.random.default_rng(6), 60))
    far = -middle[:3]
    assert len(near_blocks(far, middle, radius, 2, 0.01).number) == 0


def test_without_road_points_or_centers_nothing_is_reached():
    cells, block, middle, radius = blocks_of(on_sphere(np.random.default_rng(5), 60))
    nothing = np.empty((0, 3))
    found = times_over_connectors(
        cells,
        block,
        (nothing, near_blocks(nothing, middle, radius, 12, 1.0)),
        np.empty((1, 0), dtype=np.int32),
        12,
        Reach(1.0, 1.0, 0.0),
        (nothing, within_blocks(nothing, middle, radius, 1.0)),
        np.empty(0, dtype=np.int64),
        Reach(1.0, 1.0, 0.0),
    )
    assert (found == -1).all()
