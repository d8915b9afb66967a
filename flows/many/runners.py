"""Where areas are run: processes of this machine, or workers of a Dask cluster."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from prefect.settings import get_current_settings
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner

from flows.many import Kind
from flows.server.own_server import LOOPBACK
from pipelines.errors import InputError

CONNECT_S = 10
"""How long a scheduler is waited for."""

LOCAL = (LOOPBACK, "localhost", "::1")


class RunnerError(InputError):
    """Areas cannot be run where they were to be."""


@dataclass(frozen=True)
class Place:
    """Where areas are run.

    Attributes
    ----------
    kind
        Processes of this machine, or Dask.
    address
        Of the scheduler of a Dask cluster that is there; without it one of this machine is started.
    at_once, on_a_machine
        Areas side by side, and of these on one machine.
    """

    kind: Kind
    address: str | None
    at_once: int
    on_a_machine: int

    def runner(self, at_once: int) -> TaskRunner[Any]:
        """Return what runs so many areas at once; a cluster that is there runs as many as it has workers."""
        if self.kind == "processes":
            return ProcessPoolTaskRunner(max_workers=at_once)
        import dask
        from prefect_dask import DaskTaskRunner

        # Of its comings and goings only what went wrong is of use to who runs areas.
        logging.getLogger("distributed").setLevel(logging.ERROR)
        runner: TaskRunner[Any]
        if self.address is not None:
            runner = DaskTaskRunner(address=self.address)
            return runner
        # Workers start helpers that draw; and an area that ended its worker is tried again when the others
        # are done, not at once on the next worker.
        dask.config.set(
            {"distributed.worker.daemon": False, "distributed.scheduler.allowed-failures": 0}
        )
        local = {"n_workers": at_once, "threads_per_worker": 1, "dashboard_address": ":0"}
        runner = DaskTaskRunner(cluster_kwargs=local)
        return runner


@contextmanager
def settings_for_workers() -> Iterator[None]:
    """Have processes that are started while the block lasts find the Prefect server that this one found.

    Prefect sends its settings with a task, but its threads that send logs and events do not heed them.
    """
    settings = get_current_settings().to_environment_variables(exclude_unset=True)
    former = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in former.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def place_of(kind: Kind, address: str | None, areas: int, at_once: int, own_server: bool) -> Place:
    """Find out where areas can be run.

    Parameters
    ----------
    kind, address
        As in `Place`.
    areas
        How many there are.
    at_once
        How many are run side by side at most on this machine.
    own_server
        Whether the command has a Prefect server of its own, which only this machine reaches.

    Raises
    ------
    RunnerError
        Dask is not installed, its scheduler does not answer, or its workers cannot reach Prefect.
    """
    here = min(areas, at_once)
    if kind == "processes":
        return Place(kind, None, here, here)
    try:
        import prefect_dask  # noqa: F401
        from distributed.utils import get_ip
    except ModuleNotFoundError as error:
        raise RunnerError(
            f"--runner dask: {error.name} is not installed (install infusion-access[dask], or take "
            "--runner processes)"
        ) from error
    if address is None:
        return Place(kind, None, here, here)
    workers = _hosts_of_workers(address)
    if own_server and any(host not in (*LOCAL, get_ip()) for host in workers):
        raise RunnerError(
            f"--address {address}: its workers on other machines cannot reach the Prefect server that this "
            "command would start (start one with `prefect server start --host 0.0.0.0`, and name it by "
            "PREFECT_API_URL)"
        )
    return Place(kind, address, len(workers), max(Counter(workers).values()))


def _hosts_of_workers(address: str) -> list[str]:
    """Return the host of each worker of a Dask cluster; raises RunnerError where there are none."""
    from distributed import Client

    try:
        with Client(address, timeout=CONNECT_S, set_as_default=False) as client:
            hosts = [
                str(one["host"]) for one in client.scheduler_info(n_workers=-1)["workers"].values()
            ]
    except (OSError, ValueError) as error:
        raise RunnerError(
            f"--address {address}: no scheduler of Dask answers there: {error} (start one with `dask "
            "scheduler`, or leave --address out)"
        ) from error
    if not hosts:
        raise RunnerError(
            f"--address {address}: the scheduler has no workers (start some with `dask worker {address} "
            "--nthreads 1`)"
        )
    return hosts
