"""What every flow begins with: the settings of its area and its folders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.folders import Folders, area_file
from pipelines.area import StudyArea, load_area
from pipelines.errors import InputError
from pipelines.measures.burden.travel_burden import schedules

UNOPENED = "?%"
"""What a path of the data folder must not hold: databases read it as the start of options or of a code."""


@dataclass(frozen=True)
class Study:
    """An area that is being run: its settings, where they stand, and its folders."""

    path: Path
    area: StudyArea
    folders: Folders


def open_study(area: str, data: str, reports: str) -> Study:
    """Read an area's settings and name its folders.

    Parameters
    ----------
    area
        A name in flows/areas or the path of a TOML file.
    data, reports
        Root folders of the outputs.

    Raises
    ------
    FileNotFoundError
        There is no such area.
    AreaError
        Its settings have faults.
    InputError
        They name a therapy that is not packaged, or the data folder has a name that databases cannot open.
    """
    for letter in UNOPENED:
        if letter in data:
            raise InputError(
                f"--data {data}: no database can be kept in a folder with {letter!r} in its path "
                "(name another data folder)"
            )
    path = area_file(area).resolve()
    settings = load_area(path)
    schedules(settings.scenarios.therapies, settings.scenarios.schedules)
    return Study(path, settings, Folders(Path(data), Path(reports), settings.name))
