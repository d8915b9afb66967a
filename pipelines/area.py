"""Study area: every threshold, speed and source of a run, frozen and validated.

A study area is one TOML file. `load_area` reads it into a `StudyArea`, gathering every fault before it
raises, so that a researcher mends the file once and not line by line. Nothing else in the project holds
settings: functions are given the part of the `StudyArea` that they need.
"""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.errors import InputError

SITES_OF_CARE = ("hospital_based", "office_based", "pharmacy_based", "stand_alone")
"""The four sites of care, in the order in which every table and map shows them."""

ANY_SITE = "any"
"""`site_of_care` of the row that answers for the nearest center of whatever kind."""

STRATA = ("urban", "suburban", "small_metro", "rural")
"""Strata from the densest to the sparsest; not every scheme has all four."""

SiteOfCare = Literal["hospital_based", "office_based", "pharmacy_based", "stand_alone"]
StratumScheme = Literal["nchs", "ruca", "rucc", "cms"]
StateFips = Annotated[str, Field(pattern=r"^\d{2}$")]
CountyFips = Annotated[str, Field(pattern=r"^\d{5}$")]
PositiveFloat = Annotated[float, Field(gt=0)]
NotNegativeFloat = Annotated[float, Field(ge=0)]
Stratum = Literal["urban", "suburban", "small_metro", "rural"]

RAW_PREFIX = "raw:"
"""A file written as `raw:NAME` lies in the area's own folder under data/raw (as the demo's do)."""


class AreaError(InputError):
    """An area file that cannot be used; the message lists every fault with its place and mend."""


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Settings):
    """One public source: where its files are and what a reader of the report must know about it."""

    files: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        description="URLs, `catalogue+URL` of a catalogue entry that names the file, paths (relative to the "
        "area file), or `raw:NAME` for data/raw/<area>/NAME"
    )
    vintage: str = Field(
        description="What date or edition the data speaks of, as the publisher names it"
    )
    publisher: str = Field(description="Who publishes it, as the source line of maps names them")
    licence: str = Field(description="Terms under which it may be used")
    sha256: tuple[str, ...] = Field(
        default=(), description="Expected checksums, one a file; a file that differs stops the run"
    )

    @model_validator(mode="after")
    def _one_checksum_a_file(self) -> Self:
        if self.sha256 and len(self.sha256) != len(self.files):
            raise ValueError(
                f"sha256 names {len(self.sha256)} checksums for {len(self.files)} files"
            )
        return self


class PopulationSource(Source):
    """Population points: Census centers of population, or any CSV whose columns are declared."""

    kind: Literal["cenpop", "csv"]
    label: str = Field(
        default="people",
        description="Who is counted, as sentences name them: 'adults aged 20 and over'",
    )
    geoid_digits: Literal[5, 11, 12, 15] = Field(
        default=12,
        description="Digits of a geoid: 5 county, 11 tract, 12 block group, 15 block; a lost leading zero "
        "is put back, any other length is a fault",
    )
    columns: dict[str, str] = Field(
        default_factory=dict,
        description="For `csv`: our name -> column in the file; geoid, lon, lat and population are needed, "
        "others (adults_65_plus, ...) are carried along as counts",
    )

    @model_validator(mode="after")
    def _declared_columns(self) -> Self:
        missing = {"geoid", "lon", "lat", "population"} - set(self.columns)
        if self.kind == "csv" and missing:
            raise ValueError(f"columns must also declare {', '.join(sorted(missing))}")
        if self.kind == "cenpop" and self.columns:
            raise ValueError("columns are fixed for kind = 'cenpop'; remove them")
        return self


class CountiesSource(Source):
    """County boundaries, any vector file that GDAL reads."""

    kind: Literal["vector"] = "vector"
    layer: str | None = Field(default=None, description="Layer, where the file has several")
    columns: dict[str, str] = Field(
        default_factory=lambda: {
            "county_fips": "GEOID",
            "name": "NAME",
            "state": "STUSPS",
            "land_area_m2": "ALAND",
        },
        description="Our name -> field: county_fips and name are needed; without state the FIPS code "
        "stands in, without land_area_m2 the area comes from the geometry",
    )
    assume_crs: str | None = Field(
        default=None, description="CRS of a file that carries none (TopoJSON): 'EPSG:4326'"
    )


