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
    rows, columns = classes.shape
    y, x = np.ogrid[:rows, :columns]
    ground = np.array([to_rgb(fill.color) for fill in fills] + [(0, 0, 0)], dtype=np.float32)
    ink = np.array([to_rgb(fill.ink) for fill in fills] + [(0, 0, 0)], dtype=np.float32)
    colors = ground[classes]
    for pattern in ("stripes", "dots", "cross"):
        patterned = np.array([*(fill.pattern == pattern for fill in fills), False])
        if not patterned.any():
            continue
        inked = patterned[classes] & _pattern(pattern, x, y)
        colors[inked] = ink[classes[inked]]
    opaque = (classes >= 0).astype(np.float32)
    return _averaged(colors, opaque)


def swatch(fill: style.Fill, width_px: int, height_px: int) -> Image:
    """Paint a sample of one fill for a legend."""
    shape = (height_px * OVERSAMPLING, width_px * OVERSAMPLING)
    return paint(np.zeros(shape, dtype=np.int32), [fill])


def _pattern(pattern: str, x: IntArray, y: IntArray) -> npt.NDArray[np.bool_]:
    period = _PERIOD_PX * OVERSAMPLING
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


def _averaged(colors: npt.NDArray[np.float32], opaque: npt.NDArray[np.float32]) -> Image:
    colors *= opaque[..., None]
    offsets = [
        (slice(row, None, OVERSAMPLING), slice(column, None, OVERSAMPLING))
        for row in range(OVERSAMPLING)
        for column in range(OVERSAMPLING)
    ]
    weight = np.sum([opaque[offset] for offset in offsets], axis=0)
    mixed = np.sum([colors[offset] for offset in offsets], axis=0)
    mixed /= np.maximum(weight, 1.0)[..., None]
    rgba = np.concatenate([mixed, weight[..., None] / len(offsets)], axis=2)
    return np.round(rgba * 255).astype(np.uint8)
