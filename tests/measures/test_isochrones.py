from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipelines.measures.isochrones import isochrones, nested, to_lonlat

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


def check_coverage(whole: np.ndarray, bands: np.ndarray) -> None:
    assert shapely.is_valid(whole).all()
    assert shapely.is_valid(bands).all()
    assert shapely.coverage_is_valid(bands)
    for smaller, larger in pairwise(whole):
        assert larger.covers(smaller) or smaller.is_empty
    assert shapely.area(bands).sum() == pytest.approx(whole[-1].area)


@settings(max_examples=150, deadline=None)
@given(rasters)
def test_the_larger_contains_the_smaller_exactly(raster) -> None:
    bands = isochrones(raster, LIMITS)
    check_coverage(nested(bands), bands)


@settings(max_examples=100, deadline=None)
@given(rasters)
def test_and_still_does_on_the_globe(raster) -> None:
    bands = isochrones(raster, LIMITS)
    bands = to_lonlat(bands, west=500_000, south=1_900_000, cell_m=250, crs="EPSG:5070")
    assert shapely.coverage_is_valid(bands)
    whole = nested(bands)
    for smaller, larger in pairwise(whole):
        assert larger.covers(smaller) or smaller.is_empty


def cone(size: int, ms_per_cell: float) -> np.ndarray:
    y, x = np.mgrid[:size, :size] - size // 2
    return np.rint(np.hypot(x, y) * ms_per_cell).astype(np.int32)


def test_a_cone_gives_circles() -> None:
    # 30 s a cell: thresholds at 30, 60, 90 and 120 cells from the middle.
    bands = isochrones(cone(301, 30_000), LIMITS)
    whole = nested(bands)
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
    bands = isochrones(raster, LIMITS)
    part = shapely.get_parts(bands[0])[0]
    assert len(part.interiors) == 1
    assert not part.contains(shapely.Point(14.5, 14.5))
    # All of it lies within the first threshold but for the border, which falls off at once.
    assert bands[1].area < 0.25 * bands[0].area


def test_exactly_the_threshold_is_within() -> None:
    raster = np.full((3, 3), 900_001, dtype=np.int32)
    raster[1, 1] = 900_000
    assert shapely.covers(isochrones(raster, LIMITS)[0], shapely.Point(1, 1))
    raster[1, 1] = 900_001
    assert isochrones(raster, LIMITS)[0].is_empty


def test_nothing_reached_is_empty() -> None:
    bands = isochrones(np.full((4, 4), -1, dtype=np.int32), LIMITS)
    assert shapely.is_empty(nested(bands)).all()
    assert shapely.is_empty(bands).all()


def test_rows_go_north() -> None:
    square = np.array([shapely.box(0, 0, 2, 1)], dtype=object)
    west, south, east, north = to_lonlat(
        square, west=1_000, south=2_000, cell_m=100, crs="EPSG:3857"
    )[0].bounds
    assert (east - west) == pytest.approx(200 / 111_319.49, rel=1e-6)
    assert (north - south) == pytest.approx(100 / 111_319.49, rel=1e-4)
    assert west == pytest.approx(1_000 / 111_319.49, rel=1e-6)


@pytest.mark.parametrize("limits", [(), (900_000, 900_000), (2, 1), (3_590_000, 3_600_000)])
def test_thresholds_that_cannot_be_told_apart(limits) -> None:
    with pytest.raises(ValueError, match="must ascend by more than"):
        isochrones(np.zeros((2, 2), dtype=np.int32), limits)
