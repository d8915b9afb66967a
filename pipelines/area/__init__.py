"""Study area: every threshold, speed and source of a run, frozen and validated.

A study area is one TOML file. `load_area` reads it into a `StudyArea`, gathering every fault before it
raises, so that a researcher mends the file once and not line by line. Nothing else in the project holds
settings: functions are given the part of the `StudyArea` that they need.
"""

from pipelines.area.facilities import MIN_INFUSIONS, Facilities
from pipelines.area.measures import Measures
from pipelines.area.roads import Roads
from pipelines.area.scenarios import Case, Opening, Scenarios, Schedule
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
from pipelines.area.study_area import AreaError, Identity, StudyArea, area_error, load_area

__all__ = [
    "HOSPITAL_TYPES",
    "MIN_INFUSIONS",
    "OSMNX_PREFIX",
    "RAW_PREFIX",
    "AreaError",
    "Case",
    "CentersSource",
    "CostReportsSource",
    "CountiesSource",
    "Facilities",
    "HospitalsSource",
    "HsdSource",
    "Identity",
    "Measures",
    "NppesSource",
    "Opening",
    "PhysicianPufSource",
    "PopulationSource",
    "ProviderOfServicesSource",
    "RegistrySource",
    "Roads",
    "RoadsSource",
    "Scenarios",
    "Schedule",
    "Source",
    "Sources",
    "StudyArea",
    "area_error",
    "load_area",
]
