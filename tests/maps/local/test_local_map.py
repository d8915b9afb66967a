"""Maps for print: their land, their words and marks, and names that keep apart."""

from dataclasses import replace
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from pipelines.maps.drawing import style
from pipelines.maps.local import svg
from pipelines.maps.local.labels import TOWN, Name, placed, towns_of
from pipelines.maps.local.land_classes import by_gap, by_minutes
from pipelines.maps.local.local_map import WIDTH_PT, draw_local
from pipelines.maps.local.plate import make_plate
from pipelines.maps.local.window import FLATTEST, TALLEST, window_around
from pipelines.vocabulary.center_words import CenterWords

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def plate(answers, ground):
    return make_plate(
        ground, by_minutes(answers["out.drive_times"], ground), answers["core.centers"]
    )


def words_of(drawing):
    return [text.text for text in ElementTree.fromstring(drawing.svg).iter(f"{SVG}text")]


def test_land_is_that_of_its_places_and_all_of_the_counties(plate, ground):
    np.testing.assert_allclose(plate.land.area.sum(), ground.home.area.sum(), rtol=1e-6)
    classes = plate.land.set_index(["county_fips", "number"]).geometry
    for row, number in list(zip(ground.places.itertuples(), plate.classes.of_place, strict=True))[
        ::7
    ]:
        point = shapely.Point(row.x, row.y)
        if point.within(ground.home.set_index("county_fips").geometry[row.county_fips]):
            assert classes[row.county_fips, number].distance(point) < 1


def test_a_map_is_a_drawing_with_a_legend_and_words_for_those_who_cannot_see(plate, ground):
    first = ground.home["county_fips"].iloc[0]
    drawing = draw_local(plate, "Alder County", [first])
    root = ElementTree.fromstring(drawing.svg)
    assert root.get("width") == f"{WIDTH_PT:g}pt"
    told = words_of(drawing)
    for label in plate.classes.labels[:-1]:
        assert label in told
    assert any(word.startswith("Minutes by car to the nearest infusion center") for word in told)
    assert any("miles" in word and "km" in word for word in told)
    assert drawing.alt_text.startswith("Map of Alder County with its surroundings.")
    # Its own name is that of the sheet.
    assert ground.home["name"].iloc[0] not in told


def test_a_pattern_is_explained_only_where_it_is_seen(answers, ground):
    times = answers["out.drive_times"]
    lost = times["geoid"] == ground.places["geoid"].iloc[0]
    cut = times.assign(drive_time_min=times["drive_time_min"].mask(lost))
    fips = ground.places["county_fips"].iloc[0]
    other = next(code for code in reversed(ground.home["county_fips"].tolist()) if code != fips)
    plate = make_plate(ground, by_minutes(cut, ground), answers["core.centers"])
    assert "no drive time" in words_of(draw_local(plate, "here", [fips]))
    assert "url(#no-time)" in draw_local(plate, "here", [fips]).svg
    far = window_around(ground.home[ground.home["county_fips"] == other], WIDTH_PT, 0.32)
    point = ground.places.iloc[0]
    if not len(far.within(pd.DataFrame({"x": [point.x], "y": [point.y]}))):
        assert "no drive time" not in words_of(draw_local(plate, "there", [other]))


def test_every_gap_has_its_colour(answers, ground):
    gaps = answers["out.gaps"]
    classes = by_gap(gaps, ground)
    merged = ground.places.merge(gaps, on="geoid")
    by_name = dict(zip(classes.labels, classes.fills, strict=True))
    assert (
        by_name["Neither"] == classes.fills[classes.of_place[merged["gap"].tolist().index("none")]]
    )
    lightness = [sum(svg_rgb(fill.color)) for fill in classes.fills[:4]]
    assert lightness == sorted(lightness, reverse=True)


def svg_rgb(color):
    red, green, blue = (int(color[start : start + 2], 16) for start in (1, 3, 5))
    return 0.3 * red, 0.59 * green, 0.11 * blue


