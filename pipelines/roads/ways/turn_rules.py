"""Turn restrictions of OpenStreetMap to rules along segments: who is meant, and which way they speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

import numpy as np
import numpy.typing as npt

from pipelines.roads.turns import TurnRule
from pipelines.roads.ways.cutting import RoadSegments
from pipelines.sources.roads.osm_pbf import OsmRoads
from pipelines.sources.roads.osm_turns import Tags, TurnRelation

_CAR_KEYS = ("restriction:motorcar", "restriction:motor_vehicle", "restriction")
_CARS = frozenset({"motorcar", "motor_vehicle", "vehicle"})
_AT_TIMES = ("day_off", "day_on", "hour_off", "hour_on")


def turn_rules(osm: OsmRoads, cut: RoadSegments) -> tuple[tuple[TurnRule, ...], dict[str, int]]:
    """Read what the signs say to a car.

    Parameters
    ----------
    osm
        What `read_osm_pbf` read; `turns` are used.
    cut
        Its segments that a car may use.

    Returns
    -------
    rules : tuple of TurnRule
        Along segments: segment * 2, + 1 against the order of nodes.
    counts : dict
        `turn_bans_read`: relations that speak to cars at all hours. Of these `turn_bans_elsewhere` name a road
        or node that was not read or is closed to cars, and `turn_bans_unclear` leave open which way is meant
        (members missing, roads that do not meet there). `turn_bans_at_times` hold at some hours or days only
        and are not applied.
    """
    counts: Counter[str] = Counter(
        dict.fromkeys(
            ("turn_bans_read", "turn_bans_at_times", "turn_bans_elsewhere", "turn_bans_unclear"), 0
        )
    )
    ways = _Ways(osm, cut)
    rules: list[TurnRule] = []
    for relation in osm.turns:
        said = _said_to_cars(relation.tags)
        if said == "at times":
            counts["turn_bans_at_times"] += 1
        elif said:
            counts["turn_bans_read"] += 1
            only = said.startswith("only_")
            found = list(_along(relation, ways, u_turn="u_turn" in said))
            if found and not (only and len(relation.ids("to", "way")) > 1):
                rules += [TurnRule(only, along) for along in found]
            else:
                whole = all(ways.knows(of, number) for _, of, number in relation.members)
                counts["turn_bans_unclear" if whole else "turn_bans_elsewhere"] += 1
    return tuple(rules), dict(counts)


def _said_to_cars(tags: Tags) -> str | None:
    """Return the value that holds for cars, 'at times' where it holds at some hours only, None for nothing."""
    if _CARS & {name.strip() for name in tags.get("except", "").split(";")}:
        return None
    value = next((tags[key] for key in _CAR_KEYS if key in tags), None)
    timed = value is not None and any(key in tags for key in _AT_TIMES)
    if timed or (value is None and "restriction:conditional" in tags):
        return "at times"
    return value if value is not None and value.startswith(("no_", "only_")) else None


class _Ways:
    """Where the nodes and segments of each way stand."""

    def __init__(self, osm: OsmRoads, cut: RoadSegments) -> None:
        self._cut = cut
        self._way_id, self._node_id = osm.way_id, osm.node_id[cut.node]

    def knows(self, of: str, number: int) -> bool:
        """Tell whether a member was read, and if it is a way whether a car may use it."""
        return self.node(number) >= 0 if of == "node" else bool(len(self.segments(number)))

    def node(self, number: int) -> int:
        """Return the index of a node, -1 if it was not read."""
        return _position(self._node_id, number)

    def segments(self, number: int) -> range:
        """Return the segments of a way, none if a car may not use it."""
        row = _position(self._way_id, number)
        if row < 0:
            return range(0)
        first, stop = np.searchsorted(self._cut.way, (row, row + 1))
        return range(int(first), int(stop))

    def arriving(self, number: int, node: int) -> list[int]:
        """Return the directions along a way that lead to a node."""
        return [step ^ 1 for step in self.leaving(number, node)]

    def leaving(self, number: int, node: int) -> list[int]:
        """Return the directions along a way that lead from a node."""
        steps = []
        for segment in self.segments(number):
            if self._cut.tail[segment] == node:
                steps.append(segment * 2)
            if self._cut.head[segment] == node:
                steps.append(segment * 2 + 1)
        return steps

    def across(self, number: int, node: int) -> tuple[list[int], int] | None:
        """Return the directions along a whole way from its end at a node, and its other end."""
        found = self.segments(number)
        if not len(found):
            return None
        tails, heads = (
            self._cut.tail[found.start : found.stop],
            self._cut.head[found.start : found.stop],
        )
        if (tails[1:] != heads[:-1]).any() or tails[0] == heads[-1]:
            return None
        if tails[0] == node:
            return [segment * 2 for segment in found], int(heads[-1])
        if heads[-1] == node:
            return [segment * 2 + 1 for segment in reversed(found)], int(tails[0])
        return None

    def ends(self, number: int) -> set[int]:
        """Return the end nodes of a way."""
        found = self.segments(number)
        return (
            {int(self._cut.tail[found.start]), int(self._cut.head[found.stop - 1])}
            if found
            else set()
        )


def _position(ids: npt.NDArray[np.int64], wanted: int) -> int:
    at = int(np.searchsorted(ids, wanted))
    return at if at < len(ids) and ids[at] == wanted else -1


def _along(relation: TurnRelation, ways: _Ways, *, u_turn: bool) -> Iterator[tuple[int, ...]]:
    """Yield each way that a relation speaks of, none where it is not clear.

    Of several 'from' or 'to' roads (no entry, no exit) each is meant.
    """
    pairs = product(relation.ids("from", "way"), relation.ids("to", "way"))
    via_nodes = relation.ids("via", "node")
    via_ways = relation.ids("via", "way")
    for origin, target in pairs:
        if len(via_nodes) == 1 and not via_ways:
            node = ways.node(via_nodes[0])
            starts: list[tuple[list[int], int, int]] = [([], node, node)]
        elif via_ways and not via_nodes:
            starts = list(_paths(origin, via_ways, ways))
        else:
            continue
        for path, first, last in starts:
            into, out = ways.arriving(origin, first), ways.leaving(target, last)
            if u_turn and not path and len(into) == 1:
                # Of a way that goes on past the junction a U-turn takes the part that it came by.
                out = [step for step in out if step == into[0] ^ 1] or out
            if len(into) == len(out) == 1:
                yield (into[0], *path, out[0])


def _paths(origin: int, via: list[int], ways: _Ways) -> Iterator[tuple[list[int], int, int]]:
    """Yield the way over the roads in between, with where it begins and ends; their order is the relation's."""
    for first in sorted(ways.ends(origin)):
        path: list[int] = []
        node: int | None = first
        for number in via:
            step = ways.across(number, node) if node is not None else None
            node = None
            if step is not None:
                path += step[0]
                node = step[1]
        if node is not None:
            yield path, first, node
