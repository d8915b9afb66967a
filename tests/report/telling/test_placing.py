"""How a center is placed, in words."""

import pytest

from pipelines.report.telling.placing import placed_by, roughly_placed
from tests.report.world import with_tables


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


@pytest.mark.parametrize(
    ("coarse", "told"),
    [
        (0, ""),
        (
            1,
            "1 of 41 centers (2%) is placed only at the middle of a ZIP area or town, which can be",
        ),
        (
            7,
            "7 of 41 centers (17%) are placed only at the middle of a ZIP area or town, which can be",
        ),
    ],
)
def test_centers_in_the_middle_of_a_town_are_placed_as_roughly_as_those_of_a_zip_area(
    arboria, coarse, told
):
    counts = {"centers": 41, "centers_coarse": coarse, "share_coarse": coarse / 41}
    said = roughly_placed(with_tables(arboria, geocoding=[{"site_of_care": "any", **counts}]))
    assert said.startswith(told)
    assert bool(said) == bool(coarse)
