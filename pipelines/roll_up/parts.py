"""The areas that a land is put together of, and whether they fit together."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import pandas as pd

from pipelines.area import StudyArea
from pipelines.errors import InputError
from pipelines.provenance import RUN, leaves
from pipelines.vocabulary.wording import listed, plural

SET_ALIKE = ("sources", "facilities", "roads", "measures", "scenarios")
"""Tables of the settings that the parts and the land have in common, and `BUFFER`."""

BUFFER = "area.buffer_mi"

OF_FILES = {"files", "sha256", "vintage", "publisher", "licence"}
"""Settings of any source that each part has for itself: which files hold its rows, and what those are."""

OF_WHAT_IFS = tuple(f"scenarios.{name}" for name in ("closures", "openings", "case", "siting_"))
"""How the names of settings begin that ask for what is not put together."""

SHOWN = 5


class RollUpError(InputError):
    """Areas that cannot be put together; the message lists why."""


class FinishedTables(Protocol):
    """The tables of a finished run by full name; one that a run has no reason to write is empty."""

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table whole."""


@dataclass(frozen=True, eq=False)
class AreaPart:
    """A finished run of a part of the land.

    Attributes
    ----------
    area
        Its settings.
    tables
        What it left in its warehouse.
    """

    area: StudyArea
    tables: FinishedTables

    @cached_property
    def counties(self) -> frozenset[str]:
        """FIPS codes of the counties that are its own, not of its buffer."""
        known = self.tables["core.counties"]
        return frozenset(known["county_fips"][known["in_area"].astype(bool)])

    @cached_property
    def run(self) -> dict[str, Any]:
        """The row of out.provenance that tells of the run."""
        rows = self.tables["out.provenance"]
        row = rows[rows["kind"] == RUN].iloc[0]
        return {str(name): value for name, value in row.items()}


def check_parts(land: StudyArea, parts: Sequence[AreaPart]) -> None:
    """See that the parts make up the land, and were run alike.

    Parameters
    ----------
    land
        Its settings.
    parts
        The areas that it is to be put together of.

    Raises
    ------
    RollUpError
        All that is wrong, a line a fault: settings that differ, counties of two parts, of none or of another
        land, other versions of the program.
    """
    faults = [*_settings(land, parts), *_counties(land, parts), *_versions(parts)]
    if faults:
        raise RollUpError("\n  ".join([f"{land.name}: the areas cannot be put together", *faults]))


def _settings(land: StudyArea, parts: Sequence[AreaPart]) -> Iterator[str]:
    wanted = _alike(land)
    for part in parts:
        has = _alike(part.area)
        differing = sorted(
            name for name in wanted.keys() | has.keys() if wanted.get(name) != has.get(name)
        )
        if differing:
            more = "" if len(differing) <= SHOWN else f" and {len(differing) - SHOWN} more"
            yield (
                f"{part.area.name} was run with other settings than {land.name} has: "
                f"{', '.join(differing[:SHOWN])}{more} (set them alike, and run it again)"
            )


def _alike(area: StudyArea) -> dict[str, Any]:
    return {
        name: json.dumps(value, sort_keys=True)
        for name, value in leaves(area.model_dump(mode="json"))
        if (name.split(".")[0] in SET_ALIKE or name == BUFFER)
        and name.split(".")[-1] not in OF_FILES
        and not name.startswith(OF_WHAT_IFS)
    }


def _counties(land: StudyArea, parts: Sequence[AreaPart]) -> Iterator[str]:
    owner: dict[str, str] = {}
    for part in parts:
        twice = sorted(part.counties & owner.keys())
        if twice:
            yield (
                f"{plural(len(twice), 'county', 'counties')} of {part.area.name} "
                f"({_some(twice)}) are of {owner[twice[0]]} as well (name each land once)"
            )
        owner |= dict.fromkeys(part.counties, part.area.name)
        strange = sorted(code for code in part.counties if not land.in_area(code))
        if strange:
            yield (
                f"{plural(len(strange), 'county', 'counties')} of {part.area.name} "
                f"({_some(strange)}) are not of {land.name} (add them to area.states or area.counties)"
            )
    missing = sorted(_known(land, parts) - owner.keys())
    if missing:
        yield (
            f"{plural(len(missing), 'county', 'counties')} of {land.name} ({_some(missing)}) are of none "
            "of the areas (name all areas of the land, or take the counties out of it)"
        )
    lacking = sorted(set(land.area.states) - {code[:2] for code in owner})
    if lacking:
        yield f"no area holds {listed([f'state {code}' for code in lacking])} of {land.name}"


def _known(land: StudyArea, parts: Sequence[AreaPart]) -> set[str]:
    """Return the counties of the land that its settings name, or that lie in the buffer of a part."""
    if not land.area.states and not land.area.counties:
        return set()
    seen = {code for part in parts for code in part.tables["core.counties"]["county_fips"]}
    return {*filter(land.in_area, seen), *land.area.counties}


def _versions(parts: Sequence[AreaPart]) -> Iterator[str]:
    by_version: dict[str, list[str]] = {}
    for part in parts:
        version = json.loads(part.run["versions"]).get("infusion-access", "?")
        by_version.setdefault(version, []).append(part.area.name)
    if len(by_version) > 1:
        told = "; ".join(f"{version}: {_some(names)}" for version, names in by_version.items())
        yield f"they were run with several versions of infusion-access ({told}): run the older ones again"


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:SHOWN])
    return shown if len(names) <= SHOWN else f"{shown}, ..."
