"""What providers billed Medicare for, added up to what the rules look at."""

from __future__ import annotations

import pandas as pd

from pipelines.vocabulary.registry_codes import PROCEDURES

AMOUNTS = ("infusions", "injections", "oncology_drugs", "specialty_drugs")

BILLING_COLUMNS = ("npi", "place_of_service", *AMOUNTS, "source")
"""One row a provider and place, `office` or `facility`.

`infusions` and `injections` are services of a year, `oncology_drugs` and `specialty_drugs` billing units of
drugs given into a vein, which only show that there are any; `source` names the rows of the file.
"""

FIRST_INFUSION = ("96365", "96413", "96416")
"""Codes billed once a visit, for its first hour (or for a pump): so many infusions were begun."""


def infusion_billing(claims: pd.DataFrame) -> pd.DataFrame:
    """Add up what each provider billed for.

    Parameters
    ----------
    claims
        npi, code, code_group, place_of_service, services, source_file, source_row, as
        `pipelines.sources.facilities.physician_puf` reads them. A code with few beneficiaries is absent there,
        so that amounts are lower bounds.

    Returns
    -------
    DataFrame
        `BILLING_COLUMNS`, in the order of npi and place_of_service.
    """
    lines = {known.code: known.line or "" for known in PROCEDURES}
    drug_line = claims["code"].map(lines).fillna("").where(claims["code_group"].eq("infused_drug"))
    chosen = {
        "infusions": claims["code"].isin(FIRST_INFUSION),
        "injections": claims["code_group"].eq("injecting_only"),
        "oncology_drugs": drug_line.eq("oncology"),
        "specialty_drugs": drug_line.eq("specialty"),
    }
    amounts = {name: claims["services"].where(rows, 0.0) for name, rows in chosen.items()}
    row = claims["code"] + " " + claims["place_of_service"] + " [" + claims["source_file"]
    source = row + " row " + claims["source_row"].astype("str") + "]"
    ordered = claims[["npi", "place_of_service"]].assign(
        code=claims["code"], source=source, **amounts
    )
    grouped = ordered.sort_values(["npi", "place_of_service", "code"]).groupby(
        ["npi", "place_of_service"]
    )
    added = grouped[list(AMOUNTS)].sum().astype("float64")
    return added.assign(source=grouped["source"].agg("; ".join)).reset_index()