class RoadsSource(Source):
    """Roads: OpenStreetMap extracts, or one GMNS pair of node and link tables."""

    kind: Literal["osm_pbf", "gmns"]
    length_unit: Literal["mile", "km", "m", "foot"] = Field(
        default="mile", description="For `gmns`: unit of link.length (GMNS keeps it in config.csv)"
    )
    speed_unit: Literal["mph", "kmh"] = Field(
        default="mph", description="For `gmns`: unit of free_speed"
    )

    @model_validator(mode="after")
    def _gmns_is_a_pair(self) -> Self:
        if self.kind == "gmns" and len(self.files) != 2:
            raise ValueError(
                "kind = 'gmns' takes exactly two files: the node table, then the link table"
            )
        return self


HOSPITAL_TYPES = {
    "hifld": ("GENERAL ACUTE CARE", "CRITICAL ACCESS"),
    "cms": ("Acute Care Hospitals", "Critical Access Hospitals"),
}
"""Hospital types with an outpatient department, as each publisher words them: the default of `types`."""


class HospitalsSource(Source):
    """Hospitals, and which of them count as a place with outpatient infusion."""

    kind: Literal["hifld", "cms"] = Field(
        description="`hifld`: coordinates in the file; `cms`: Hospital General Information, placed at the "
        "ZIP centroid of `zip_centroids`"
    )
    types: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        default_factory=lambda data: HOSPITAL_TYPES.get(data.get("kind", ""), ("",)),
        description="Hospital types that are kept; by default general acute care and critical access",
    )
    statuses: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        default=("OPEN",),
        description="For `hifld`: operating statuses that are kept (the CMS file lists no closed hospital)",
    )


class CentersSource(Source):
    """A list of centers: the project's own template, or any CSV whose columns are declared."""

    kind: Literal["centers_list"] = "centers_list"
    columns: dict[str, str] = Field(
        default_factory=dict,
        description="Our name -> column in the file, where they differ from the template's",
    )
    site_of_care_values: dict[str, SiteOfCare] = Field(
        default_factory=dict,
        description="Value in the file -> site of care; a value that is not named is left out and counted",
    )
    constant: dict[str, str] = Field(
        default_factory=dict,
        description="Columns that are the same for every row: {geocode_precision = 'zip'}",
    )


class HsdSource(Source):
    """CMS's HSD reference file: the time and distance limits of network adequacy by county."""

    kind: Literal["cms_hsd"] = "cms_hsd"
    specialty_code: Annotated[str, Field(pattern=r"^\d{3}$")] = Field(
        default="057",
        description="CMS specialty whose limits are read: 057 outpatient infusion/chemotherapy",
    )


class Sources(_Settings):
    """All sources of an area; the optional ones leave their columns null."""

    population: PopulationSource
    counties: CountiesSource
    roads: RoadsSource
    hospitals: HospitalsSource | None = None
    centers: CentersSource | None = None
    zip_centroids: Source | None = Field(
        default=None, description="Census ZCTA gazetteer or a CSV of zip, latitude, longitude"
    )
    rucc: Source | None = Field(
        default=None, description="USDA Rural-Urban Continuum Codes 2023, by county"
    )
    nchs: Source | None = Field(default=None, description="NCHS urban-rural codes, by county")
    ruca: Source | None = Field(
        default=None, description="Rural-Urban Commuting Area codes, by tract"
    )
    hsd: HsdSource | None = Field(
        default=None,
        description="CMS HSD reference file; without it limits follow from county population and density",
    )
    ssa_fips: Source | None = Field(
        default=None, description="Crosswalk from Medicare's SSA county codes to FIPS codes"
    )

    @model_validator(mode="after")
    def _some_centers(self) -> Self:
        if self.hospitals is None and self.centers is None:
            raise ValueError("at least one of sources.hospitals and sources.centers is needed")
        if (
            self.hospitals is not None
            and self.hospitals.kind == "cms"
            and self.zip_centroids is None
        ):
            raise ValueError(
                "hospitals of kind 'cms' carry no coordinates: add sources.zip_centroids"
            )
        if self.hsd is not None and self.ssa_fips is None:
            raise ValueError(
                "the HSD file names counties by SSA code: add sources.ssa_fips beside sources.hsd"
            )
        return self


