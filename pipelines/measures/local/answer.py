"""What the sheets of counties and states tell."""

from __future__ import annotations

from pipelines.measures.local.local_adequacy import adequacy_by_state
from pipelines.measures.local.local_centers import local_centers
from pipelines.measures.local.local_figures import local_figures, ranked
from pipelines.measures.run import MeasuredArea, Tables


def answer(run: MeasuredArea) -> Tables:
    """Tell counties and states one by one."""
    return {
        "out.local_figures": ranked(local_figures(run.times, run.measures.gap_min)),
        "out.local_centers": local_centers(run.times, run.drive_times),
        "out.adequacy_by_state": adequacy_by_state(run.answered["out.adequacy_findings"]),
    }
