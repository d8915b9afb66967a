"""Flows and tasks of Prefect that say of themselves when they begin and end."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import prefect
from prefect.artifacts import create_table_artifact
from prefect.context import TaskRunContext
from prefect.runtime import flow_run

from flows.telling.recording import Recorder, recording
from flows.telling.words import artifact_key
from pipelines.progress import path, step

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def task(
    name: str, **options: Any
) -> Callable[[Callable[Arguments, Result]], prefect.Task[Arguments, Result]]:
    """Declare a task as `prefect.task` does; while it runs it is a step, named as the task is then."""

    def declare(function: Callable[Arguments, Result]) -> prefect.Task[Arguments, Result]:
        @functools.wraps(function)
        def stepped(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            running = TaskRunContext.get()
            with step(running.task.name if running else name):
                return function(*args, **kwargs)

        return prefect.task(name=name, **options)(stepped)

    return declare


def flow(
    name: str, **options: Any
) -> Callable[[Callable[Arguments, Result]], prefect.Flow[Arguments, Result]]:
    """Declare a flow as `prefect.flow` does; it is a step, and the outermost keeps what its steps took."""

    def declare(function: Callable[Arguments, Result]) -> prefect.Flow[Arguments, Result]:
        @functools.wraps(function)
        def stepped(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            outermost = not path()
            with recording() as recorder:
                if outermost:
                    recorder.run = str(flow_run.id)
                    recorder.area = Path(str(flow_run.parameters["area"])).stem
                with step(name):
                    result = function(*args, **kwargs)
                if outermost:
                    _show_steps(recorder)
            return result

        return prefect.flow(name=name, **options)(stepped)

    return declare


def _show_steps(recorder: Recorder) -> None:
    """Show what took how long, and the most memory that was used by then."""
    create_table_artifact(
        [
            {
                "stage": record.stage,
                "step": record.step,
                "seconds": record.seconds,
                "peak memory (MB)": record.peak_mb,
                "items": record.items,
                "unit": record.unit,
            }
            for record in recorder.records
        ],
        key=artifact_key("steps", recorder.area),
        description="Time and memory by step, in the order in which they ended",
    )
