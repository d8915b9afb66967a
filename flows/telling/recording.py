"""What took how long in a run: a record of every step that ended."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from time import monotonic

from pipelines.progress import Listener, Step, listening, path_of

log = logging.getLogger("pipelines.progress")

WHOLE = "run"
"""The flow of flows, which is no stage."""

EVERY_S = 5.0
"""Between two lines on one step."""


@dataclass(frozen=True)
class Record:
    """A step that ended.

    Attributes
    ----------
    stage
        The flow that it is a step of: 'ingest', 'access', 'publish'.
    step
        Its name, after those of the steps that it is part of; empty for the stage itself.
    seconds, peak_mb
        As in `Step`.
    items, unit
        How much was done, and of what; None where nothing was counted.
    """

    stage: str
    step: str
    seconds: float
    peak_mb: float | None
    items: float | None
    unit: str | None


@dataclass
class Recorder(Listener):
    """Who keeps a record of every step, and of which run they are."""

    run: str = ""
    area: str = ""
    records: list[Record] = field(default_factory=list)

    def ended(self, step: Step) -> None:
        """Keep a step that ended well."""
        stage, name = stage_and_step(path_of(step))
        if step.failed or step.seconds is None or not stage:
            return
        items = step.done if step.unit else None
        peak_mb = None if step.peak_mb is None else round(step.peak_mb, 1)
        seconds = round(step.seconds, 3)
        self.records.append(Record(stage, name, seconds, peak_mb, items, step.unit or None))

    def as_json(self) -> str:
        """Return the records as a JSON list, for the run's row of out.provenance."""
        return json.dumps([asdict(record) for record in self.records])


class Lines(Listener):
    """Who tells in a line, now and then, how far a long step is."""

    def __init__(self) -> None:
        self._told_s: dict[Step, float] = {}

    def began(self, step: Step) -> None:
        """Take note of when a step began: its first line is due some seconds later."""
        self._told_s[step] = monotonic()

    def counted(self, step: Step) -> None:
        """Tell how far it is, unless that was told a moment ago."""
        if monotonic() - self._told_s[step] < EVERY_S:
            return
        self._told_s[step] = monotonic()
        log.info("%s: %s", step.name, how_far(step))

    def ended(self, step: Step) -> None:
        """Tell of it no more."""
        del self._told_s[step]


_recorders: list[Recorder] = []


@contextmanager
def recording() -> Iterator[Recorder]:
    """Keep the records of a run while the block lasts; within another such block they are that one's."""
    if _recorders:
        yield _recorders[-1]
        return
    recorder = Recorder()
    with ExitStack() as listens:
        listens.enter_context(listening(recorder))
        listens.enter_context(listening(Lines()))
        _recorders.append(recorder)
        try:
            yield recorder
        finally:
            _recorders.pop()


def recording_now() -> Recorder | None:
    """Return who keeps the records of the run that is going on, if one is."""
    return _recorders[-1] if _recorders else None


def stage_and_step(names: tuple[str, ...]) -> tuple[str, str]:
    """Return the stage and the step of a path of steps: ('access', 'uncertainty: other assumptions')."""
    within = names[1:] if names[:1] == (WHOLE,) else names
    return (within[0], ": ".join(within[1:])) if within else ("", "")


def how_far(step: Step) -> str:
    """Tell how far a step is: '2 of 4 MB (50%)'."""
    if step.total is None:
        return f"{step.done:,.0f} {step.unit}"
    return (
        f"{step.done:,.0f} of {step.total:,.0f} {step.unit} ({step.done / (step.total or 1):.0%})"
    )
