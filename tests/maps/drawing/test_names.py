"""Names stand beside their points, the important ones first, and never over one another."""

from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from pipelines.maps.drawing import style
from pipelines.maps.drawing.names import Named, name_counties, name_towns, places_of, town_name

KM = 1_000.0


def a_map(span_m=100 * KM):
    axes = Figure(figsize=(style.WIDTH_IN, style.WIDTH_IN)).add_axes((0, 0, 1, 1))
    axes.set_xlim(0, span_m)
    axes.set_ylim(0, span_m)
    return axes


def centers(*rows):
    return pd.DataFrame(rows, columns=["city", "state", "in_area", "x", "y"])


def test_towns_with_many_centers_and_people_near_come_first():
    known = centers(
        ("MCHENRY", "IL", True, 0, 0),
        ("PEORIA", "IL", True, 90 * KM, 0),
        ("PEORIA", "IL", True, 92 * KM, 0),
        ("Emptyville", "IL", True, 500 * KM, 0),
        ("GARY", "IN", False, 0, 1),
        (None, "IL", True, 0, 1),
        ("60601", "IL", True, 0, 1),
    )
    places = pd.DataFrame({"population": [70.0, 40.0], "x": [1 * KM, 91 * KM], "y": 0.0})
    assert name_towns(known, places) == [
        Named("Peoria", 91 * KM, 0.0),
        Named("McHenry", 0.0, 0.0),
    ]


@pytest.mark.parametrize(
    ("city", "written"),
    [("O'FALLON", "O'Fallon"), ("ST. LOUIS", "St. Louis"), ("De Kalb", "De Kalb")],
)
def test_capitals_become_the_letters_of_a_map(city, written):
    assert town_name(city) == written


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), max_size=25),
    st.booleans(),
)
def test_no_name_touches_another_or_leaves_the_map(points, dots):
    names = [Named(f"Town {index}", x * KM, y * KM) for index, (x, y) in enumerate(points)]
    found = list(places_of(a_map(), names, dots=dots))
    boxes = [box for *_, box in found]
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    for left, bottom, right, top in boxes:
        assert 0 < left < right < style.WIDTH_IN
        assert 0 < bottom < top < style.WIDTH_IN
    order = [names.index(one) for one, *_ in found]
    assert all(a < b for a, b in pairwise(order))


def test_a_lone_name_in_the_middle_finds_room():
    (found,) = places_of(a_map(), [Named("Alone", 50 * KM, 50 * KM)], dots=True)
    assert found[0].words == "Alone"


def test_a_county_too_narrow_for_its_name_has_none(answers):
    counties = answers["core.counties"].to_crs("EPSG:3857").assign(name="Al")
    counties.loc[counties.index[0], "name"] = "The County of Unending Letters " * 5
    counties.loc[counties.index[1], "name"] = None
    left, _, right, _ = counties.total_bounds
    written = [one.words for one in name_counties(counties, a_map(right - left))]
    assert written == ["Al"] * (len(counties) - 2)
    assert np.isfinite([one.x for one in name_counties(counties, a_map())]).all()


def test_no_name_touches_a_mark_with_its_number():
    beside = Named("Ottawa", 50 * KM, 50 * KM)
    alone = [box for _, _, box in places_of(a_map(), [beside], dots=True)]
    shift_m = 0.3 * 100 * KM / style.WIDTH_IN
    mark = (beside.x + shift_m, beside.y)
    moved = [box for _, _, box in places_of(a_map(), [beside], dots=True, marks=[mark])]
    x_in = mark[0] / (100 * KM) * style.WIDTH_IN
    assert alone[0][0] < x_in < alone[0][2]
    assert not moved[0][0] < x_in < moved[0][2]
