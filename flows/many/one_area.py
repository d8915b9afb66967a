"""One area of many, as it is run by a process or by a worker of Dask, which says how far it is in a file."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prefect import tags

from flows.folders import Folders
from flows.processes.helping import end_with_parent
from flows.run import run
from flows.study import open_study
from flows.telling.following import handling
from flows.telling.json_log import JsonLog
from pipelines.errors import InputError
from pipelines.progress import listening

log = logging.getLogger("pipelines.many")

SAID = ".run-many.jsonl"
"""What an area's run says, beside its warehouse: all of it, one JSON object a line."""

_one_at_a_time = threading.Lock()


class AreaFailedError(Exception):
    """An area could not be run; the message is one line that says why.

    It holds nothing but the line, so that every process can be sent it.
    """


def said_by(folders: Folders) -> Path:
    """Return the file in which an area's run says how far it is."""
    return folders.processed / SAID


def run_here(
    area: str, data: str, reports: str, workers: int, refresh: list[str] | None, anew: bool
) -> str:
    """Run an area in this process, and no other at the same time.

    Parameters
    ----------
    area
        Path of its TOML file, as this machine sees it.
    data, reports, workers, anew
        As in `flows.run.run`.

    Returns
    -------
    str
        Path of the report's page.

    Raises
    ------
    AreaFailedError
        It could not be run, for whatever reason.
    """
    end_with_parent()
    with _one_at_a_time:
        try:
            study = open_study(area, data, reports)
            study.folders.processed.mkdir(parents=True, exist_ok=True)
            with _saying_in(said_by(study.folders)), tags(study.area.name):
                return run(area, data, reports, workers, refresh, anew)
        except (InputError, OSError) as error:
            raise AreaFailedError(" ".join(str(error).split())) from None
        except Exception as error:
            # Whoever started many areas goes on with the others; the traceback is for who mends this.
            log.exception("%s", area)
            about = " ".join(str(error).split())
            raise AreaFailedError(
                f"a defect of the program: {type(error).__name__}: {about}"
            ) from None


@contextmanager
def _saying_in(file: Path) -> Iterator[None]:
    with file.open("w", encoding="utf-8", buffering=1) as said:
        machine = JsonLog(said)
        with listening(machine), handling(machine):
            yield
