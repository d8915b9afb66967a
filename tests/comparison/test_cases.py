"""A what-if as a run: its tables hold what the what-if tells, and else what the run does."""

import json

import pandas as pd
import pytest

from pipelines.comparison.cases import CaseError, as_case
from pipelines.comparison.drives import place_drives
from pipelines.comparison.finished_run import FinishedRun

CLOSURES, CASE = "closures", "case: snow"


def finished(asked: tuple[str, ...] = (CLOSURES, CASE)) -> FinishedRun:
    """A run of two places and two centers: c0 closes, and in the snow c2 opens and g1 is cut off."""
    counts = [
        {
            "what_if": name,
            "stratum": "all",
            "site_of_care": "any",
            "population": 30.0,
            "population_within_before": 20.0,
            "population_within_after": after,
            "share_within_before": 20 / 30,
            "share_within_after": after / 30,
            "drive_time_min_median_before": 10.0,
            "drive_time_min_median_after": 15.0,
        }
        for name, after in ((CLOSURES, 10.0), (CASE, 0.0))
        if name in asked
    ]
    places = [
        (CLOSURES, "g0", 10.0, 10.5),
        (CLOSURES, "g1", 40.0, 60.0),
        (CASE, "g0", 10.0, 15.0),
        (CASE, "g1", 40.0, None),
    ]
    moved = [
        (CLOSURES, "c0", "hospital_based", 1.0, 1.0, "closed"),
        (CASE, "opening: c2", "office_based", 2.0, 2.0, "opened"),
    ]
    passes = {
        "what_if": CLOSURES,
        "county_fips": "01001",
        "scenario": "all",
        "people_within_before": 30.0,
        "people_within_after": 10.0,
        "share_before": 1.0,
        "share_after": 1 / 3,
        "adequate_before": True,
        "adequate_after": False,
    }
    own = {"county_fips": ["01001", "01003"], "scenario": ["all", "all"]}
    return FinishedRun(
        {
            "core.population": pd.DataFrame({"geoid": ["g0", "g1"]}),
            "core.counties": pd.DataFrame({"county_fips": ["01001"]}),
            "core.centers": pd.DataFrame(
                {
                    "center_id": ["c0", "c1"],
                    "name": ["Zero", "One"],
                    "site_of_care": ["hospital_based", "office_based"],
                    "lon": [1.0, 3.0],
                    "lat": [1.0, 3.0],
                }
            ),
            "out.counties": pd.DataFrame(
                {
                    "county_fips": ["01001"],
                    "name": "A",
                    "state": "AL",
                    "stratum": "rural",
                    "population": 30.0,
                }
            ),
            "out.adequacy": pd.DataFrame(own).assign(
                people_within=[30.0, 7.0], share_within=[1.0, 0.7], adequate=[True, False]
            ),
            "out.provenance": pd.DataFrame(
                {"kind": ["run"], "settings": [json.dumps({"measures": {"gap_min": 30.0}})]}
            ),
            "out.what_if": pd.DataFrame(counts, columns=None if counts else ["what_if"]),
            "out.what_if_places": pd.DataFrame(
                places,
                columns=["what_if", "geoid", "drive_time_min_before", "drive_time_min_after"],
            ),
            "out.what_if_centers": pd.DataFrame(
                moved, columns=["what_if", "center_id", "site_of_care", "lon", "lat", "change"]
            ),
            "out.what_if_adequacy": pd.DataFrame([passes]),
        }
    )


def test_as_it_is_and_after_the_closures() -> None:
    before, after = (as_case(finished(), name) for name in (None, CLOSURES))
    assert list(before.tables["core.centers"]["center_id"]) == ["c0", "c1"]
    assert list(after.tables["core.centers"]["center_id"]) == ["c1"]
    for run, within, median in ((before, 20.0, 10.0), (after, 10.0, 15.0)):
        (covered,) = run.tables["out.coverage"].to_dict("records")
        assert (covered["within_min"], covered["population_within"]) == (30.0, within)
        assert covered["share"] == within / 30
        assert run.tables["out.times_by_stratum"]["drive_time_min_median"].tolist() == [median]
    passes = [run.tables["out.adequacy"]["adequate"].tolist() for run in (before, after)]
    assert passes == [[True, False], [False, False]]
    drives = place_drives(before, after)
    assert drives["drive_time_min_b"].tolist() == [10.5, 60.0]
    assert drives["change_min"].tolist() == [0.0, 20.0]  # half a minute is no change


def test_a_case_goes_by_its_own_name_and_its_new_centers_by_theirs() -> None:
    snow = as_case(finished(), "snow")
    centers = snow.tables["core.centers"].set_index("center_id")
    assert centers["name"].to_dict() == {"c0": "Zero", "c1": "One", "opening: c2": "c2"}
    assert snow.tables["out.drive_times"]["drive_time_min"].isna().tolist() == [False, True]
    assert snow.tables["out.adequacy"]["adequate"].tolist() == [True, False]


def test_what_was_not_asked_is_one_clear_error() -> None:
    with pytest.raises(
        CaseError, match="'rain' is no what-if of this run, which asked: closures; case: snow"
    ):
        as_case(finished(), "rain")
    with pytest.raises(CaseError, match="asked no what-if"):
        as_case(finished(()), None)
