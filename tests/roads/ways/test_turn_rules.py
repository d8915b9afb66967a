"""Turn restrictions to rules: who is meant, and which way they speak of."""

import pytest

from pipelines.roads.ways.osm_ways import osm_segments
from pipelines.sources.roads.osm_pbf import read_osm_pbf
from pipelines.sources.roads.osm_turns import TurnRelation
from tests.roads.worlds import Town, roads

STREET = {"highway": "residential"}
# 1 - 2 - 3 from west to east (ways 1, 2), 2 - 4 to the north (way 3), 4 - 5 on (way 4), 3 - 5 (way 5).
NODES = {1: (-100, 0), 2: (0, 0), 3: (100, 0), 4: (0, 100), 5: (100, 100)}
WAYS = [([1, 2], STREET), ([2, 3], STREET), ([2, 4], STREET), ([4, 5], STREET), ([3, 5], STREET)]
NO_LEFT = ("no_left_turn", [("from", "w", 1), ("via", "n", 2), ("to", "w", 3)])


def read(tmp_path, *turns, ways=WAYS):
    path = Town(NODES, ways, turns=list(turns)).write(tmp_path / "t.osm.pbf")
    return osm_segments(read_osm_pbf([path]), roads())


def driven(segments):
    """Rules as the nodes that they lead over, by their places in metres."""
    told = []
    for rule in segments.turn_rules:
        ends = [
            (segments.tail[step >> 1], segments.head[step >> 1])[:: 1 - 2 * (step & 1)]
            for step in rule.along
        ]
        nodes = [ends[0][0], *(head for _, head in ends)]
        lon, lat = segments.node_lon[nodes], segments.node_lat[nodes]
        west = segments.node_lon.min()
        column = ((lon - west) / (segments.node_lon.max() - west) * 2).round().astype(int) - 1
        told.append(
            (rule.only, [(int(x), int(y > 44.0004)) for x, y in zip(column, lat, strict=True)])
        )
    return told


def test_a_ban_leads_from_one_road_over_a_node_to_another(tmp_path):
    segments = read(tmp_path, NO_LEFT)
    assert driven(segments) == [(False, [(-1, 0), (0, 0), (0, 1)])]
    assert segments.node_kept.sum() == 1
    assert segments.counts["turn_bans_read"] == 1
    assert segments.counts["turn_bans_elsewhere"] == segments.counts["turn_bans_unclear"] == 0


def test_a_ban_over_a_road_leads_along_all_of_it(tmp_path):
    over = ("no_u_turn", [("from", "w", 1), ("via", "w", 3), ("to", "w", 4)])
    back = ("only_straight_on", [("from", "w", 4), ("via", "w", 3), ("to", "w", 1)])
    along = [(-1, 0), (0, 0), (0, 1), (1, 1)]
    assert driven(read(tmp_path, over, back)) == [(False, along), (True, along[::-1])]


def test_no_entry_speaks_of_each_road_that_leads_there(tmp_path):
    members = [("from", "w", 1), ("from", "w", 3), ("via", "n", 2), ("to", "w", 2)]
    assert driven(read(tmp_path, ("no_entry", members))) == [
        (False, [(-1, 0), (0, 0), (1, 0)]),
        (False, [(0, 1), (0, 0), (1, 0)]),
    ]


def test_a_u_turn_on_one_road_is_back_along_it(tmp_path):
    members = [("from", "w", 1), ("via", "n", 2), ("to", "w", 1)]
    assert driven(read(tmp_path, ("no_u_turn", members))) == [(False, [(-1, 0), (0, 0), (-1, 0)])]


@pytest.mark.parametrize(
    ("members", "count"),
    [
        ([("from", "w", 1), ("to", "w", 3)], "turn_bans_unclear"),
        ([("from", "w", 1), ("via", "n", 4), ("to", "w", 3)], "turn_bans_unclear"),
        ([("from", "w", 1), ("via", "n", 2), ("to", "w", 99)], "turn_bans_elsewhere"),
        ([("from", "w", 1), ("via", "n", 98), ("to", "w", 3)], "turn_bans_elsewhere"),
        ([("from", "w", 1), ("via", "w", 5), ("to", "w", 3)], "turn_bans_unclear"),
    ],
)
def test_what_is_not_applied_is_counted(tmp_path, members, count):
    segments = read(tmp_path, ("no_left_turn", members))
    assert segments.turn_rules == ()
    assert segments.counts[count] == segments.counts["turn_bans_read"] == 1


def test_a_way_that_goes_on_past_the_junction_is_unclear(tmp_path):
    ways = [([1, 2, 3], STREET), ([2, 4], STREET)]
    no_left = ("no_left_turn", [("from", "w", 1), ("via", "n", 2), ("to", "w", 2)])
    assert read(tmp_path, no_left, ways=ways).counts["turn_bans_unclear"] == 1


@pytest.mark.parametrize(
    ("tags", "rules", "at_times"),
    [
        ({"restriction": "no_left_turn"}, 1, 0),
        ({"restriction": "no_left_turn", "except": "bus;bicycle"}, 1, 0),
        ({"restriction": "no_left_turn", "except": "bus; motorcar"}, 0, 0),
        ({"restriction:hgv": "no_left_turn"}, 0, 0),
        ({"restriction:motorcar": "no_left_turn"}, 1, 0),
        ({"restriction:conditional": "no_left_turn @ (Mo-Fr 07:00-09:00)"}, 0, 1),
        ({"restriction": "no_left_turn", "hour_on": "07:00", "hour_off": "09:00"}, 0, 1),
        ({"restriction": "give_way"}, 0, 0),
    ],
)
def test_signs_for_others_or_for_some_hours_do_not_bind_a_car(tmp_path, tags, rules, at_times):
    path = Town(NODES, WAYS).write(tmp_path / "t.osm.pbf")
    osm = read_osm_pbf([path])
    members = (("from", "way", 1), ("via", "node", 2), ("to", "way", 3))
    given = type(osm)(**{**vars(osm), "turns": (TurnRelation(7, tags, members),)})
    segments = osm_segments(given, roads())
    assert len(segments.turn_rules) == rules
    assert segments.counts["turn_bans_at_times"] == at_times


def test_the_restrictions_of_reisterstown(shared_data):
    path = shared_data / "real_samples" / "osm" / "reisterstown_md.osm.pbf"
    osm = read_osm_pbf([path])
    segments = osm_segments(osm, roads())
    assert len(osm.turns) == 36
    counts = {name: n for name, n in segments.counts.items() if name.startswith("turn_bans")}
    assert counts == {
        "turn_bans_read": 36,
        "turn_bans_at_times": 0,
        # One leads out of the extract, seven into service ways where no car drives to a center.
        "turn_bans_elsewhere": 8,
        "turn_bans_unclear": 0,
    }
    assert len(segments.turn_rules) == 28
