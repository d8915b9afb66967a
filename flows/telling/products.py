"""Where what a run made is."""

from __future__ import annotations

from pathlib import Path

from flows.export import FOLDER as DATA
from flows.folders import Folders
from flows.sheets import BRIEF
from flows.sheets import FOLDER as SHEETS
from pipelines.explore.writing import FOLDER as EXPLORER
from pipelines.report.telling.pages import INDEX


def products(folders: Folders) -> dict[str, Path]:
    """Return what is there of a run, by what it is called: 'report', 'brief', ..., 'warehouse'."""
    report = folders.report
    named = {
        "report": report / INDEX,
        "brief": report / BRIEF,
        "sheets": report / SHEETS / INDEX,
        "explorer": report / EXPLORER / INDEX,
        "data": report / DATA,
        "warehouse": folders.warehouse,
    }
    return {name: path for name, path in named.items() if path.exists()}
