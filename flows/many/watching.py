"""How far many areas are: read from what each says in its file, told as steps and lines of this process.

Workers may be other processes or other machines; what they share with this one is the data folder.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from contextvars import copy_context
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from flows.telling.words import duration
from pipelines.progress import step

log = logging.getLogger("pipelines.many")
progress = logging.getLogger("pipelines.progress")
"""Of lines that tell what a terminal's display shows anyway."""

EVERY_S = 0.25
"""Between two looks at the files."""


class Watched:
    """An area that may have begun, and what was told of it so far.

    Parameters
    ----------
    name
        Of the area.
    file
        In which its run says how far it is; made by the run.
    """

    def __init__(self, name: str, file: Path) -> None:
        self._name, self._file, self._read = name, file, 0
        # Steps of several areas begin and end in any order: each area has them in a context of its own.
        self._context = copy_context()
        self._area, self._stage = ExitStack(), ExitStack()
        self._began = False
        file.unlink(missing_ok=True)

    def look(self) -> None:
        """Tell what the run said since the last look."""
        for line in self._new_lines():
            if not self._began:
                self._began = True
                self._context.run(self._area.enter_context, step(self._name))
            self._tell(line)

    def end(self, fault: Exception | None) -> None:
        """Tell the rest, and that the area is done, or failed."""
        self.look()
        self._leave(self._stage, fault)
        self._leave(self._area, fault)

    def _new_lines(self) -> Iterator[Mapping[str, Any]]:
        try:
            with self._file.open("rb") as said:
                said.seek(self._read)
                whole, end, _ = said.read().rpartition(b"\n")
        except FileNotFoundError:
            return
        self._read += len(whole) + len(end)
        for line in whole.splitlines():
            yield json.loads(line)

    def _tell(self, line: Mapping[str, Any]) -> None:
        stage, message = line["stage"], line["message"]
        if line["level"] == "WARNING":
            log.warning("%s: %s", self._name, message)
        if not stage or line["step"]:
            return
        if message == "begins":
            self._leave(self._stage, None)
            self._context.run(self._stage.enter_context, step(stage))
        elif message == "done" and "seconds" in line:
            self._leave(self._stage, None)
            progress.info("%s: %s, %s", self._name, stage, duration(line["seconds"]))

    def _leave(self, steps: ExitStack, fault: Exception | None) -> None:
        about = (type(fault), fault, None) if fault else (None, None, None)
        self._context.run(steps.__exit__, *about)


class Watch:
    """Who looks at the files of many areas while the block lasts.

    Parameters
    ----------
    files
        Name of each area -> its file.
    """

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files
        self._watched: dict[str, Watched] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        self._watched = {name: Watched(name, file) for name, file in self._files.items()}
        self._thread = threading.Thread(target=self._look_often, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closed.set()
        self._thread.join()

    def ended(self, name: str, fault: Exception | None) -> None:
        """Take note that an area is done, or why it failed."""
        with self._lock:
            self._watched.pop(name).end(fault)

    def _look_often(self) -> None:
        while not self._closed.wait(EVERY_S):
            with self._lock:
                for one in self._watched.values():
                    one.look()
