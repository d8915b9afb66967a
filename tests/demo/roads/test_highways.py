import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.demo.roads.highways import crossings, gabriel, meet_at_grade, split_edges, town_links
from pipelines.demo.roads.roadgraph import PRIMARY, SECONDARY, TRUNK, graph_of


def cross():
    xy = np.array([(-1.0, 0.0), (1.0, 0.0), (0.0, -3.0), (0.0, 1.0)])
    return graph_of(xy, np.array([(0, 1), (2, 3)]), kind=PRIMARY, line=np.array([0, 1]))


@given(st.integers(4, 25), st.integers(0, 1000))
def test_gabriel_pairs_hold_no_third_place_in_their_circle(count, seed):
    xy = np.random.default_rng(seed).uniform(size=(count, 2))
    expected = set()
    for a in range(count):
        for b in range(a + 1, count):
            middle, radius = (xy[a] + xy[b]) / 2, np.hypot(*(xy[a] - xy[b])) / 2
            others = np.delete(xy, [a, b], axis=0)
            if (np.hypot(*(others - middle).T) > radius).all():
                expected.add((a, b))
    assert {tuple(pair) for pair in gabriel(xy).tolist()} == expected


def test_crossings_tell_where_on_both_segments():
    first = np.array([[(-1.0, 0.0), (1.0, 0.0)], [(5.0, 5.0), (6.0, 6.0)]])
    second = np.array([[(0.5, -1.0), (0.5, 3.0)], [(-1.0, 0.0), (-1.0, 4.0)]])
    i, j, share_i, share_j = crossings(first, second)
    # Touching at an end, as roads do at a junction, is no crossing.
    assert (i.tolist(), j.tolist()) == ([0], [0])
    assert (share_i.tolist(), share_j.tolist()) == ([0.75], [0.25])


def test_splitting_keeps_length_and_order():
    graph = cross()
    graph = graph_of(
        np.vstack([graph.xy, [(-0.5, 0.0), (0.5, 0.0)]]),
        np.array([(0, 1), (2, 3)]),
        kind=PRIMARY,
        line=np.array([0, 1]),
    )
    cut = split_edges(graph, np.array([0, 0]), np.array([0.75, 0.25]), np.array([5, 4]))
    assert list(zip(cut.u.tolist(), cut.v.tolist(), strict=True)) == [
        (0, 4),
        (4, 5),
        (5, 1),
        (2, 3),
    ]
    assert (np.diff(cut.pos[:3]) > 0).all()
    assert cut.length_m.sum() == graph.length_m.sum()


def test_roads_that_cross_meet_in_one_junction():
    met = meet_at_grade(cross(), np.array([0]))
    assert met.n_nodes == 5
    assert met.xy[4].tolist() == [0, 0]
    assert sorted(met.degree().tolist()) == [1, 1, 1, 1, 4]
    assert met.length_m.tolist() == [1, 1, 3, 1]


def test_every_town_of_the_mainland_has_a_highway(full):
    state = full.state
    pairs, kind = town_links(state.settlement.towns, state.geography.mainland)
    linked = set(np.unique(pairs).tolist())
    island = {n for n, town in enumerate(state.settlement.towns) if town.county == 40}
    assert set(range(len(state.settlement.towns))) - linked <= island
    assert {TRUNK, PRIMARY, SECONDARY} == set(kind.tolist())


def test_rivers_are_crossed_by_bridges_only(full):
    graph, geography = full.state.graph, full.state.geography
    course = np.vstack(
        [
            np.stack([xy[:-1], xy[1:]], axis=1)
            for xy in (np.array(river.coords) for _, river in geography.rivers)
        ]
    )
    ends = np.stack([graph.xy[graph.u], graph.xy[graph.v]], axis=1)
    _, edge, _, _ = crossings(course, ends)
    street = graph.kind[edge] > 0
    surface = edge[street & (graph.line[edge] < 20_000_000)]
    assert graph.bridge[surface].mean() > 0.97
    assert 40 < graph.bridge.sum() < 1000
