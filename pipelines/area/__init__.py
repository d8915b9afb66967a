"""Study area: every threshold, speed and source of a run, frozen and validated.

A study area is one TOML file. `load_area` reads it into a `StudyArea`, gathering every fault before it
raises, so that a researcher mends the file once and not line by line. Nothing else in the project holds
settings: functions are given the part of the `StudyArea` that they need.
"""

from pipelines.area.base import (
    ANY_SITE,
    SITES_OF_CARE,
    STRATA,
    NotNegativeFloat,
    PositiveFloat,
    SiteOfCare,
    Stratum,
    StratumScheme,
)
from pipelines.area.facilities import DEFINITIONS, MIN_INFUSIONS, Definition, Facilities
from pipelines.area.measures import Measures, Score
from pipelines.area.roads import Roads
from pipelines.area.scenarios import Opening, Scenarios, Schedule
from pipelines.area.sources import (
    HOSPITAL_TYPES,
    OSMNX_PREFIX,
    RAW_PREFIX,
    CentersSource,
    CostReportsSource,
    CountiesSource,
    HospitalsSource,
    HsdSource,
    NppesSource,
    PhysicianPufSource,
    PopulationSource,
    ProviderOfServicesSource,
    RegistrySource,
    RoadsSource,
    Source,
    Sources,
)
from pipelines.area.study_area import AreaError, Identity, StudyArea, load_area

__all__ = [
    "ANY_SITE",
    "DEFINITIONS",
    "HOSPITAL_TYPES",
    "MIN_INFUSIONS",
    "OSMNX_PREFIX",
    "RAW_PREFIX",
    "SITES_OF_CARE",
    "STRATA",
    "AreaError",
    "CentersSource",
    "CostReportsSource",
    "CountiesSource",
    "Definition",
    "Facilities",
    "HospitalsSource",
    "HsdSource",
    "Identity",
    "Measures",
    "NotNegativeFloat",
    "NppesSource",
    "Opening",
    "PhysicianPufSource",
    "PopulationSource",
    "PositiveFloat",
    "ProviderOfServicesSource",
    "RegistrySource",
    "Roads",
    "RoadsSource",
    "Scenarios",
    "Schedule",
    "Score",
    "SiteOfCare",
    "Source",
    "Sources",
    "Stratum",
    "StratumScheme",
    "StudyArea",
    "load_area",
]
