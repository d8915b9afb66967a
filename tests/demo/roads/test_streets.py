import numpy as np
import pytest

from pipelines.demo.land.geography import inside
from pipelines.demo.roads.roadgraph import PRIMARY, RESIDENTIAL, TERTIARY, UNCLASSIFIED
from pipelines.demo.roads.streets import Density, Distortion, cell_sides, split_cells


@pytest.mark.parametrize("seed", range(5))
def test_straightening_undoes_bending(seed):
    rng = np.random.default_rng(seed)
    bend = Distortion(rng)
    grid = rng.uniform(-230_000, 230_000, (500, 2))
    missed_m = np.hypot(*(bend.straighten(bend.bend(grid)) - grid).T)
    assert np.quantile(missed_m, 0.95) < 50
    assert missed_m.max() < 600


def test_bending_folds_nothing():
    bend = Distortion(np.random.default_rng(3))
    axis = np.arange(-200_000.0, 200_000.0, 2_000.0)
    grid = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1).reshape(-1, 2)
    east = bend.bend(grid + np.array([50.0, 0])) - bend.bend(grid)
    north = bend.bend(grid + np.array([0, 50.0])) - bend.bend(grid)
    turned = east[:, 0] * north[:, 1] - east[:, 1] * north[:, 0]
    assert (turned > 0.2 * 50 * 50).all()


def test_density_sums_to_the_people():
    rng = np.random.default_rng(0)
    density = Density(rng.normal(0, 20_000, (400, 2)), people_per_sample=25)
    cell_km2 = (Density.CELL_M / 1000) ** 2
    assert density.raster.sum() * cell_km2 == pytest.approx(400 * 25, rel=1e-6)
    assert density(np.array([(0.0, 0.0)]))[0] > density(np.array([(150_000.0, 0.0)]))[0]


def test_the_sides_of_one_cell_are_a_square():
    nodes, ends, axis, coordinate = cell_sides([(1, np.array([[0, 0]]))])
    assert nodes.tolist() == [[0, 0], [0, 2], [2, 0], [2, 2]]
    assert len(ends) == 4
    assert sorted(zip(axis.tolist(), coordinate.tolist(), strict=True)) == [
        (0, 0),
        (0, 2),
        (1, 0),
        (1, 2),
    ]


def test_a_large_cells_side_is_cut_where_small_cells_meet_it():
    # One cell of side 2 beside four of side 1: 9 corners on the right, 2 more on the left.
    small = np.array([(2, 0), (2, 1), (3, 0), (3, 1)])
    nodes, ends, _, _ = cell_sides([(1, np.array([[0, 0]])), (0, small)])
    assert len(nodes) == 11
    lengths = np.abs(nodes[ends[:, 0]] - nodes[ends[:, 1]]).sum(axis=1)
    assert sorted(lengths.tolist()) == [1] * 12 + [2] * 3


def test_cells_are_split_where_people_are():
    crowd = np.tile([[2300, 2300]], (500, 1))
    leaves = dict(split_cells(crowd, per_cell=5))
    assert [2300, 2300] in leaves[0].tolist()
    area = sum(len(cells) << (2 * level) for level, cells in leaves.items())
    widest = max(leaves)
    side = max(cells.max() + 1 << level for level, cells in leaves.items() if len(cells))
    assert area == side**2
    assert len(leaves[widest]) > 100


def test_streets_are_residential_in_town_and_unclassified_in_the_country(full):
    graph, density = full.state.graph, full.state.density
    crowd = density(graph.middle)
    assert np.quantile(crowd[graph.kind == RESIDENTIAL], 0.001) >= 250
    assert np.median(crowd[graph.kind == UNCLASSIFIED]) < 100
    assert (graph.kind == RESIDENTIAL).sum() > 50_000
    assert (graph.kind == TERTIARY).sum() > 20_000


def test_no_street_lies_in_the_water(full):
    graph = full.state.graph
    local = graph.kind > PRIMARY
    wet = ~inside(full.state.geography.land, graph.middle[local])
    assert wet.mean() < 0.001
