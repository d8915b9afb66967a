"""Centers of the study area and its buffer, found in registries of providers and hospitals or a list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.area import MIN_INFUSIONS, StudyArea
from pipelines.demand.study_region import StudyRegion
from pipelines.errors import InputError
from pipelines.facilities.candidates import CANDIDATE_COLUMNS, from_hospitals, from_list
from pipelines.facilities.definitions import (
    center_definitions,
    center_evidence,
    evidence_sentences,
)
from pipelines.facilities.judging import Judgement, judged
from pipelines.facilities.matching.merging import merged
from pipelines.facilities.matching.same_center import INDIVIDUAL, center_numbers
from pipelines.facilities.operators import INDEPENDENT, operators
from pipelines.facilities.placed_sources import PlacedSources
from pipelines.facilities.records import (
    all_records,
    listed_records,
    provider_records,
    same_center_view,
)
from pipelines.facilities.registries import Registries

REGISTRY_COLUMNS = ("place_of_service", "medicare_rule", "operator_kind", "infusions_per_year")
"""What core.centers has besides where registries are read; null where nothing tells it."""

_CONCLUDED = ("site_of_care", "therapy_line", "supervision", "medicare_payable")

Int = npt.NDArray[np.int64]


class CentersError(InputError):
    """No center is left to drive to."""


@dataclass(frozen=True, eq=False)
class Centers:
    """The centers of a run.

    Attributes
    ----------
    centers
        core.centers.
    counts
        What became of the records: `candidates`, `unplaced` (neither street nor ZIP area nor town is known),
        `outside_buffer` (too far from the area to matter), `merged` (records of a place that has another),
        `no_center` (places that the definition does not count) and `centers`.
    definitions
        core.center_definitions: the rows of core.centers under each definition, with `definition`; None
        without registries.
    evidence
        core.center_evidence: one row a center and rule that applies to it
        (`pipelines.facilities.definitions.EVIDENCE_COLUMNS`); None without registries.
    """

    centers: pd.DataFrame
    counts: dict[str, int]
    definitions: pd.DataFrame | None = None
    evidence: pd.DataFrame | None = None

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables of the core layer that tell of centers and how they were found."""
        counts = pd.DataFrame(list(self.counts.items()), columns=["step", "records"])
        tables = {"core.centers": self.centers, "core.center_counts": counts}
        if self.definitions is not None and self.evidence is not None:
            tables |= {
                "core.center_definitions": self.definitions,
                "core.center_evidence": self.evidence,
            }
        return tables


def core_centers(
    sources: PlacedSources,
    *,
    hospital_source: str,
    region: StudyRegion,
    area: StudyArea,
    definition: str = "combined",
    min_infusions: float = MIN_INFUSIONS,
) -> Centers:
    """Find the centers that count for an area.

    Without registries of providers hospitals stand in for hospital-based centers, the list names centers of any
    kind, and nothing is judged. With them every place is judged by the rules (`pipelines.facilities.rules`);
    the list wins wherever it speaks.

    Parameters
    ----------
    sources
        Hospitals, the list and registered providers, each row placed.
    hospital_source
        Name of the registry, the prefix of the ids: `hifld` or `cms`.
    region
        Which places are in the area or its buffer.
    area
        Whose counties are the area's own.
    definition
        Whose set of centers is core.centers: `registry`, `billing` or `combined`.
    min_infusions
        Infusions a year, billed to Medicare in an office, that count as routine.

    Returns
    -------
    Centers
        core.centers in the order of center_id, with `county_fips` (null outside every county of the region),
        `in_area` (whether it lies in the area, not its buffer), `beds` (staffed beds, null where unknown),
        address, city, state, zip, `members` (ids of the records brought together, separated by spaces) and,
        with registries, `REGISTRY_COLUMNS` beside the contract's columns. Capacity is chairs, and null where
        no source tells them.

    Raises
    ------
    CentersError
        No candidate lies anywhere that is known, or in the area or its buffer, none is a center, or `billing`
        is asked for without a source of what was billed.
    """
    registries = sources.registries
    if registries is not None and registries.billing is None and definition == "billing":
        raise CentersError(
            "the definition 'billing' needs to know who bills for infusions (add sources.physician_puf)"
        )
    records, unplaced = _records(_listed(sources, hospital_source), registries)
    if records.empty:
        raise CentersError(
            f"it is not known where any of the {unplaced} centers lies: none has coordinates, and neither a "
            "geocoder nor its ZIP code or town places it (add sources.zip_centroids and sources.zip_towns, or "
            "set facilities.geocoder = 'census')"
        )
    near = region.reaches(records["lon"].to_numpy(), records["lat"].to_numpy())
    if not near.any():
        raise CentersError(
            f"none of the {len(records)} centers lies within {area.area.buffer_mi:g} miles of "
            f"{area.area.title} (check sources.hospitals, sources.centers and area.buffer_mi)"
        )
    records = records[near].reset_index(drop=True)
    center = center_numbers(same_center_view(records))
    places = _in_counties(merged(records, center), region, area)
    counts = {
        "candidates": len(near) + unplaced,
        "unplaced": unplaced,
        "outside_buffer": int((~near).sum()),
        "merged": len(records) - len(places),
    }
    if registries is None:
        centers = _ordered(places, [*CANDIDATE_COLUMNS, *_ADDED])
        return Centers(centers, counts | {"no_center": 0, "centers": len(centers)})
    judgement = judged(
        records,
        center,
        min_infusions=min_infusions,
        hospital_evidence_given=registries.hospital_evidence is not None,
    )
    return _judged_centers(
        _concluded(places, records, center, judgement),
        judgement,
        definition,
        counts,
        billing_given=registries.billing is not None,
    )


