"""How a center is placed, in words."""

from __future__ import annotations

from pipelines.out_tables import Row
from pipelines.report.facts import Facts
from pipelines.vocabulary.centers import GEOCODE_PRECISIONS
from pipelines.vocabulary.sites_of_care import ANY_SITE
from pipelines.vocabulary.wording import percent, plural


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


def roughly_placed(facts: Facts) -> str:
    """Say how many centers lie only at the middle of a ZIP area or town; empty where none does."""
    placed = facts.tables.row("out.geocoding", site_of_care=ANY_SITE)
    if placed is None or placed["centers_coarse"] == 0:
        return ""
    count = placed["centers_coarse"]
    return (
        f"{count:,} of {plural(placed['centers'], 'center')} ({percent(placed['share_coarse'])}) "
        f"{'is' if count == 1 else 'are'} placed only at the middle of a ZIP area or town, which can be "
        "miles from the door."
    )
