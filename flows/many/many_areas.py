"""The areas of one command, each a task of Prefect; those that fail are tried once more, alone."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import prefect
from prefect import State
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import TaskRunner

from flows.many.one_area import AreaFailedError, run_here, said_by
from flows.many.runners import Place
from flows.many.watching import Watch
from flows.study import Study
from pipelines.progress import counting, step

log = logging.getLogger("pipelines.many")


# Thin, for a task is sent to its worker by value: what it calls is imported there.
@prefect.task(name="run area", task_run_name="run {name}", cache_policy=NO_CACHE)
def run_area(
    name: str,
    area: str,
    data: str,
    reports: str,
    workers: int,
    refresh: list[str] | None,
    anew: bool,
) -> str:
    """Run an area; as `run_here`."""
    return run_here(area, data, reports, workers, refresh, anew)


def run_all(
    studies: Sequence[Study],
    place: Place,
    cores: int,
    refresh: list[str] | None = None,
    *,
    anew: bool,
) -> dict[str, str]:
    """Run areas side by side, and those that failed once more, one at a time.

    Parameters
    ----------
    studies
        The areas, of different names, with the same folders of data and reports.
    place
        Where they are run.
    cores
        Threads of a machine, which areas that run on it at once share.
    refresh, anew
        As in `flows.run.run`.

    Returns
    -------
    dict of str
        Name -> why it failed, in a line, of each area that failed twice.
    """
    with step("run-many"):
        share = max(1, cores // place.on_a_machine)
        failed = _round(studies, place.runner(place.at_once), share, refresh, anew=anew)
        again = [one for one in studies if one.area.name in failed]
        for name, why in failed.items():
            log.warning("%s failed: %s; it is tried once more, alone", name, why)
        still: dict[str, str] = {}
        for one in again:
            # Alone, it has the machine's memory and cores for itself. What it finished is kept.
            still |= _round([one], place.runner(1), cores, refresh, anew=False)
        return still


def _round(
    studies: Sequence[Study],
    runner: TaskRunner[Any],
    workers: int,
    refresh: list[str] | None,
    *,
    anew: bool,
) -> dict[str, str]:
    """Run each area once; return why some failed."""
    by_name = {one.area.name: one for one in studies}
    failed: dict[str, str] = {}
    tell = counting(len(studies), "areas")

    # What it returns tells Prefect whether all are done.
    @prefect.flow(name="run-many", task_runner=runner)
    def run_many(areas: list[str]) -> list[State[str]]:
        with Watch({name: said_by(by_name[name].folders) for name in areas}) as watch:
            of = {_submit(by_name[name], workers, refresh, anew=anew): name for name in areas}
            for done, future in enumerate(as_completed(list(of)), start=1):
                fault = _fault(future)
                watch.ended(of[future], fault)
                if fault is not None:
                    failed[of[future]] = str(fault)
                tell(done)
            return [future.state for future in of]

    run_many(list(by_name), return_state=True)
    return failed


def _submit(
    study: Study, workers: int, refresh: list[str] | None, *, anew: bool
) -> PrefectFuture[str]:
    folders = study.folders
    return run_area.submit(
        study.area.name,
        str(study.path),
        str(folders.data),
        str(folders.reports),
        workers,
        refresh,
        anew,
    )


def _fault(future: PrefectFuture[str]) -> AreaFailedError | None:
    """Return why an area failed; a worker that ended, for want of memory or by hand, says nothing itself."""
    try:
        future.result()
    except AreaFailedError as error:
        return error
    except Exception as error:
        about = " ".join(str(error).split())
        return AreaFailedError(f"its worker ended: {type(error).__name__}: {about}")
    return None
