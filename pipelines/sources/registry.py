"""Every source, declared once: its settings, its reader, what is read before it and the raw tables it fills.

A source is named as in `[sources.NAME]` of an area file; `pipelines.vocabulary.sources` has its plain words. To
add one takes a class or field in `pipelines.area.sources`, a module with its reader, and an entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipelines.area import Source, StudyArea
from pipelines.area.sources import (
    AcsSource,
    CentersSource,
    CostReportsSource,
    CountiesSource,
    HospitalsSource,
    HsdSource,
    NppesSource,
    PhysicianPufSource,
    PopulationSource,
    ProviderOfServicesSource,
    RoadsSource,
    RucaSource,
    StrataSource,
)
from pipelines.sources.facilities.centers_list import read_centers_list
from pipelines.sources.facilities.cms_hospitals import read_cms_hospitals
from pipelines.sources.facilities.cost_reports import read_cost_reports
from pipelines.sources.facilities.hifld import read_hifld
from pipelines.sources.facilities.nppes import read_nppes
from pipelines.sources.facilities.physician_puf import read_physician_puf, who_infuses
from pipelines.sources.facilities.provider_of_services import read_provider_of_services
from pipelines.sources.people.acs import read_acs
from pipelines.sources.people.counties import read_counties
from pipelines.sources.people.hsd import read_hsd
from pipelines.sources.people.nchs import read_nchs
from pipelines.sources.people.population import read_population
from pipelines.sources.people.ruca import read_ruca
from pipelines.sources.people.rucc import read_rucc
from pipelines.sources.people.ssa_fips import read_ssa_fips
from pipelines.sources.people.strata_list import read_strata
from pipelines.sources.people.svi import read_svi
from pipelines.sources.people.tract_crosswalk import read_tract_crosswalk
from pipelines.sources.people.urban_areas import read_urban_areas
from pipelines.sources.people.zip_centroids import read_zip_centroids
from pipelines.sources.people.zip_towns import read_zip_towns
from pipelines.sources.reading import Reading


@dataclass(frozen=True)
class SourceEntry:
    """What the pipeline must know of one source.

    Attributes
    ----------
    settings
        Class of its table in the area file.
    read
        Its reader: the files in the order of the area file, the settings, and for each source named in `after`
        a keyword of that name with its table (None where the area does not have it). Raises `SourceError` for a
        file that cannot be used. None for the one source that becomes a network instead of a table.
    after
        Sources that are read before it, if the area has them.
    parts
        Names of its further tables: `raw.nppes_taxonomies` is the part `taxonomies` of `nppes`.
    """

    settings: type[Source]
    read: Callable[..., Reading] | None
    after: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def _read_hospitals(files: Sequence[Path], settings: HospitalsSource) -> Reading:
    read = read_hifld if settings.kind == "hifld" else read_cms_hospitals
    return read(files, settings)


def _read_nppes(
    files: Sequence[Path], settings: NppesSource, *, physician_puf: pd.DataFrame | None
) -> Reading:
    """Read of the registry also whoever bills for infusions, whatever their specialty."""
    billing = () if physician_puf is None else who_infuses(physician_puf)
    return read_nppes(files, settings, also_npi=billing)


SOURCES = {
    "population": SourceEntry(PopulationSource, read_population, after=("counties",)),
    "counties": SourceEntry(CountiesSource, read_counties),
    "roads": SourceEntry(RoadsSource, None),
    "acs": SourceEntry(AcsSource, read_acs),
    "hospitals": SourceEntry(HospitalsSource, _read_hospitals),
    "centers": SourceEntry(CentersSource, read_centers_list),
    "physician_puf": SourceEntry(PhysicianPufSource, read_physician_puf),
    "nppes": SourceEntry(
        NppesSource,
        _read_nppes,
        after=("physician_puf",),
        parts=("taxonomies", "locations", "other_names"),
    ),
    "provider_of_services": SourceEntry(ProviderOfServicesSource, read_provider_of_services),
    "cost_reports": SourceEntry(CostReportsSource, read_cost_reports),
    "zip_centroids": SourceEntry(Source, read_zip_centroids),
    "zip_towns": SourceEntry(Source, read_zip_towns),
    "rucc": SourceEntry(Source, read_rucc),
    "nchs": SourceEntry(Source, read_nchs),
    "ruca": SourceEntry(RucaSource, read_ruca),
    "tract_crosswalk": SourceEntry(Source, read_tract_crosswalk),
    "urban_areas": SourceEntry(Source, read_urban_areas),
    "strata": SourceEntry(StrataSource, read_strata, after=("counties",)),
    "svi": SourceEntry(Source, read_svi),
    "hsd": SourceEntry(HsdSource, read_hsd),
    "ssa_fips": SourceEntry(Source, read_ssa_fips),
}
"""Every source by its name, in the order of `pipelines.area.sources.Sources`."""


def sources_of(area: StudyArea) -> dict[str, Source]:
    """Return the sources that an area has, those that others need first."""
    first = {needed for entry in SOURCES.values() for needed in entry.after}
    given = {name: getattr(area.sources, name) for name in SOURCES}
    return {
        name: given[name]
        for name in sorted(SOURCES, key=lambda name: name not in first)
        if given[name] is not None
    }


def becomes_network(name: str) -> bool:
    """Tell whether a source has no reader here: `pipelines.roads.prepare` makes a network of it."""
    return SOURCES[name].read is None


def read_source(
    area: StudyArea, name: str, files: Sequence[Path], earlier: Mapping[str, Reading]
) -> Reading:
    """Read one source of an area.

    Parameters
    ----------
    area
        Whose source it is.
    name
        One of `SOURCES` that becomes a table.
    files
        The source's files, in the order of the area file.
    earlier
        What was read of sources that stand before it in `sources_of`.

    Returns
    -------
    Reading
        As its reader describes it.

    Raises
    ------
    SourceError
        A file cannot be used.
    """
    entry = SOURCES[name]
    if entry.read is None:
        raise ValueError(f"{name} becomes a network, not a table")
    needed = {other: earlier[other].table if other in earlier else None for other in entry.after}
    return entry.read(files, getattr(area.sources, name), **needed)
