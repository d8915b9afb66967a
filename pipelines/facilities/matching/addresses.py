"""Addresses in one spelling, so that the same building is found again in another registry.

The parts of an address come from `usaddress` (a conditional random field trained on US addresses); words are
then written as the Postal Service abbreviates them (Publication 28, appendices B, C1 and C2: street suffixes,
directions, unit designators). The result is a key to compare by, not an address to send mail to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import pandas as pd
import usaddress

ADDRESS_COLUMNS = ("address_1", "address_2", "city", "state", "zip")
"""An address as registries give it; `address_2` may be absent, any value null."""

PART_COLUMNS = (
    "house_number",
    "direction",
    "street_name",
    "suffix",
    "unit",
    "po_box",
    "street",
    "city",
    "state",
    "zip",
)
"""Columns of `address_parts`, all text except `po_box`; what an address lacks is the empty string."""

_PO_BOX = re.compile(r"\b(?:P ?O|POST OFFICE) ?(?:BOX|BX|DRAWER)\b ?#? ?\w*|^BOX \d+")
_NOT_PLACE = re.compile(r"\b(?:ATTN|ATTENTION|C/O|CARE OF)\b.*")
_GLUED_UNIT = re.compile(r"\b(STE|SUITE|UNIT|APT|RM|ROOM|BLDG)(\d)")
_BARE_UNIT = re.compile(r"\d{1,4}[A-Z]?|[A-Z]\d{0,4}")
_SPELT_PLACES = {"SAINT": "ST", "FORT": "FT", "MOUNT": "MT"}
_PLAIN_UNITS = {"STE", "UNIT", "APT", "RM", "SPC", "OFC", "DEPT", "#"}
_STREET_ROLES = ("number", "direction", "name", "suffix")
_ROLES = (*_STREET_ROLES, "unit", "other")
_ROLE_OF_LABEL = {
    "AddressNumberPrefix": "number",
    "AddressNumber": "number",
    "AddressNumberSuffix": "number",
    "StreetNamePreDirectional": "direction",
    "StreetNamePostDirectional": "direction",
    "StreetNamePreModifier": "name",
    "StreetNamePreType": "name",
    "StreetName": "name",
    "StreetNamePostModifier": "name",
    "StreetNamePostType": "suffix",
    "OccupancyType": "unit",
    "OccupancyIdentifier": "unit",
    "SubaddressType": "unit",
    "SubaddressIdentifier": "unit",
}


class _Street(NamedTuple):
    house_number: str
    direction: str
    street_name: str
    suffix: str
    unit: str
    street: str
    po_box: bool


def address_parts(addresses: pd.DataFrame) -> pd.DataFrame:
    """Split addresses into standard parts.

    Parameters
    ----------
    addresses
        `ADDRESS_COLUMNS`, in any spelling.

    Returns
    -------
    DataFrame
        `PART_COLUMNS` with the index of `addresses`. `unit` is the suite's number alone (`200B`), with its kind
        only for floors and buildings (`BLDG C FL 3`). `po_box` tells that mail goes to a box: the street parts
        are empty unless a street stands beside it. `street` is house number and street as they were written,
        without the unit: what a geocoder is asked, which knows abbreviations better than we do; it is empty
        without a house number.
    """
    text = {
        name: plain(addresses[name])
        if name in addresses
        else pd.Series("", index=addresses.index, dtype="str")
        for name in ADDRESS_COLUMNS
    }
    pairs = zip(text["address_1"], text["address_2"], strict=True)
    streets = pd.DataFrame(
        [_street(first, second) for first, second in pairs],
        index=addresses.index,
        columns=list(_Street._fields),
    )
    parts = streets.astype(dict.fromkeys(_Street._fields[:-1], "str") | {"po_box": "bool"}).assign(
        city=_city(text["city"]),
        state=text["state"],
        zip=text["zip"].str.extract(r"^(\d{5})", expand=False).fillna(""),
    )
    return parts[list(PART_COLUMNS)]


def plain(text: pd.Series[str]) -> pd.Series[str]:
    """Return text in capitals without accents, punctuation (except #, / and -) and doubled spaces."""
    values = text.fillna("").astype("object")
    # Only distinct values are folded: registries repeat themselves.
    codes, distinct = pd.factorize(values)
    folded = np.array([_folded(value) for value in distinct], dtype=object)
    return pd.Series(folded[codes], index=text.index, dtype="str")


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    ascii_text = letters.encode("ascii", "ignore").decode("ascii").upper()
    without = re.sub(r"[.'`]", "", ascii_text.replace("&", " AND "))
    return " ".join(re.sub(r"[^A-Z0-9#/\-]+", " ", without).split())


@cache
def _standard(kind: str) -> dict[str, str]:
    """Return the Postal Service's abbreviation of each spelling of one kind of word."""
    with files("pipelines.facilities").joinpath("data/usps_abbreviations.csv").open() as table:
        words = pd.read_csv(table, dtype="str")
    chosen = words[words["kind"] == kind]
    return dict(zip(chosen["word"], chosen["standard"], strict=True))


def written_towns(town: pd.Series[str]) -> pd.Series[str]:
    """Return names of towns in one spelling, to compare by: 'Saint Albans' and 'ST. ALBANS' are 'STALBANS'."""
    return _city(plain(town).str.replace("-", " ")).str.replace(" ", "")


def _city(city: pd.Series[str]) -> pd.Series[str]:
    first = city.str.extract(r"^(\S*)", expand=False).fillna("")
    rest = city.str.extract(r"^\S*(.*)$", expand=False).fillna("")
    return first.map(lambda word: _SPELT_PLACES.get(word, word)).astype("str") + rest


@lru_cache(maxsize=1 << 18)
def _street(first: str, second: str) -> _Street:
    """Return the parts of two plain address lines."""
    text = _joined(first, second)
    box = _PO_BOX.search(text) is not None
    text = " ".join(_PO_BOX.sub(" ", text).split())
    words: dict[str, list[str]] = {role: [] for role in _ROLES}
    for word, label in usaddress.parse(text) if text else []:
        words[_ROLE_OF_LABEL.get(label, "other")].append(word.strip("-/ "))
    if not words["name"] and not words["number"] and not box:
        # A landmark ('1 HOSPITAL PLAZA', a building's name): its words stand for the street.
        landmark = words["other"]
        count = 1 if landmark and landmark[0][:1].isdigit() else 0
        words["number"], words["name"] = landmark[:count], landmark[count:]
    written = [word for role in _STREET_ROLES for word in words[role] if word]
    return _Street(
        house_number=" ".join(words["number"]),
        direction=" ".join(_standard("direction").get(word, word) for word in words["direction"]),
        street_name=_written(words["name"]),
        suffix=" ".join(_standard("suffix").get(word, word) for word in words["suffix"]),
        unit=_unit(words["unit"]),
        street=" ".join(written) if words["number"] and words["name"] else "",
        po_box=box,
    )


def _joined(first: str, second: str) -> str:
    """Return both lines as one, with a unit that lacks its designator given one."""
    second = _NOT_PLACE.sub("", second).strip()
    if _BARE_UNIT.fullmatch(second):
        second = f"STE {second}"
    text = _GLUED_UNIT.sub(r"\1 \2", f"{_NOT_PLACE.sub('', first)} {second}".strip())
    head, _, rest = text.partition(" ")
    # 'ONE HOSPITAL PLAZA' is a house number, 'FIRST STREET' is not.
    return f"{_standard('number').get(head, head)} {rest}".strip()


def _written(words: Iterable[str]) -> str:
    """Return a street's name with every word abbreviated, so that all spellings of it agree."""
    standard = _standard("ordinal") | _standard("suffix") | _SPELT_PLACES
    return " ".join(standard.get(word, word) for word in words if word)


def _unit(words: Iterable[str]) -> str:
    standard = _standard("unit")
    written = [standard.get(word, word) for word in (word.lstrip("#") for word in words) if word]
    return " ".join(word for word in written if word not in _PLAIN_UNITS)
