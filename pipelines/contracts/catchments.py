"""Catchments: the land from which a center is reached in time."""

from __future__ import annotations

from pipelines.contracts.columns import SITE_OR_ANY, WITHIN_MIN, Contract, geometry, people

CATCHMENTS = {
    "out.catchments": Contract(
        "A site of care and a threshold: the land within it.",
        ("site_of_care", "within_min"),
        {
            "site_of_care": SITE_OR_ANY,
            "within_min": WITHIN_MIN,
            "population": people("people of the area whose drive time is within it", "People"),
            "geometry": geometry("all land within the threshold"),
            "band_geometry": geometry("land within it and not within the threshold before"),
        },
    ),
}
"""Contracts of catchments, by full name."""
