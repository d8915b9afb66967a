"""A list of infusion centers: the project's own template, or any CSV whose columns are declared.

Publisher: whoever keeps the list: a state registry, a payer's directory, a researcher. Vintage and licence are
the list's own, and the area file states them. `write_template` writes an empty list to fill in.

Columns of the template (only name, site_of_care and a place are needed; blank means not known). The place is
lon and lat or an address: a row without coordinates is placed as registries are (`facilities.placing`), on its
street where a geocoder answers, else in the middle of its ZIP area or town.

- center_id: key of the center; where blank it is made from name, site of care and place
- name: as a patient would know it
- site_of_care: hospital_based, office_based, pharmacy_based or stand_alone
- therapy_line: oncology, specialty or both
- operator: management company or health system that runs it
- npi, ccn: National Provider Identifier (ten digits), CMS certification number (six characters)
- address, city, state, zip
- lon, lat: WGS 84 degrees; both or neither
- geocode_precision: how well lon and lat are known: rooftop, address, street, zip, city
- capacity: infusion chairs
- supervision: who is on site: physician, nurse practitioner, nurse
- medicare_payable: yes or no
- source_note: where the row comes from
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.area import CentersSource
from pipelines.sources.reading import Reading, SourceError
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import DECLARED, TEXT, TextTable, read_text
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE

SOURCE = "centers"

MOST_CHAIRS = 1_000
"""No center has so many; scores share out capacity, so that one slip would draw in a whole state."""

CENTER_COLUMNS = (
    "center_id",
    "name",
    "site_of_care",
    "therapy_line",
    "operator",
    "npi",
    "ccn",
    "address",
    "city",
    "state",
    "zip",
    "lon",
    "lat",
    "geocode_precision",
    "capacity",
    "supervision",
    "medicare_payable",
    "source_note",
)
"""Columns of the template, in its order."""

NEEDED_COLUMNS = ("name", "site_of_care")
"""Columns without which a center is no center; it needs a place, too, but that may be told in two ways."""

THERAPY_LINES = ("oncology", "specialty", "both")
"""Oncology and hematology; rheumatology, gastroenterology, neurology, immunology and the like; or both."""

GEOCODE_PRECISIONS = ("rooftop", "address", "street", "zip", "city")
"""From the building itself to a town's middle."""

EXAMPLE_NOTE = "example row: replace it"
"""`source_note` of the template's own rows, by which one that was left standing is known."""

_ONLY = "only:"
"""Before the name of a column of the file that tells which rows are read."""

_YES_NO = {"yes": True, "true": True, "y": True, "1": True}
_YES_NO |= {"no": False, "false": False, "n": False, "0": False}
_EXAMPLES = (
    {
        "center_id": "example-1",
        "name": "Example Rheumatology Infusion Suite",
        "site_of_care": "office_based",
        "therapy_line": "specialty",
        "operator": "Example Management Company",
        "npi": "1234567893",
        "address": "100 Main Street",
        "city": "Dover",
        "state": "DE",
        "zip": "19901",
        "lon": "-75.5244",
        "lat": "39.1582",
        "geocode_precision": "address",
        "capacity": "6",
        "supervision": "physician",
        "medicare_payable": "yes",
        "source_note": EXAMPLE_NOTE,
    },
    {
        "center_id": "example-2",
        "name": "Example Hospital Outpatient Infusion",
        "site_of_care": "hospital_based",
        "therapy_line": "oncology",
        "ccn": "080001",
        "city": "Newark",
        "state": "DE",
        "lon": "-75.6710",
        "lat": "39.6870",
        "geocode_precision": "rooftop",
        "source_note": EXAMPLE_NOTE,
    },
)


def read_centers_list(files: Sequence[Path], settings: CentersSource) -> Reading:
    """Read a list of centers.

    Parameters
    ----------
    files
        CSV files with the columns of the template or those that the settings declare.
    settings
        `columns` (our name -> theirs), `site_of_care_values` (their value -> site of care), `constant`
        (columns that are the same in every row, over those of the file) and `only` (their column -> the values
        whose rows are read).

    Returns
    -------
    Reading
        The columns of `CENTER_COLUMNS`; capacity in chairs, medicare_payable boolean; what a list does not
        tell is null, coordinates too. Where the settings map sites of care, rows with a value that they do not
        name are left out and counted in `rejected`; without a mapping such a value rejects its row, as do a
        missing name, an impossible place, none at all and a repeated center_id. A wrong NPI, CCN, therapy line
        or other optional cell becomes null, which is noted. The example rows of the template are left out.

    Raises
    ------
    SourceError
        A file or a setting cannot be used, or no row is left.
    """
    checks = RowChecks(_read(files, settings), SOURCE)
    checks.leave_out(
        checks.rows["source_note"].eq(EXAMPLE_NOTE).fillna(False),
        "source_note",
        "the row is an example of the template",
    )
    for column, values in settings.only.items():
        cell = checks.rows[_ONLY + column].fillna("")
        checks.leave_out(
            ~cell.isin(values), column, f"{column} " + cell + " is not one that the settings read"
        )
    site_of_care = _site_of_care(checks, settings)
    name = checks.text("name", required=True)
    lon, lat = _place(checks)
    columns = {
        "center_id": _center_id(checks, name, site_of_care),
        "name": name,
        "site_of_care": site_of_care,
        "therapy_line": checks.among("therapy_line", THERAPY_LINES),
        "operator": checks.text("operator"),
        "npi": _npi(checks),
        "ccn": checks.ccn("ccn"),
        "address": checks.text("address"),
        "city": checks.text("city"),
        "state": checks.text("state"),
        "zip": checks.code("zip", 5, lost_zeros=2, required=False),
        "lon": lon,
        "lat": lat,
        "geocode_precision": checks.among("geocode_precision", GEOCODE_PRECISIONS),
        "capacity": checks.number("capacity", low=1, high=MOST_CHAIRS, whole=True).astype("Int64"),
        "supervision": checks.text("supervision"),
        "medicare_payable": _yes_no(checks, "medicare_payable"),
        "source_note": checks.text("source_note"),
    }
    return checks.reading({column: columns[column] for column in CENTER_COLUMNS})


