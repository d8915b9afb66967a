"""What every flow begins with: the settings of its area and its folders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.folders import Folders, area_file
from pipelines.area import StudyArea, load_area
from pipelines.measures.burden.travel_burden import schedules


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
        They name a therapy that is not packaged.
    """
    path = area_file(area).resolve()
    settings = load_area(path)
    schedules(settings.scenarios.therapies, settings.scenarios.schedules)
    return Study(path, settings, Folders(Path(data), Path(reports), settings.name))
