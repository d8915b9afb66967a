import numpy as np

from pipelines.demo.land import plan
from pipelines.demo.roads.motorways import MOTORWAY_LINES, motorway_names, plan_interstates
from pipelines.demo.roads.roadgraph import LINK, MOTORWAY


def test_carriageways_are_one_way_and_run_in_pairs(full):
    graph = full.state.graph
    motorway = graph.kind == MOTORWAY
    assert graph.oneway[motorway].all()
    lines, count = np.unique(graph.line[motorway], return_counts=True)
    assert (lines - MOTORWAY_LINES).tolist() == list(range(2 * len(motorway_names())))
    assert (count[::2] == count[1::2]).all()


def test_traffic_keeps_right(full):
    graph = full.state.graph
    ahead = graph.take(graph.line == MOTORWAY_LINES)
    back = graph.take(graph.line == MOTORWAY_LINES + 1)
    step = graph.xy[ahead.v] - graph.xy[ahead.u]
    right = np.column_stack([step[:, 1], -step[:, 0]])
    across = back.middle[::-1] - ahead.middle
    assert ((across * right).sum(axis=1) < 0).all()


def test_only_ramps_join_interstates_to_other_roads(full):
    graph = full.state.graph
    motorway = np.unique(np.concatenate([graph.u, graph.v])[np.tile(graph.kind == MOTORWAY, 2)])
    other = (graph.kind != MOTORWAY) & (graph.kind != LINK)
    assert not np.isin(np.concatenate([graph.u[other], graph.v[other]]), motorway).any()
    assert graph.oneway[graph.kind == LINK].all()
    assert (graph.kind == LINK).sum() > 300


def test_interchanges_are_closer_in_town(full):
    graph, density = full.state.graph, full.state.density
    ramp = graph.kind == LINK
    motorway = graph.kind == MOTORWAY
    city = density(graph.middle) > 700
    rate = [
        (ramp & where).sum() / graph.length_m[motorway & where].sum() for where in (city, ~city)
    ]
    assert rate[0] > 1.5 * rate[1]


def test_interstates_pass_the_towns_of_the_plan(full):
    state = full.state
    towns = {town.name: town for town in state.settlement.towns}
    roads = plan_interstates(state.geography, state.settlement.towns, seed=2026)
    for road, (name, passed) in zip(roads, plan.INTERSTATES, strict=False):
        assert road.name == name
        for town in (towns[place] for place in passed):
            near = np.hypot(*(road.course - town.xy).T).min()
            assert near < max(4 * town.radius_m, 1500)