def test_centers_are_called_as_they_may_be(plate, ground):
    said = replace(ground, center_words=CenterWords(hospitals_stand_in=True))
    drawing = draw_local(replace(plate, ground=said), "Arboria")
    assert "Hospital" in words_of(drawing)
    assert "hospital-based" not in drawing.alt_text


def test_names_are_words_whatever_they_hold(plate, ground):
    hostile = "<script>\"&' é"
    counties = plate.counties.assign(name=hostile)
    drawing = draw_local(replace(plate, counties=counties), "Arboria")
    assert hostile in words_of(drawing)
    assert "<script>" not in drawing.svg


def test_the_same_plate_gives_the_same_drawing(plate):
    assert draw_local(plate, "Arboria") == draw_local(plate, "Arboria")


def test_towns_of_one_name_in_two_states_are_two_and_stand_at_a_center():
    centers = pd.DataFrame(
        {
            "city": ["CLINTON", "Clinton", "Clinton", "Clinton", " ", None],
            "state": ["IA", "IA", "IA", "IL", "IL", "IL"],
            "x": [0.0, 10.0, 500.0, 9000.0, 1.0, 2.0],
            "y": [0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        }
    )
    towns = towns_of(centers)
    assert towns["name"].tolist() == ["Clinton", "Clinton"]
    assert towns["x"].tolist() == [10.0, 9000.0]


@given(
    st.lists(
        st.tuples(
            st.text("abcdefgh ", min_size=1, max_size=12), st.integers(0, 300), st.integers(0, 300)
        ),
        max_size=40,
    )
)
def test_names_stay_in_the_box_and_apart(points):
    names = [Name(text, float(x), float(y), TOWN, reach=4.0) for text, x, y in points]
    written = placed(names, [(float(x), float(y), 6.0) for _, x, y in points], 300.0, 300.0)
    boxes = []
    for drawn in written:
        element = ElementTree.fromstring(drawn)
        left, base = float(element.get("x")), float(element.get("y"))
        assert 0 <= left <= 300
        assert base - 0.8 * TOWN.size >= 0
        assert base <= 300
        boxes.append((left, base))
    assert len(set(boxes)) == len(boxes)
    assert len({(left, base) for left, base in boxes}) == len(written)
    texts = [ElementTree.fromstring(drawn).text for drawn in written]
    assert len(set(texts)) == len(texts)
    for number, (left, base) in enumerate(boxes):
        for other_left, other_base in boxes[number + 1 :]:
            # Two names on one line do not start at one place, nor within a letter of one another.
            assert abs(base - other_base) >= 1 or abs(left - other_left) > 1


@given(st.floats(1, 400), st.floats(1, 400), st.sampled_from([0.03, 0.32]))
def test_a_window_shows_all_of_its_counties(width_km, height_km, margin):
    shape = shapely.box(0, 0, width_km * 1000, height_km * 1000)
    window = window_around(gpd.GeoDataFrame(geometry=[shape], crs="EPSG:5070"), 300.0, margin)
    assert FLATTEST - 1e-9 <= window.extent.aspect <= TALLEST + 1e-9
    assert window.extent.left < 0 < width_km * 1000 < window.extent.right
    assert window.extent.bottom < 0 < height_km * 1000 < window.extent.top
    ((x, y),) = window.points([window.extent.right], [window.extent.bottom])
    assert (x, y) == (pytest.approx(300), pytest.approx(window.height))


def test_symbols_have_the_shape_and_colour_of_their_kind():
    for look in style.SITE_SYMBOLS.values():
        if look.marker == "P":
            continue
        drawn = ElementTree.fromstring(svg.symbol(look, 10.0, 20.0, 8.0))
        assert drawn.get("fill") == look.color
        assert drawn.tag == ("circle" if look.marker == "o" else "path")
