"""Each piece of land is spoken for by the nearest place of its own county."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from pipelines.maps.drawing.ground import lay_ground
from pipelines.maps.drawing.layout import single_map_pixels
from pipelines.maps.drawing.painting import OVERSAMPLING
from tests.worlds.answers import fictional_area
from tests.worlds.fictional_land import LOCAL_CRS

KM = 1_000.0


def two_counties(*, hole=False):
    """Two squares side by side, 10 km each; with `hole` the left one surrounds a third county."""
    left, right = shapely.box(0, 0, 10 * KM, 10 * KM), shapely.box(10 * KM, 0, 20 * KM, 10 * KM)
    shapes = {"03001": left, "03003": right}
    if hole:
        enclave = shapely.box(4 * KM, 4 * KM, 6 * KM, 6 * KM)
        shapes = {"03001": left.difference(enclave), "03003": right, "03005": enclave}
    frame = gpd.GeoDataFrame(
        {"county_fips": list(shapes), "state": "ZZ", "population": 1.0},
        geometry=list(shapes.values()),
        crs=LOCAL_CRS,
    )
    return frame.to_crs("EPSG:4326")


def places(*rows):
    """Places as (county, x km, y km)."""
    points = gpd.GeoSeries(
        [shapely.Point(x * KM, y * KM) for _, x, y in rows], crs=LOCAL_CRS
    ).to_crs("EPSG:4326")
    return pd.DataFrame(
        {
            "geoid": [f"{county}{index}" for index, (county, _, _) in enumerate(rows)],
            "county_fips": [county for county, _, _ in rows],
            "stratum": "rural",
            "population": 1.0,
            "lon": points.x,
            "lat": points.y,
        }
    )


def no_centers():
    columns = ("center_id", "site_of_care", "city", "state", "in_area")
    return pd.DataFrame(
        dict.fromkeys(columns, pd.Series(dtype="str")) | {"lon": np.empty(0), "lat": np.empty(0)}
    )


def nearest_at(ground, x_km, y_km):
    size = single_map_pixels(ground.extent)
    grid = ground.nearest_place(*size)
    assert grid.shape == (size[1] * OVERSAMPLING, size[0] * OVERSAMPLING)
    step = (ground.extent.right - ground.extent.left) / grid.shape[1]
    column = int((x_km * KM - ground.extent.left) / step)
    row = int(grid.shape[0] / 2 - (y_km * KM - ground.extent.middle[1]) / step)
    number = grid[row, column]
    return None if number < 0 else ground.places["geoid"].iloc[number]


def test_a_border_keeps_a_nearer_place_of_the_next_county_out():
    ground = lay_ground(
        fictional_area(),
        two_counties(),
        places(("03001", 1, 5), ("03003", 11, 5), ("03003", 19, 5)),
        no_centers(),
    )
    assert nearest_at(ground, 9.5, 5) == "030010"
    assert nearest_at(ground, 10.5, 5) == "030031"
    assert nearest_at(ground, 16, 5) == "030032"
    assert nearest_at(ground, 10, 10.3) is None


def test_an_enclave_speaks_for_itself():
    ground = lay_ground(
        fictional_area(),
        two_counties(hole=True),
        places(("03001", 1, 5), ("03003", 15, 5), ("03005", 5, 5)),
        no_centers(),
    )
    assert nearest_at(ground, 5, 5) == "030052"
    assert nearest_at(ground, 3, 5) == "030010"
    assert nearest_at(ground, 7, 5) == "030010"


def test_a_county_without_places_stays_empty():
    ground = lay_ground(fictional_area(), two_counties(), places(("03001", 5, 5)), no_centers())
    assert nearest_at(ground, 15, 5) is None


def test_places_of_counties_that_the_map_lacks_speak_for_empty_counties():
    # As where people come by planning region and boundaries by the county of before.
    ground = lay_ground(
        fictional_area(),
        two_counties(),
        places(("03001", 5, 5), ("03190", 14, 5), ("03190", 18, 5)),
        no_centers(),
    )
    assert nearest_at(ground, 13, 5) == "031901"
    assert nearest_at(ground, 19, 5) == "031902"
    assert nearest_at(ground, 9, 5) == "030010"


def test_a_fictional_state_is_nearest_by_brute_force(ground):
    rng = np.random.default_rng(4)
    xy = ground.places[["x", "y"]].to_numpy()
    county_of = ground.places["county_fips"].to_numpy()
    for county in ground.home.itertuples():
        left, bottom, right, top = county.geometry.bounds
        inner = county.geometry.buffer(-2 * KM)
        for x, y in rng.uniform((left, bottom), (right, top), (4, 2)):
            if not inner.contains(shapely.Point(x, y)):
                continue
            own = np.flatnonzero(county_of == county.county_fips)
            distance = np.hypot(*(xy[own] - (x, y)).T)
            found = nearest_at(ground, x / KM, y / KM)
            row = ground.places.index[ground.places["geoid"] == found][0]
            # Half a pixel of the map is the grid's own error.
            assert np.hypot(*(xy[row] - (x, y))) <= distance.min() + KM


def test_an_area_without_states_is_the_counties_with_people(answers):
    area = fictional_area()
    everywhere = area.area.model_copy(update={"states": ()})
    ground = lay_ground(
        area.model_copy(update={"area": everywhere}),
        answers["core.counties"],
        answers["core.population"],
        answers["core.centers"],
    )
    assert set(ground.home["county_fips"]) == set(answers["core.population"]["county_fips"])
    assert set(ground.around["county_fips"]).isdisjoint(ground.home["county_fips"])


@pytest.mark.parametrize("table", ["core.counties", "core.population", "core.centers"])
def test_the_order_of_rows_does_not_matter(answers, ground, table):
    shuffled = {**answers, table: answers[table].sample(frac=1, random_state=3)}
    other = lay_ground(
        fictional_area(),
        shuffled["core.counties"],
        shuffled["core.population"],
        shuffled["core.centers"],
    )
    assert other.places.equals(ground.places)
    assert other.centers.equals(ground.centers)
    assert other.home["county_fips"].equals(ground.home["county_fips"])
