"""What a run says as one JSON object a line, for machines."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from flows.telling.recording import recording_now, stage_and_step
from pipelines.errors import InputError
from pipelines.progress import Listener, Step, path, path_of, peak_memory_mb


class LogError(InputError):
    """The log cannot be written."""


def opened_log(file: Path) -> TextIO:
    """Open a log to add lines to, each written at once.

    Raises
    ------
    LogError
        It cannot be written.
    """
    try:
        return file.open("a", encoding="utf-8", buffering=1)
    except OSError as error:
        raise LogError(
            f"--log-json {file}: cannot be written: {error.strerror} (name a file in a folder that exists and "
            "may be written)"
        ) from error


class JsonLog(logging.Handler, Listener):
    """Who writes every message, and every step as it begins and ends, to a file.

    Each line has time (UTC), level, run, area, stage, step, message and memory_mb (the most so far); that of a
    step that ended has seconds, and items and unit where something was counted.

    Parameters
    ----------
    file
        It is added to, and not closed with the handler: Prefect, as it sets up its own, closes all there are.
    """

    def __init__(self, file: TextIO) -> None:
        super().__init__(logging.INFO)
        self._file = file

    def emit(self, record: logging.LogRecord) -> None:
        """Write a message."""
        self._write(record.created, record.levelname, path(), record.getMessage())

    def began(self, step: Step) -> None:
        """Write that a step begins."""
        self._write(datetime.now(UTC).timestamp(), "INFO", path_of(step), "begins")

    def ended(self, step: Step) -> None:
        """Write that a step ended."""
        level, message = ("ERROR", "failed") if step.failed else ("INFO", "done")
        found: dict[str, object] = {"seconds": round(step.seconds or 0.0, 3)}
        if step.unit:
            found |= {"items": step.done, "unit": step.unit}
        self._write(datetime.now(UTC).timestamp(), level, path_of(step), message, found)

    def _write(
        self,
        moment: float,
        level: str,
        names: tuple[str, ...],
        message: str,
        more: dict[str, object] | None = None,
    ) -> None:
        stage, step = stage_and_step(names)
        run, memory_mb = recording_now(), peak_memory_mb()
        line = {
            "time": datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds"),
            "level": level,
            "run": run.run if run else "",
            "area": run.area if run else "",
            "stage": stage,
            "step": step,
            "message": message,
            "memory_mb": None if memory_mb is None else round(memory_mb, 1),
        }
        self._file.write(json.dumps(line | (more or {}), ensure_ascii=False) + "\n")
