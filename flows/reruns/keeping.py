"""Steps that run only where something changed of what their kept result was made from.

Prefect's own caching is not used for it: docs/reruns.md says why. A step that runs does so as a Prefect task;
one whose result is kept does not start.
"""

from __future__ import annotations

import json
import logging
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar, final

import pandas as pd

from flows.reruns.names import told_by
from pipelines.area import StudyArea
from pipelines.digest import file_digest
from pipelines.keeping.code import code_of, software
from pipelines.keeping.reasons import changes, first_of
from pipelines.keeping.records import Record, Records, as_content
from pipelines.keeping.settings_read import is_setting, noting, value_now

log = logging.getLogger("pipelines.keeping")


@dataclass(frozen=True)
class Found:
    """What a step found.

    Attributes
    ----------
    tables
        By name.
    told
        What else, as JSON takes it.
    files
        Files that it wrote.
    root
        The folder that they are told from; by default that of the keeper.
    passing
        Whether it might find more the next time although nothing changed; it is not kept then.
    """

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)
    files: Iterable[Path] = ()
    root: Path | None = None
    passing: bool = False


class Reads:
    """Takes note of what a step reads while it runs."""

    def __init__(self, area: StudyArea, known: Mapping[str, str]) -> None:
        self.values: dict[str, str] = {}
        self._known = known
        self.area = noting(area, self.values.__setitem__)

    def note(self, name: str) -> None:
        """Note that a table, a file or another result is read, as it is known by name."""
        self.values[name] = self._known[name]


