"""Write what Medicare paid each provider for, as CMS publishes it: by provider, code and place of service."""

from __future__ import annotations

from pathlib import Path

from pipelines.demo.land import plan
from pipelines.demo.registries.registry_rows import Claim, RegistryRows
from pipelines.demo.writing.archive import csv_text
from pipelines.vocabulary.registry_codes import PROCEDURES

CLAIMS = "MUP_PHY_R25_P05_V20_D23_Prov_Svc.csv"

PUF_COLUMNS = (
    *("Rndrng_NPI", "Rndrng_Prvdr_Last_Org_Name", "Rndrng_Prvdr_First_Name", "Rndrng_Prvdr_MI"),
    *("Rndrng_Prvdr_Crdntls", "Rndrng_Prvdr_Ent_Cd", "Rndrng_Prvdr_St1", "Rndrng_Prvdr_St2"),
    *("Rndrng_Prvdr_City", "Rndrng_Prvdr_State_Abrvtn", "Rndrng_Prvdr_State_FIPS"),
    *("Rndrng_Prvdr_Zip5", "Rndrng_Prvdr_RUCA", "Rndrng_Prvdr_RUCA_Desc", "Rndrng_Prvdr_Cntry"),
    *("Rndrng_Prvdr_Type", "Rndrng_Prvdr_Mdcr_Prtcptg_Ind", "HCPCS_Cd", "HCPCS_Desc"),
    *("HCPCS_Drug_Ind", "Place_Of_Srvc", "Tot_Benes", "Tot_Srvcs", "Tot_Bene_Day_Srvcs"),
    *("Avg_Sbmtd_Chrg", "Avg_Mdcr_Alowd_Amt", "Avg_Mdcr_Pymt_Amt", "Avg_Mdcr_Stdzd_Amt"),
)
"""Columns of the file since 2025, in its order."""

_ALLOWED_USD = {"96413": 140.0, "96415": 30.0, "96365": 70.0, "96366": 22.0, "96372": 15.0}
_ALLOWED_USD |= {"96374": 40.0, "96401": 80.0, "96402": 33.0}
_ALLOWED_DRUG_USD = 45.0
"""Invented amounts of the order of Medicare's; nothing is computed of them."""

_CHARGED, _PAID = 2.6, 0.8
"""What is charged and paid, as a share of what is allowed."""


def write_claims(folder: Path, made: RegistryRows) -> Path:
    """Write the claims of a year, with their providers as registered, and return the file's path.

    Parameters
    ----------
    folder
        Where to. The file is in Windows letters, which have been met in copies of the published one.
    made
        Claims, and the registered providers they are of.
    """
    providers = {row["npi"]: row for row in made.providers}
    rows = [_row(claim, providers[claim.npi]) for claim in made.claims]
    lines = [[row.get(name, "") for name in PUF_COLUMNS] for row in rows]
    path = folder / CLAIMS
    path.write_text(csv_text(PUF_COLUMNS, lines), encoding="cp1252", newline="")
    return path


def _row(claim: Claim, provider: dict[str, str]) -> dict[str, object]:
    is_drug = claim.code[0] == "J"
    allowed = _ALLOWED_DRUG_USD if is_drug else _ALLOWED_USD[claim.code]
    meaning = {known.code: known.meaning for known in PROCEDURES}
    return {
        "Rndrng_NPI": claim.npi,
        "Rndrng_Prvdr_Last_Org_Name": provider["last_name"],
        "Rndrng_Prvdr_First_Name": provider["first_name"],
        "Rndrng_Prvdr_Crdntls": provider["credential"],
        "Rndrng_Prvdr_Ent_Cd": "I",
        "Rndrng_Prvdr_St1": provider["address_1"],
        "Rndrng_Prvdr_St2": provider["address_2"],
        "Rndrng_Prvdr_City": provider["city"],
        "Rndrng_Prvdr_State_Abrvtn": provider["state"],
        "Rndrng_Prvdr_State_FIPS": plan.STATE_FIPS,
        "Rndrng_Prvdr_Zip5": provider["zip"][:5],
        "Rndrng_Prvdr_Cntry": "US",
        "Rndrng_Prvdr_Mdcr_Prtcptg_Ind": "Y",
        "HCPCS_Cd": claim.code,
        "HCPCS_Desc": meaning[claim.code],
        "HCPCS_Drug_Ind": "Y" if is_drug else "N",
        "Place_Of_Srvc": claim.place,
        "Tot_Benes": claim.beneficiaries,
        "Tot_Srvcs": f"{claim.services:g}",
        "Tot_Bene_Day_Srvcs": claim.days,
        "Avg_Sbmtd_Chrg": round(allowed * _CHARGED, 2),
        "Avg_Mdcr_Alowd_Amt": allowed,
        "Avg_Mdcr_Pymt_Amt": round(allowed * _PAID, 2),
        "Avg_Mdcr_Stdzd_Amt": round(allowed * _PAID, 2),
    }
