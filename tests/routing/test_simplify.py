from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipelines.routing.simplify import FEWEST, kept_vertices


def simplified(rings, smallest, judged=None):
    """Simplify rings of (x, y); return those that remain."""
    starts = np.cumsum([0, *(len(ring) for ring in rings)])
    drawn = np.array([at for ring in rings for at in ring], dtype=np.int64).reshape(-1, 2)
    plane = drawn.astype(float) if judged is None else np.array(judged, dtype=float)
    stays = kept_vertices(drawn, plane, starts, smallest)
    return [drawn[a:b][stays[a:b]].tolist() for a, b in pairwise(starts)]


def staircase(size):
    """Return a square with the side ``size`` and one vertex on every whole number of its sides."""
    side = range(size)
    return [
        *((i, 0) for i in side),
        *((size, i) for i in side),
        *((size - i, size) for i in side),
        *((0, size - i) for i in side),
    ]


def test_straight_sides_need_no_vertices():
    assert simplified([staircase(50)], 0.4) == [[[0, 0], [50, 0], [50, 50], [0, 50]]]


def test_triangles_are_kept_however_small():
    assert len(simplified([[(0, 0), (1, 0), (0, 1)]], 1e9)[0]) == FEWEST
    assert len(simplified([staircase(9)], 1e9)[0]) == FEWEST


def test_what_lies_in_a_triangle_holds_its_tip():
    tip = [(0, 0), (100, 0), (100, 50), (50, 58), (0, 50)]
    assert [50, 58] not in simplified([tip], 500)[0]
    island = [(49, 54), (51, 54), (50, 55)]
    assert [50, 58] in simplified([tip, island], 500)[0]
    # Also on the line that would be drawn.
    assert [50, 58] in simplified([tip, [(50, 50), (51, 49), (49, 49)]], 500)[0]
    # But not beside it.
    assert [50, 58] not in simplified([tip, [(50, 48), (51, 47), (49, 47)]], 500)[0]


def test_size_is_judged_in_a_plane_of_its_own():
    ring = [(0, 0), (100, 0), (100, 50), (50, 58), (0, 50)]
    wide = np.array(ring) * 10
    assert [50, 58] in simplified([ring], 500, wide)[0]
    assert [50, 58] not in simplified([ring], 50_000, wide)[0]


def test_nothing_stays_nothing():
    assert simplified([], 1.0) == []


@st.composite
def nested_stars(draw):
    """Return closed lines that do not touch: stars about one or two middles, one in another."""
    rings = []
    for middle in draw(st.sampled_from([[0], [0, 5_000]])):
        corners = draw(st.integers(3, 24))
        angle = np.sort(draw(st.permutations(range(60)))[:corners]) * np.pi / 30
        inner = np.zeros(corners)
        for _ in range(draw(st.integers(1, 4))):
            steps = draw(st.lists(st.integers(40, 500), min_size=corners, max_size=corners))
            inner = inner + steps
            x, y = inner * np.cos(angle) + middle, inner * np.sin(angle)
            rings.append(np.column_stack([x, y]).round().astype(int).tolist())
    return rings


@settings(max_examples=300, deadline=None)
@given(nested_stars(), st.sampled_from([10.0, 1_000.0, 50_000.0, 1e9]))
def test_lines_come_to_touch_nothing(rings, smallest):
    before = np.array([shapely.LinearRing(ring) for ring in rings])
    assume(shapely.is_simple(before).all() and not touching(before))
    after = np.array([shapely.LinearRing(ring) for ring in simplified(rings, smallest)])
    assert shapely.is_simple(after).all()
    assert not touching(after)
    within = [
        [shapely.Polygon(a).contains(b) for b in lines] for lines in (before, after) for a in lines
    ]
    assert within[: len(rings)] == within[len(rings) :]


def touching(lines):
    tree = shapely.STRtree(lines)
    one, other = tree.query(lines, predicate="intersects")
    return bool((one != other).any())


@pytest.mark.parametrize("seed", range(3))
def test_order_of_lines_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    rings = []
    for number in range(6):
        radius = 2_000 + rng.normal(0, 300, 200).cumsum() % 1_500
        x = radius * np.cos(angle) + 10_000 * number
        rings.append(np.column_stack([x, radius * np.sin(angle)]).round().astype(int).tolist())
    forth = simplified(rings, 20_000)
    assert simplified(rings[::-1], 20_000)[::-1] == forth
    assert sum(map(len, forth)) < 0.8 * sum(map(len, rings))
