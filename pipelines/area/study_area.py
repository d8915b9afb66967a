"""A study area: its settings, read from one TOML file."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    ValidationError,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pyproj import CRS
from pyproj.exceptions import CRSError

from pipelines.area.base import STATE_PATTERN, Settings, Share, Unit
from pipelines.area.facilities import Facilities
from pipelines.area.faults import fault_lines
from pipelines.area.measures import Measures
from pipelines.area.roads import Roads
from pipelines.area.scenarios import Scenarios
from pipelines.area.sources import MARGIN_SUFFIX, PLACED_COLUMNS, Sources
from pipelines.errors import InputError
from pipelines.vocabulary.equity import EVERYONE, OLDER_PEOPLE
from pipelines.vocabulary.states import state_fips
from pipelines.vocabulary.strata import STRATA_OF_SCHEME, StratumScheme

StateFips = Annotated[
    str, BeforeValidator(state_fips), WithJsonSchema({"type": "string", "pattern": STATE_PATTERN})
]
_CODES_OF_SCHEME = {
    "hrsa": "sources.ruca, and sources.rucc or sources.nchs",
    "census": "sources.urban_areas",
    "custom": "sources.strata",
}
COUNTY_PATTERN = r"^\d{5}$"


def _county_fips(code: object) -> object:
    if not re.match(COUNTY_PATTERN, str(code)) or not isinstance(code, str):
        raise ValueError(
            'a county is written by five FIPS digits in quotes, the state\'s and its own: "50007"'
        )
    return code


CountyFips = Annotated[
    str,
    BeforeValidator(_county_fips),
    WithJsonSchema({"type": "string", "pattern": COUNTY_PATTERN}),
]


class AreaError(InputError):
    """An area file that cannot be used; the message lists every fault with its place and mend."""


class Identity(Settings):
    """What the area is, and how far beyond its border centers and roads count."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] = Field(
        description="Short name, which its folders bear and `infusion-access run NAME` takes"
    )
    title: str = Field(description="Name on maps and pages")
    fictional: bool = Field(
        default=False,
        description="Whether the area does not exist; then every map and page says so",
    )
    generator: Literal["demo"] | None = Field(
        default=None,
        description="What invents the raw files before they are read; only the demo has one",
    )
    seed: Annotated[int, Field(ge=0, lt=2**63)] = Field(
        default=2026, description="Random seed of the generator: one seed, the same files"
    )
    detail: Share = Field(
        default=1.0,
        description="Share of block groups and streets that the generator writes; less runs sooner",
    )
    caveat: str = Field(
        default="", description="A warning that stands on every page, map and table"
    )
    states: tuple[StateFips, ...] = Field(
        default=(),
        description="States whose people are studied, by postal letters or FIPS digits: ['VT'] or ['50']; "
        "with neither states nor counties all people of the source",
    )
    counties: tuple[CountyFips, ...] = Field(
        default=(),
        description="Counties whose people are studied, in place of states, by FIPS digits: ['50007', "
        "'50013']",
    )
    buffer_mi: Annotated[float, Field(ge=0, le=500), Unit("miles")] = Field(
        default=70.0,
        description="How far outside the area roads and centers still count, so that its border is no wall; "
        "the default is an hour at highway speed",
    )
    projected_crs: str = Field(
        default="EPSG:5070",
        description="Coordinate system in metres for areas and rasters; the default fits the lower 48 "
        "states, Alaska needs another, such as 'EPSG:3338'",
    )

    @field_validator("projected_crs")
    @classmethod
    def _in_meters(cls, code: str) -> str:
        try:
            crs = CRS.from_user_input(code)
        except CRSError as error:
            raise ValueError("is no CRS that PROJ knows, such as 'EPSG:5070'") from error
        if not crs.is_projected or {axis.unit_name for axis in crs.axis_info} != {"metre"}:
            raise ValueError(f"a projection in metres is needed, which {crs.name} is not")
        return code


