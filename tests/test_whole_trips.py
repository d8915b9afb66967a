"""Whole trips from a home to a center, as people drive them: private ground, gates, ferries, islands."""

import numpy as np
import pandas as pd
import pytest

from pipelines.trips import MS_PER_MIN, join_network, pairs_within
from tests.roads.worlds import Town, places, roads

PRIMARY = {"highway": "primary"}
STREET = {"highway": "residential"}
PRIVATE = {**STREET, "access": "private"}
MIN_PER_M = 60 / 1609.344 / 30
"""On a residential street; a primary road takes half of it."""


def minutes(tmp_path, town, home, center):
    """Minutes from one place in metres to another; None without a way."""
    settings = {"off_road_mph": 30.0}
    network = town.network(tmp_path, **settings)
    (home_lon, home_lat), (lon, lat) = places(home), places(center)
    joined = join_network(
        network,
        roads(**settings),
        pd.DataFrame({"lon": lon, "lat": lat}),
        pd.DataFrame({"lon": home_lon, "lat": home_lat}),
    )
    found = pairs_within(joined, 600.0)
    return found.time_ms.min() / MS_PER_MIN if len(found.time_ms) else None


# A primary road from west to east; everything else hangs on it.
ROAD = {1: (0, 0), 2: (2000, 0), 3: (4000, 0), 4: (6000, 0)}


def test_a_home_in_streets_behind_a_private_street_is_reached(tmp_path):
    town = Town(
        {**ROAD, 10: (2000, 500), 11: (2000, 1500), 12: (2600, 1500)},
        [([1, 2, 3, 4], PRIMARY), ([2, 10], PRIVATE), ([10, 11, 12], STREET)],
    )
    expected = (600 + 1500) * MIN_PER_M + 4000 * MIN_PER_M / 2
    assert minutes(tmp_path, town, (2600, 1500), (6000, 0)) == pytest.approx(expected, abs=0.01)
    assert minutes(tmp_path, town, (6000, 0), (2600, 1500)) == pytest.approx(expected, abs=0.01)


def test_a_one_way_drive_for_customers_is_entered_and_left_as_it_runs(tmp_path):
    town = Town(
        {**ROAD, 5: (3000, 600), 6: (3000, 900)},
        [
            ([1, 2, 3, 4], PRIMARY),
            ([2, 5, 3], {**STREET, "access": "customers", "oneway": "yes"}),
            ([5, 6], STREET),
        ],
    )
    half = np.hypot(1000, 600) * MIN_PER_M
    side, main = 300 * MIN_PER_M, 2000 * MIN_PER_M / 2
    clinic = (3000, 900)
    assert minutes(tmp_path, town, (0, 0), clinic) == pytest.approx(main + half + side, abs=0.01)
    assert minutes(tmp_path, town, clinic, (6000, 0)) == pytest.approx(side + half + main, abs=0.01)
    around = side + half + main * 2  # out to the east, and back past the entrance
    assert minutes(tmp_path, town, clinic, (0, 0)) == pytest.approx(around, abs=0.01)


def test_a_home_and_a_clinic_on_one_private_street_are_as_far_as_they_are(tmp_path):
    town = Town(
        {**ROAD, 10: (2000, 1000)},
        [([1, 2, 3, 4], PRIMARY), ([2, 10], PRIVATE)],
    )
    near = minutes(tmp_path, town, (2000, 200), (2000, 700))
    assert near == pytest.approx(500 * MIN_PER_M, abs=0.01)
    assert minutes(tmp_path, town, (2000, 700), (2000, 200)) == pytest.approx(near, abs=0.01)


def test_through_traffic_goes_round_a_gate_that_opens_for_residents(tmp_path):
    # A short street 2 - 7 - 8 with a gate in its middle, and a way round by 9.
    town = Town(
        {**ROAD, 7: (2000, 400), 8: (2000, 800), 9: (4000, 800)},
        [([1, 2, 3, 4], PRIMARY), ([2, 7, 8], STREET), ([8, 9, 3], STREET)],
        {7: {"barrier": "gate", "access": "private"}},
    )
    round_it = 2000 * MIN_PER_M / 2 + (800 + 2000) * MIN_PER_M
    assert minutes(tmp_path, town, (2000, 0), (2000, 800)) == pytest.approx(round_it, abs=0.01)
    open_gate = Town(town.nodes, town.ways, {7: {"barrier": "gate"}})
    assert minutes(tmp_path, open_gate, (2000, 0), (2000, 800)) == pytest.approx(
        800 * MIN_PER_M, abs=0.01
    )


