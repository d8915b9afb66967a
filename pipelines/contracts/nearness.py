"""What the tables of nearness promise: which kind of center is the shorter drive."""

from __future__ import annotations

from pipelines.contracts.columns import (
    STRATUM_GROUP,
    ColumnSpec,
    Contract,
    contract,
    number,
    text,
    whole,
)
from pipelines.vocabulary.access import NEARNESS_FINDINGS

_COUNTED = {
    "office_nearer": "to whom an office-based center is nearer by more, or the only kind reached",
    "hospital_nearer": "to whom a hospital-based center is nearer by more, or the only kind reached",
    "about_the_same": "whose two drives differ by no more",
    "neither_reached": "who can be driven to neither kind",
}


def _counts() -> dict[str, ColumnSpec]:
    columns: dict[str, ColumnSpec] = {}
    for name, words in _COUNTED.items():
        columns[f"population_{name}"] = (number(0), f"people {words}")
        columns[f"share_{name}"] = (
            number(0, 1, null=True),
            f"of the stratum's people, those {words}; null in an empty stratum",
        )
    return columns


NEARNESS: dict[str, Contract] = {
    "out.nearness": contract(
        ("stratum",),
        {
            "stratum": STRATUM_GROUP,
            "nearer_by_min": (
                number(0),
                "minutes by which a drive must be shorter to count as nearer",
            ),
            "places": (whole(), "places of the stratum"),
            "population": (number(0), "people of the stratum"),
            **_counts(),
            "population_only_office": (
                number(0),
                "of population_office_nearer, those who reach no hospital-based center",
            ),
            "population_only_hospital": (
                number(0),
                "of population_hospital_nearer, those who reach no office-based center",
            ),
            "finding": (
                text(among=NEARNESS_FINDINGS),
                "which kind is nearer for clearly more of those who reach either, and not by a hair",
            ),
        },
    ),
}
"""Contracts of the tables of nearness, by full name."""
