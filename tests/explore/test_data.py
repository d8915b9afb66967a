"""What the page knows: every number is a cell, every choice leads to a map, every map can be drawn."""

import json

import numpy as np
import pytest

from pipelines.explore.data import page_data
from pipelines.explore.explored import rounded_minutes
from pipelines.vocabulary.access import MAP_SUBJECTS
from pipelines.vocabulary.accessibility import PER_PEOPLE
from pipelines.vocabulary.strata import ALL_STRATA
from tests.explore.conftest import SCRIPT


@pytest.fixture(scope="module")
def data(area):
    # As a browser reads it.
    return json.loads(json.dumps(page_data(area), allow_nan=False))


def test_every_subject_is_there_and_every_view_can_be_drawn(data):
    assert [one["code"] for one in data["subjects"]] == list(MAP_SUBJECTS)
    known = {one["code"]: {o["code"] for o in one["options"]} for one in data["choices"]}
    for key, view in data["views"].items():
        assert key == "/".join([view["measure"], *view["choices"].values()])
        assert all(value in known[name] for name, value in view["choices"].items())
        column = data["columns"][view["column"]]
        assert len(column["values"]) == len(
            data[column["of"]]["id" if column["of"] == "places" else "fips"]
        )
        values = [value for value in column["values"] if value is not None]
        if not view["edges"]:
            assert set(values) <= set(range(len(view["shades"]) - view["missing"]))
        assert len(values) == len(column["values"]) or view["missing"]
        assert view["title"] and view["figures"][ALL_STRATA]


def test_minutes_are_those_of_the_table(data, facts):
    times = facts.tables["out.drive_times"]
    for site in data["told_sites"]:
        mine = times[times["site_of_care"] == site].set_index("geoid")["drive_time_min"]
        told = [
            np.nan if one is None else one for one in data["columns"][f"minutes/{site}"]["values"]
        ]
        np.testing.assert_allclose(told, mine.loc[data["places"]["id"]], atol=0.011)


def test_scores_a_person_are_told_for_many(data, facts):
    scores = facts.tables["out.accessibility"]
    mine = scores[scores["measure"] == "e2sfca"].set_index("geoid")["score"]
    told = [np.nan if one is None else one for one in data["columns"]["score/e2sfca"]["values"]]
    np.testing.assert_allclose(told, PER_PEOPLE * mine.loc[data["places"]["id"]], atol=0.001)


def test_a_minute_is_never_rounded_over_a_threshold():
    edges = np.array([15.0, 30.0])
    told = rounded_minutes(np.array([29.996, 30.0, 30.0004, 15.001, 14.9999, np.nan]), edges)
    assert told == [30, 30, 30.01, 15.01, 15, None]


def test_the_key_figures_of_a_stratum_are_cells(data, facts):
    rural = facts.within("rural", "office_based", 30.0)
    figure = data["views"]["within/office_based/30"]["figures"]["rural"]
    assert f"{100 * rural['share']:.0f}% of rural people" in figure
    every = data["views"]["drive_time/any/now"]["figures"][ALL_STRATA]
    assert f"{facts.drive(ALL_STRATA, 'any')['drive_time_min_median']:.1f} minutes or less" in every


def test_centers_keep_their_names_and_their_evidence(data, facts):
    centers = data["centers"]
    assert sorted(centers["id"]) == sorted(facts.tables["core.centers"]["center_id"])
    assert SCRIPT in centers["name"]
    assert all(fact != ["Placed by", "Rooftop"] for facts_ in centers["facts"] for fact in facts_)
    assert all(any(heading == "Placed by" for heading, _ in one) for one in centers["facts"])


def test_a_what_if_marks_the_centers_that_it_closes(data, facts):
    (closed,) = facts.tables.rows("out.what_if_centers")
    for key in ("change/what_if_1", "drive_time/any/what_if_1"):
        (mark,) = data["views"][key]["marks"]
        assert mark["label"] == "Center that counts no more"
        assert mark["lon"] / data["units"] == pytest.approx(closed["lon"], abs=1e-5)
    assert not data["views"]["change/what_if_2"]["marks"]


def test_the_nearest_are_those_of_the_table_by_number(data, facts):
    place = data["places"]["id"].index(facts.tables.rows("out.nearest_centers")[0]["geoid"])
    for row in facts.tables.rows("out.nearest_centers", geoid=data["places"]["id"][place]):
        center, minutes, miles = data["nearest"][row["site_of_care"]][place]
        assert data["centers"]["id"][center] == row["center_id"]
        assert minutes == pytest.approx(row["drive_time_min"], abs=0.011)
        assert miles == pytest.approx(row["distance_mi"], abs=0.051)
