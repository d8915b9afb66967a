"""The whole job as one flow of flows, and the flows by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flows.access import access
from flows.ingest import ingest
from flows.processes.alone import alone_in
from flows.publish import publish
from flows.putting import check_writable
from flows.server.naming import name_of_run
from flows.telling.steps import flow


@flow(name="run", flow_run_name=name_of_run)
@alone_in("data")
def run(
    area: str = "demo",
    data: str = "data",
    reports: str = "reports",
    workers: int = 2,
    refresh: list[str] | None = None,
    anew: bool = False,
) -> str:
    """Ingest, access and publish an area.

    Parameters
    ----------
    area
        A name in flows/areas or the path of a TOML file.
    data, reports
        Root folders of the outputs.
    workers
        Threads of the search.
    refresh
        As in `flows.ingest.ingest`.
    anew
        Do everything, also what was kept and of which nothing changed.

    Returns
    -------
    str
        Path of the report's page.
    """
    check_writable(Path(reports), "--reports")
    ingest(area, data, reports, workers, refresh, anew)
    access(area, data, reports, workers, anew)
    return publish(area, data, reports, workers, anew)


FLOWS: dict[str, Callable[..., str]] = {
    "run": run,
    "ingest": ingest,
    "access": access,
    "publish": publish,
}
"""The flows as the command line names them."""
