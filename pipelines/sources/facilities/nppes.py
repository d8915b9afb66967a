"""Providers of the National Plan and Provider Enumeration System (NPPES), filtered while the file streams past.

Publisher and address: Centers for Medicare & Medicaid Services, https://download.cms.gov/nppes/NPI_Files.html;
monthly `NPPES_Data_Dissemination_{Month}_{Year}_V2.zip` and `NPPES_Deactivated_NPI_Report_{MMDDYY}_V2.zip`.
Vintage: monthly; the end date stands in the names of the members. Licence: disclosable under the Freedom of
Information Act, US government work, public domain.

The archive holds npidata_pfile (nine million rows of 330 columns, ten gigabytes), pl_pfile (further practice
locations), othername_pfile and endpoint_pfile, each with a `_fileheader` of one line. The members are read
straight out of the archive; a source may also name them unpacked.

Quirks
- A deactivated NPI keeps only its number and the date: even the entity type is blank. It counts as active
  again when the reactivation date is not earlier.
- The practice address of an individual is one of several; the others stand in pl_pfile, which holds no primary
  ones and repeats some. A provider belongs here if any of its places does.
- Up to fifteen taxonomy codes in any order; the primary switch is Y, N or X (not told) and not always set once.
- Postal codes have five or nine digits without a hyphen; abroad state and postal code are free text.
- Exported as UTF-8, but names in Windows letters have been met in copies: a row is read in whichever fits.
- V2 (since 2025) widened names; `Provider Gender Code` became `Provider Sex Code`. Columns are found by name.
- Employer and parent tax numbers are suppressed (`<UNAVAIL>`), so that systems are known by name alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.area import NppesSource
from pipelines.sources.facilities.nppes_columns import (
    ENTITY_TYPES,
    GROUP,
    LOCATION,
    LOCATION_NEEDED,
    NAME_TYPES,
    OTHER_NAME,
    PLACES,
    PROVIDER,
    PROVIDER_NEEDED,
    SWITCH,
    TAXONOMY,
)
from pipelines.sources.facilities.nppes_deactivated import read_deactivated
from pipelines.sources.facilities.nppes_filter import (
    CODE_LENGTH,
    FAULTY_NPI,
    SHIFTED,
    SHIFTED_PLACE,
    asked_in_words,
    near_condition,
    wanted_condition,
)
from pipelines.sources.files.byte_stream import fits, members
from pipelines.sources.reading import Reading, SourceError
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.streaming import Filter, Layout, named_by_member, read_filtered
from pipelines.sources.tables.tabular import TEXT, TextTable

SOURCE = "nppes"

DATE = "%m/%d/%Y"

_CODE = f".{{{CODE_LENGTH - 1}}}X"

_PROVIDERS, _LOCATIONS, _NAMES = "npidata_pfile*.csv", "pl_pfile*.csv", "othername_pfile*.csv"
_REPORT = "*deactivated*.xlsx"


@dataclass(frozen=True)
class _Files:
    """The files of the source by what they hold."""

    providers: list[Path] = field(default_factory=list)
    locations: list[Path] = field(default_factory=list)
    names: list[Path] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)


def read_nppes(
    files: Sequence[Path], settings: NppesSource, *, also_npi: Collection[str] = ()
) -> Reading:
    """Read the providers that may infuse in the area or near it.

    Parameters
    ----------
    files
        The monthly archive, or its members unpacked (the name tells which is which; another name counts as
        npidata_pfile); optionally the report of deactivated NPIs, an .xlsx or the archive with it.
    settings
        `states` and `zip_prefixes`: a provider is kept if one of its practice places has one of them; with
        neither, wherever it is.
    also_npi
        NPIs that are kept whatever their taxonomy and place, as those who bill for infusions.

    Returns
    -------
    Reading
        `table` has one row a provider, in the order of the file:

        - npi; entity_type `individual` or `organization` (null only if deactivated)
        - organization_name, last_name, first_name, middle_name, name_suffix, credential, parent_name
        - address_1, address_2, city, state (capitals), zip (five digits), zip4, country, phone: the primary
          practice place as written; zip is null where it is not five or nine digits
        - enumerated_on, updated_on, deactivated_on, reactivated_on (dates), deactivation_reason, is_active
        - is_sole_proprietor, is_subpart (null where not told)
        - official_last_name, official_first_name, official_title, official_phone
        - taxonomy: the primary code, else the first

        `more` holds, each with npi, source_file and source_row:

        - `taxonomies`: position 1-15, taxonomy, is_primary (null where not told), taxonomy_group
        - `locations`: every practice place once, is_primary or from pl_pfile, with the columns of the address
        - `other_names`: name, name_type in words, of npidata_pfile (one each) and othername_pfile

        A wrong or repeated NPI rejects its row; so do an entity type that is neither 1 nor 2, a first taxonomy
        code that is none, and a country that is no code: such a row has lost or gained a column.

    Raises
    ------
    SourceError
        A file cannot be used, or no provider is wanted.
    """
    sorted_files = _sorted(files)
    near = near_condition(settings)
    elsewhere = _locations(sorted_files.locations, near)
    deactivated = [read_deactivated(path) for path in sorted_files.reports]
    text = read_filtered(
        sorted_files.providers,
        Layout(
            PROVIDER,
            optional=[name for name in PROVIDER if name not in PROVIDER_NEEDED],
            member=_PROVIDERS,
        ),
        Filter(
            keys=[
                "npi",
                "state",
                *(["zip"] if settings.zip_prefixes else []),
                "country",
                *TAXONOMY,
            ],
            where=wanted_condition(
                near, elsewhere=len(elsewhere.table) > 0, also=len(also_npi) > 0
            ),
            asked=f"a taxonomy code of infusion and {asked_in_words(settings)}",
            faulty=FAULTY_NPI | SHIFTED,
            tables={
                "elsewhere": elsewhere.table[["npi"]],
                "also": pd.DataFrame({"npi": pd.Series(sorted(also_npi), dtype=TEXT)}),
            },
        ),
    )
    checks = RowChecks(text, SOURCE)
    providers = checks.reading(_provider_columns(checks, deactivated))
    names = _other_names(sorted_files.names, providers.table)
    taxonomies = _taxonomies(text.rows[checks.usable], providers.table)
    del text, checks  # at this point the largest things in memory
    parts = [providers, elsewhere, names, *deactivated]
    return Reading(
        table=providers.table.drop(
            columns=["other_organization_name", "other_organization_name_type"]
        ),
        rejected=pd.concat(
            [part.rejected for part in parts if len(part.rejected)] or [providers.rejected],
            ignore_index=True,
        ),
        rows_read=sum(part.rows_read for part in parts),
        files=tuple(Path(path) for path in files),
        more={
            "taxonomies": taxonomies,
            "locations": _all_places(providers.table, elsewhere.table),
            "other_names": _all_names(providers.table, names.table),
        },
    )


def _sorted(files: Sequence[Path]) -> _Files:
    """Tell the files of the source apart: an archive by its members, another file by its name."""
    found = _Files()
    for path in map(Path, files):
        inside = members(path)
        is_workbook = "[Content_Types].xml" in inside
        names = inside if inside and not is_workbook else [path.name]
        kinds = (
            (found.providers, _PROVIDERS),
            (found.locations, _LOCATIONS),
            (found.names, _NAMES),
            (found.reports, _REPORT),
        )
        held = [
            kind
            for kind, pattern in kinds
            if any(fits(name.removesuffix(".gz"), pattern) for name in names)
        ]
        if is_workbook:
            held = [found.reports]
        for kind in held or [found.providers]:
            kind.append(path)
    if not found.providers:
        raise SourceError(
            files[0] if files else "(no file)",
            "no file of the source is npidata_pfile, the providers themselves",
            mend="name the monthly archive",
        )
    return found


def _provider_columns(checks: RowChecks, deactivated: Sequence[Reading]) -> dict[str, pd.Series]:
    npi = checks.npi("npi", required=True)
    checks.unique(npi, "npi")
    dates = {
        name: checks.date(name, DATE)
        for name in ("enumerated_on", "updated_on", "deactivated_on", "reactivated_on")
    }
    for report in deactivated:
        reported = report.table.set_index("npi")["deactivated_on"]
        # The later of the two counts: a provider may have been deactivated again.
        dates["deactivated_on"] = (
            pd.concat([dates["deactivated_on"], npi.map(reported)], axis=1)
            .max(axis=1)
            .astype("datetime64[s]")
        )
    off, on = dates["deactivated_on"], dates["reactivated_on"]
    entity = checks.text("entity_type")
    known = entity.map(ENTITY_TYPES).astype(TEXT)
    checks.reject(
        known.isna() & ~(entity.isna() & off.notna()),
        "entity_type",
        "entity_type " + entity.fillna("(blank)") + " is not 1 (individual) or 2 (organization)",
    )
    first_code = checks.text("taxonomy_1")
    checks.reject(
        first_code.notna() & ~first_code.str.fullmatch(_CODE).fillna(True).astype(bool),
        "taxonomy_1",
        "taxonomy_1 " + first_code.fillna("") + " is not ten characters that end in X",
    )
    plain = (
        "organization_name",
        "last_name",
        "first_name",
        "middle_name",
        "name_suffix",
        "credential",
        "other_organization_name",
        "parent_name",
        "deactivation_reason",
        "official_last_name",
        "official_first_name",
        "official_title",
        "official_phone",
    )
    return {
        "npi": npi,
        "entity_type": known,
        **{name: checks.text(name) for name in plain},
        "other_organization_name_type": _name_type(checks, "other_organization_name_type"),
        **_address(checks),
        **dates,
        "is_active": off.isna() | (on >= off),
        "is_sole_proprietor": _yes_no(checks, "is_sole_proprietor"),
        "is_subpart": _yes_no(checks, "is_subpart"),
        "taxonomy": _primary_taxonomy(checks.rows),
    }


def _address(checks: RowChecks) -> dict[str, pd.Series]:
    """Return a practice place as written, its postal code in two parts."""
    country = checks.text("country")
    checks.reject(
        country.str.len().gt(2),
        "country",
        "country " + country.fillna("") + " is not two letters",
    )
    abroad = country.fillna("US").ne("US")
    code = checks.text("zip").str.replace("-", "", regex=False)
    american = code.str.fullmatch("[0-9]{5}([0-9]{4})?").fillna(False).astype(bool)
    checks.note(
        code.notna() & ~american & ~abroad,
        "zip",
        "zip " + code.fillna("") + " has neither five nor nine digits",
    )
    code = code.mask(~american | abroad)
    return {
        "address_1": checks.text("address_1"),
        "address_2": checks.text("address_2"),
        "city": checks.text("city"),
        "state": checks.text("state").str.upper(),
        "zip": code.str.slice(0, 5),
        "zip4": code.str.slice(5).pipe(_blank_as_null),
        "country": country,
        "phone": checks.text("phone"),
    }


def _blank_as_null(values: pd.Series) -> pd.Series:
    return values.mask(values.eq(""))


def _yes_no(checks: RowChecks, column: str) -> pd.Series:
    answers: Mapping[str, bool] = {"Y": True, "N": False}
    return checks.among(column, ("Y", "N", "X")).map(answers).astype("boolean")


def _name_type(checks: RowChecks, column: str) -> pd.Series:
    return checks.among(column, tuple(NAME_TYPES)).map(NAME_TYPES).astype(TEXT)


def _primary_taxonomy(rows: pd.DataFrame) -> pd.Series:
    """Return the code whose switch is Y, else the first that is there."""
    primary = pd.Series(np.nan, index=rows.index, dtype=TEXT)
    first = primary.copy()
    for code, switch in zip(TAXONOMY, SWITCH, strict=True):
        given = rows[code].where(rows[code].ne(""))
        primary = primary.fillna(given.where(rows[switch].eq("Y")))
        first = first.fillna(given)
    return primary.fillna(first)


def _taxonomies(rows: pd.DataFrame, providers: pd.DataFrame) -> pd.DataFrame:
    """Return one row a provider and code; `rows` are the text rows of `providers`, in the same order."""
    parts = []
    for place, code, switch, group in zip(PLACES, TAXONOMY, SWITCH, GROUP, strict=True):
        given = rows[code].ne("").to_numpy()
        parts.append(
            pd.DataFrame(
                {
                    "npi": providers.loc[given, "npi"].to_numpy(),
                    "position": place,
                    "taxonomy": rows.loc[given, code].to_numpy(),
                    "is_primary": rows.loc[given, switch].map({"Y": True, "N": False}).to_numpy(),
                    "taxonomy_group": _blank_as_null(rows.loc[given, group]).to_numpy(),
                    "source_file": providers.loc[given, "source_file"].to_numpy(),
                    "source_row": providers.loc[given, "source_row"].to_numpy(),
                }
            )
        )
    text = dict.fromkeys(("npi", "taxonomy", "taxonomy_group", "source_file"), TEXT)
    return (
        pd.concat(parts, ignore_index=True)
        .astype({**text, "is_primary": "boolean"})
        .sort_values(["source_row", "position"], ignore_index=True)
    )


def _locations(files: Sequence[Path], near: str) -> Reading:
    """Read the further practice places in or near the area, each once."""
    optional = [name for name in LOCATION if name not in LOCATION_NEEDED]
    text = _read_member(
        files,
        Layout(LOCATION, optional=optional, member=_LOCATIONS),
        Filter(
            ["npi", "state", "zip", "country"],
            near,
            "a practice address in the area",
            FAULTY_NPI | SHIFTED_PLACE,
        ),
    )
    checks = RowChecks(text, SOURCE)
    npi = checks.npi("npi", required=True)
    columns = {"npi": npi, **_address(checks)}
    place = pd.DataFrame({name: columns[name] for name in LOCATION if name != "phone"})
    checks.leave_out(
        place.fillna("").apply(lambda column: column.str.upper()).duplicated(),
        "address_1",
        "the same place of this NPI is there already",
    )
    return checks.reading(columns, may_be_empty=True)


def _all_places(providers: pd.DataFrame, elsewhere: pd.DataFrame) -> pd.DataFrame:
    """Return the primary practice places and the further ones of the same providers."""
    primary = providers.loc[providers["address_1"].notna(), list(elsewhere.columns)]
    secondary = elsewhere[elsewhere["npi"].isin(providers["npi"])]
    both = pd.concat(
        [primary.assign(is_primary=True), secondary.assign(is_primary=False)], ignore_index=True
    )
    return both.sort_values(
        ["npi", "is_primary", "source_row"], ascending=[True, False, True], ignore_index=True
    )


def _other_names(files: Sequence[Path], providers: pd.DataFrame) -> Reading:
    """Read the other names of the providers that were kept."""
    text = _read_member(
        files,
        Layout(OTHER_NAME, member=_NAMES),
        Filter(
            ["npi"],
            "npi IN (SELECT npi FROM kept)",
            "a provider that was kept",
            FAULTY_NPI,
            {"kept": providers[["npi"]]},
        ),
    )
    checks = RowChecks(text, SOURCE)
    columns = {
        "npi": checks.npi("npi", required=True),
        "name": checks.text("name", required=True),
        "name_type": _name_type(checks, "name_type"),
    }
    return checks.reading(columns, may_be_empty=True)


def _all_names(providers: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    own = providers[providers["other_organization_name"].notna()]
    first = own[["npi", "source_file", "source_row"]].assign(
        name=own["other_organization_name"],
        name_type=own["other_organization_name_type"],
    )
    both = pd.concat([first[list(others.columns)], others], ignore_index=True)
    return both.drop_duplicates(["npi", "name", "name_type"]).sort_values(
        ["npi", "source_file", "source_row"], ignore_index=True
    )


def _read_member(files: Sequence[Path], layout: Layout, wanted: Filter) -> TextTable:
    """Read one of the smaller files, which a source need not have."""
    if not files:
        none = pd.DataFrame({name: pd.Series(dtype=TEXT) for name in layout.columns})
        none = none.assign(
            file=0, source_file=pd.Series(dtype=TEXT), source_row=0, row_text=pd.Series(dtype=TEXT)
        )
        refused = none[["file", "source_file", "source_row", "row_text"]]
        return TextTable(
            none, refused.assign(source=None, column_name=None, reason=None), (), (), ()
        )
    text = read_filtered(files, layout, wanted, may_be_empty=True)
    return named_by_member(text, layout.member.removesuffix("*.csv"))
