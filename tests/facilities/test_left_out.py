"""Centers that are left out are told with their row and the reason."""

from types import SimpleNamespace

import pandas as pd

from pipelines.facilities.left_out import doubted_rows, too_far_rows, unplaced_rows

ROW = {"source_file": "npidata.csv", "source_row": 7}


KNOWN = {"source": "nppes", "record_id": "npi:1", "name": "Elm", "address": None} | ROW
TOLD = {"source": "nppes", "column_name": "address", "row_text": "npi:1, Elm, "} | ROW


def test_places_that_lie_nowhere_are_rejected_with_their_reason():
    rows = pd.DataFrame(
        [
            KNOWN | {"unplaced_reason": "why", "doubt": None},
            KNOWN | {"unplaced_reason": None, "doubt": None},
        ]
    )
    (row,) = unplaced_rows(rows).to_dict("records")
    assert row == TOLD | {"reason": "why"}


def test_answers_that_are_not_believed_are_told_once():
    rows = pd.DataFrame(
        [
            KNOWN | {"unplaced_reason": None, "doubt": "in Iowa"},
            KNOWN | {"unplaced_reason": "nowhere", "doubt": "in Iowa"},
        ]
    )
    (row,) = doubted_rows(rows).to_dict("records")
    assert row == TOLD | {
        "reason": "in Iowa; the row is kept, in the middle of its ZIP area or town"
    }


def test_listed_centers_outside_the_area_are_told():
    listed = pd.DataFrame(
        [
            {"center_id": "a", "name": "Near", "lon": 1.0, "lat": 1.0} | ROW,
            {"center_id": None, "name": "Far", "lon": 9.0, "lat": 1.0} | ROW,
            {"center_id": "c", "name": "Nowhere", "lon": None, "lat": None} | ROW,
        ]
    ).astype({"center_id": "str"})
    region = SimpleNamespace(reaches=lambda lon, _: lon < 5)
    (row,) = too_far_rows(listed, region).to_dict("records")
    assert row == {
        "source": "centers",
        "column_name": "lat",
        "reason": "lies outside the area and its buffer: not counted",
        "row_text": ", Far",
        **ROW,
    }
    assert too_far_rows(None, region).empty
