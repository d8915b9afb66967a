"""Classes become the colours of their fills, smooth at the edges."""

import numpy as np
from matplotlib.colors import to_rgb

from pipelines.maps.drawing.painting import paint, swatch
from pipelines.maps.drawing.style import Fill

RED, BLUE = Fill("#ff0000"), Fill("#0000ff")


def test_solid_classes_keep_their_colour_and_nothing_stays_transparent():
    classes = np.repeat(np.repeat([[0, 1, -1]], 2, axis=0), 2, axis=1).astype(np.int32)
    image = paint(classes, [RED, BLUE])
    assert image.shape == (1, 3, 4)
    assert image[0].tolist() == [[255, 0, 0, 255], [0, 0, 255, 255], [0, 0, 0, 0]]


def test_an_edge_within_a_pixel_is_a_mixture():
    image = paint(np.array([[0, 1], [0, 1]], dtype=np.int32), [RED, BLUE])
    assert image[0, 0].tolist() == [128, 0, 128, 255]


def test_the_coast_keeps_its_colour_and_half_its_cover():
    image = paint(np.array([[0, -1], [0, -1]], dtype=np.int32), [RED])
    assert image[0, 0, :3].tolist() == [255, 0, 0]
    assert image[0, 0, 3] == 128


def test_patterns_ink_a_part_of_the_land_and_differ():
    samples = {}
    for pattern in ("solid", "stripes", "dots", "cross"):
        image = swatch(Fill("#000000", pattern, "#ffffff"), 56, 56)
        samples[pattern] = image[..., 0].mean() / 255
    assert samples["solid"] == 0
    assert all(0.1 < samples[name] < 0.6 for name in ("stripes", "dots", "cross"))


def test_the_ink_is_the_fills_own():
    image = swatch(Fill("#000000", "stripes", "#00ff00"), 28, 28)
    greens = {tuple(pixel) for pixel in image.reshape(-1, 4)[:, :3]}
    assert (0, 255, 0) in greens
    assert tuple(np.array(to_rgb("#000000"), dtype=int)) in greens
