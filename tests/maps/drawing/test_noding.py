from itertools import pairwise

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from pipelines.maps.drawing.cells import place_cells
from pipelines.maps.drawing.noding import GRID_M, noded

LEFT = shapely.box(0, 0, 1000, 1000)
BELOW, ABOVE = shapely.box(1000, 0, 2000, 400), shapely.box(1000, 400, 2000, 1000)


def test_a_corner_on_the_neighbours_side_becomes_a_corner_of_both() -> None:
    left, below, above = noded(np.array([LEFT, BELOW, ABOVE]))
    assert (1000.0, 400.0) not in LEFT.exterior.coords
    assert (1000.0, 400.0) in left.exterior.coords
    assert shapely.equals(below, BELOW)
    assert shapely.equals(above, ABOVE)


@given(st.lists(st.floats(1, 999), min_size=1, max_size=8, unique=True))
def test_borders_stay_shared_after_any_bending_of_the_map(heights) -> None:
    steps = sorted({0.0, 1000.0, *(round(one) + 0.37 for one in heights)})
    right = [shapely.box(1000, low, 2000, high) for low, high in pairwise(steps)]
    shapes = noded(np.array([LEFT, *right]))
    bent = shapely.transform(shapes, lambda at: at + np.sin(at[:, ::-1] / 300) * 50)
    assert shapely.coverage_is_valid(bent)
    assert shapely.union_all(bent).geom_type == "Polygon"
    assert not shapely.union_all(bent).interiors


def test_the_places_of_a_state_fit_and_leave_no_land_over(ground) -> None:
    cells = place_cells(ground.home, ground.places)
    shapes = noded(cells.geometry.to_numpy())
    assert shapely.coverage_is_valid(shapes)
    np.testing.assert_allclose(
        shapely.area(shapes), cells.area, atol=2 * GRID_M * cells.length.max()
    )
    np.testing.assert_allclose(shapely.area(shapes).sum(), cells.area.sum(), rtol=1e-6)
