"""The fictional answers keep every contract and agree with each other."""

import numpy as np
import pytest
import shapely

from pipelines.contracts import CONTRACTS, check_contract
from pipelines.vocabulary.access import GAPS
from pipelines.warehouse import read_table
from tests.worlds.answers import fictional_answers, write_fictional_warehouse


@pytest.fixture(scope="module")
def answers():
    return fictional_answers()


def test_every_table_keeps_its_contract(answers):
    assert set(answers) <= set(CONTRACTS)
    for table, rows in answers.items():
        check_contract(table, rows)


def test_covers_every_stratum_site_gap_and_reason(answers):
    assert set(answers["core.population"]["stratum"]) == {
        "urban",
        "suburban",
        "small_metro",
        "rural",
    }
    assert set(answers["out.gaps"]["gap"]) == set(GAPS)
    assert {"no_road_near", "no_path"} <= set(answers["out.drive_times"]["unreached_reason"])


def test_a_place_lies_in_a_catchment_exactly_when_its_drive_time_is_within(answers):
    places = answers["core.population"]
    points = shapely.points(places["lon"], places["lat"])
    for row in answers["out.catchments"].itertuples():
        times = answers["out.drive_times"].query("site_of_care == @row.site_of_care")
        minutes = times.set_index("geoid").loc[places["geoid"], "drive_time_min"].to_numpy()
        reached = ~np.isnan(minutes)
        inside = shapely.contains(row.geometry, points)
        assert (inside[reached] == (minutes[reached] <= row.within_min)).all()


def test_writes_the_same_tables_that_a_reader_gets_back(tmp_path, answers):
    path = write_fictional_warehouse(tmp_path / "access.duckdb")
    read = read_table(path, "out.coverage")
    assert read["population_within"].sum() == answers["out.coverage"]["population_within"].sum()
    assert len(read_table(path, "out.catchments")) == len(answers["out.catchments"])