@dataclass(frozen=True)
class Result:
    """What a step found, now or in an earlier run; its tables are read when they are asked for.

    Attributes
    ----------
    record
        What it was made from, and when.
    ran
        Whether it was computed now.
    """

    record: Record
    ran: bool
    load: Callable[[], Mapping[str, pd.DataFrame]]

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Its tables by name."""
        return self.load()

    @property
    def told(self) -> Mapping[str, Any]:
        """What else it found."""
        return self.record.told


class Keeper:
    """Runs steps in their order, or takes their kept results.

    Attributes
    ----------
    unsettled
        Tables of the warehouse that steps before these would change, where nothing is run.
    steps, ran, lines
        The names of its steps so far, and of those that ran; what would be done with each, in words.

    Parameters
    ----------
    records
        Where results are kept.
    area
        The settings of now.
    root
        The folder from which the paths of written files are told.
    anew
        Run every step.
    dry
        Run none, and tell of each whether it would run.
    wiring
        The modules that put steps together, which are code of each.
    known
        What tells the content of tables, files and other results from another's, by name; steps add to it.
    """

    def __init__(
        self,
        records: Records,
        area: StudyArea,
        root: Path,
        *,
        anew: bool = False,
        dry: bool = False,
        wiring: Sequence[str] = (),
        known: Mapping[str, str] | None = None,
    ) -> None:
        self.records, self.area, self.root, self.anew, self.dry = records, area, root, anew, dry
        self.known, self.wiring = dict(known or {}), wiring
        self.unsettled: frozenset[str] = frozenset()
        self.steps: list[str] = []
        self.ran: list[str] = []
        self.lines: list[str] = []

    def reads(self) -> Reads:
        """Return what takes note of reading that several steps share."""
        return Reads(self.area, self.known)

    def step(
        self,
        name: str,
        code: Sequence[str],
        reads: Sequence[str],
        make: Callable[[Reads], Found],
        *,
        shared: Reads | None = None,
        stands: Callable[[Record], bool] = lambda _: True,
    ) -> Result | None:
        """Take the kept result of a step, or run it and keep what it finds.

        Parameters
        ----------
        name
            Of the step; no other of the folder has it.
        code
            The modules that compute it.
        reads
            What it reads for certain, as `known` names it; what else it reads it notes itself.
        make
            Runs it.
        shared
            What takes note of reading on which the step may rest as well.
        stands
            Tells whether what a result put elsewhere is still there.

        Returns
        -------
        Result or None
            None only where nothing is run (`dry`) and no kept result serves.
        """
        kept = self.taken(name, code, reads, stands=stands)
        if kept is not None or self.dry:
            return kept
        noted = self.reads()
        for one in reads:
            noted.note(one)
        began, made_at = time.monotonic(), datetime.now(UTC)
        found = make(noted)
        values = {**(shared.values if shared else {}), **noted.values}
        return self.add(name, code, values, found, made_at, time.monotonic() - began)

    def taken(
        self,
        name: str,
        code: Sequence[str],
        reads: Sequence[str],
        *,
        stands: Callable[[Record], bool] = lambda _: True,
    ) -> Result | None:
        """Take the kept result of a step, as `step` does; None where there is none, and say why."""
        self.steps.append(name)
        kept, why, unsure = self._kept(name, reads, self._code(code), stands)
        if kept is not None:
            if not self.dry:
                self.records.touch(kept)
            self.lines.append(f"{name}: kept, of {kept.made_at[:16].replace('T', ' ')} UTC")
            return self._know(Result(kept, False, lambda: self._tables(kept)))
        if self.dry:
            verb = "may run" if unsure else "would run"
            self.lines.append(f"{name}: {verb}, {in_words(why)}")
            return None
        if why != [NEVER]:
            log.info("%s again: %s", name, in_words(why))
        self.ran.append(name)
        return None

    def add(
        self,
        name: str,
        code: Sequence[str],
        values: Mapping[str, str],
        found: Found,
        made_at: datetime,
        seconds: float,
    ) -> Result:
        """Keep what a step found, unless it cannot be kept as it is.

        Parameters
        ----------
        name, code
            As of `step`.
        values
            What it read, by name.
        found
            What it found.
        made_at, seconds
            When it began, and how long it took.
        """
        contents = {one: as_content(table) for one, table in found.tables.items()}
        root = found.root or self.root
        record = Record(
            name,
            values,
            self._code(code),
            software(),
            # What cannot be kept is known by a name that no other run gives.
            {
                one: content[0] if content else f"once {uuid.uuid4()}"
                for one, content in contents.items()
            },
            {path.relative_to(root).as_posix(): file_digest(path) for path in found.files},
            found.told,
            made_at.isoformat(timespec="seconds"),
            round(seconds, 3),
        )
        if all(contents.values()) and not found.passing:
            self.records.keep(
                record, {one: content[1] for one, content in contents.items() if content}
            )
        return self._know(Result(record, True, lambda: found.tables))

    def finish(self, stage: str) -> None:
        """Say what was kept, and remove kept results of steps that are no more."""
        if self.dry:
            return
        self.records.tidy(self.steps)
        kept = len(self.steps) - len(self.ran)
        if kept:
            log.info("%s: %s of %s steps kept as they were", stage, kept, len(self.steps))

    def value_now(self, name: str) -> str | None:
        """Return what something that was read is now."""
        return value_now(self.area, name) if is_setting(name) else self.known.get(name)

    def _kept(
        self,
        name: str,
        wanted: Sequence[str],
        computing: Mapping[str, str],
        stands: Callable[[Record], bool],
    ) -> tuple[Record | None, list[str], bool]:
        """Return the kept result that serves; else why none does, and whether that is not known yet."""
        if self.anew:
            return None, ["as was asked for"], False
        why, unsure = [NEVER], False
        for nth, record in enumerate(self.records.of(name)):
            changed, waiting = self._changes(record, wanted, computing)
            if not changed and not waiting:
                fault = self._fault(record, stands)
                if fault is None:
                    return record, [], False
                changed = [fault]
            if nth == 0:
                why = changed or [f"if {first_of(waiting)} comes out otherwise"]
                unsure = not changed
        return None, why, unsure

    def _changes(
        self, record: Record, wanted: Sequence[str], computing: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """Tell what changed since a result was made, and what is only known when other steps have run."""
        waiting = [
            one
            for one in {*wanted, *record.reads}
            if self.dry and not is_setting(one) and one not in self.known
        ]
        settled = {one: value for one, value in record.reads.items() if one not in waiting}
        more = [f"{one} is read as well" for one in wanted if one not in record.reads]
        return (
            [
                *changes(replace(record, reads=settled), self.value_now, computing, software()),
                *more,
            ],
            sorted(waiting),
        )

    def _fault(self, record: Record, stands: Callable[[Record], bool]) -> str | None:
        """Tell what is the matter with a result that nothing else speaks against."""
        table = self.records.damaged(record)
        if table is not None:
            log.warning("the kept %s of %s is damaged or gone: it is made anew", table, record.step)
            return f"its kept {table} is damaged or gone"
        for path, digest in record.files.items():
            file = self.root / path
            if not file.is_file():
                return f"{path} is gone"
            if file_digest(file) != digest:
                return f"{path} was changed"
        return None if stands(record) else "what it wrote is not there as it was"

    def _code(self, modules: Sequence[str]) -> dict[str, str]:
        return code_of(*modules, alone=self.wiring)

    def _know(self, result: Result) -> Result:
        record = result.record
        self.known.update(record.made)
        self.known[told_by(record.step)] = json.dumps(dict(record.told), sort_keys=True)
        return result

    def _tables(self, record: Record) -> dict[str, pd.DataFrame]:
        return {one: self.records.table(digest) for one, digest in record.made.items()}


NEVER = "never run"

MOST_REASONS = 3

Value = TypeVar("Value")


@final
class Unseen(Generic[Value]):
    """A value as it is given to a task, so that Prefect does not look into it: to look is to read."""

    def __init__(self, value: Value) -> None:
        self.value = value


def in_words(reasons: Sequence[str]) -> str:
    """Return the first reasons of several, and how many there are besides."""
    more = len(reasons) - MOST_REASONS
    return "; ".join(reasons[:MOST_REASONS]) + (f" and {more} more changes" if more > 0 else "")