_ADDED = ("members", "county_fips", "in_area")


def _listed(sources: PlacedSources, hospital_source: str) -> pd.DataFrame:
    """Return the candidates of lists and hospital registries, those that win first."""
    parts = []
    if sources.centers_list is not None:
        parts.append(from_list(sources.centers_list))
    if sources.hospitals is not None:
        parts.append(from_hospitals(sources.hospitals, hospital_source))
    if not parts:
        return pd.DataFrame(columns=list(CANDIDATE_COLUMNS), dtype="str")
    # The list wins; within a source the order of ids decides, never that of rows.
    return pd.concat([part.sort_values("center_id") for part in parts], ignore_index=True)


def _records(candidates: pd.DataFrame, registries: Registries | None) -> tuple[pd.DataFrame, int]:
    """Return the records that lie somewhere, those that win first, and how many lie nowhere."""
    listed = listed_records(candidates, registries.hospital_evidence if registries else None)
    parts = [listed]
    if registries is not None:
        providers = provider_records(registries, listed[listed["hospital_record"]])
        order = pd.DataFrame(
            {
                "person": providers["record_kind"].eq(INDIVIDUAL),
                "second_place": ~providers["is_primary"].astype(bool),
                "id": providers["center_id"],
            }
        ).sort_values(["person", "second_place", "id"])
        parts.append(providers.loc[order.index])
    placed = [part[part["lon"].notna()] for part in parts]
    return all_records(placed), sum(len(part) for part in parts) - sum(len(part) for part in placed)


def _in_counties(places: pd.DataFrame, region: StudyRegion, area: StudyArea) -> pd.DataFrame:
    county = region.county_of(places["lon"].to_numpy(), places["lat"].to_numpy())
    known = county.notna()
    in_area = known & county.where(known, "").map(area.in_area)
    return places.assign(county_fips=county, in_area=in_area)


def _concluded(
    places: pd.DataFrame, records: pd.DataFrame, center: Int, judgement: Judgement
) -> pd.DataFrame:
    """Fill in what the rules conclude, where no list says it."""
    concluded = judgement.conclusions
    filled = {name: places[name].fillna(concluded[name]) for name in _CONCLUDED}
    hospital = filled["site_of_care"].eq("hospital_based")
    organization = records[records["record_kind"].ne(INDIVIDUAL)]
    joined = organization.groupby(center[organization.index])
    numbers = np.unique(center)
    names = joined["names"].agg("|".join).reindex(numbers).fillna("").reset_index(drop=True)
    parents = (
        joined["parent_name"].agg(lambda texts: next(filter(None, texts), "")).reindex(numbers)
    )
    run_by = operators(names, parents.fillna("").reset_index(drop=True), hospital)
    known = places["operator"].notna()
    return places.assign(
        **filled,
        operator=places["operator"].fillna(run_by["operator"]),
        # Who is said to have an operator is not independent, whatever the names say.
        operator_kind=run_by["operator_kind"].mask(known & run_by["operator_kind"].eq(INDEPENDENT)),
        place_of_service=concluded["place_of_service"],
        medicare_rule=concluded["medicare_rule"],
        infusions_per_year=concluded["infusions_per_year"],
    )


def _judged_centers(
    places: pd.DataFrame,
    judgement: Judgement,
    definition: str,
    counts: dict[str, int],
    *,
    billing_given: bool,
) -> Centers:
    columns = [*CANDIDATE_COLUMNS, *_ADDED, *REGISTRY_COLUMNS]
    proven = places.assign(evidence=evidence_sentences(judgement))
    by_definition = center_definitions(proven, judgement, billing_given=billing_given)
    centers = by_definition[by_definition["definition"].eq(definition)]
    if centers.empty:
        raise CentersError(
            f"none of the {len(places)} places is a center under the definition {definition!r} "
            "(check the definition and the registries)"
        )
    return Centers(
        centers=_ordered(centers, columns),
        counts=counts | {"no_center": len(places) - len(centers), "centers": len(centers)},
        definitions=by_definition[["definition", *columns]],
        evidence=center_evidence(places["center_id"], judgement),
    )


def _ordered(centers: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return centers[columns].sort_values("center_id", ignore_index=True)
