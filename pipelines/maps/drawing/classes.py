"""Classes of minutes and the plain words for them, shared by maps, legends and charts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.area import StudyArea
from pipelines.vocabulary.strata import ALL_STRATA

_BEYOND_FACTOR = 1.5
"""Beyond the last threshold one more class reaches so many times as far (60 minutes: to 90)."""

POTENTIAL = (
    "Potential access: the time to the nearest center in free-flowing traffic. "
    "People may go to another one."
)
"""What a drive time does not say; a note of every picture of drive times."""


def minute_edges(area: StudyArea) -> tuple[float, ...]:
    """Return the upper ends of all classes of minutes but the last, which is open."""
    within = area.measures.within_min
    return (*within, within[-1] * _BEYOND_FACTOR)


def minute_labels(edges: Sequence[float]) -> tuple[str, ...]:
    """Name the classes of minutes: '0–15', '15–30', ..., 'over 90'."""
    starts = (0.0, *edges[:-1])
    closed = [f"{start:g}–{end:g}" for start, end in zip(starts, edges, strict=True)]
    return (*closed, f"over {edges[-1]:g}")


def minute_classes(minutes: pd.Series[float], edges: Sequence[float]) -> npt.NDArray[np.int64]:
    """Return each drive time's class; upper ends belong to their class, null to the one after the last."""
    classes = np.searchsorted(np.asarray(edges), minutes.to_numpy(dtype=float), side="left")
    return np.where(minutes.isna(), len(edges) + 1, classes).astype(np.int64)


def share_within(
    coverage: pd.DataFrame, site: str, limit_min: float, stratum: str = ALL_STRATA
) -> float | None:
    """Look up a share in ``out.coverage``; None where there is no such row or nobody lives there."""
    row = coverage[
        (coverage["stratum"] == stratum)
        & (coverage["site_of_care"] == site)
        & (coverage["within_min"] == limit_min)
    ]
    shares = row["share"].dropna().to_numpy(dtype=float)
    return float(shares[0]) if len(shares) else None
