"""How far a run is: whoever works says it here, and need not know who listens.

A step lasts as long as a block; steps lie within steps. What can be counted is counted against a total, where
one is known. Nobody listens by default. Words go to `logging`, as ever.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeVar

Thing = TypeVar("Thing")


@dataclass(eq=False)
class Step:
    """A piece of work that is being done, or was.

    Attributes
    ----------
    name
        What is done, in a few words that begin no sentence: 'read roads'.
    within
        The step that it is part of.
    done, total, unit
        How much of how much is done, and of what ('rows'); the unit is empty where nothing was counted, and the
        total None where it is not known.
    seconds
        How long it took; None while it lasts.
    peak_mb
        The most memory (resident set) that the process ever had by its end; None while it lasts, and where the
        system does not tell.
    failed
        Whether an error ended it.
    """

    name: str
    within: Step | None = None
    done: float = 0
    total: float | None = None
    unit: str = ""
    began_s: float = field(default_factory=monotonic)
    seconds: float | None = None
    peak_mb: float | None = None
    failed: bool = False


class Listener:
    """Who wants to know of steps, and is told by whichever thread does them. It heeds what it cares for."""

    def began(self, step: Step) -> None:
        """Take note of a step that begins."""

    def counted(self, step: Step) -> None:
        """Take note of what is done of a step."""

    def ended(self, step: Step) -> None:
        """Take note of a step that ended, well or not."""


_listeners: list[Listener] = []
_within: ContextVar[Step | None] = ContextVar("within", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Have someone told of every step, of whatever thread, while the block lasts."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


@contextmanager
def step(name: str, total: float | None = None, unit: str = "") -> Iterator[Step]:
    """Do a step while the block lasts.

    Parameters
    ----------
    name, total, unit
        As in `Step`.

    Yields
    ------
    Step
        The step.
    """
    doing = _begin(name, total, unit)
    token = _within.set(doing)
    try:
        yield doing
    except BaseException:
        doing.failed = True
        raise
    finally:
        _within.reset(token)
        _end(doing)


def path() -> tuple[str, ...]:
    """Return the names of the steps that are being done here, the outermost first."""
    return path_of(_within.get())


def path_of(doing: Step | None) -> tuple[str, ...]:
    """Return the names of a step and of those that it is part of, the outermost first."""
    return (*path_of(doing.within), doing.name) if doing else ()


def count(done: float, total: float | None = None, unit: str = "") -> None:
    """Say how much of the step that is being done is done, if one is: so much in all, not so much more."""
    counting(total, unit)(done)


def counting(total: float | None, unit: str) -> Callable[[float], None]:
    """Return what says how much is done of the step that is being done now, from whatever thread."""
    doing = _within.get()

    def count(done: float) -> None:
        if doing is not None:
            doing.done, doing.total, doing.unit = done, total, unit
            _tell_counted(doing)

    return count


def counted(
    things: Iterable[Thing], name: str, unit: str, total: int | None = None
) -> Iterator[Thing]:
    """Yield things one by one, and count those that were dealt with as a step.

    Parameters
    ----------
    things
        What is dealt with.
    name, unit, total
        As in `Step`. It is not the step within which each thing is dealt with: who stops asking leaves it where
        it stands.
    """
    doing = _begin(name, total, unit)
    try:
        for thing in things:
            yield thing
            doing.done += 1
            _tell_counted(doing)
    except Exception:
        doing.failed = True
        raise
    finally:
        _end(doing)


def _begin(name: str, total: float | None, unit: str) -> Step:
    doing = Step(name, _within.get(), total=total, unit=unit)
    for listener in tuple(_listeners):
        listener.began(doing)
    return doing


def _tell_counted(doing: Step) -> None:
    for listener in tuple(_listeners):
        listener.counted(doing)


def _end(doing: Step) -> None:
    doing.seconds, doing.peak_mb = monotonic() - doing.began_s, peak_memory_mb()
    for listener in tuple(_listeners):
        listener.ended(doing)


def peak_memory_mb() -> float | None:
    """Return the most memory that this process ever had resident, in MB; None where no system tells."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6
