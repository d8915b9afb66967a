"""A live display of what a run does, at the foot of a terminal; what is said scrolls above it."""

from __future__ import annotations

import logging
import threading
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
)
from rich.table import Column
from rich.text import Text

from flows.telling.recording import WHOLE
from flows.telling.words import duration
from pipelines.progress import Listener, Step

WORTH_TELLING_S = 1.0
"""Steps that took less leave no line; stages always do."""

EVERY_S = 0.25
"""Between two looks at what is done."""

WIDTH = 10
"""Letters of a bar."""


class Display(Listener):
    """Who shows the steps that are being done, each in a line, on a terminal.

    Parameters
    ----------
    console
        That of the terminal.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        # Whoever writes holds it: a line between the laying out of the display and its drawing would be
        # overwritten, so the display is not left to refresh itself.
        self._lock = threading.RLock()
        self._closed = threading.Event()
        self._shown: dict[Step, TaskID] = {}
        self._progress = Progress(
            SpinnerColumn("dots" if console.encoding.startswith("utf") else "line"),
            TextColumn(
                "{task.description}",
                table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1),
            ),
            _Bar(bar_width=WIDTH),
            _HowFar(table_column=Column(no_wrap=True)),
            _Elapsed(table_column=Column(no_wrap=True, justify="right")),
            console=console,
            transient=True,
            expand=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        # Last, for it looks at all of the above.
        threading.Thread(target=self._refresh_often, daemon=True).start()

    def began(self, step: Step) -> None:
        """Show a step."""
        with self._lock:
            if not self._shown:
                self._progress.start()
            self._shown[step] = self._progress.add_task(
                f"{'  ' * _depth(step)}{step.name}", total=step.total, step=step
            )

    def counted(self, step: Step) -> None:
        """Show how far it is."""
        with self._lock:
            if step in self._shown:
                self._progress.update(self._shown[step], completed=step.done, total=step.total)

    def ended(self, step: Step) -> None:
        """Show it no more, and leave a line that it was done."""
        with self._lock:
            if step not in self._shown:
                return
            self._progress.remove_task(self._shown.pop(step))
            took_s = step.seconds or 0.0
            depth = _depth(step)
            told = depth == 0 or (depth == 1 and took_s >= WORTH_TELLING_S)
            if told and not step.failed and step.name != WHOLE:
                counted = f", {step.done:,.0f} {step.unit}" if step.unit else ""
                line = f"{'  ' * depth}✓ {step.name}{counted}, {duration(took_s)}"
                self.say(line, "green" if depth == 0 else "dim")
            if not self._shown:
                self._progress.stop()

    def close(self) -> None:
        """End the display, whatever is still being done, and leave the terminal as it was."""
        self._closed.set()
        with self._lock:
            self._shown.clear()
            self._progress.stop()

    def say(self, line: str, style: str = "") -> None:
        """Print a line above what is shown; the terminal breaks it where it is too long."""
        with self._lock:
            self._console.print(Text(line, style), soft_wrap=True)

    def _refresh_often(self) -> None:
        while not self._closed.wait(EVERY_S):
            with self._lock:
                if self._shown:
                    self._progress.refresh()


class Above(logging.Handler):
    """Who prints what is said above the display."""

    def __init__(self, display: Display) -> None:
        super().__init__()
        self._display = display

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record, a warning in another colour."""
        style = "yellow" if record.levelno >= logging.WARNING else ""
        self._display.say(self.format(record), style)


class _Bar(BarColumn):
    def render(self, task: Task) -> Any:
        return Text() if task.total is None else super().render(task)


class _HowFar(ProgressColumn):
    def render(self, task: Task) -> Text:
        step: Step = task.fields["step"]
        if not step.unit:
            return Text()
        speed, left_s = task.speed, task.time_remaining
        rate = f", {speed:,.3g}/s" if speed else ""
        left = f", {duration(left_s)} left" if left_s else ""
        of_all = f" of {step.total:,.0f}" if step.total else ""
        return Text(f"{step.done:,.0f}{of_all} {step.unit}{rate}{left}")


class _Elapsed(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(duration(task.elapsed or 0.0), "dim")


def _depth(step: Step) -> int:
    """Return how deep a step lies within its stage."""
    depth = 0
    within = step.within
    while within is not None:
        depth += within.name != WHOLE
        within = within.within
    return depth