class StudyArea(Settings):
    """One study area: identity, sources, facilities, roads, measures and scenarios.

    Attributes
    ----------
    area, sources, facilities, roads, measures, scenarios
        The six tables of the TOML file.
    folder
        Folder of the TOML file; relative paths start there.
    """

    area: Identity
    sources: Sources
    facilities: Facilities = Facilities()
    roads: Roads = Roads()
    measures: Measures = Measures()
    scenarios: Scenarios = Scenarios()
    folder: Path = Field(default=Path(), exclude=True)

    @model_validator(mode="after")
    def _columns_are_declared(self) -> Self:
        survey = () if self.sources.acs is None else tuple(self.sources.acs.columns)
        margins = [f"{name}{MARGIN_SUFFIX}" for name in survey]
        taken = {*PLACED_COLUMNS, *self.sources.population.columns}.intersection(
            (*survey, *margins)
        )
        if taken:
            raise ValueError(
                f"sources.acs.columns names {', '.join(sorted(taken))}, which the population source has already"
            )
        declared = {"population", *self.sources.population.columns, *survey, *margins}
        for name in ("counted", "margin", "deprivation"):
            column = getattr(self.measures, name)
            if column is not None and column not in declared:
                raise ValueError(
                    f"measures.{name} is {column!r}, which no source of people declares: see "
                    "sources.population.columns and sources.acs.columns"
                )
        counts = {"population", self.adequacy_counts}
        if self.measures.margin is not None and self.measures.margin in counts:
            raise ValueError(
                f"measures.margin is {self.measures.margin!r}, which counts people: name the column with the "
                "margin of error of that count"
            )
        return self

    @model_validator(mode="after")
    def _registries_suffice(self) -> Self:
        sources, settings = self.sources, self.facilities
        if sources.nppes is None:
            return self
        if settings.definition == "billing" and sources.physician_puf is None:
            raise ValueError(
                "facilities.definition 'billing' needs to know who bills for infusions: add "
                "sources.physician_puf"
            )
        if settings.geocoder == "off" and sources.zip_centroids is None:
            raise ValueError(
                "sources.nppes carries no coordinates: add sources.zip_centroids or set "
                "facilities.geocoder = 'census'"
            )
        return self

    @model_validator(mode="after")
    def _definitions_have_registries(self) -> Self:
        for case in self.scenarios.case:
            needed = "nppes" if self.sources.nppes is None else None
            if case.definition == "billing" and self.sources.physician_puf is None:
                needed = needed or "physician_puf"
            if case.definition is not None and needed is not None:
                raise ValueError(
                    f"scenarios.case {case.name!r}: the definition {case.definition!r} needs sources.{needed}: "
                    "add it, or leave the definition out"
                )
        return self

    @model_validator(mode="after")
    def _strata_have_codes(self) -> Self:
        scheme, sources = self.measures.stratum_scheme, self.sources
        by_county = sources.nchs is not None or sources.rucc is not None
        coded = {
            None: True,
            "cms": True,
            "hrsa": sources.ruca is not None and by_county,
            "census": sources.urban_areas is not None,
            "custom": sources.strata is not None,
        }
        if not coded.get(scheme, getattr(sources, str(scheme), None) is not None):
            raise ValueError(
                f"measures.stratum_scheme is {scheme!r}, whose codes no source tells: add "
                + _CODES_OF_SCHEME.get(str(scheme), f"sources.{scheme}")
            )
        strange = set(self.roads.peak_factors).difference(
            STRATA_OF_SCHEME[self.stratum_scheme] if self.stratum_scheme else ()
        )
        if strange:
            raise ValueError(
                f"roads.peak_factors names {', '.join(sorted(strange))}, which the strata of "
                f"{self.stratum_scheme or 'an area without codes'} do not have"
            )
        return self

    @property
    def stratum_scheme(self) -> StratumScheme | None:
        """The scheme that strata follow; None where none is asked for and no NCHS codes are read."""
        default: StratumScheme | None = None if self.sources.nchs is None else "nchs"
        return self.measures.stratum_scheme or default

    @property
    def adequacy_counts(self) -> str:
        """The column of the population source whose people network adequacy counts."""
        older = OLDER_PEOPLE in self._counts
        return self.measures.counted or (OLDER_PEOPLE if older else EVERYONE)

    @property
    def groups(self) -> tuple[str, ...]:
        """Columns that count a group of people, in the order of the area file."""
        others = {*PLACED_COLUMNS, self.measures.margin, self.measures.deprivation}
        return tuple(
            name for name in self._counts if name not in others and not name.endswith(MARGIN_SUFFIX)
        )

    @property
    def _counts(self) -> tuple[str, ...]:
        """Columns that the population source declares, then those of the survey."""
        acs = self.sources.acs
        return (*self.sources.population.columns, *(() if acs is None else acs.columns))

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
        text = path.read_text(encoding="utf-8-sig")  # Windows' editors put a mark before it
        settings = tomllib.loads(text)
    except FileNotFoundError as error:
        raise AreaError(f"{path}: there is no such area file") from error
    except OSError as error:
        raise AreaError(f"{path}: cannot be read: {error.strerror or error}") from error
    except RecursionError as error:
        raise AreaError(f"{path}: not an area file: its values are nested too deeply") from error
    except ValueError as error:  # no TOML, no UTF-8, or a number of thousands of digits
        raise AreaError(f"{path}: not a TOML file: {error}") from error
    try:
        return StudyArea.model_validate({**settings, "folder": path.resolve().parent})
    except ValidationError as error:
        raise area_error(path, fault_lines(StudyArea, error)) from error


def area_error(path: Path, faults: Sequence[str]) -> AreaError:
    """Return the error that tells each fault of an area file in a line."""
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return AreaError("\n  ".join([f"{path}: {count}", *faults]))
