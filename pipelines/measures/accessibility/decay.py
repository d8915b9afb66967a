"""How much a center counts at a given drive time: weights between 1 (next door) and 0 (out of reach).

Each function is a small frozen object that is called with minutes, so that a table can name what was used.
Beyond `limit_min` every weight is 0; exactly at the limit a center still counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


class Decay(Protocol):
    """A weight by drive time."""

    @property
    def limit_min(self) -> float:
        """Minutes beyond which the weight is 0."""
        ...

    @property
    def label(self) -> str:
        """Return the function as a table names it."""
        ...

    def __call__(self, minutes: Float) -> Float:
        """Return the weight at each drive time, float64, not negative."""
        ...


@dataclass(frozen=True)
class Steps:
    """The same weight within each zone of drive time.

    Attributes
    ----------
    bounds_min
        Outer bounds of the zones in minutes, ascending, inclusive.
    weights
        One weight a zone.
    """

    bounds_min: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.bounds_min or len(self.bounds_min) != len(self.weights):
            raise ValueError("as many weights as bounds are needed, and at least one")
        if list(self.bounds_min) != sorted(set(self.bounds_min)) or self.bounds_min[0] < 0:
            raise ValueError("bounds_min must ascend from 0 or more without repeats")
        if min(self.weights) < 0:
            raise ValueError("a weight is negative")

    @property
    def limit_min(self) -> float:
        """Outer bound of the last zone."""
        return self.bounds_min[-1]

    @property
    def label(self) -> str:
        """Zones and weights, as 'steps 10:1, 20:0.68'."""
        zones = zip(self.bounds_min, self.weights, strict=True)
        return "steps " + ", ".join(f"{bound:g}:{weight:g}" for bound, weight in zones)

    def __call__(self, minutes: Float) -> Float:
        """Return the weight of the zone that each drive time falls in."""
        zone = np.searchsorted(self.bounds_min, minutes, side="left")
        return np.append(np.asarray(self.weights, dtype=np.float64), 0.0)[zone]


def threshold(limit_min: float) -> Steps:
    """Return the weight 1 within so many minutes: a plain catchment."""
    return Steps((limit_min,), (1.0,))


WAN_STEPS = Steps((10.0, 20.0, 30.0, 60.0), (0.962, 0.704, 0.377, 0.042))
"""Zones of an hour's catchment: Wan, Zou & Sternberg 2012 (Int. J. Geogr. Inf. Sci. 26(6)), their Gaussian
weights at the middle of each zone. The default of E2SFCA and 3SFCA here."""

LUO_QI_STEPS = Steps((10.0, 20.0, 30.0), (1.0, 0.68, 0.22))
"""Zones of a half hour's catchment: Luo & Qi 2009 (Health & Place 15(4)), their slower decay."""


@dataclass(frozen=True)
class Gaussian:
    """exp(-t^2 / (2 sigma^2)) within a limit, 1 at the door.

    Attributes
    ----------
    sigma_min
        Minutes at which the weight has fallen to 0.61.
    limit_min
        Minutes beyond which it is cut to 0.
    """

    sigma_min: float
    limit_min: float

    def __post_init__(self) -> None:
        _check_positive(sigma_min=self.sigma_min, limit_min=self.limit_min)

    @property
    def label(self) -> str:
        """Width and limit."""
        return f"gaussian sigma {self.sigma_min:g} min, within {self.limit_min:g} min"

    def __call__(self, minutes: Float) -> Float:
        """Return the weight at each drive time."""
        weight = np.exp(-np.square(minutes / self.sigma_min) / 2)
        return np.where(minutes <= self.limit_min, weight, 0.0)


def _check_positive(**settings: float) -> None:
    for name, value in settings.items():
        if not value > 0:
            raise ValueError(f"{name} is {value}; it must be above 0")
