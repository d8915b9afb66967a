"""Centers: found in the registries of an area, or taken from its hospitals and its list."""

from __future__ import annotations

import logging
from pathlib import Path

import pandas as pd
from prefect import task
from prefect.cache_policies import NO_CACHE

from flows.study import Study
from pipelines.area import Facilities
from pipelines.demand.study_region import StudyRegion
from pipelines.demo.registries.truth import TRUTH, center_scores, read_truth
from pipelines.facilities.addresses import address_parts
from pipelines.facilities.billing import infusion_billing
from pipelines.facilities.centers import Centers, core_centers
from pipelines.facilities.hospital_evidence import hospital_evidence
from pipelines.facilities.placing import on_their_street, placed_addresses
from pipelines.facilities.practices import PRACTICE_COLUMNS, practice_places
from pipelines.facilities.records import Registries
from pipelines.sources.facilities.geocoder import (
    BATCH_URL,
    QUESTION_COLUMNS,
    GeocoderService,
    geocode,
    read_answers,
)
from pipelines.sources.reading import Reading, no_rejections

log = logging.getLogger("pipelines.facilities")

GEOCODER = "geocoder"
"""Folder of the geocoder's answers beside an area's raw files."""


@task(name="place providers", cache_policy=NO_CACHE)
def place_providers(study: Study, readings: dict[str, Reading]) -> Registries | None:
    """Bring together what registries tell of providers, and where they practise; None without registries."""
    table = {name: reading.table for name, reading in readings.items()}
    evidence = hospital_evidence(table.get("provider_of_services"), table.get("cost_reports"))
    billed = table.get("physician_puf")
    billing = None if billed is None else infusion_billing(billed)
    if "nppes" not in readings:
        if evidence is None:
            return None
        nobody = pd.DataFrame(columns=list(PRACTICE_COLUMNS), dtype="str")
        return Registries(nobody, placed_addresses(nobody, None, None), None, evidence)
    more = readings["nppes"].more
    practices = practice_places(
        table["nppes"], more["taxonomies"], more["locations"], more["other_names"]
    )
    answers = _geocoded(practices, study.folders.raw / GEOCODER, study.area.facilities)
    placed = placed_addresses(practices, answers, table.get("zip_centroids"))
    log.info(
        "%s practice places: %s on their street, %s in the middle of their ZIP code, %s nowhere",
        f"{len(practices):,}",
        *(f"{(placed['geocode_precision'] == known).sum():,}" for known in ("street", "zip")),
        f"{placed['lon'].isna().sum():,}",
    )
    return Registries(practices, placed, billing, evidence)


@task(name="place hospitals", cache_policy=NO_CACHE)
def place_hospitals(study: Study, readings: dict[str, Reading]) -> pd.DataFrame | None:
    """Return the hospitals, those that are only known to the ZIP code on their street if possible."""
    if "hospitals" not in readings:
        return None
    hospitals = readings["hospitals"].table
    if not hospitals["geocode_precision"].eq("zip").any():
        return hospitals
    parts = address_parts(hospitals.assign(address_1=hospitals["address"]))
    answers = _geocoded(parts, study.folders.raw / GEOCODER, study.area.facilities)
    return on_their_street(hospitals, answers)


def _geocoded(addresses: pd.DataFrame, cache: Path, settings: Facilities) -> pd.DataFrame:
    """Return the geocoder's answers, from its folder or, where the settings name it, from the service."""
    service = None
    if settings.geocoder == "census":
        service = GeocoderService(
            url=settings.geocoder_url or BATCH_URL, benchmark=settings.geocoder_benchmark
        )
    found = geocode(
        addresses[list(QUESTION_COLUMNS)],
        cache,
        service,
        progress=lambda done, total: log.info("geocoding: %s of %s addresses", done, total),
    )
    if found.fault is not None:
        log.warning(
            "%s addresses have no answer and lie in the middle of their ZIP code until a later run: %s",
            f"{found.counts['failed']:,}",
            found.fault,
        )
    return found.table


def find_centers(
    study: Study,
    hospitals: pd.DataFrame | None,
    centers_list: pd.DataFrame | None,
    registries: Registries | None,
    region: StudyRegion,
) -> Centers:
    """Return the centers of the area and its buffer."""
    source, settings = study.area.sources.hospitals, study.area.facilities
    return core_centers(
        hospitals,
        centers_list,
        hospital_source=source.kind if source else "",
        region=region,
        area=study.area,
        registries=registries,
        definition=settings.definition,
        min_infusions=settings.min_infusions,
    )


def outside_rows(centers_list: pd.DataFrame | None, region: StudyRegion) -> pd.DataFrame:
    """Return the rows of a list whose centers lie too far from the area, as rows of raw.rejected."""
    if centers_list is None:
        return no_rejections()
    far = ~region.reaches(centers_list["lon"].to_numpy(), centers_list["lat"].to_numpy())
    lost = centers_list[far]
    return pd.DataFrame(
        {
            "source": "centers",
            "source_file": lost["source_file"],
            "source_row": lost["source_row"],
            "column_name": "lat",
            "reason": "lies outside the area and its buffer: not counted",
            "row_text": lost["center_id"].fillna("") + ", " + lost["name"],
        }
    )


def unplaced_rows(centers: Centers) -> pd.DataFrame:
    """Return the registered places that lie nowhere, as rows of raw.rejected."""
    lost = centers.unplaced
    return pd.DataFrame(
        {
            "source": "nppes",
            "source_file": lost["source_file"],
            "source_row": lost["source_row"],
            "column_name": "address",
            "reason": lost["unplaced_reason"],
            "row_text": lost["record_id"]
            + ", "
            + lost["name"].fillna("")
            + ", "
            + lost["address"].fillna(""),
        }
    )


def odd_answers(study: Study) -> pd.DataFrame:
    """Return the rows in the geocoder's folder that are no answers, as rows of raw.rejected."""
    return read_answers(study.folders.raw / GEOCODER)[1]


def center_tables(study: Study, centers: Centers) -> dict[str, pd.DataFrame]:
    """Return the tables of the core layer that tell of centers, and how they were found."""
    counts = pd.DataFrame(list(centers.counts.items()), columns=["step", "records"])
    tables = {"core.centers": centers.centers, "core.center_counts": counts}
    if centers.definitions is not None and centers.evidence is not None:
        tables |= {
            "core.center_definitions": centers.definitions,
            "core.center_evidence": centers.evidence,
        }
        if study.area.area.generator == "demo":
            truth = read_truth(study.folders.raw / TRUTH)
            tables["core.center_scores"] = center_scores(centers.definitions, truth)
    return tables
