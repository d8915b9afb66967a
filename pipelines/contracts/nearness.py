"""Which kind of center is the shorter drive, and for how many people."""

from __future__ import annotations

from pipelines.contracts.columns import (
    NO_PEOPLE,
    POPULATION,
    STRATUM_GROUP,
    Column,
    Contract,
    minutes,
    people,
    share,
    text,
    whole,
)
from pipelines.vocabulary.access import NEARNESS_FINDINGS

_COUNTED = {
    "office_nearer": (
        "to whom an office-based center is nearer by more, or the only kind reached",
        "Office-based is nearer",
    ),
    "hospital_nearer": (
        "to whom a hospital-based center is nearer by more, or the only kind reached",
        "Hospital-based is nearer",
    ),
    "about_the_same": ("whose two drives differ by no more", "About the same"),
    "neither_reached": ("who can be driven to neither kind", "Can be driven to neither"),
}


def _counts() -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for name, (words, heading) in _COUNTED.items():
        columns[f"population_{name}"] = people(f"people {words}", heading)
        columns[f"share_{name}"] = share(
            f"of the stratum's people, those {words}", heading, null=NO_PEOPLE
        )
    return columns


NEARNESS = {
    "out.nearness": Contract(
        "A stratum: the people to whom either kind of center is nearer.",
        ("stratum",),
        {
            "stratum": STRATUM_GROUP,
            "nearer_by_min": minutes("by how much a drive must be shorter to count as nearer"),
            "places": whole("places of the stratum"),
            "population": POPULATION,
            "share_of_area": share("of the area's people, those of the stratum", null=NO_PEOPLE),
            **_counts(),
            "population_only_office": people(
                "of population_office_nearer, those who reach no hospital-based center"
            ),
            "population_only_hospital": people(
                "of population_hospital_nearer, those who reach no office-based center"
            ),
            "finding": text(
                "which kind is nearer for clearly more of those who reach either, and not by a hair",
                among=NEARNESS_FINDINGS,
            ),
        },
    ),
}
"""Contracts of nearness, by full name."""
