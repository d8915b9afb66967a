"""What is wrong with registries, and how somebody typed an address or a name into one.

The kinds of mess follow what is known of the real files (duplicates, moved and deactivated providers, post
office boxes, misspelt towns, wrong ZIP codes, people at several places), in proportions that are settings;
nothing here looks at the rules that will judge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.demo.registries.true_places import TruePlace


@dataclass(frozen=True)
class Mess:
    """Shares of what is wrong with registries.

    Attributes
    ----------
    second_npi, no_organization, no_parent
        Of practices: registered twice; registered by their people only; run by a company that their entry does
        not name as its parent organization.
    other_name, clinic_code
        Of practices: with another name; with a clinic's taxonomy code besides their specialty's.
    missing_unit, other_phone, wrong_zip, misspelt_city, po_box
        Of addresses: without their suite; with a telephone of somebody else; with a wrong ZIP code; in a town
        with a letter too few; a post office box instead of the street.
    upper_case, abbreviated
        Of addresses and names: in capitals; with `St` for `Street`.
    moved, former
        Of organizations: whose former address is among the further ones. Of places: where somebody was before,
        whose number is deactivated.
    at_another_place
        Of physicians: registered elsewhere, and coming here too.
    no_chemotherapy_flag, wrong_chemotherapy_flag
        Of hospitals: that infuse and do not report it; that report it and do not infuse.
    no_match, tie, geocoder_off_m
        Of addresses: that the geocoder does not know; that it finds twice; how far off it is, metres.
    """

    second_npi: float = 0.12
    no_organization: float = 0.06
    no_parent: float = 0.5
    other_name: float = 0.3
    clinic_code: float = 0.35
    missing_unit: float = 0.15
    other_phone: float = 0.2
    wrong_zip: float = 0.03
    misspelt_city: float = 0.04
    po_box: float = 0.03
    upper_case: float = 0.6
    abbreviated: float = 0.5
    moved: float = 0.02
    former: float = 0.06
    at_another_place: float = 0.2
    no_chemotherapy_flag: float = 0.1
    wrong_chemotherapy_flag: float = 0.02
    no_match: float = 0.04
    tie: float = 0.01
    geocoder_off_m: float = 40.0


_SHORT = {"Street": "St", "Avenue": "Ave", "Road": "Rd", "Drive": "Dr", "Boulevard": "Blvd"}
_SHORT |= {"Parkway": "Pkwy", "North": "N", "South": "S", "East": "E", "West": "W", "Lane": "Ln"}
_SHORT |= {"First": "1st", "Second": "2nd", "Third": "3rd", "Fourth": "4th", "Center": "Ctr"}

_LEGAL_FORMS = ("", " LLC", ", Inc.", " PC", ", P.A.", " SC")
_UNITS = ("Suite", "Ste", "STE", "#")


def abbreviated_street(street: str) -> str:
    """Return a street with its words as envelopes abbreviate them."""
    return " ".join(_SHORT.get(word, word) for word in street.split())


def some_phone(rng: np.random.Generator) -> str:
    """Return a telephone number that nobody has: the area code 999 is not assigned."""
    return f"999555{int(rng.integers(10_000)):04d}"


def typed_address(
    place: TruePlace, phone: str, mess: Mess, rng: np.random.Generator
) -> dict[str, str]:
    """Return a place's address as somebody typed it, in the columns of `sources.facilities.nppes_columns`."""
    street, unit = f"{place.number} {place.street}", place.unit
    if rng.uniform() < mess.abbreviated:
        street = abbreviated_street(street)
    if unit and rng.uniform() < mess.missing_unit:
        unit = ""
    style = int(rng.integers(len(_UNITS)))
    line = f"{_UNITS[style]} {unit}".replace("# ", "#") if unit else ""
    first, second = (f"{street}, {line}", "") if line and style == 0 else (street, line)
    city = place.city
    if rng.uniform() < mess.misspelt_city:
        cut = int(rng.integers(2, len(city) - 1))
        city = city[:cut] + city[cut + 1 :]
    zip_code = place.zip
    if rng.uniform() < mess.wrong_zip:
        zip_code = f"{int(zip_code) + 3:05d}"
    if rng.uniform() < mess.po_box:
        first, second = f"PO Box {int(rng.integers(1, 9999))}", ""
    if rng.uniform() < mess.other_phone:
        phone = some_phone(rng)
    plus_4 = f"{int(rng.integers(10_000)):04d}" if rng.uniform() < 0.9 else ""
    written = {"address_1": first, "address_2": second, "city": city, "state": place.state}
    if rng.uniform() < mess.upper_case:
        written = {name: text.upper() for name, text in written.items()}
    return written | {"zip": zip_code + plus_4, "country": "US", "phone": phone}


def typed_name(name: str, mess: Mess, rng: np.random.Generator) -> str:
    """Return an organization's name as one of its registrations writes it."""
    written = name + str(rng.choice(_LEGAL_FORMS))
    if rng.uniform() < 0.15:
        written = written.replace("Associates", "Assoc").replace("Center", "Ctr")
    return written.upper() if rng.uniform() < mess.upper_case else written
