"""Public sources: where the files of an area are, and what a reader must know about them."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from pipelines.area.base import STATE_PATTERN, Settings
from pipelines.vocabulary.center_words import Completeness
from pipelines.vocabulary.equity import KNOWN_GROUPS
from pipelines.vocabulary.sites_of_care import SiteOfCare
from pipelines.vocabulary.states import state_postal

RAW_PREFIX = "raw:"
"""A file written as `raw:NAME` lies in the area's own folder under data/raw (as the demo's do)."""


OSMNX_PREFIX = "osmnx:"
"""Roads written as `osmnx:PLACE` are fetched from OpenStreetMap once, for a place that it knows by name."""

PLACED_COLUMNS = ("geoid", "lon", "lat", "population")
"""Columns of a population source that say where how many people live; the others count groups of them."""

MARGIN_SUFFIX = "_moe"
"""How the name of a column with a margin of error ends: it counts nobody."""

ONLY_KIND = "Which reader reads it; there is one, so that it need not be written"


class Source(Settings):
    """One public source: where its files are and what a reader of the report must know about it."""

    files: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        description="URLs, `catalogue+URL` of a catalogue entry that names the file, `page+URL#PATTERN` of a "
        "page that links to it, paths (relative to the area file), or `raw:NAME` for `data/raw/<area>/NAME`",
        examples=[["a_file.csv"]],
    )
    vintage: str = Field(
        description="Date or edition of the data, as its publisher names it; reports tell it",
        examples=["when"],
    )
    publisher: str = Field(
        description="Who publishes it, as maps and pages cite it", examples=["who"]
    )
    licence: str = Field(description="Terms under which it may be used", examples=["terms"])
    sha256: tuple[str, ...] = Field(
        default=(),
        description="Checksums that are expected, one a file, so that a file that its publisher changed "
        "stops the run",
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

    kind: Literal["cenpop", "csv"] = Field(
        description="`cenpop`: a Census file of centers of population; `csv`: any table, see `columns`"
    )
    label: str = Field(
        default="people",
        description="Who is counted, as sentences name them: 'adults aged 20 and over'",
    )
    geoid_digits: Literal[5, 11, 12, 15] = Field(
        default=12,
        description="Digits of a geoid: 5 county, 11 tract, 12 block group, 15 block; a lost leading zero is "
        "put back where the zone then lies in its county, any other length is a fault",
    )
    columns: dict[str, str] = Field(
        default_factory=dict,
        description="For `csv`: name here -> column in the file; geoid, lon, lat and population are needed, "
        "others count groups of people, who are told apart on the page of who is worse off: "
        f"{', '.join(KNOWN_GROUPS)} are told in words (no_vehicle counts households, people_no_vehicle "
        f"people), any other by its name; a name that ends in '{MARGIN_SUFFIX}' is a margin of error",
    )

    @model_validator(mode="after")
    def _declared_columns(self) -> Self:
        missing = set(PLACED_COLUMNS) - set(self.columns)
        if self.kind == "csv" and missing:
            raise ValueError(f"columns must also declare {', '.join(sorted(missing))}")
        if self.kind == "cenpop" and self.columns:
            raise ValueError("columns are fixed for kind = 'cenpop'; remove them")
        return self


AcsVariable = Annotated[str, Field(pattern=r"^[BC]\d{5}[A-Z]*_\d{3}$")]


class AcsSource(Source):
    """Counts of the American Community Survey for the zones of `population`, with margins of error.

    A key of the Census API is taken from the environment (CENSUS_API_KEY) as a file is fetched, and not kept.
    """

    kind: Literal["census_api", "table_based"] = Field(
        description="`census_api`: answers of the Census API (JSON); `table_based`: tables of the summary file"
    )
    geoid_digits: Literal[5, 11, 12] = Field(
        default=12,
        description="Digits of the zones that are read: 5 county, 11 tract, 12 block group; those of "
        "`population`, for a count goes to the point of its zone",
    )
    columns: Annotated[dict[str, tuple[AcsVariable, ...]], Field(min_length=1)] = Field(
        examples=[{"no_vehicle": ["B25044_003", "B25044_010"]}],
        description="Name here, as in sources.population.columns -> the variables whose sum it is; `NAME_moe` "
        "has its margin of error",
    )

    @model_validator(mode="after")
    def _no_key_in_an_address(self) -> Self:
        if any("&key=" in name or "?key=" in name for name in self.files):
            raise ValueError(
                "an address holds a key, which provenance would show: take it out and set CENSUS_API_KEY"
            )
        return self


class CountiesSource(Source):
    """County boundaries, any vector file that GDAL reads."""

    kind: Literal["vector"] = Field(default="vector", description=ONLY_KIND)
    layer: str | None = Field(
        default=None,
        description="Which layer is read, where the file has several",
        examples=["counties"],
    )
    columns: dict[str, str] = Field(
        default_factory=lambda: {
            "county_fips": "GEOID",
            "name": "NAME",
            "state": "STUSPS",
            "land_area_m2": "ALAND",
        },
        description="Name here -> field of the file; county_fips and name are needed; without state the FIPS "
        "code stands in, without land_area_m2 the area comes from the geometry",
    )
    assume_crs: str | None = Field(
        default=None,
        examples=["EPSG:4326"],
        description="Coordinate system of a file that names none, as TopoJSON: 'EPSG:4326'",
    )


class RoadsSource(Source):
    """Roads: OpenStreetMap extracts, one GMNS pair of node and link tables, or one graph of OSMnx.

    `osmnx:PLACE` fetches the streets of a place by its name, buffer not included: for small areas.
    """

    kind: Literal["osm_pbf", "gmns", "osmnx"] = Field(
        description="`osm_pbf`: extracts of OpenStreetMap; `gmns`: a node table and a link table of the "
        "General Modeling Network Specification; `osmnx`: a graph saved by OSMnx, or a place by name"
    )
    length_unit: Literal["mile", "km", "m", "foot"] = Field(
        default="mile", description="For `gmns`: unit of link.length (GMNS keeps it in config.csv)"
    )
    speed_unit: Literal["mph", "kmh"] = Field(
        default="mph", description="For `gmns`: unit of link.free_speed"
    )

    @model_validator(mode="after")
    def _gmns_is_a_pair(self) -> Self:
        if self.kind == "gmns" and len(self.files) != 2:
            raise ValueError(
                "kind = 'gmns' takes exactly two files: the node table, then the link table"
            )
        if self.kind == "osmnx" and len(self.files) != 1:
            raise ValueError(
                "kind = 'osmnx' takes exactly one file: a graph saved as GraphML, or osmnx:PLACE"
            )
        if self.kind != "osmnx" and any(name.startswith(OSMNX_PREFIX) for name in self.files):
            raise ValueError("osmnx:PLACE needs kind = 'osmnx'")
        return self


HOSPITAL_TYPES = {
    "hifld": ("GENERAL ACUTE CARE", "CRITICAL ACCESS"),
    "cms": ("Acute Care Hospitals", "Critical Access Hospitals", "Rural Emergency Hospital"),
}
"""Hospital types with an outpatient department, as each publisher words them: the default of `types`. A rural
emergency hospital has nothing but outpatients (42 CFR 485.502); HIFLD's list is older than the kind."""


