"""How a center is placed, in words."""

import pytest

from pipelines.report.telling.placing import placed_by


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"geocode_precision": "street"}, "street address"),
        (
            {"geocode_precision": "zip", "place_radius_mi": 95.1, "place_note": None},
            "middle of the ZIP area, which reaches about 95 miles",
        ),
        (
            {"geocode_precision": "city", "place_radius_mi": 0.4},
            "middle of the town, which reaches about 1 mile",
        ),
        (
            {"geocode_precision": "street", "place_radius_mi": None, "place_note": "lies far off"},
            "street address; lies far off",
        ),
    ],
)
def test_where_a_center_lies(place, words):
    assert placed_by(place) == words
