"""Records: rows of all sources that may tell of a center, in one frame.

Rows of lists and hospital registries are candidates (`pipelines.facilities.candidates`); here registered
providers come beside them, each with the place where it practises and what it billed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipelines.facilities.billing import AMOUNTS
from pipelines.facilities.candidates import LIST_SOURCE
from pipelines.facilities.facts import (
    BILLING_FACTS,
    family_of,
    name_patterns,
    prescribes,
    says_infusion,
)
from pipelines.facilities.hospital_evidence import linked_evidence
from pipelines.facilities.matching.addresses import PART_COLUMNS, address_parts
from pipelines.facilities.matching.buildings import building_numbers
from pipelines.facilities.matching.organization_names import NAME_SEPARATOR, written_names
from pipelines.facilities.matching.same_center import AREA_PRECISIONS, LISTED
from pipelines.facilities.placing import PLACE_COLUMNS
from pipelines.facilities.registries import Registries

_BOOLEANS: tuple[str, ...] = (
    "is_primary",
    "is_subpart",
    "hospital_record",
    "hospital_infuses",
    "hospital_chemotherapy",
)
_BOOLEANS += ("hospital_parent", "hospital_namesake", "infuses")
_TEXTS = (
    "record_kind",
    "names",
    "parent_name",
    "credential",
    "taxonomies",
    "phone",
    "hospital_source",
    "billing_source",
)


_DRUGS = ("oncology_drugs", "specialty_drugs")


def listed_records(candidates: pd.DataFrame, evidence: pd.DataFrame | None) -> pd.DataFrame:
    """Turn candidates of lists and hospital registries into records."""
    parts = address_parts(
        candidates[["city", "state", "zip"]].assign(address_1=candidates["address"])
    )
    links = linked_evidence(candidates, evidence)
    is_hospital = ~candidates["center_id"].str.startswith(f"{LIST_SOURCE}:")
    listed = candidates.assign(ccn=candidates["ccn"].fillna(links["ccn"].where(is_hospital)))
    return listed.assign(
        record_kind=LISTED,
        names=written_names(candidates["name"].fillna("").astype("str")),
        hospital_record=is_hospital,
        **{
            name: links[name].where(is_hospital, False).astype(bool)
            for name in ("hospital_infuses", "hospital_chemotherapy")
        },
        hospital_source=links["hospital_source"].where(is_hospital, ""),
        **_parts(parts),
    )


def provider_records(registries: Registries, hospitals: pd.DataFrame) -> pd.DataFrame:
    """Turn practice places into records; those that lie nowhere keep null coordinates.

    Parameters
    ----------
    registries
        Practice places, coordinates and billing.
    hospitals
        `names` of the hospitals of the registry, to know their subparts by.
    """
    practices = registries.practices
    hospital_names = {name for name in hospitals["names"] if name}
    own_names = practices["names"].str.split(NAME_SEPARATOR)
    parent = written_names(practices["parent_name"])
    is_hospital = parent.str.contains(name_patterns()["name_hospital"][0], regex=True)
    billed = _billing_facts(practices, registries.billing)
    frame = practices.rename(columns={"record_id": "center_id", "entity_type": "record_kind"})
    told = "registered " + practices["entity_type"]
    evidence = (
        told
        + " ["
        + practices["source_file"]
        + " row "
        + practices["source_row"].astype("str")
        + "]"
    )
    return frame.drop(columns=["source_file", "source_row", *PART_COLUMNS]).assign(
        city=practices["city"],
        state=practices["state"],
        zip=practices["zip"],
        **{name: registries.placed[name] for name in PLACE_COLUMNS},
        hospital_parent=is_hospital | parent.isin(hospital_names),
        hospital_namesake=own_names.map(lambda names: not hospital_names.isdisjoint(names)).astype(
            bool
        ),
        evidence=evidence,
        infuses=billed[["office_infusions", "visiting_infusions", *_DRUGS]].gt(0).any(axis=1),
        **{name: billed[name] for name in BILLING_FACTS},
        billing_source=_billing_source(practices, registries.billing),
        **_parts(practices),
    )


def all_records(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Bring all kinds of records together, each column with its type, and tell buildings and families."""
    both = pd.concat([part for part in parts if len(part)] or list(parts), ignore_index=True)
    texts = {name: both[name].fillna("").astype("str") for name in _TEXTS if name in both}
    booleans = {
        name: both[name].astype("boolean").fillna(False).astype(bool)
        if name in both
        else pd.Series(False, index=both.index)
        for name in _BOOLEANS
    }
    billed = {
        name: both[name].fillna(0.0).astype("float64") if name in both else 0.0
        for name in BILLING_FACTS
    }
    missing = {name: "" for name in _TEXTS if name not in both}
    typed = both.assign(**texts, **booleans, **billed, **missing)
    precise = ~typed["geocode_precision"].isin(AREA_PRECISIONS)
    spelt = typed[[f"part_{name}" for name in PART_COLUMNS]].rename(
        columns=lambda name: str(name).removeprefix("part_")
    )
    places = spelt.assign(lon=typed["lon"], lat=typed["lat"], precise=precise)
    typed["building"] = building_numbers(places)
    typed["family"] = family_of(typed)
    typed["infuses"] |= says_infusion(typed)
    typed["prescribes"] = prescribes(typed)
    return typed


