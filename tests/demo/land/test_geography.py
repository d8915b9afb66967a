import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from pipelines.demo.land import plan
from pipelines.demo.land.geography import aridity, fractal_line, inside, make_geography


@pytest.fixture(scope="module", params=[2026, 7])
def geography(request):
    return make_geography(request.param)


@given(st.integers(0, 5), st.integers(0, 1000))
def test_a_fractal_line_keeps_its_points(depth, seed):
    points = np.array([(0.0, 0.0), (1000.0, 0.0), (1500.0, 900.0)])
    line = fractal_line(points, roughness=0.15, depth=depth, rng=np.random.default_rng(seed))
    assert len(line) == 2 * 2**depth + 1
    assert np.array_equal(line[:: 2**depth], points)


def test_without_roughness_a_line_is_straight():
    points = np.array([(0.0, 0.0), (800.0, 400.0)])
    line = fractal_line(points, roughness=0.0, depth=3, rng=np.random.default_rng(0))
    assert np.allclose(line, np.linspace(points[0], points[1], 9))


def test_the_north_west_is_arid_and_the_metropolis_is_not():
    places = np.array([(-170, 130), (-110, 110), (78, -38), (140, -100)]) * plan.KM
    dry = aridity(places)
    assert (dry[:2] > 0.9).all()
    assert (dry[2:] < 0.05).all()


def test_counties_partition_the_land(geography):
    counties = np.array(geography.counties, dtype=object)
    assert len(counties) == len(plan.COUNTIES)
    assert shapely.is_valid(counties).all()
    assert shapely.area(counties).sum() == pytest.approx(geography.land.area, rel=1e-9)
    assert shapely.union_all(counties).symmetric_difference(geography.land).area < 1.0


def test_each_county_holds_its_seat(geography):
    for county, seat in zip(geography.counties, geography.seats_xy, strict=True):
        assert inside(county, seat[None])[0]


def test_islands_lie_apart_from_the_mainland(geography):
    assert geography.ferry_island.distance(geography.mainland) > 5 * plan.KM
    assert geography.islet.distance(geography.mainland) > 500
    assert len(shapely.get_parts(geography.land)) == 3


def test_the_state_lies_in_the_open_ocean(geography):
    west, south, east, north = geography.land.bounds
    assert min(west, south) > -230 * plan.KM
    assert max(east, north) < 230 * plan.KM


def test_rivers_begin_on_land(geography):
    for _, course in geography.rivers:
        assert geography.mainland.contains(shapely.Point(course.coords[0]))
