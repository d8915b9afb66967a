"""Units in which the project measures, and how they convert."""

from __future__ import annotations

METERS_PER_MILE = 1609.344
"""The international mile."""

SQUARE_METERS_PER_SQMI = METERS_PER_MILE**2
DM_PER_MILE = 10 * METERS_PER_MILE

MS_PER_MIN = 60_000
