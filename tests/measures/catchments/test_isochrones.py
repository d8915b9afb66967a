from itertools import pairwise

import contourpy
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.ndimage import gaussian_filter

from pipelines.measures.catchments.isochrones import SIMPLIFY_CELLS, Isochrones, isochrones
from pipelines.measures.catchments.time_raster import Grid

LIMITS = (900_000, 1_800_000, 2_700_000, 3_600_000)

rasters = hnp.arrays(
    np.int32,
    hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=12),
    # Times on, beside and far from the thresholds, and what cannot be reached.
    elements=st.one_of(
        st.sampled_from([-1, 0, 900_000, 900_001, 1_799_999, 1_800_000, 3_600_000, 2**31 - 1]),
        st.integers(0, 5_000_000),
    ),
)


def check_coverage(drawn: Isochrones) -> None:
    bands, whole = drawn
    assert shapely.is_valid(whole).all()
    assert shapely.is_valid(bands).all()
    assert shapely.coverage_is_valid(bands)
    for number, (smaller, larger) in enumerate(pairwise(whole), start=1):
        assert larger.covers(smaller) or smaller.is_empty
        assert shapely.union(smaller, bands[number]).equals(larger)
        assert larger.area == pytest.approx(smaller.area + bands[number].area)
    assert whole[0].equals(bands[0])


@settings(max_examples=150, deadline=None)
@given(rasters)
def test_the_larger_contains_the_smaller_exactly(raster) -> None:
    check_coverage(isochrones(raster, LIMITS))


@settings(max_examples=100, deadline=None)
@given(rasters, st.sampled_from([50.0, 250.0, 5_000.0, 100_000.0]))
def test_and_still_does_on_the_globe(raster, cell_m) -> None:
    grid = Grid(-1_000_000, 1_900_000, cell_m, *raster.shape, "EPSG:5070")
    check_coverage(isochrones(raster, LIMITS, grid=grid))


@pytest.mark.parametrize("seed", range(3))
def test_polygons_are_those_of_geos(seed: int) -> None:
    # The same bands, simplified by GEOS as a coverage, have as many parts and nearly the same area.
    raster = noise(seed, 60)
    bands, whole = isochrones(raster, LIMITS)
    true = shapely.coverage_simplify(unsimplified(raster), SIMPLIFY_CELLS)
    assert shapely.area(bands) == pytest.approx(shapely.area(true), rel=0.01, abs=1.0)
    assert shapely.get_num_geometries(bands).tolist() == shapely.get_num_geometries(true).tolist()
    joined = shapely.coverage_union_all(true)
    assert shapely.get_num_geometries(whole[-1]) == shapely.get_num_geometries(joined)
    corners = shapely.get_num_coordinates(bands).sum()
    assert corners == pytest.approx(shapely.get_num_coordinates(true).sum(), rel=0.03)


def noise(seed: int, size: int) -> np.ndarray:
    """Return hills of drive times, with islands and holes at all thresholds."""
    rng = np.random.default_rng(seed)
    hills = gaussian_filter(rng.normal(size=(size, size)), 1.5)
    hills = (hills - hills.min()) / np.ptp(hills)
    return np.rint(hills * 1.3 * LIMITS[-1]).astype(np.int32)


def unsimplified(raster: np.ndarray) -> np.ndarray:
    """Trace bands by contourpy alone."""
    framed = np.pad(raster.astype(float), 1, constant_values=1.25 * LIMITS[-1])
    tracer = contourpy.contour_generator(
        z=np.minimum(framed, 1.25 * LIMITS[-1]), fill_type=contourpy.FillType.OuterOffset
    )
    bounds = [-1.0, *(limit + 0.5 for limit in LIMITS)]
    return np.array(
        [
            shapely.MultiPolygon(
                [
                    shapely.Polygon(rings[0], rings[1:])
                    for points, offsets in zip(*tracer.filled(*bounds[k : k + 2]), strict=True)
                    for rings in [[points[a:b].round(3) - 1 for a, b in pairwise(offsets.tolist())]]
                ]
            )
            for k in range(len(LIMITS))
        ],
        dtype=object,
    )


def cone(size: int, ms_per_cell: float) -> np.ndarray:
    y, x = np.mgrid[:size, :size] - size // 2
    return np.rint(np.hypot(x, y) * ms_per_cell).astype(np.int32)


def test_a_cone_gives_circles() -> None:
    # 30 s a cell: thresholds at 30, 60, 90 and 120 cells from the middle.
    bands, whole = isochrones(cone(301, 30_000), LIMITS)
    for minutes, circle in zip((15, 30, 45, 60), whole, strict=True):
        radius = minutes * 2
        assert circle.area == pytest.approx(np.pi * radius**2, rel=0.01)
        disc = shapely.Point(150, 150).buffer(radius, quad_segs=64)
        assert circle.symmetric_difference(disc).area < 0.015 * disc.area
        assert len(circle.geoms if hasattr(circle, "geoms") else [circle]) == 1
    assert len(shapely.get_parts(bands[1])[0].interiors) == 1


def test_holes_stay_holes() -> None:
    raster = np.zeros((30, 30), dtype=np.int32)
    raster[10:20, 10:20] = -1
    bands = isochrones(raster, LIMITS).bands
    part = shapely.get_parts(bands[0])[0]
    assert len(part.interiors) == 1
    assert not part.contains(shapely.Point(14.5, 14.5))
    # All of it lies within the first threshold but for the border, which falls off at once.
    assert bands[1].area < 0.25 * bands[0].area


def test_exactly_the_threshold_is_within() -> None:
    raster = np.full((3, 3), 900_001, dtype=np.int32)
    raster[1, 1] = 900_000
    assert shapely.covers(isochrones(raster, LIMITS).whole[0], shapely.Point(1, 1))
    raster[1, 1] = 900_001
    assert isochrones(raster, LIMITS).whole[0].is_empty


def test_nothing_reached_is_empty() -> None:
    bands, whole = isochrones(np.full((4, 4), -1, dtype=np.int32), LIMITS)
    assert shapely.is_empty(whole).all()
    assert shapely.is_empty(bands).all()


def test_separate_places_stay_separate() -> None:
    raster = np.full((9, 30), -1, dtype=np.int32)
    raster[3:6, 3:6] = raster[3:6, 7:10] = raster[3:6, 20:23] = 0
    bands, whole = isochrones(raster, LIMITS)
    assert shapely.get_num_geometries(bands[0]) == 3
    assert shapely.get_num_geometries(whole[-1]) == 3


def test_rows_go_north() -> None:
    grid = Grid(1_000, 2_000, 100, 1, 1, "EPSG:3857")
    west, south, east, north = (
        isochrones(np.zeros((2, 3), dtype=np.int32), LIMITS, grid=grid).whole[0].bounds
    )
    # Borders run about a quarter of a cell beyond the last centers that are reached.
    degree = 111_319.49
    assert (west + east) / 2 == pytest.approx(1_100 / degree, abs=1e-6)
    assert (south + north) / 2 == pytest.approx(2_050 / degree, abs=1e-6)
    assert east - west > 2 * 100 / degree > north - south


@pytest.mark.parametrize("limits", [(), (900_000, 900_000), (2, 1), (3_590_000, 3_600_000)])
def test_thresholds_that_cannot_be_told_apart(limits) -> None:
    with pytest.raises(ValueError, match="must ascend by more than"):
        isochrones(np.zeros((2, 2), dtype=np.int32), limits)
