"""What the tables of drive times, catchments, coverage and gaps promise."""

from __future__ import annotations

from pipelines.contracts.columns import SITE_OR_ANY, STRATUM_GROUP, Contract, contract, number, text
from pipelines.vocabulary.access import GAPS, NEARER, UNREACHED_REASONS

ACCESS: dict[str, Contract] = {
    "out.drive_times": contract(
        ("geoid", "site_of_care"),
        {
            "geoid": (text(), "as in core.population"),
            "site_of_care": SITE_OR_ANY,
            "drive_time_min": (
                number(0, null=True),
                "minutes to the nearest; null when unreached",
            ),
            "distance_mi": (number(0, null=True), "miles along that drive; null when unreached"),
            "center_id": (text(null=True), "the nearest center; null when unreached"),
            "snap_m": (
                number(0, null=True),
                "metres from the place to its road; null when no road is near",
            ),
            "unreached_reason": (
                text(null=True, among=UNREACHED_REASONS),
                "why there is no drive time; null when reached",
            ),
        },
    ),
    "out.catchments": contract(
        ("site_of_care", "within_min"),
        {
            "site_of_care": SITE_OR_ANY,
            "within_min": (number(0), "threshold in minutes, inclusive"),
            "population": (number(0), "people of the area whose drive time is within it"),
        },
        geometry=("geometry", "band_geometry"),
    ),
    "out.coverage": contract(
        ("stratum", "site_of_care", "within_min"),
        {
            "stratum": STRATUM_GROUP,
            "site_of_care": SITE_OR_ANY,
            "within_min": (number(0), "threshold in minutes, inclusive"),
            "population": (number(0), "people of the stratum, unreached ones included"),
            "population_within": (number(0), "those within the threshold"),
            "share": (
                number(0, 1, null=True),
                "population_within / population; null in an empty stratum",
            ),
        },
    ),
    "out.gaps": contract(
        ("geoid",),
        {
            "geoid": (text(), "as in core.population"),
            "gap": (text(among=GAPS), "what is within gap_min minutes"),
            "hospital_min": (
                number(0, null=True),
                "minutes to the nearest hospital-based; null: unreached",
            ),
            "office_min": (
                number(0, null=True),
                "minutes to the nearest office-based; null: unreached",
            ),
            "office_advantage_min": (
                number(null=True),
                "hospital_min - office_min: positive where the office is nearer; null where either is null",
            ),
            "nearer": (
                text(among=NEARER),
                "the nearer kind by more than nearer_by_min, or the only one that is reached",
            ),
        },
    ),
}
"""Contracts of the tables of access, by full name."""
