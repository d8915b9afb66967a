import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from hypothesis import given
from hypothesis import strategies as st

from pipelines.maps.drawing.cells import place_cells

CRS = "EPSG:5070"
WEST, EAST, FAR = "01001", "01003", "01005"
COUNTIES = gpd.GeoDataFrame(
    {"county_fips": [WEST, EAST, FAR]},
    geometry=[
        shapely.box(0, 0, 100, 100),
        shapely.box(100, 0, 200, 100),
        shapely.box(900e3, 0, 900e3 + 100, 100),
    ],
    crs=CRS,
)


def places(points: list[tuple[float, float]], counties: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "geoid": [f"g{number}" for number in range(len(points))],
            "county_fips": counties,
            "x": [float(x) for x, _ in points],
            "y": [float(y) for _, y in points],
        }
    )


@given(
    st.lists(
        st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=1, max_size=12, unique=True
    )
)
def test_land_goes_to_the_nearest_place_of_its_county(points) -> None:
    here = places([*points, (101, 50)], [WEST] * len(points) + [EAST])
    cells = place_cells(COUNTIES, here)
    assert cells["geoid"].tolist() == here["geoid"].tolist()
    np.testing.assert_allclose(cells.area.sum(), 2 * 100 * 100)
    np.testing.assert_allclose(shapely.union_all(cells.geometry.to_numpy()).area, 2 * 100 * 100)
    for x, y in np.random.default_rng(7).uniform(0, 100, (20, 2)):
        distance = np.hypot(here["x"] - x, here["y"] - y)[: len(points)]
        mine = cells[cells.distance(shapely.Point(x, y)) < 1e-6]["geoid"]
        assert f"g{int(np.argmin(distance))}" in set(mine)
    # East of the border everything is the one place's of that county, however near the others are.
    assert cells.set_index("geoid").area[f"g{len(points)}"] == 10_000


def test_of_places_at_one_spot_the_first_has_the_land() -> None:
    cells = place_cells(COUNTIES, places([(10, 10), (10, 10), (90, 90)], [WEST] * 3))
    assert cells["geoid"].tolist() == ["g0", "g2"]
    np.testing.assert_allclose(cells.area.sum(), 10_000)


def test_a_place_of_a_county_that_is_not_on_the_map_speaks_for_land_without_places_nearby() -> None:
    one = place_cells(COUNTIES, places([(50, 50), (150, 50)], [WEST, "09110"]))
    assert one.set_index("geoid").area.to_dict() == {"g0": 10_000, "g1": 10_000}
    # Too far from any such land, or all land is spoken for: it has none.
    far = place_cells(COUNTIES, places([(50, 50), (150, 50), (500e3, 0)], [WEST, EAST, "09110"]))
    assert far["geoid"].tolist() == ["g0", "g1"]


def test_a_place_outside_of_its_county_takes_no_land_of_another() -> None:
    cells = place_cells(COUNTIES, places([(50, 50), (150, 50), (160, 50)], [WEST, WEST, EAST]))
    area = cells.set_index("geoid").area
    assert area["g2"] == 10_000
    np.testing.assert_allclose(area["g0"], 10_000)
