"""How a center is placed, in words."""

from __future__ import annotations

from pipelines.out_tables import Row
from pipelines.vocabulary.centers import GEOCODE_PRECISIONS
from pipelines.vocabulary.wording import plural


def placed_by(center: Row) -> str:
    """Say where a center's coordinates come from, how far off it may lie, and what is odd about its place.

    Parameters
    ----------
    center
        A row of core.centers.

    Returns
    -------
    str
        'middle of the ZIP area, which reaches about 95 miles', or only 'street address'.
    """
    words = GEOCODE_PRECISIONS.name(center["geocode_precision"])
    radius = center.get("place_radius_mi")
    if radius is not None:
        words += f", which reaches about {plural(max(1, round(radius)), 'mile')}"
    note = center.get("place_note")
    return f"{words}; {note}" if note else words
