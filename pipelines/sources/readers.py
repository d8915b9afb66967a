"""Which reader reads which source of an area."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipelines.area import Source, StudyArea
from pipelines.sources.centers_list import read_centers_list
from pipelines.sources.cms_hospitals import read_cms_hospitals
from pipelines.sources.counties import read_counties
from pipelines.sources.hifld import read_hifld
from pipelines.sources.hsd import read_hsd
from pipelines.sources.nchs import read_nchs
from pipelines.sources.population import read_population
from pipelines.sources.reading import Reading
from pipelines.sources.ruca import read_ruca
from pipelines.sources.rucc import read_rucc
from pipelines.sources.ssa_fips import read_ssa_fips
from pipelines.sources.zip_centroids import read_zip_centroids

ROADS = "roads"
"""The one source that becomes a network instead of a table; `pipelines.roads.prepare` reads it."""


def source_names(area: StudyArea) -> list[str]:
    """Return the names of the sources that an area has, those that others need first."""
    given = [name for name in type(area.sources).model_fields if getattr(area.sources, name)]
    return sorted(given, key=lambda name: name != "zip_centroids")


def source_of(area: StudyArea, name: str) -> Source:
    """Return one of an area's sources by its name in the area file."""
    source: Source = getattr(area.sources, name)
    return source


def read_source(
    area: StudyArea, name: str, files: Sequence[Path], *, zip_centroids: pd.DataFrame | None = None
) -> Reading:
    """Read one source of an area, roads excepted.

    Parameters
    ----------
    area
        Whose source it is.
    name
        As in the area file: population, counties, hospitals, ...
    files
        The source's files, in the order of the area file.
    zip_centroids
        The table of the source of that name, which hospitals without coordinates need.

    Returns
    -------
    Reading
        As its reader describes it.

    Raises
    ------
    SourceError
        A file cannot be used.
    """
    sources = area.sources
    if name == "population":
        return read_population(files, sources.population)
    if name == "counties":
        return read_counties(files, sources.counties)
    if name == "hospitals" and sources.hospitals is not None:
        if sources.hospitals.kind == "hifld":
            return read_hifld(files, sources.hospitals)
        if zip_centroids is None:
            raise ValueError("hospitals of kind 'cms' need zip_centroids")
        return read_cms_hospitals(files, sources.hospitals, zip_centroids)
    if name == "centers" and sources.centers is not None:
        return read_centers_list(files, sources.centers)
    if name == "hsd" and sources.hsd is not None:
        return read_hsd(files, sources.hsd)
    plain = {
        "zip_centroids": read_zip_centroids,
        "rucc": read_rucc,
        "nchs": read_nchs,
        "ruca": read_ruca,
        "ssa_fips": read_ssa_fips,
    }
    return plain[name](files, source_of(area, name))
