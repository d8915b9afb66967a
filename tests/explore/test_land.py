"""The shapes of the map as a browser reads them back."""

import geopandas as gpd
import numpy as np
import shapely

from pipelines.explore.land import UNITS_PER_DEGREE, lay_out, rings_of


def read(rings):
    """Return the shape that rings tell, in whole numbers."""
    return shapely.union_all(
        [
            shapely.Polygon(corners(outer), [corners(hole) for hole in holes])
            for outer, *holes in rings
        ]
    )


def corners(ring):
    return np.cumsum(np.reshape(ring, (-1, 2)), axis=0)


def test_neighbours_share_their_corners_and_leave_nothing_between(area):
    land = lay_out(area.ground)
    patches = np.array([read(rings) for rings in land.places if rings])
    assert len(patches) == len(area.ground.places)
    assert shapely.coverage_is_valid(patches)
    assert not any(part.interiors for part in shapely.get_parts(shapely.union_all(patches)))


def test_each_place_lies_in_its_own_patch(area):
    land = lay_out(area.ground)
    to_degrees = gpd.GeoSeries.from_xy(
        area.ground.places["x"], area.ground.places["y"], crs=area.ground.home.crs
    ).to_crs("EPSG:4326")
    for point, rings in zip(to_degrees, land.places, strict=True):
        at = shapely.Point(point.x * UNITS_PER_DEGREE, point.y * UNITS_PER_DEGREE)
        assert read(rings).distance(at) < 2


def test_holes_and_islands_are_told_and_what_is_too_small_is_not():
    square = shapely.box(0, 0, 1, 1)
    holed = square.difference(shapely.box(0.4, 0.4, 0.6, 0.6))
    pricked = square.difference(shapely.box(0.4, 0.4, 0.4 + 1e-7, 0.4 + 1e-7))
    island = shapely.union_all([square, shapely.box(3, 3, 4, 4)])
    told = rings_of(np.array([holed, pricked, island, None, shapely.Polygon()]), "EPSG:4326")
    assert [len(rings) if rings is not None else None for rings in told] == [1, 1, 2, None, 0]
    assert [len(polygon) for polygon in told[0]] == [2]
    assert [len(polygon) for polygon in told[1]] == [1]
    assert read(told[0]).area == UNITS_PER_DEGREE**2 * holed.area
    assert read(told[2]).area == UNITS_PER_DEGREE**2 * 2
