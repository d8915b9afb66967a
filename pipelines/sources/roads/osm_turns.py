"""Turn restrictions of OpenStreetMap, as the relations come: tags, and members with their roles.

https://wiki.openstreetmap.org/wiki/Relation:restriction. What they forbid to a car is for `pipelines.roads` to
say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

Tags = Mapping[str, str]

TURN_KEYS = (
    "day_off",
    "day_on",
    "except",
    "hour_off",
    "hour_on",
    "restriction",
    "restriction:conditional",
    "restriction:motor_vehicle",
    "restriction:motorcar",
    "type",
)
"""Tags of relations that say which turn is banned, for whom and when."""

IS_TURN_SQL = "kind = 'relation' AND starts_with(tags['type'], 'restriction')"
"""Condition on rows of `ST_ReadOSM`."""


class TurnRelation(NamedTuple):
    """One relation; a member is (role, 'node' | 'way' | 'relation', OpenStreetMap id)."""

    relation_id: int
    tags: Tags
    members: tuple[tuple[str, str, int], ...]

    def ids(self, role: str, kind: str) -> list[int]:
        """Return the ids of the members of a role and kind, in their order."""
        return [number for has, of, number in self.members if (has, of) == (role, kind)]


def turn_relations(rows: list[dict[str, Any]]) -> tuple[TurnRelation, ...]:
    """Return relations from rows with `id`, `tags` (pairs), `refs`, `roles`, `types`."""
    return tuple(
        TurnRelation(
            row["id"],
            {pair["key"]: pair["value"] for pair in row["tags"]},
            tuple(zip(row["roles"], row["types"], row["refs"], strict=True)),
        )
        for row in rows
    )
