"""Who listens to a command: a terminal, a pipe, a log."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flows.processes.interruption import tidying
from flows.telling.json_log import JsonLog, opened_log
from flows.telling.recording import recording
from pipelines.progress import listening

log = logging.getLogger("pipelines")


class Elapsed(logging.Formatter):
    """Messages with the seconds since the start before them."""

    def __init__(self) -> None:
        super().__init__()
        self._started_s = time.monotonic()

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line."""
        return f"[{time.monotonic() - self._started_s:6.1f} s] {record.getMessage()}"


@contextmanager
def following(*, quiet: bool, log_json: Path | None) -> Iterator[None]:
    """Tell what the pipeline says of its progress while the block lasts.

    On a terminal a display shows the steps; elsewhere what is said are lines, each with the seconds since the
    start. Prefect's own messages stay silent here: it would print the traceback of every fault of the input
    once a task and once a flow, before the one message that says how to mend it. A defect of ours leaves its
    traceback as any Python program does, and what a Prefect server shows is not touched.

    Parameters
    ----------
    quiet
        Whether only warnings are told.
    log_json
        A file that takes all of it as JSON, one object a line.

    Raises
    ------
    LogError
        The file cannot be written.
    """
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    with ExitStack() as until:
        until.enter_context(recording())
        if log_json is not None:
            machine = JsonLog(until.enter_context(opened_log(log_json)))
            until.enter_context(listening(machine))
            until.enter_context(handling(machine))
        until.enter_context(_lines(quiet=quiet))
        yield


@contextmanager
def _lines(*, quiet: bool) -> Iterator[None]:
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        with handling(_to_stderr(logging.WARNING if quiet else logging.INFO)):
            yield
        return
    # Not imported where it is not needed.
    from rich.console import Console

    from flows.telling.display import Above, Display

    console = Console(stderr=True, highlight=False)
    display = Display(console)
    above = Above(display)
    above.setFormatter(Elapsed())
    # What these lines tell, the display shows.
    above.addFilter(lambda record: record.name != "pipelines.progress")
    with handling(above), listening(display), tidying(display.close):
        try:
            yield
        finally:
            display.close()


def _to_stderr(level: int) -> logging.Handler:
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(level)
    handler.setFormatter(Elapsed() if level == logging.INFO else None)
    return handler


@contextmanager
def handling(handler: logging.Handler) -> Iterator[None]:
    """Have a handler take what the pipeline says, from INFO on, while the block lasts."""
    level, propagate = log.level, log.propagate
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
        log.propagate = propagate