class Roads(_Settings):
    """How roads become minutes."""

    snapping: Literal["edges", "connectors"] = Field(
        default="edges",
        description="`edges`: the network has local streets, snap to the nearest one a car may use; "
        "`connectors`: only main roads, reach them at local speed with a detour factor",
    )
    speeds_mph: dict[str, PositiveFloat] = Field(
        default_factory=dict,
        description="Free-flow mph by road class, over the defaults of pipelines/roads/speeds.py",
    )
    speed_factor: PositiveFloat = Field(
        default=1.0,
        description="Divides every drive time's speed-dependent part: 0.8 is 20 % slower",
    )
    class_speed_factors: dict[str, PositiveFloat] = Field(
        default_factory=dict,
        description="Speed factor by road class, on top of speed_factor: {motorway = 0.7}",
    )
    peak_factors: dict[Stratum, PositiveFloat] = Field(
        default_factory=dict,
        description="Speed factor at the time of day that is studied by the stratum a road begins in, on top "
        "of the others: {urban = 0.7, suburban = 0.85}; a stratum not named keeps 1",
    )
    junction_delay_s: NotNegativeFloat = Field(
        default=1.5, description="Seconds lost on average where roads of one rank meet"
    )
    yield_delay_s: NotNegativeFloat = Field(
        default=4.0, description="Seconds lost on average where a road meets one of higher rank"
    )
    signal_delay_s: NotNegativeFloat = Field(
        default=6.0, description="Seconds lost on average at a mapped traffic signal"
    )
    stop_delay_s: NotNegativeFloat = Field(
        default=4.0, description="Seconds lost at a mapped stop sign; half at a give-way sign"
    )
    gate_delay_s: NotNegativeFloat = Field(
        default=60.0, description="Seconds to open a gate across the road (OSRM's car profile: 60)"
    )
    border_delay_s: NotNegativeFloat = Field(
        default=600.0, description="Seconds at a border control (Valhalla's country_crossing_cost: 600)"
    )
    separate_piece_nodes: Annotated[int, Field(ge=2)] = Field(
        default=1000,
        description="Roads that do not hang together with the rest (an island without a ferry) are kept if "
        "the piece has at least so many junctions; smaller pieces are left out and counted",
    )
    max_snap_mi: PositiveFloat = Field(
        default=5.0, description="Farthest that a point may lie from a road; farther is unreached"
    )
    off_road_mph: PositiveFloat = Field(
        default=12.0,
        description="Speed over the gap between a point and its road (driveways, tracks)",
    )
    connector_mph: PositiveFloat = Field(default=28.0, description="Local speed of connectors")
    connector_detour: Annotated[float, Field(ge=1)] = Field(
        default=1.3, description="Road miles per straight mile on connectors"
    )
    connector_delay_s: NotNegativeFloat = Field(
        default=30.0,
        description="Seconds lost at either end of a trip with connectors: out of the yard, onto the road",
    )
    main_junction_delay_s: NotNegativeFloat = Field(
        default=12.0,
        description="With connectors: seconds lost on average where main roads meet at grade, in place of the "
        "other delays, because the network shows neither signals nor side streets",
    )
    bend_delay_s: NotNegativeFloat = Field(
        default=1.0,
        description="With connectors: seconds lost for each degree that a drawn main road turns; where a "
        "coarse drawing turns, the road winds",
    )
    connector_count: Annotated[int, Field(ge=1)] = Field(
        default=12,
        description="How many of the nearest surface-road points a connector may lead to",
    )
    connector_max_mi: PositiveFloat = Field(
        default=30.0,
        description="Farthest straight miles of a connector; where no main road is nearer, unreached",
    )
    direct_max_mi: PositiveFloat = Field(
        default=10.0,
        description="With connectors, trips up to so many straight miles may keep to local streets",
    )


