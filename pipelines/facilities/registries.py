"""What registries of providers and claims tell of an area, brought together before centers are found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipelines.facilities.billing import infusion_billing
from pipelines.facilities.hospital_evidence import hospital_evidence
from pipelines.facilities.placing import PLACED_COLUMNS, Geocode, placed_addresses
from pipelines.facilities.practices import PRACTICE_COLUMNS, practice_places
from pipelines.facilities.zip_areas import ZipAreas


@dataclass(frozen=True, eq=False)
class Registries:
    """What registries of providers and claims tell of an area.

    Attributes
    ----------
    practices
        As `pipelines.facilities.practices.practice_places` returns them.
    placed
        Where they lie, as `pipelines.facilities.placing.placed_addresses` returns it, with the same index.
    billing
        `pipelines.facilities.billing.BILLING_COLUMNS`; None without such a source.
    hospital_evidence
        `pipelines.facilities.hospital_evidence.EVIDENCE_COLUMNS`; None without such a source.
    """

    practices: pd.DataFrame
    placed: pd.DataFrame
    billing: pd.DataFrame | None = None
    hospital_evidence: pd.DataFrame | None = None


def provider_registries(
    raw: Mapping[str, pd.DataFrame], geocode: Geocode, areas: ZipAreas
) -> Registries | None:
    """Bring together what registries tell of providers, and where they practise.

    Parameters
    ----------
    raw
        Tables of the raw layer by name (`pipelines.sources.reading.tables_of`).
    geocode
        Asked for the places of practices.
    areas
        ZIP areas and towns, for those that it does not know.

    Returns
    -------
    Registries or None
        None where the area reads no registry. One that has only evidence on hospitals has no practices.
    """
    evidence = hospital_evidence(raw.get("provider_of_services"), raw.get("cost_reports"))
    if "nppes" not in raw:
        if evidence is None:
            return None
        nobody = pd.DataFrame(columns=list(PRACTICE_COLUMNS), dtype="str")
        nowhere = pd.DataFrame(columns=list(PLACED_COLUMNS), dtype="str")
        return Registries(nobody, nowhere, None, evidence)
    billed = raw.get("physician_puf")
    practices = practice_places(
        *(raw[f"nppes{part}"] for part in ("", "_taxonomies", "_locations", "_other_names"))
    )
    placed = placed_addresses(practices, geocode(practices), areas)
    billing = None if billed is None else infusion_billing(billed)
    return Registries(practices, placed, billing, evidence)
