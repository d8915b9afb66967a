"""How a Prefect server names the runs of flows."""

from __future__ import annotations

from pathlib import Path

from prefect.runtime import flow_run


def name_of_run() -> str:
    """Return the flow and the area, such as 'access delaware', of the flow that is about to run."""
    return f"{flow_run.flow_name} {Path(flow_run.parameters['area']).stem}"
