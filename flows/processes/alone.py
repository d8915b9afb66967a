"""One run of an area at a time: two would write the same files, and each would read what the other wrote."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, ParamSpec, TypeVar

from flows.putting import check_writable
from flows.study import open_study
from pipelines.errors import InputError

try:
    import fcntl
except ImportError:  # Windows has no such locks; there DuckDB's own must do
    fcntl = None  # type: ignore[assignment]

RUNNING = ".running"
"""The file that is locked, in the folder that is written to. The lock ends with its process, however that ends;
the file stays."""

_held: set[Path] = set()

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class RunningError(InputError):
    """Another process runs the area; the message names it."""


def alone_in(
    root: Literal["data", "reports"],
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Have a flow of `area`, `data` and `reports` refuse to run where it cannot write, or another run does.

    Parameters
    ----------
    root
        Which of its folders it writes to.

    Returns
    -------
    callable
        The decorator; what it returns raises FolderError where nothing can be written, and RunningError where
        another process runs the area.
    """

    def decorate(flow: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        signature = inspect.signature(flow)

        @functools.wraps(flow)
        def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            given = signature.bind(*args, **kwargs)
            given.apply_defaults()
            study = open_study(*(given.arguments[name] for name in ("area", "data", "reports")))
            folders = study.folders
            check_writable(getattr(folders, root), f"--{root}")
            folder = folders.processed if root == "data" else folders.report
            with holding(folder, study.area.name):
                return flow(*args, **kwargs)

        return guarded

    return decorate


@contextmanager
def holding(folder: Path, area: str) -> Iterator[None]:
    """Hold an area's folder while the block lasts; a flow within a flow holds it already.

    Raises
    ------
    RunningError
        Another process holds it.
    """
    if folder in _held or fcntl is None:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / RUNNING).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise RunningError(
                f"{area}: process {file.read().strip() or 'unknown'} is running it in {folder} (wait for it, "
                "stop it, or name another folder)"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        _held.add(folder)
        try:
            yield
        finally:
            _held.discard(folder)
