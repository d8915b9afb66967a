"""What registries of providers and claims tell of an area, brought together before centers are found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipelines.facilities.billing import infusion_billing
from pipelines.facilities.hospital_evidence import hospital_evidence
from pipelines.facilities.placing import STREET, ZIP, Geocode, placed_addresses
from pipelines.facilities.practices import PRACTICE_COLUMNS, practice_places


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

    def placed_in_words(self) -> str:
        """Say how many practice places are known to the street, how many to the ZIP code, how many not."""
        precision = self.placed["geocode_precision"]
        street, in_zip = (int(precision.eq(known).sum()) for known in (STREET, ZIP))
        nowhere = int(self.placed["lon"].isna().sum())
        return (
            f"{len(self.placed):,}, of them {street:,} on their street, {in_zip:,} in the middle of their ZIP "
            f"code, {nowhere:,} nowhere"
        )


def provider_registries(raw: Mapping[str, pd.DataFrame], geocode: Geocode) -> Registries | None:
    """Bring together what registries tell of providers, and where they practise.

    Parameters
    ----------
    raw
        Tables of the raw layer by name (`pipelines.sources.reading.tables_of`).
    geocode
        Asked for the places of practices.

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
        return Registries(nobody, placed_addresses(nobody, None, None), None, evidence)
    billed = raw.get("physician_puf")
    practices = practice_places(
        *(raw[f"nppes{part}"] for part in ("", "_taxonomies", "_locations", "_other_names"))
    )
    placed = placed_addresses(practices, geocode(practices), raw.get("zip_centroids"))
    billing = None if billed is None else infusion_billing(billed)
    return Registries(practices, placed, billing, evidence)