class CenterList(Source):
    """A source that names centers, and what may be said of those that it does not name."""

    completeness: Completeness = Field(
        default="unknown",
        description="How many of the places in the area it names: `complete`, next to all; `sample`, so few "
        "that the report does not answer which kind is nearer; `unknown`, nobody says, and the report tells so",
    )
    completeness_in_buffer: Completeness = Field(
        default="unknown",
        description="The same beyond the border, in the area's buffer: a border is no wall only where this is "
        "`complete`",
    )

    def completeness_of(self, site_of_care: str) -> Completeness:
        """Return how complete it is for a site of care, in the area."""
        return self.completeness


class HospitalsSource(CenterList):
    """Hospitals, and which of them count as a place with outpatient infusion."""

    kind: Literal["hifld", "cms"] = Field(
        description="`hifld`: coordinates in the file; `cms`: Hospital General Information, placed by "
        "the geocoder, `zip_centroids` and `zip_towns`"
    )
    types: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        default_factory=lambda data: HOSPITAL_TYPES.get(data.get("kind", ""), ("",)),
        description="Hospital types that are kept; by default general acute care, critical access and rural "
        "emergency",
    )
    statuses: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        default=("OPEN",),
        description="For `hifld`: operating statuses that are kept (the CMS file lists no closed hospital)",
    )


