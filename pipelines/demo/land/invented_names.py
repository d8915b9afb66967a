"""Invented names of towns, streets, hospitals and practices."""

from __future__ import annotations

import numpy as np

_FIRST = (
    *("Ald", "Amber", "Arden", "Ashel", "Bar", "Birk", "Brae", "Cald", "Carrow", "Corv", "Dalm"),
    *("Dor", "Eld", "Ember", "Fenn", "Galt", "Glenn", "Hal", "Hathor", "Ivar", "Jorr", "Kell"),
    *("Lan", "Loth", "Mar", "Merr", "Nor", "Oster", "Pell", "Quill", "Ros", "Sel", "Tarn", "Thorn"),
    *("Ulver", "Var", "Wes", "Wynd", "Yar", "Zell"),
)
_LAST = (
    *("bourne", "brook", "bury", "by", "combe", "croft", "dale", "den", "fell", "field", "ford"),
    *("gate", "ham", "holm", "hurst", "ley", "mere", "mont", "ness", "port", "ridge", "stead"),
    *("stow", "thorpe", "vale", "wick", "wold", "worth"),
)
STREETS = (
    *("Alder", "Beacon", "Cedar", "Chapel", "Chestnut", "Clay", "Division", "Elm", "Fairview"),
    *("Garden", "Grove", "Harbor", "Hickory", "Hill", "Juniper", "Laurel", "Liberty", "Linden"),
    *("Maple", "Market", "Mill", "Mulberry", "Oak", "Orchard", "Park", "Pine", "Quarry", "River"),
    *("School", "Spring", "Summit", "Union", "Vine", "Walnut", "Willow"),
)
STREET_KINDS = ("Street", "Avenue", "Road", "Drive", "Lane")
_HOSPITAL_KINDS = (
    *("Medical Center", "General Hospital", "Regional Hospital", "Memorial Hospital"),
    *("Community Hospital", "University Hospital", "Hospital"),
)
_SAINTS = ("Ansel", "Brisa", "Corvin", "Damaris", "Elspeth", "Ivo", "Leocadia", "Odile", "Tavian")
SPECIALTIES = {
    "Rheumatology": "207RR0500X",
    "Gastroenterology": "207RG0100X",
    "Neurology": "2084N0400X",
    "Hematology-Oncology": "207RH0003X",
    "Cancer Care": "207RX0202X",
    "Immunology": "207K00000X",
    "Digestive Health": "207RG0100X",
    "Arthritis Care": "207RR0500X",
    "Infectious Disease": "207RI0200X",
}
"""What a practice calls its specialty -> taxonomy code of its physicians."""

_ONCOLOGY = ("Hematology-Oncology", "Cancer Care")
MANAGEMENT_COMPANIES = ("Cadence Infusion Partners", "Northlight Ambulatory")
OPERATORS = (*MANAGEMENT_COMPANIES, "Verity Health System")
SURNAMES = (
    *("Abara", "Brandt", "Castellano", "Dvorak", "Eriksen", "Farouk", "Gallagher", "Hsu", "Ibarra"),
    *("Jankowski", "Kowalczyk", "Lindqvist", "Muñoz", "Nakamura", "Okonkwo", "Patel", "Quintero"),
    *(
        "Rasmussen",
        "Señor",
        "Takahashi",
        "Ueda",
        "Vasquez",
        "Whitfield",
        "Xiong",
        "Yilmaz",
        "Zhang",
    ),
)
FIRST_NAMES = (
    *("Ana", "Bo", "Chidi", "Dana", "Elif", "Finn", "Grace", "Hana", "Ivo", "José", "Kai", "Lena"),
)
FANCY = (
    *("Advanced", "Premier", "Summit", "Prairie", "Lakeside", "Integrated", "Cornerstone"),
    "Evergreen",
)
"""Words that practices call themselves by, to sound like one of a kind."""


def town_names(count: int, taken: set[str], rng: np.random.Generator) -> list[str]:
    """Return invented names of towns, all different and none of those taken."""
    pairs = [first + last for first in _FIRST for last in _LAST if first[-1] != last[0]]
    free = sorted(set(pairs) - taken)
    return [free[k] for k in rng.permutation(len(free))[:count]]


def hospital_name(town: str, number: int, *, critical_access: bool) -> str:
    """Return a hospital's name in capitals, as HIFLD writes them; `number` tells those of a town apart."""
    if critical_access:
        return f"{town} CRITICAL ACCESS HOSPITAL".upper()
    if number % 3 == 2:
        saint = _SAINTS[(number // 3 + len(town)) % len(_SAINTS)]
        return f"SAINT {saint} HOSPITAL - {town}".upper()
    kind = _HOSPITAL_KINDS[number % len(_HOSPITAL_KINDS)]
    quarter = ("", " NORTH", " WEST", " SOUTH", " EAST")[number // len(_HOSPITAL_KINDS) % 5]
    return f"{town}{quarter} {kind}".upper()


def specialty_code(name: str) -> str:
    """Return the taxonomy code of the specialty that a practice's name tells."""
    return next(code for word, code in SPECIALTIES.items() if word in name)


def practice_name(town: str, rng: np.random.Generator) -> tuple[str, str]:
    """Return an office practice's name and its therapy line: oncology or specialty."""
    specialty = str(rng.choice(list(SPECIALTIES)))
    style = rng.integers(3)
    name = (
        f"{town} {specialty} Associates",
        f"{specialty} Group of {town}",
        f"{rng.choice(_FIRST)}{rng.choice(_LAST)} {specialty}, {town}",
    )[style]
    return name, "oncology" if specialty in _ONCOLOGY else "specialty"
