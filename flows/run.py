"""The whole job as one flow of flows, and the flows by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prefect import flow
from prefect.settings import (
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    get_current_settings,
    temporary_settings,
)

from flows.access import access
from flows.ingest import ingest
from flows.publish import publish


@flow(name="run")
def run(area: str = "demo", data: str = "data", reports: str = "reports", workers: int = 2) -> str:
    """Ingest, access and publish an area.

    Parameters
    ----------
    area
        A name in flows/areas or the path of a TOML file.
    data, reports
        Root folders of the outputs.
    workers
        Threads of the search.

    Returns
    -------
    str
        Path of the report's page.
    """
    ingest(area, data, reports, workers)
    access(area, data, reports, workers)
    return publish(area, data, reports, workers)


@contextmanager
def heartbeats_for_lasting_servers() -> Iterator[None]:
    """Leave out heartbeats while no lasting Prefect server is named.

    They tell such a server that a flow is alive. A temporary one ends with the flow, and waiting for the
    thread that sends them takes up to a second at the end of each flow.
    """
    if get_current_settings().api.url is not None:
        yield
        return
    with temporary_settings(updates={PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield


FLOWS: dict[str, Callable[..., str]] = {
    "run": run,
    "ingest": ingest,
    "access": access,
    "publish": publish,
}
"""The flows as the command line names them."""