def test_homes_behind_the_only_gate_are_reached_through_it(tmp_path):
    town = Town(
        {**ROAD, 7: (2000, 400), 8: (2000, 800)},
        [([1, 2, 3, 4], PRIMARY), ([2, 7, 8], STREET)],
        {7: {"barrier": "gate", "access": "private"}},
    )
    there = minutes(tmp_path, town, (2000, 800), (4000, 0))
    assert there == pytest.approx(800 * MIN_PER_M + 2000 * MIN_PER_M / 2, abs=0.01)
    assert minutes(tmp_path, town, (4000, 0), (2000, 800)) == pytest.approx(there, abs=0.01)


def test_a_street_closed_to_cars_one_way_is_driven_the_other_way(tmp_path):
    town = Town(
        {**ROAD, 7: (2000, 800), 9: (4000, 800)},
        [
            ([1, 2, 3, 4], PRIMARY),
            ([2, 7], {**STREET, "motor_vehicle:backward": "no"}),
            ([7, 9, 3], STREET),
        ],
    )
    there = minutes(tmp_path, town, (2000, 0), (2000, 800))
    assert there == pytest.approx(800 * MIN_PER_M, abs=0.01)
    back = (2000 + 800) * MIN_PER_M + 2000 * MIN_PER_M / 2
    assert minutes(tmp_path, town, (2000, 800), (2000, 0)) == pytest.approx(back, abs=0.01)


def test_a_ferry_that_leaves_the_extract_is_not_driven_in_its_whole_time(tmp_path):
    from pipelines.roads.build import build_network
    from pipelines.roads.ways.osm_ways import osm_segments
    from pipelines.sources.roads.osm_pbf import read_osm_pbf

    town = Town(
        {**ROAD, 20: (6000, 1000), 21: (6000, 2000), 22: (6000, 90_000)},
        [
            ([1, 2, 3, 4], PRIMARY),
            ([4, 20, 21, 22], {"route": "ferry", "duration": "02:00"}),
            ([21, 1], STREET),
        ],
    )
    osm = read_osm_pbf([town.write(tmp_path / "cut.osm.pbf", without=(22,))])
    network = build_network(osm_segments(osm, roads()), roads())
    names = np.array(network.classes)[network.edge_class][network.edge]
    at_usual_pace = 2000 / 1609.344 / 12 * 60 * MS_PER_MIN
    assert network.time_ms[names == "ferry"].tolist() == pytest.approx(
        [at_usual_pace] * 2, rel=1e-3
    )


def test_people_of_a_small_island_drive_to_its_own_center_and_to_no_other(tmp_path):
    town = Town(
        {**ROAD, 30: (3000, -6000), 31: (4000, -6000), 32: (4000, -6500)},
        [([1, 2, 3, 4], PRIMARY), ([30, 31, 32], STREET)],
    )
    home, own, mainland = (3000, -6000), (4000, -6500), (3000, 0)
    assert minutes(tmp_path, town, home, own) == pytest.approx(1500 * MIN_PER_M, abs=0.01)
    assert minutes(tmp_path, town, home, mainland) is None
    assert minutes(tmp_path, town, mainland, own) is None