class CentersSource(CenterList):
    """A list of centers: the project's own template, or any CSV whose columns are declared."""

    kind: Literal["centers_list"] = Field(default="centers_list", description=ONLY_KIND)
    columns: dict[str, str] = Field(
        default_factory=dict,
        description="Name here -> column in the file, where it differs from the template's",
    )
    site_of_care_values: dict[str, SiteOfCare] = Field(
        default_factory=dict,
        description="Value in the file -> site of care; a value that is not named is left out and counted",
    )
    constant: dict[str, str] = Field(
        default_factory=dict,
        description="Columns that are the same for every row: {geocode_precision = 'zip'}",
    )
    only: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="Column in the file -> the values whose rows are read; others are left out and counted: "
        "{confidence = ['high', 'medium']}",
    )
    completeness_by_site: dict[SiteOfCare, Completeness] = Field(
        default_factory=dict,
        description="Site of care -> how complete the list is for it, where it is not `completeness`",
    )

    def completeness_of(self, site_of_care: str) -> Completeness:
        """Return how complete it is for a site of care, in the area."""
        by_site = self.completeness_by_site.items()
        return next((how for site, how in by_site if site == site_of_care), self.completeness)


StatePostal = Annotated[
    str, BeforeValidator(state_postal), WithJsonSchema({"type": "string", "pattern": STATE_PATTERN})
]
ZipPrefix = Annotated[str, Field(pattern=r"^\d{1,5}$")]


class RegistrySource(Source):
    """A registry of the whole country, of which the rows of some states are read."""

    states: tuple[StatePostal, ...] = Field(
        default=(),
        description="States whose rows are read, by postal letters or FIPS digits: the area's own and those "
        "that its buffer reaches; empty: all",
    )


class NppesSource(CenterList, RegistrySource):
    """The registry of providers (NPPES): the monthly archive, and the report of deactivated NPIs if at hand."""

    kind: Literal["nppes"] = Field(default="nppes", description=ONLY_KIND)
    zip_prefixes: tuple[ZipPrefix, ...] = Field(
        default=(),
        description="First digits of ZIP codes whose providers are read besides those of `states`, where "
        "only a corner of a state is near: ['606', '463']",
    )


class PhysicianPufSource(RegistrySource):
    """What Medicare paid each provider for: Physician & Other Practitioners by Provider and Service."""

    kind: Literal["cms_physician_puf"] = Field(default="cms_physician_puf", description=ONLY_KIND)


class ProviderOfServicesSource(RegistrySource):
    """Which services each certified hospital reports: CMS Provider of Services, hospitals and others."""

    kind: Literal["cms_provider_of_services"] = Field(
        default="cms_provider_of_services", description=ONLY_KIND
    )


class CostReportsSource(Source):
    """Hospital cost reports (form CMS-2552-10): the archive of a fiscal year, or its RPT and NMRC tables."""

    kind: Literal["cms_cost_reports"] = Field(default="cms_cost_reports", description=ONLY_KIND)


class HsdSource(Source):
    """CMS's HSD reference file: the time and distance limits of network adequacy by county."""

    kind: Literal["cms_hsd"] = Field(default="cms_hsd", description=ONLY_KIND)
    specialty_code: Annotated[str, Field(pattern=r"^\d{3}$")] = Field(
        default="057",
        description="Specialty, as CMS numbers them, whose limits are read; 057 is outpatient "
        "infusion/chemotherapy",
    )


class RucaSource(Source):
    """Rural-Urban Commuting Area codes of tracts."""

    census: Literal[2010, 2020] | None = Field(
        default=None,
        description="Census whose tracts the codes go by, for a file that does not name it in its columns, so "
        "that pages can tell why a place of another census has no code",
    )


class StrataSource(Source):
    """A list of the area's own that names the stratum of zones: a CSV of geoid and stratum."""

    geoid_digits: Literal[5, 11, 12, 15] = Field(
        default=5,
        description="Digits of the zones: 5 county, 11 tract, 12 block group, 15 block; a place takes the "
        "stratum of the zone that it lies in",
    )


