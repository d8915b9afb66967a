"""From classes on a pixel grid to colours, patterns included, with smooth edges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_rgb

from pipelines.maps.drawing import style

OVERSAMPLING = 2
"""Classes are painted on a grid so many times finer than the pixels, then averaged: edges come out smooth."""

_PERIOD_PX = 14
"""Period of the patterns in pixels: still 5 pixels on a phone."""

_INK_PX = {"stripes": 4, "cross": 3, "dots": 5}
"""Width of a stripe, or diameter of a dot, in pixels."""

IntArray = npt.NDArray[np.int32]
Image = npt.NDArray[np.uint8]


def paint(classes: IntArray, fills: Sequence[style.Fill]) -> Image:
    """Paint a grid of classes.

    Parameters
    ----------
    classes
        Shape (rows, columns), both multiples of `OVERSAMPLING`: index into `fills`, or -1 for nothing.
    fills
        How each class looks.

    Returns
    -------
    ndarray of uint8
        RGBA, shape (rows / OVERSAMPLING, columns / OVERSAMPLING, 4); transparent where there is nothing.
    """
    # A look is a fill's ground or its ink; the last one is nothing.
    colors = np.array([to_rgb(color) for fill in fills for color in (fill.color, fill.ink)])
    looks = np.zeros((2 * len(fills) + 2, 4), dtype=np.float32)
    looks[:-2, :3] = colors
    looks[:-2, 3] = 1.0
    look = 2 * np.where(classes < 0, len(fills), classes)
    for pattern in ("stripes", "dots", "cross"):
        patterned = np.array([*(fill.pattern == pattern for fill in fills), False])
        if patterned.any():
            look += patterned[classes] & _pattern(pattern, classes.shape)
    return _averaged(look, looks)


def swatch(fill: style.Fill, width_px: int, height_px: int) -> Image:
    """Paint a sample of one fill for a legend."""
    shape = (height_px * OVERSAMPLING, width_px * OVERSAMPLING)
    return paint(np.zeros(shape, dtype=np.int32), [fill])


def _pattern(pattern: str, shape: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """Return where a pattern has ink: one period of it, repeated."""
    period = _PERIOD_PX * OVERSAMPLING
    y, x = np.ogrid[:period, :period]
    repeats = [-(-size // period) for size in shape]
    return np.tile(_inked(pattern, x, y, period), repeats)[: shape[0], : shape[1]]


def _inked(pattern: str, x: IntArray, y: IntArray, period: int) -> npt.NDArray[np.bool_]:
    width = _INK_PX[pattern] * OVERSAMPLING
    # Along a diagonal the steps are sqrt(2) shorter: widen, so that the stripe keeps its width.
    diagonal = round(width * np.sqrt(2))
    if pattern == "stripes":
        return np.asarray((x + y) % period < diagonal)
    if pattern == "cross":
        return np.asarray(((x + y) % period < diagonal) | ((x - y) % period < diagonal))
    row = y // (period // 2)
    dx = (x + (row % 2) * (period // 2)) % period - period // 2
    dy = y % (period // 2) - period // 4
    return np.asarray(dx**2 + dy**2 <= (width / 2) ** 2)


def _averaged(look: IntArray, looks: npt.NDArray[np.float32]) -> Image:
    """Mix the looks of the points that make a pixel; nearly all pixels have but one."""
    points = [
        look[row::OVERSAMPLING, column::OVERSAMPLING]
        for row in range(OVERSAMPLING)
        for column in range(OVERSAMPLING)
    ]
    image = np.round(looks * 255).astype(np.uint8)[points[0]]
    mixed = np.logical_or.reduce([points[0] != point for point in points[1:]])
    # Premultiplied: nothing has no colour to lend.
    sums = np.sum([looks[point[mixed]] for point in points], axis=0)
    weight = sums[:, 3:]
    rgba = np.concatenate([sums[:, :3] / np.maximum(weight, 1.0), weight / len(points)], axis=1)
    image[mixed] = np.round(rgba * 255).astype(np.uint8)
    return image
