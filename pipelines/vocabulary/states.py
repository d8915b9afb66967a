"""States of the United States: postal letters, FIPS digits and names, either of which a setting understands."""

from __future__ import annotations

from difflib import get_close_matches

FICTIONAL_STATE = ("ZZ", "03")
"""Postal letters and FIPS digits that no state has; the demo's state bears them."""

_STATES = """
AL 01 Alabama|AK 02 Alaska|AZ 04 Arizona|AR 05 Arkansas|CA 06 California|CO 08 Colorado|CT 09 Connecticut
DE 10 Delaware|DC 11 District of Columbia|FL 12 Florida|GA 13 Georgia|HI 15 Hawaii|ID 16 Idaho|IL 17 Illinois
IN 18 Indiana|IA 19 Iowa|KS 20 Kansas|KY 21 Kentucky|LA 22 Louisiana|ME 23 Maine|MD 24 Maryland
MA 25 Massachusetts|MI 26 Michigan|MN 27 Minnesota|MS 28 Mississippi|MO 29 Missouri|MT 30 Montana
NE 31 Nebraska|NV 32 Nevada|NH 33 New Hampshire|NJ 34 New Jersey|NM 35 New Mexico|NY 36 New York
NC 37 North Carolina|ND 38 North Dakota|OH 39 Ohio|OK 40 Oklahoma|OR 41 Oregon|PA 42 Pennsylvania
RI 44 Rhode Island|SC 45 South Carolina|SD 46 South Dakota|TN 47 Tennessee|TX 48 Texas|UT 49 Utah|VT 50 Vermont
VA 51 Virginia|WA 53 Washington|WV 54 West Virginia|WI 55 Wisconsin|WY 56 Wyoming|AS 60 American Samoa
GU 66 Guam|MP 69 Northern Mariana Islands|PR 72 Puerto Rico|VI 78 Virgin Islands
"""

STATE_NAMES: dict[tuple[str, str], str] = {
    (postal, fips): name
    for row in _STATES.strip().replace("\n", "|").split("|")
    for postal, fips, name in [row.split(" ", 2)]
}
"""(Postal letters, FIPS digits) -> name: the fifty states, the District of Columbia and the territories."""


_LOUISIANA, _VIRGINIA, _ALASKA, _PUERTO_RICO = "22", "51", "02", "72"
_COUNTY_WORDS = (
    "County",
    "Parish",
    "Borough",
    "Census Area",
    "Municipality",
    "Municipio",
    "Region",
)


def county_title(name: str, county_fips: str) -> str:
    """Name a county in full: 'Adams County', 'Caddo Parish'; as it is where its kind is in the name or many.

    Parameters
    ----------
    name
        Its name without 'County'.
    county_fips
        Its five digits, which tell parishes, and Virginia's independent cities.
    """
    state, own = county_fips[:2], county_fips[2:]
    if name.endswith((*_COUNTY_WORDS, "city", "City and Borough")) or name == county_fips:
        return name
    if state in (_ALASKA, _PUERTO_RICO, "11"):
        return name
    if state == _VIRGINIA and own >= "500":
        return f"{name} city"
    return f"{name} Parish" if state == _LOUISIANA else f"{name} County"


def state_name(fips: str) -> str | None:
    """Return a state's name by its FIPS digits; None where no state has them."""
    return next((name for (_, digits), name in STATE_NAMES.items() if digits == fips), None)


def state_fips(code: object) -> str:
    """Return a state's FIPS digits: 'VT' and '50' are '50'.

    Raises
    ------
    ValueError
        It is no code of a state; the message says which code to write.
    """
    return _codes(code)[1]


def state_postal(code: object) -> str:
    """Return a state's postal letters: 'VT' and '50' are 'VT'; else as `state_fips`."""
    return _codes(code)[0]


def _codes(code: object) -> tuple[str, str]:
    for codes in (*STATE_NAMES, FICTIONAL_STATE):
        if str(code).upper() in codes and isinstance(code, str):
            return codes
    raise ValueError(f"a state is written by its postal letters or FIPS digits, {_mend(code)}")


def _mend(code: object) -> str:
    if isinstance(code, int):
        return f'in quotes: "{code:02}"'
    known = {name.lower(): codes for codes, name in STATE_NAMES.items()}
    for name in get_close_matches(str(code).strip().lower(), known, n=1, cutoff=0.8):
        return '"{}" or "{}"'.format(*known[name])
    return 'such as "VT" or "50"'
