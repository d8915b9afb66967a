"""Distances on the globe, and the projection in which roads are searched.

The Earth is a sphere of the mean radius; the ellipsoid differs by at most 0.35 % in the contiguous US.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the WGS 84 ellipsoid (IUGG)."""


def great_circle_m(lon_1: Float64, lat_1: Float64, lon_2: Float64, lat_2: Float64) -> Float64:
    """Return great-circle distances in metres between points in degrees (haversine)."""
    phi_1, phi_2 = np.radians(lat_1), np.radians(lat_2)
    half_lat = (phi_2 - phi_1) / 2
    half_lon = np.radians(np.asarray(lon_2) - np.asarray(lon_1)) / 2
    square = np.sin(half_lat) ** 2 + np.cos(phi_1) * np.cos(phi_2) * np.sin(half_lon) ** 2
    metres: Float64 = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(square, 0, 1)))
    return metres


def mercator(lon: Float64, lat: Float64) -> tuple[Float64, Float64]:
    """Project degrees to spherical Mercator, in metres at the equator.

    Mercator keeps angles: within a few miles it is the true map enlarged by `1 / cos(lat)`, so the road
    nearest on it is the nearest on the ground, and distances need only be scaled back.
    """
    x = EARTH_RADIUS_M * np.radians(lon)
    y = EARTH_RADIUS_M * np.arcsinh(np.tan(np.radians(lat)))
    return x, y


def unit_vectors(lon: Float64, lat: Float64) -> Float64:
    """Return points as unit vectors, float64 (n, 3): for nearest-neighbour trees over any extent."""
    phi, lam = np.radians(lat), np.radians(lon)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def chord_to_m(chord: Float64) -> Float64:
    """Turn chords between unit vectors into great-circle metres."""
    metres: Float64 = 2 * EARTH_RADIUS_M * np.arcsin(np.clip(np.asarray(chord) / 2, 0, 1))
    return metres


def m_to_chord(metres: float) -> float:
    """Turn great-circle metres into the chord between unit vectors."""
    return float(2 * np.sin(min(metres / EARTH_RADIUS_M, np.pi) / 2))
