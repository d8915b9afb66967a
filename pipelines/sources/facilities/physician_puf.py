"""Who infuses, as Medicare pays for it: Physician & Other Practitioners by Provider and Service.

Publisher and address: Centers for Medicare & Medicaid Services, https://data.cms.gov, "Medicare Physician &
Other Practitioners - by Provider and Service"; the file's address changes with each release and stands in
https://data.cms.gov/data.json. Vintage: one calendar year, two years back; `D23` in the file's name is 2023.
Licence: US government work, public domain; descriptions of CPT codes (not read here) are the AMA's.

Quirks
- One row a provider, code and place of service; about ten million rows, three gigabytes.
- **A row with fewer than 11 beneficiaries is absent**, without a mark: no row means fewer than 11, not none.
- Fee-for-service Part B only, and only what is billed on professional claims: what a hospital bills for its
  outpatient infusions is not here, nor anything that Medicare Advantage pays.
- Place of service is O (office, and whatever is no facility) or F (facility); an independent clinic and a
  center at home are O.
- The address is that of the registry (NPPES) when the file was made, not the place of the infusion.
- Services of a drug code are billing units (J1745: 10 mg), which differ from drug to drug.
- 29 columns until 2024 (with Rndrng_Prvdr_Gndr), 28 since; columns are found by name. Names in Windows
  letters have been met: each row is read in whichever encoding fits. The first releases of 2012 to 2018, with
  other column names, were replaced by CMS and are not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipelines.area import PhysicianPufSource
from pipelines.sources.reading import Reading
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.streaming import Filter, Layout, read_filtered
from pipelines.sources.tables.tabular import TEXT, TextTable
from pipelines.vocabulary.registry_codes import CODE_GROUP, PUF_PLACES

SOURCE = "physician_puf"

_COLUMNS = {
    "npi": ("Rndrng_NPI",),
    "name": ("Rndrng_Prvdr_Last_Org_Name",),
    "first_name": ("Rndrng_Prvdr_First_Name",),
    "credential": ("Rndrng_Prvdr_Crdntls",),
    "entity_type": ("Rndrng_Prvdr_Ent_Cd",),
    "address_1": ("Rndrng_Prvdr_St1",),
    "address_2": ("Rndrng_Prvdr_St2",),
    "city": ("Rndrng_Prvdr_City",),
    "state": ("Rndrng_Prvdr_State_Abrvtn",),
    "zip": ("Rndrng_Prvdr_Zip5",),
    "specialty": ("Rndrng_Prvdr_Type",),
    "code": ("HCPCS_Cd",),
    "place_of_service": ("Place_Of_Srvc",),
    "beneficiaries": ("Tot_Benes",),
    "services": ("Tot_Srvcs",),
    "beneficiary_days": ("Tot_Bene_Day_Srvcs",),
}
_NEEDED = ("npi", "name", "state", "code", "place_of_service", "beneficiaries", "services")

_ENTITY_TYPES = {"I": "individual", "O": "organization"}

CODE_LENGTH = 5
"""Characters of a code of the Healthcare Common Procedure Coding System (HCPCS)."""

LEAST_BENEFICIARIES = 11
"""CMS leaves out what concerns fewer people."""


def read_physician_puf(files: Sequence[Path], settings: PhysicianPufSource) -> Reading:
    """Read who billed for infusions, injections and the drugs themselves.

    Parameters
    ----------
    files
        The CSV of one year, plain or packed.
    settings
        `states` whose providers are read, by the address of the registry.

    Returns
    -------
    Reading
        `table` has one row a provider, code and place of service: npi, code, code_group (see
        `pipelines.vocabulary.registry_codes`), place_of_service `office` or `facility`, beneficiaries (at
        least 11), services, beneficiary_days (null where not told). `more` holds:

        - `volumes`, one row an npi, place_of_service and code_group: codes (how many), services (summed; of
          drugs they are billing units and only show that there are any), beneficiaries and beneficiary_days
          (the most of any one code: the same people have several codes, so a sum would count them again)
        - `providers`, one row an npi: entity_type, name (of the organization, or last name), first_name,
          credential, specialty as Medicare words it, address_1, address_2, city, state, zip

        A wrong NPI or code, a repeated row, an unknown place and numbers that are none reject their row.

    Raises
    ------
    SourceError
        A file cannot be used, or nobody of the states billed for any of the codes.
    """
    checks = RowChecks(_billed_rows(files, settings), SOURCE)
    npi = checks.npi("npi", required=True)
    code = checks.text("code", required=True).str.upper()
    checks.reject(
        code.str.len().ne(CODE_LENGTH) & code.notna(),
        "code",
        "code " + code.fillna("") + f" has not {CODE_LENGTH} characters",
    )
    place = checks.among("place_of_service", tuple(PUF_PLACES), required=True)
    beneficiaries = checks.number(
        "beneficiaries", low=LEAST_BENEFICIARIES, whole=True, required=True
    )
    services = checks.number("services", low=0, required=True)
    days = checks.number("beneficiary_days", low=0)
    checks.unique(npi + " " + code + " " + place, "code")
    columns = {
        "npi": npi,
        "code": code,
        "code_group": code.map(CODE_GROUP).astype(TEXT),
        "place_of_service": place.map(PUF_PLACES).astype(TEXT),
        "beneficiaries": beneficiaries,
        "services": services,
        "beneficiary_days": days,
        "name": checks.text("name"),
        "first_name": checks.text("first_name"),
        "credential": checks.text("credential"),
        "entity_type": checks.among("entity_type", tuple(_ENTITY_TYPES))
        .map(_ENTITY_TYPES)
        .astype(TEXT),
        "specialty": checks.text("specialty"),
        "address_1": checks.text("address_1"),
        "address_2": checks.text("address_2"),
        "city": checks.text("city"),
        "state": checks.text("state").str.upper(),
        "zip": checks.code("zip", 5, lost_zeros=2, required=False),
    }
    reading = checks.reading(columns)
    own = ["npi", "code", "code_group", "place_of_service", *_AMOUNTS]
    about = ["npi", *(name for name in columns if name not in own)]
    origin = ["source_file", "source_row"]
    return Reading(
        table=reading.table[own + origin],
        rejected=reading.rejected,
        rows_read=reading.rows_read,
        files=reading.files,
        more={
            "volumes": volumes(reading.table),
            "providers": _first_of_each(reading.table[about + origin]),
        },
    )


def _billed_rows(files: Sequence[Path], settings: PhysicianPufSource) -> TextTable:
    """Read the rows of the codes and states that are asked for."""
    codes = ", ".join(f"'{code}'" for code in sorted(CODE_GROUP))
    where = f"upper(code) IN ({codes})"
    asked = "a code of infusion, injection or its drugs"
    if settings.states:
        where += f" AND upper(state) IN ({', '.join(repr(state) for state in settings.states)})"
        asked += f" and an address in {', '.join(settings.states)}"
    return read_filtered(
        files,
        Layout(
            _COLUMNS, optional=[name for name in _COLUMNS if name not in _NEEDED], member="*.csv"
        ),
        Filter(
            ["npi", "state", "code"],
            where,
            asked,
            faulty={
                "its NPI is not ten digits": "length(npi) <> 10 OR TRY_CAST(npi AS BIGINT) IS NULL",
                "its HCPCS code has not five characters": f"length(code) <> {CODE_LENGTH}",
            },
        ),
    )


_AMOUNTS = ("beneficiaries", "services", "beneficiary_days")


def volumes(billed: pd.DataFrame) -> pd.DataFrame:
    """Add up what was billed by provider, place of service and group of codes; see `read_physician_puf`.

    Parameters
    ----------
    billed
        The table of `read_physician_puf`.
    """
    grouped = billed.groupby(["npi", "place_of_service", "code_group"], as_index=False, sort=True)
    return grouped.agg(
        codes=("code", "nunique"),
        services=("services", "sum"),
        beneficiaries=("beneficiaries", "max"),
        beneficiary_days=("beneficiary_days", "max"),
    )


def who_infuses(billed: pd.DataFrame) -> set[str]:
    """Return the NPIs that billed for an infusion or for a drug that is infused.

    Parameters
    ----------
    billed
        The table of `read_physician_puf`.
    """
    told = billed["code_group"].isin(("infusing", "infused_drug"))
    return set(billed.loc[told, "npi"].astype(object))


def _first_of_each(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.drop_duplicates("npi").sort_values("npi", ignore_index=True)
