"""How the units convert in which the project measures."""

from __future__ import annotations

M_PER_MILE = 1609.344
"""The international mile."""

SQM_PER_SQMI = M_PER_MILE**2

DM_PER_M = 10
DM_PER_MILE = DM_PER_M * M_PER_MILE

MS_PER_S = 1000
MS_PER_MIN = 60 * MS_PER_S
MS_PER_HOUR = 60 * MS_PER_MIN
MS_PER_DAY = 24 * MS_PER_HOUR