def same_center_view(records: pd.DataFrame) -> pd.DataFrame:
    """Return the columns by which records are found to be the same center, in its spelling.

    A hospital's subpart bears the hospital's name too: on its campus they are one center.
    """
    spelt = {name: records[f"part_{name}"] for name in ("unit", "city", "state", "zip")}
    parents = written_names(records["parent_name"]).where(records["hospital_parent"], "")
    both = records["names"].str.cat(parents, sep=NAME_SEPARATOR).str.strip(NAME_SEPARATOR)
    return records.assign(names=both, **spelt)


def _parts(parts: pd.DataFrame) -> dict[str, pd.Series]:
    """Return parts of addresses under names that the candidates' own columns do not have."""
    return {f"part_{name}": parts[name] for name in PART_COLUMNS}


def _billing_facts(practices: pd.DataFrame, billing: pd.DataFrame | None) -> pd.DataFrame:
    """Return what the provider of each place billed, in full at its primary place.

    A claim names no place but the provider's primary one, so that elsewhere it is known only that a clinician
    who infuses comes there too (`visiting_infusions`).
    """
    none = pd.DataFrame(0.0, index=practices.index, columns=list(BILLING_FACTS))
    if billing is None:
        return none
    of_place = {
        place: billing[billing["place_of_service"].eq(place)]
        .groupby("npi")[list(AMOUNTS)]
        .sum()
        .reindex(practices["npi"])
        .set_axis(practices.index)
        .fillna(0.0)
        for place in ("office", "facility")
    }
    office, facility = of_place["office"], of_place["facility"]
    here = practices["is_primary"].astype(bool)
    return pd.DataFrame(
        {
            "office_infusions": office["infusions"].where(here, 0.0),
            "visiting_infusions": office["infusions"].where(~here, 0.0),
            "facility_infusions": facility["infusions"].where(here, 0.0),
            "office_injections": office["injections"].where(here, 0.0),
            "oncology_drugs": office["oncology_drugs"].where(here, 0.0),
            "specialty_drugs": office["specialty_drugs"].where(here, 0.0),
        }
    ).astype(np.float64)


def _billing_source(practices: pd.DataFrame, billing: pd.DataFrame | None) -> pd.Series[str]:
    if billing is None:
        return pd.Series("", index=practices.index, dtype="str")
    ordered = billing.sort_values(["npi", "place_of_service"], ascending=[True, False])
    sources = ordered.groupby("npi")["source"].agg("; ".join)
    return sources.reindex(practices["npi"]).set_axis(practices.index).fillna("").astype("str")
