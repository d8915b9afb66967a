"""The palette holds for colour-blind readers and on a grey printer."""

from itertools import combinations, pairwise

import pytest

from pipelines.maps.drawing import style
from pipelines.sources.people.strata_list import FAMILIES
from pipelines.vocabulary.strata import NO_STRATUM, STRATA_OF_SCHEME
from tests.maps.vision import DEFICIENCIES, difference, lightness

OBVIOUS = 8.0
"""CIE 1976 difference that side-by-side areas need; 2.3 is just noticeable."""


@pytest.mark.parametrize("count", [2, 4, 5, 6, 7, 8])
def test_classes_of_minutes_darken_evenly(count):
    steps = [lightness(color) for color in style.minute_colors(count)]
    drops = [one - other for one, other in pairwise(steps)]
    assert min(drops) > 8
    assert max(drops) < 2.2 * min(drops)


@pytest.mark.parametrize("vision", DEFICIENCIES)
def test_neighbouring_classes_of_minutes_differ(vision):
    colors = style.minute_colors(6)
    assert min(difference(a, b, vision) for a, b in pairwise(colors)) > OBVIOUS


@pytest.mark.parametrize("vision", DEFICIENCIES)
def test_sites_of_care_differ_in_colour(vision):
    colors = [symbol.color for symbol in style.SITE_SYMBOLS.values()]
    assert min(difference(a, b, vision) for a, b in combinations(colors, 2)) > 15


def test_sites_of_care_differ_in_shape():
    shapes = [symbol.marker for symbol in style.SITE_SYMBOLS.values()]
    assert len(set(shapes)) == len(shapes)


@pytest.mark.parametrize("kind", style.GAP_FILLS)
def test_gaps_lighten_step_by_step_with_what_is_within_reach(kind):
    steps = [lightness(fill.color) for fill in style.GAP_FILLS[kind].values()]
    assert min(after - before for before, after in pairwise(steps)) > 15


@pytest.mark.parametrize("vision", DEFICIENCIES)
@pytest.mark.parametrize("gap", ["none", "hospital_only", "office_only", "choice"])
def test_kinds_of_place_differ_in_hue_and_in_pattern(gap, vision):
    fills = [style.GAP_FILLS[kind][gap] for kind in style.GAP_FILLS]
    assert min(difference(a.color, b.color, vision) for a, b in combinations(fills, 2)) > OBVIOUS
    assert len({fill.pattern for fill in fills}) == len(fills)


@pytest.mark.parametrize("kind", ["suburban", "other"])
def test_patterns_can_be_seen_in_grey(kind):
    for fill in style.GAP_FILLS[kind].values():
        assert abs(lightness(fill.color) - lightness(fill.ink)) > 7


@pytest.mark.parametrize("vision", DEFICIENCIES)
def test_nearer_classes_differ_in_colour_and_in_grey(vision):
    fills = [style.SAME, style.HOSPITAL_NEARER, style.OFFICE_NEARER]
    assert min(difference(a.color, b.color, vision) for a, b in combinations(fills, 2)) > 30
    greys = sorted(lightness(fill.color) for fill in fills)
    assert min(b - a for a, b in pairwise(greys)) > 15


@pytest.mark.parametrize("vision", DEFICIENCIES)
def test_changes_of_a_drive_differ_by_size_in_grey_and_by_direction_in_pattern(vision):
    for fills in (style.LONGER, style.SHORTER):
        greys = [lightness(fill.color) for fill in (style.SAME, *fills)]
        assert min(a - b for a, b in pairwise(greys)) > 8
    assert {fill.pattern for fill in style.LONGER} == {"solid"}
    assert {fill.pattern for fill in style.SHORTER} == {"stripes"}
    for longer, shorter in zip(style.LONGER, style.SHORTER, strict=True):
        assert difference(longer.color, shorter.color, vision) > 10


@pytest.mark.parametrize("scheme", FAMILIES)
def test_curves_differ_in_dashes_and_colour(scheme):
    lines = [style.STRATUM_LINES[one] for one in (*STRATA_OF_SCHEME[scheme], NO_STRATUM)]
    assert len({str(dashes) for _, dashes in lines}) == len(lines)
    for vision in DEFICIENCIES:
        colors = [color for color, _ in lines]
        assert min(difference(a, b, vision) for a, b in combinations(colors, 2)) > 15


def test_the_smallest_type_is_legible_on_a_phone():
    phone_px_per_in = 390 / style.WIDTH_IN
    kinds = [kind for kind in vars(style).values() if isinstance(kind, style.Type)]
    assert min(kind.size / 72 * phone_px_per_in for kind in kinds) > 8
    assert style.TITLE.size / 72 * phone_px_per_in > 13