class Measures(_Settings):
    """Thresholds of the answers."""

    within_min: Annotated[tuple[PositiveFloat, ...], Field(min_length=1)] = Field(
        default=(15.0, 30.0, 45.0, 60.0),
        description="Catchment thresholds in minutes; within 30 is <= 30.0",
    )
    catchment_sites: tuple[SiteOfCare, ...] = Field(
        default=("hospital_based", "office_based"),
        description="Sites of care that get catchment polygons",
    )
    catchment_cell_m: PositiveFloat = Field(
        default=250.0, description="Resolution of catchment polygons in metres"
    )
    gap_min: PositiveFloat = Field(
        default=30.0,
        description="A site of care within so many minutes counts as a choice in out.gaps",
    )
    stratum_scheme: StratumScheme = Field(
        default="nchs",
        description="Which scheme `stratum` follows; the codes of all schemes are kept",
    )

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if list(self.within_min) != sorted(set(self.within_min)):
            raise ValueError("within_min must ascend without repeats")
        return self


class Identity(_Settings):
    """What the area is and how far beyond it the run looks."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] = Field(
        description="Short name: of folders, of `infusion-access run NAME`"
    )
    title: str = Field(description="Name on maps and pages")
    fictional: bool = Field(default=False, description="Whether every map and page must say so")
    generator: Literal["demo"] | None = Field(
        default=None, description="What writes the raw files before they are read"
    )
    seed: int = Field(default=2026, description="Seed of the generator")
    detail: Annotated[float, Field(gt=0, le=1)] = Field(
        default=1.0, description="How many of its block groups and streets the generator writes"
    )
    caveat: str = Field(
        default="", description="A sentence that stands on every page, map and table"
    )
    states: tuple[StateFips, ...] = Field(
        default=(),
        description="State FIPS codes whose people are studied; empty with no counties: all",
    )
    counties: tuple[CountyFips, ...] = Field(
        default=(), description="County FIPS codes, instead of states"
    )
    buffer_mi: Annotated[float, Field(ge=0)] = Field(
        default=70.0,
        description="How far outside the area roads and centers still count: the longest threshold at "
        "highway speed, so that a border is never a wall",
    )
    projected_crs: str = Field(
        default="EPSG:5070",
        description="CRS in metres for areas and rasters; the default fits the lower 48",
    )


class StudyArea(_Settings):
    """One study area: identity, sources, roads and measures.

    Attributes
    ----------
    area, sources, roads, measures
        The four tables of the TOML file.
    folder
        Folder of the TOML file; relative paths start there.
    """

    area: Identity
    sources: Sources
    roads: Roads = Roads()
    measures: Measures = Measures()
    folder: Path = Field(default=Path(), exclude=True)

    @property
    def name(self) -> str:
        """Short name of the area."""
        return self.area.name

    def digest(self) -> str:
        """Return the SHA-256 hex digest of all settings, independent of where the file lies."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def in_area(self, county_fips: str) -> bool:
        """Tell whether people of this county are studied (a county outside may still hold centers)."""
        if self.area.counties:
            return county_fips in self.area.counties
        return not self.area.states or county_fips[:2] in self.area.states


def load_area(path: Path) -> StudyArea:
    """Read and validate a study area from its TOML file.

    Parameters
    ----------
    path
        The TOML file.

    Returns
    -------
    StudyArea
        With `folder` set to the file's folder.

    Raises
    ------
    AreaError
        The file is missing, is not TOML, or has faults; all faults are listed.
    """
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise AreaError(f"{path}: there is no such area file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AreaError(f"{path}: not a TOML file: {error}") from error
    try:
        return StudyArea.model_validate({**settings, "folder": path.resolve().parent})
    except ValidationError as error:
        # A default that was not computed follows from another fault, which is listed itself.
        faults = [f for f in error.errors() if f["type"] != "default_factory_not_called"]
        lines = "".join(f"\n  {'.'.join(map(str, f['loc']))}: {f['msg']}" for f in faults)
        raise AreaError(f"{path}: {len(faults)} faults{lines}") from error
