"""Export: the tables of a finished run as files to take away."""

from __future__ import annotations

from pathlib import Path

from pipelines.export.geopackage import write_geopackage
from pipelines.export.package import package_files, run_moment, write_archive
from pipelines.maps.local.plate import area_ground
from pipelines.report.facts import Facts

FOLDER = "data"
"""Folder of a report that holds the export."""

PLACES_WITH_REPORT = 30_000
"""Up to so many places a report comes with its export; that of more is written when it is asked for."""


def write_export(facts: Facts, folder: Path) -> Path:
    """Write the GeoPackage of an area, and the archive with it and every table.

    Parameters
    ----------
    facts
        The area's facts.
    folder
        The report's folder; the files go to `FOLDER` in it.

    Returns
    -------
    Path
        The archive.
    """
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    name, created = facts.area.name, run_moment(facts)
    geopackage = target / f"{name}.gpkg"
    write_geopackage(facts.tables, area_ground(facts.tables, facts.area), geopackage, created)
    archive = target / f"infusion-access-{name}.zip"
    write_archive(package_files(facts, geopackage), archive, created)
    return archive