def write_template(path: Path) -> None:
    """Write the template: its header and two example rows, UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, CENTER_COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(_EXAMPLES)


def is_npi(digits: str) -> bool:
    """Tell whether ten digits are a National Provider Identifier.

    The last digit is the Luhn check digit of the number with the prefix 80840, which stands for health
    applications in the United States (CMS, "Requirements for NPI and NPI check digit", 2004).
    """
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        return False
    doubled = "0246813579"
    total = sum(
        int(doubled[int(digit)] if place % 2 else digit)
        for place, digit in enumerate(reversed("80840" + digits))
    )
    return total % 10 == 0


def _read(files: Sequence[Path], settings: CentersSource) -> TextTable:
    path = files[0] if files else "(no file)"
    unknown = sorted((set(settings.columns) | set(settings.constant)) - set(CENTER_COLUMNS))
    if unknown:
        raise SourceError(
            path,
            f"its settings name {', '.join(unknown)}, which the list of centers does not have",
            mend=f"the columns are {', '.join(CENTER_COLUMNS)}",
        )
    # A declared column must be there; only the template's own names may be absent.
    optional = [
        name
        for name in CENTER_COLUMNS
        if name in settings.constant
        or (name not in NEEDED_COLUMNS and name not in settings.columns)
    ]
    names = {name: (settings.columns.get(name, name),) for name in CENTER_COLUMNS}
    names |= {_ONLY + column: (column,) for column in settings.only}
    text = read_text(files, names, optional=optional, mend=DECLARED)
    for name, value in settings.constant.items():
        text.rows[name] = pd.Series(value, index=text.rows.index, dtype=TEXT)
    return text


def _site_of_care(checks: RowChecks, settings: CentersSource) -> pd.Series:
    if not settings.site_of_care_values:
        return checks.among("site_of_care", SITES_OF_CARE, required=True)
    words = checks.text("site_of_care", required=True)
    sites = {value.casefold(): site for value, site in settings.site_of_care_values.items()}
    site_of_care = words.str.casefold().map(sites).astype(TEXT)
    checks.leave_out(
        words.notna() & site_of_care.isna(),
        "site_of_care",
        "site_of_care " + words.fillna("") + " is not one that the settings map to a site of care",
    )
    return site_of_care


def _place(checks: RowChecks) -> tuple[pd.Series, pd.Series]:
    """Return coordinates, null where a row tells an address instead; reject what tells neither."""
    told = {name: checks.rows[name].ne("") for name in ("lon", "lat", "city", "state", "zip")}
    nowhere = ~(told["lon"] | told["lat"] | told["zip"] | (told["city"] & told["state"]))
    checks.reject(
        nowhere & checks.usable,
        "lon",
        "neither lon and lat nor a ZIP code nor city and state are told",
    )
    return checks.point(required=False)


def _center_id(checks: RowChecks, name: pd.Series, site_of_care: pd.Series) -> pd.Series:
    """Return the list's keys; a missing one is made of what tells centers apart, never of the row number."""
    given = checks.text("center_id")
    columns = ["therapy_line", "lon", "lat"]
    others = checks.rows[columns].assign(site_of_care=site_of_care.fillna(""))
    address = checks.rows["address"].str.cat(checks.rows[["city", "state", "zip"]], sep="\n")
    others["lon"] = others["lon"].mask(others["lon"].eq(""), address)
    told = name.fillna("").str.cat(others, sep="\n")
    made = told.map(lambda key: "list-" + hashlib.sha256(key.encode()).hexdigest()[:12])
    center_id = given.fillna(made.astype(TEXT))
    checks.unique(center_id, "center_id")
    return center_id


def _npi(checks: RowChecks) -> pd.Series:
    words = checks.text("npi")
    digits = words.str.removesuffix(".0")
    bad = words.notna() & ~np.array([is_npi(npi) for npi in digits.fillna("")], dtype=bool)
    checks.note(
        bad, "npi", "npi " + words.fillna("") + " is not ten digits with a right check digit"
    )
    return digits.mask(bad)


def _yes_no(checks: RowChecks, column: str) -> pd.Series:
    words = checks.text(column)
    answers = words.str.casefold().map(_YES_NO).astype("boolean")
    checks.note(
        words.notna() & answers.isna(),
        column,
        f"{column} " + words.fillna("") + " is not yes or no",
    )
    return answers
