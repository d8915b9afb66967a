"""Which reader reads which source of an area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipelines.area import Source, StudyArea
from pipelines.sources.facilities.centers_list import read_centers_list
from pipelines.sources.facilities.cms_hospitals import read_cms_hospitals
from pipelines.sources.facilities.cost_reports import read_cost_reports
from pipelines.sources.facilities.hifld import read_hifld
from pipelines.sources.facilities.nppes import read_nppes
from pipelines.sources.facilities.physician_puf import read_physician_puf, who_infuses
from pipelines.sources.facilities.provider_of_services import read_provider_of_services
from pipelines.sources.people.counties import read_counties
from pipelines.sources.people.hsd import read_hsd
from pipelines.sources.people.nchs import read_nchs
from pipelines.sources.people.population import read_population
from pipelines.sources.people.ruca import read_ruca
from pipelines.sources.people.rucc import read_rucc
from pipelines.sources.people.ssa_fips import read_ssa_fips
from pipelines.sources.people.zip_centroids import read_zip_centroids
from pipelines.sources.reading import Reading

ROADS = "roads"
"""The one source that becomes a network instead of a table; `pipelines.roads.prepare` reads it."""


NEEDED_BY_OTHERS = ("zip_centroids", "physician_puf")
"""Sources without which others are not read, or not in full: hospitals without coordinates need ZIP centroids,
and of the registry of providers whoever bills for infusions is read, whatever their specialty."""


def source_names(area: StudyArea) -> list[str]:
    """Return the names of the sources that an area has, those that others need first."""
    given = [name for name in type(area.sources).model_fields if getattr(area.sources, name)]
    return sorted(given, key=lambda name: name not in NEEDED_BY_OTHERS)


def source_of(area: StudyArea, name: str) -> Source:
    """Return one of an area's sources by its name in the area file."""
    source: Source = getattr(area.sources, name)
    return source


def read_source(
    area: StudyArea, name: str, files: Sequence[Path], earlier: Mapping[str, Reading]
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
    earlier
        What was read of sources that stand before it in `source_names`.

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
        if "zip_centroids" not in earlier:
            raise ValueError("hospitals of kind 'cms' need zip_centroids")
        return read_cms_hospitals(files, sources.hospitals, earlier["zip_centroids"].table)
    if name == "centers" and sources.centers is not None:
        return read_centers_list(files, sources.centers)
    if name == "physician_puf" and sources.physician_puf is not None:
        return read_physician_puf(files, sources.physician_puf)
    if name == "nppes" and sources.nppes is not None:
        billed = earlier.get("physician_puf")
        return read_nppes(
            files, sources.nppes, also_npi=who_infuses(billed.table) if billed else ()
        )
    if name == "provider_of_services" and sources.provider_of_services is not None:
        return read_provider_of_services(files, sources.provider_of_services)
    if name == "cost_reports":
        return read_cost_reports(files)
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
