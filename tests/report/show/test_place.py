"""One place's numbers are those of its rows."""

import pandas as pd
import pytest

from pipelines.report.facts import read_facts
from pipelines.report.show.place import describe_place
from pipelines.warehouse import WarehouseError, read_table
from tests.report.test_report_page import uncoded
from tests.report.world import write_world
from tests.worlds.answers import fictional_area


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    return write_world(tmp_path_factory.mktemp("place") / "access.duckdb", uncoded)


def test_tells_every_drive_with_its_center(warehouse):
    trips = read_table(warehouse, "out.drive_times")
    geoid = trips.loc[trips["drive_time_min"].notna(), "geoid"].iloc[0]
    told = describe_place(read_facts(warehouse, fictional_area()), geoid)
    names = read_table(warehouse, "core.centers").set_index("center_id")["name"]
    for trip in trips[trips["geoid"] == geoid].itertuples():
        assert names[trip.center_id] in told
        assert f"{trip.distance_mi:.1f} miles" in told
    assert "Arboria, fictional" in told
    assert "Centers are invented" in told
    assert "potential access" in told


@pytest.mark.parametrize(
    ("gap", "sentence"),
    [
        ("choice", "both a hospital-based and an office-based center within 30 minutes"),
        ("hospital_only", "a hospital-based center within 30 minutes, but no office-based one"),
        ("office_only", "an office-based center within 30 minutes, but no hospital-based one"),
        ("none", "neither a hospital-based nor an office-based center within 30 minutes"),
        ("unknown", "What it has within 30 minutes nobody knows: the data hold no road"),
    ],
)
def test_tells_the_gap(warehouse, gap, sentence):
    gaps = read_table(warehouse, "out.gaps")
    geoid = gaps.loc[gaps["gap"] == gap, "geoid"].iloc[0]
    assert sentence in describe_place(read_facts(warehouse, fictional_area()), geoid)


def test_tells_why_there_is_no_drive_time(warehouse):
    trips = read_table(warehouse, "out.drive_times")
    geoid = trips.loc[trips["unreached_reason"] == "no_road_near", "geoid"].iloc[0]
    told = describe_place(read_facts(warehouse, fictional_area()), geoid)
    assert told.count("no drive time: no road is near enough to start from") == 5


def test_tells_a_place_without_a_code(warehouse):
    population = read_table(warehouse, "core.population")
    geoid = population.loc[population["stratum"].isna(), "geoid"].iloc[0]
    assert "unclassified" in describe_place(read_facts(warehouse, fictional_area()), geoid)


def test_an_unknown_place_is_answered_with_known_ones(warehouse):
    known = read_table(warehouse, "core.population")["geoid"].iloc[0]
    with pytest.raises(WarehouseError, match=f"no such place in Arboria .*{known}"):
        describe_place(read_facts(warehouse, fictional_area()), f"{known}9")


def test_tells_the_nearest_of_each_kind_and_the_roads_to_the_first(warehouse):
    facts = read_facts(warehouse, fictional_area())
    geoid = read_table(warehouse, "core.population")["geoid"].iloc[0]
    columns = [
        "site_of_care",
        "rank",
        "center_id",
        "name",
        "drive_time_min",
        "distance_mi",
        "roads",
    ]
    drives = pd.DataFrame(
        [
            (
                "office_based",
                1,
                "a",
                "First",
                12.3,
                4.25,
                (("local streets", 0.25), ("primary", 4.0)),
            ),
            ("office_based", 2, "b", None, 20.0, 9.0, ()),
        ],
        columns=columns,
    )
    told = describe_place(facts, geoid, drives)
    assert "    1.     12 minutes     4.2 miles   First" in told
    assert "by local streets 0.2, primary 4.0 miles" in told
    assert "    2.     20 minutes     9.0 miles   b" in told
    assert "By which roads is not known" in describe_place(facts, geoid)
    assert "nearest of each kind" not in describe_place(facts, geoid, drives[:0])
