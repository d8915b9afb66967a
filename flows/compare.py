"""Compare: what changed between two finished runs, without computing either anew."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from flows.folders import Folders, area_file
from flows.putting import check_writable, put_in_place
from pipelines.area import load_area
from pipelines.comparison.compare import compare
from pipelines.comparison.finished_run import FinishedRun, read_run
from pipelines.report.compare.compare_page import write_comparison
from pipelines.report.compare.compared import Compared, Side, side

log = logging.getLogger("pipelines.compare")


def compare_runs(one: str, other: str, data: Path, with_data: Path, reports: Path) -> Path:
    """Compare two runs and write the page of what changed.

    Parameters
    ----------
    one, other
        A name in flows/areas, the path of a TOML file, or that of a warehouse (`.duckdb`).
    data, with_data
        Data folders of the first and of the second.
    reports
        Root folder; the page goes to `<first>-<second>` in it.

    Returns
    -------
    Path
        The page.
    """
    first, second = read_run(warehouse_of(one, data)), read_run(warehouse_of(other, with_data))
    log.info("comparing the runs")
    a, b = _side("A", first), _side("B", second)
    check_writable(reports, "--reports")
    folder = reports / f"{a.name}-{b.name}"
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    page = write_comparison(Compared(a, b, compare(first, second)), part)
    # The old page stands until the new one is whole.
    put_in_place(part, folder)
    return folder / page.name


def warehouse_of(run: str, data: Path) -> Path:
    """Return the warehouse that is meant by an area or by its own path.

    Raises
    ------
    FileNotFoundError
        There is no such area.
    """
    if Path(run).suffix == ".duckdb":
        return Path(run)
    return Folders(data, Path(), load_area(area_file(run)).name).warehouse


def _side(letter: str, run: FinishedRun) -> Side:
    return side(letter, run.settings, run.run)
