"""Compare: what changed between two finished runs, without computing either anew."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from flows.folders import Folders, area_file
from flows.putting import check_writable, put_in_place
from pipelines.area import StudyArea, load_area
from pipelines.comparison.cases import as_case
from pipelines.comparison.compare import compare
from pipelines.comparison.finished_run import FinishedRun, read_run
from pipelines.maps.between_runs import draw_between_runs
from pipelines.maps.gallery import MapFile, save_map
from pipelines.report.areas.areas_page import write_areas_page
from pipelines.report.compare.compare_page import write_comparison
from pipelines.report.compare.compared import Compared, Side, side
from pipelines.vocabulary.what_if import NOW

_LONGEST = 40
"""Letters of a case's name in the name of a folder."""

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
    a, b = (side(letter, run.settings, run.run) for letter, run in (("A", first), ("B", second)))
    return _write(a, first, b, second, reports, f"{a.name}-{b.name}")


def compare_cases(run: str, cases: Sequence[str], data: Path, reports: Path) -> Path:
    """Compare a run with one of its what-ifs, or two of its what-ifs, and write the page of what changes.

    Parameters
    ----------
    run
        As in `compare_runs`.
    cases
        One what-if or two, as in `as_case`.
    data, reports
        Its data folder, and the root folder of the page, which goes to `<area>-<cases>` in it.

    Returns
    -------
    Path
        The page.
    """
    whole = read_run(warehouse_of(run, data))
    asked = [None, *cases][-2:]
    first, second = (as_case(whole, case) for case in asked)
    a, b = (
        side(letter, whole.settings, whole.run, NOW.name if case is None else f"the case “{case}”")
        for letter, case in zip("AB", asked, strict=True)
    )
    names = "-".join(re.sub(r"\W+", "_", case)[:_LONGEST].strip("_") for case in cases)
    return _write(a, first, b, second, reports, f"{a.name}-{names}")


def _write(
    a: Side, first: FinishedRun, b: Side, second: FinishedRun, reports: Path, name: str
) -> Path:
    check_writable(reports, "--reports")
    log.info("comparing")
    compared = Compared(a, b, compare(first, second))
    folder, part = reports / name, reports / f".{name}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    page = write_comparison(compared, part, _pictures(compared, first, second, part))
    # The old page stands until the new one is whole.
    put_in_place(part, folder)
    write_areas_page(reports)
    return folder / page.name


def _pictures(
    compared: Compared, first: FinishedRun, second: FinishedRun, folder: Path
) -> list[MapFile]:
    """Draw who gains and who loses, where both are about the same land."""
    if not compared.one_land or compared.nothing_changed:
        return []
    try:
        area = StudyArea.model_validate(first.settings)
    except ValidationError:
        log.info("no map: A was computed by another version, with settings of its own")
        return []
    figure = draw_between_runs(
        compared.tables,
        first.tables,
        second.tables["core.centers"],
        area,
        f"From {compared.a.called}, to {compared.b.called}.",
    )
    return [save_map("changes", figure, folder)]


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