class Sources(Settings):
    """All sources of an area; the optional ones leave their columns null."""

    population: PopulationSource
    counties: CountiesSource
    roads: RoadsSource
    acs: AcsSource | None = Field(
        default=None, description="Counts of groups of people from the American Community Survey"
    )
    hospitals: HospitalsSource | None = None
    centers: CentersSource | None = None
    physician_puf: PhysicianPufSource | None = Field(
        default=None, description="Medicare's payments by provider and service: who infuses"
    )
    nppes: NppesSource | None = Field(
        default=None, description="Registry of providers, in which infusion centers are found"
    )
    provider_of_services: ProviderOfServicesSource | None = Field(
        default=None, description="Services of hospitals, chemotherapy among them"
    )
    cost_reports: CostReportsSource | None = Field(
        default=None, description="Hospitals' charges for intravenous therapy of outpatients"
    )
    zip_centroids: Source | None = Field(
        default=None, description="Census ZCTA gazetteer or a CSV of zip, latitude, longitude"
    )
    zip_towns: Source | None = Field(
        default=None,
        description="Post-office town of each ZIP code (USDA RUCA codes by ZIP, or a CSV of zip, town, state): "
        "places whose ZIP code is no area, or not told, lie in the middle of their town",
    )
    rucc: Source | None = Field(
        default=None, description="USDA Rural-Urban Continuum Codes 2023, by county"
    )
    nchs: Source | None = Field(default=None, description="NCHS urban-rural codes, by county")
    ruca: RucaSource | None = Field(
        default=None, description="Rural-Urban Commuting Area codes, by tract"
    )
    tract_crosswalk: Source | None = Field(
        default=None,
        description="Census relationship file of the tracts of 2020 and 2010, by which RUCA codes of 2010 "
        "reach places in tracts of 2020",
    )
    urban_areas: Source | None = Field(
        default=None,
        description="Urban areas of the Census Bureau, as polygons: outside them places are rural by the "
        "scheme `census`",
    )
    strata: StrataSource | None = Field(
        default=None, description="Strata of the area's own, by county or smaller zone"
    )
    svi: Source | None = Field(
        default=None,
        description="Social Vulnerability Index of CDC and ATSDR: drives by how vulnerable counties are",
    )
    hsd: HsdSource | None = Field(
        default=None,
        description="CMS HSD reference file; without it limits follow from county population and density",
    )
    ssa_fips: Source | None = Field(
        default=None, description="Crosswalk from Medicare's SSA county codes to FIPS codes"
    )

    @property
    def center_lists(self) -> dict[str, CenterList]:
        """The sources that name centers, by name."""
        lists = {"hospitals": self.hospitals, "centers": self.centers, "nppes": self.nppes}
        return {name: source for name, source in lists.items() if source is not None}

    @model_validator(mode="after")
    def _some_centers(self) -> Self:
        if self.hospitals is None and self.centers is None and self.nppes is None:
            raise ValueError(
                "at least one of sources.hospitals, sources.centers and sources.nppes is needed"
            )
        if self.physician_puf is not None and self.nppes is None:
            raise ValueError(
                "sources.physician_puf tells what providers bill, not who they are: add sources.nppes"
            )
        of_hospitals = self.provider_of_services is not None or self.cost_reports is not None
        if of_hospitals and self.hospitals is None:
            raise ValueError(
                "sources.provider_of_services and sources.cost_reports tell which hospitals infuse: add "
                "sources.hospitals"
            )
        if (
            self.hospitals is not None
            and self.hospitals.kind == "cms"
            and self.zip_centroids is None
        ):
            raise ValueError(
                "hospitals of kind 'cms' carry no coordinates: add sources.zip_centroids"
            )
        if self.tract_crosswalk is not None and (self.ruca is None or self.ruca.census != 2010):
            raise ValueError(
                "sources.tract_crosswalk carries codes of the tracts of 2010 to those of 2020: it needs "
                "sources.ruca with census = 2010"
            )
        if self.hsd is not None and self.ssa_fips is None:
            raise ValueError(
                "the HSD file names counties by SSA code: add sources.ssa_fips beside sources.hsd"
            )
        return self