def test_a_signed_turn_ban_is_driven_round(tmp_path):
    # From the primary road into the street at 2 no car may turn left; by 8 and 7 one comes to it all the same.
    town = Town(
        {**ROAD, 7: (2000, 800), 8: (2500, 0), 12: (2000, 1200)},
        [([1, 2], PRIMARY), ([2, 8, 3, 4], PRIMARY), ([2, 7, 12], STREET), ([7, 8], STREET)],
        turns=[("no_left_turn", [("from", "w", 1), ("via", "n", 2), ("to", "w", 3)])],
    )
    home, clinic = (500, 0), (2000, 1000)
    free = Town(town.nodes, town.ways)
    direct = 1500 * MIN_PER_M / 2 + 1000 * MIN_PER_M
    assert minutes(tmp_path, free, home, clinic) == pytest.approx(direct, abs=0.01)
    around = 2000 * MIN_PER_M / 2 + (np.hypot(500, 800) + 200) * MIN_PER_M
    assert minutes(tmp_path, town, home, clinic) == pytest.approx(around, abs=0.01)
    # Without that way one turns round at the next junction.
    round_at_8 = Town(town.nodes, [*town.ways[:3], ([8, 9], STREET)], turns=town.turns)
    round_at_8.nodes[9] = (2500, -800)
    turning = 2500 * MIN_PER_M / 2 + 1000 * MIN_PER_M
    assert minutes(tmp_path, round_at_8, home, clinic) == pytest.approx(turning, abs=0.01)
    # The other way is open, and so is the turn to those who come from the other side.
    assert minutes(tmp_path, town, clinic, home) == pytest.approx(direct, abs=0.01)
    right = 1000 * MIN_PER_M / 2 + 1000 * MIN_PER_M
    assert minutes(tmp_path, round_at_8, (3000, 0), clinic) == pytest.approx(right, abs=0.01)


def test_places_on_a_road_of_a_banned_turn_are_reached_and_left_both_ways(tmp_path):
    town = Town(
        {**ROAD, 7: (2000, 800)},
        [([1, 2], PRIMARY), ([2, 3, 4], PRIMARY), ([2, 7], STREET)],
        turns=[("no_left_turn", [("from", "w", 1), ("via", "n", 2), ("to", "w", 3)])],
    )
    on_road, west, at_junction = (1000, 0), (200, 0), (2000, 0)
    for home, clinic, metres in (
        (west, on_road, 800),
        (on_road, west, 800),
        ((3000, 0), on_road, 2000),
        (on_road, (3000, 0), 2000),
        (at_junction, west, 1800),
        (west, at_junction, 1800),
        (at_junction, (3000, 0), 1000),
        ((3000, 0), at_junction, 1000),
    ):
        expected = metres * MIN_PER_M / 2
        assert minutes(tmp_path, town, home, clinic) == pytest.approx(expected, abs=0.01)


def test_a_clinic_on_the_road_between_of_a_ban_is_reached_from_everywhere(tmp_path):
    # Who comes from 1 over the street 2 - 7 may not go on into 7 - 9; all others may.
    town = Town(
        {**ROAD, 7: (2000, 800), 9: (2600, 800)},
        [([1, 2], PRIMARY), ([2, 3, 4], PRIMARY), ([2, 7], STREET), ([7, 9], STREET)],
        turns=[("no_right_turn", [("from", "w", 1), ("via", "w", 3), ("to", "w", 4)])],
    )
    clinic, beyond = (2000, 500), (2600, 800)
    there = 2000 * MIN_PER_M / 2 + 500 * MIN_PER_M
    assert minutes(tmp_path, town, (0, 0), clinic) == pytest.approx(there, abs=0.01)
    assert minutes(tmp_path, town, (4000, 0), clinic) == pytest.approx(there, abs=0.01)
    assert minutes(tmp_path, town, clinic, (0, 0)) == pytest.approx(there, abs=0.01)
    on = 2000 * MIN_PER_M / 2 + 1400 * MIN_PER_M
    assert minutes(tmp_path, town, (4000, 0), beyond) == pytest.approx(on, abs=0.01)
    assert minutes(tmp_path, town, clinic, beyond) == pytest.approx(900 * MIN_PER_M, abs=0.01)
    # From 1 past the street to the end of the road and back, for the ban speaks of those who turn into it.
    past = (2000 + 2 * 4000) * MIN_PER_M / 2 + 1400 * MIN_PER_M
    assert minutes(tmp_path, town, (0, 0), beyond) == pytest.approx(past, abs=0.01)
