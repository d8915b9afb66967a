"""An invented state's true places: what infuses, what only looks like it, and where each stands.

Nothing here knows the rules: kinds of places, their shares and their names follow the definitions of the field.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pipelines.demo.land.invented_names import FANCY, FIRST_NAMES, SURNAMES
from pipelines.demo.registries.true_places import HOSPITAL_KINDS, SITE_OF_KIND, TruePlace

BRANCHING = ("office", "np_office", "stand_alone")
"""Kinds of centers that may have several places."""

FEET_TO_DEG = 1 / 364_000
TOWNS = (
    *(
        "Aldbrook",
        "Birkham",
        "Calder Falls",
        "Dornfield",
        "Elmstead",
        "Fenwick",
        "Galthorpe",
        "Halcombe",
    ),
    *(
        "Ivarport",
        "Jorrdale",
        "Kellmere",
        "Lanmont",
        "Merrwold",
        "Norgate",
        "Osterhurst",
        "Pellworth",
    ),
    *(
        "Quillridge",
        "Rosby",
        "Saint Odile",
        "Fort Tarn",
        "Ulverstow",
        "Varcroft",
        "Mount Wynd",
        "Zellness",
    ),
)
STREETS = (
    *(
        "Alder",
        "Beacon",
        "Cedar",
        "Chapel",
        "Clay",
        "Division",
        "Elm",
        "Fairview",
        "Garden",
        "Harbor",
    ),
    *(
        "Hickory",
        "Juniper",
        "Laurel",
        "Liberty",
        "Maple",
        "Market",
        "Mulberry",
        "Oak Hill",
        "Saint Ives",
    ),
    *("First", "Second", "Third", "Fourth", "Walnut", "Willow", "Medical Center", "Lake Shore"),
)
KINDS = ("Street", "Avenue", "Road", "Drive", "Boulevard", "Parkway")
DIRECTIONS = ("", "", "", "North", "South", "East", "West")
SPECIALTIES = {
    "207RH0003X": ("oncology", ("Hematology Oncology", "Cancer Care", "Oncology")),
    "207RX0202X": ("oncology", ("Medical Oncology", "Cancer Specialists")),
    "207RR0500X": ("specialty", ("Rheumatology", "Arthritis")),
    "207RG0100X": ("specialty", ("Gastroenterology", "Digestive Health")),
    "2084N0400X": ("specialty", ("Neurology", "Neurological")),
    "207RI0200X": ("specialty", ("Infectious Disease",)),
    "207K00000X": ("specialty", ("Allergy & Immunology", "Asthma & Allergy")),
}
FORMS = (
    "Associates",
    "Specialists",
    "Group",
    "Physicians",
    "Center",
    "Clinic",
    "Consultants",
    "Partners",
)


@dataclass(frozen=True)
class Counts:
    """How many places of each kind there are."""

    hospital: int = 24
    off_campus: int = 10
    office: int = 70
    np_office: int = 16
    pharmacy: int = 14
    stand_alone: int = 14
    hospital_without: int = 14
    injecting: int = 60
    prescribing: int = 80
    wellness: int = 8
    home_pharmacy: int = 8
    nurse_home: int = 25
    primary_care: int = 60


@dataclass(frozen=True)
class _Town:
    name: str
    zip: str
    lon: float
    lat: float


def true_places(
    seed: int,
    counts: Counts,
    corner: tuple[float, float],
    size_deg: tuple[float, float],
    *,
    shared_building: float = 0.35,
    branch: float = 0.12,
) -> list[TruePlace]:
    """Return the places of an invented state, in a box of longitude and latitude.

    Parameters
    ----------
    seed, counts
        Which state, and how many places of each kind.
    corner, size_deg
        South-west corner and extent of the box, degrees.
    shared_building
        Share of places that stand in a building with others.
    branch
        Share of offices and stand-alone centers that are a further place of another.
    """
    rng = np.random.default_rng([seed, 1])
    towns = [
        _Town(
            name,
            f"{90_000 + 37 * k % 9_000:05d}",
            corner[0] + size_deg[0] * float(rng.uniform(0.05, 0.95)),
            corner[1] + size_deg[1] * float(rng.uniform(0.05, 0.95)),
        )
        for k, name in enumerate(TOWNS)
    ]
    weights = rng.pareto(1.5, len(towns)) + 0.2
    weights /= weights.sum()
    places: list[TruePlace] = []
    shells: list[TruePlace] = []
    for kind, count in vars(counts).items():
        for k in range(count):
            town = towns[int(rng.choice(len(towns), p=weights))]
            alone = kind.startswith("hospital") or rng.uniform() > shared_building
            here = [shell for shell in shells if shell.city == town.name]
            if here and not alone:
                shell = replace(here[int(rng.integers(len(here)))], unit=_unit(rng))
            else:
                shell = _building(town, rng)
                if not kind.startswith("hospital"):
                    shells.append(shell)
                    shell = replace(shell, unit=_unit(rng) if rng.uniform() < 0.7 else "")
            hospitals = [place for place in places if place.kind.startswith("hospital")]
            place = _occupied(shell, f"{kind}-{k}", kind, hospitals, rng)
            mains = [other for other in places if other.kind == kind and not other.parent]
            if kind in BRANCHING and mains and rng.uniform() < branch:
                main = mains[int(rng.integers(len(mains)))]
                place = replace(
                    place,
                    name=main.name,
                    line=main.line,
                    taxonomy=main.taxonomy,
                    parent=main.truth_id,
                )
            places.append(place)
    return places


def _unit(rng: np.random.Generator) -> str:
    return str(int(rng.integers(1, 40)) * 10)


def _building(town: _Town, rng: np.random.Generator) -> TruePlace:
    """Return an empty building; along a street house numbers run with the distance from the town's middle."""
    street = int(rng.integers(len(STREETS)))
    direction = DIRECTIONS[int(rng.integers(len(DIRECTIONS)))]
    number = int(rng.integers(1, 90)) * 100 + int(rng.integers(1, 99))
    angle = 2 * np.pi * street / len(STREETS)
    feet = number * 1.1
    return TruePlace(
        truth_id="",
        kind="",
        name="",
        line="",
        taxonomy="",
        parent="",
        number=number,
        street=f"{direction} {STREETS[street]} {KINDS[street % len(KINDS)]}".strip(),
        unit="",
        city=town.name,
        state="ZZ",
        zip=town.zip,
        lon=town.lon + float(np.cos(angle)) * feet * FEET_TO_DEG / 0.8,
        lat=town.lat + float(np.sin(angle)) * feet * FEET_TO_DEG,
        infusions=0,
    )


def _occupied(
    shell: TruePlace, truth_id: str, kind: str, hospitals: list[TruePlace], rng: np.random.Generator
) -> TruePlace:
    """Let a place of a kind move into a building."""
    place = replace(shell, truth_id=truth_id, kind=kind)
    taxonomy = str(rng.choice(list(SPECIALTIES)))
    line, words = SPECIALTIES[taxonomy]
    specialty = str(rng.choice(words))
    surname, town, fancy = str(rng.choice(SURNAMES)), place.city, str(rng.choice(FANCY))
    if kind in HOSPITAL_KINDS:
        form = rng.choice(["Medical Center", "Memorial Hospital", "Community Hospital", "Hospital"])
        first = town if rng.uniform() < 0.7 else f"Saint {rng.choice(FIRST_NAMES)}"
        taken = {other.name for other in hospitals}
        quarters = ("", " North", " West", " South", " East", " Central", " Lakes", " Hills")
        names = [f"{first}{quarter} {form}" for quarter in quarters]
        names += [f"{first} {street} {form}" for street in STREETS]
        free = next(name for name in names if name not in taken)
        listed_as = (f"hifld:{len(hospitals)}",)
        return replace(place, name=free, line="oncology", listed_as=listed_as, beds=120)
    if kind == "off_campus":
        owners = [other for other in hospitals if other.kind == "hospital"]
        hospital = owners[int(rng.integers(len(owners)))]
        word = str(rng.choice(["Infusion Center", "Cancer Center", "Outpatient Infusion"]))
        line = "oncology" if word == "Cancer Center" else ""
        return replace(place, name=f"{hospital.name} {word}", parent=hospital.name, line=line)
    if kind in ("office", "injecting", "prescribing"):
        form = str(rng.choice(FORMS))
        name = str(
            rng.choice(
                [
                    f"{town} {specialty} {form}",
                    f"{fancy} {specialty} {form}",
                    f"{surname} {specialty}",
                    f"{specialty} {form} of {town}",
                ]
            )
        )
        infusions = int(rng.lognormal(6.2, 0.9)) if kind == "office" else 0
        return replace(place, name=name, line=line, taxonomy=taxonomy, infusions=infusions)
    if kind == "np_office":
        word = str(
            rng.choice(["Infusion Center", "Infusion", "Infusion Clinic", "Infusion Suites"])
        )
        infusions = int(rng.lognormal(5.5, 0.8))
        return replace(place, name=f"{fancy} {word}", line="specialty", infusions=infusions)
    words_of = {
        "pharmacy": [
            "Infusion Pharmacy",
            "Infusion Services",
            "Specialty Infusion",
            "Home Infusion",
        ],
        "stand_alone": [
            "Infusion Center",
            "Infusion Suite",
            "Infusion",
            "Ambulatory Infusion Center",
        ],
        "wellness": [
            "IV Hydration",
            "Drip Lounge",
            "Infusion Wellness",
            "IV Therapy & Wellness Spa",
        ],
        "home_pharmacy": ["Home Infusion", "Infusion Homecare", "Home Infusion Pharmacy"],
        "nurse_home": ["Nurse"],
        "primary_care": ["Family Medicine", "Primary Care", "Internal Medicine"],
    }
    first = str(rng.choice([town, fancy, surname]))
    line = "specialty" if kind in SITE_OF_KIND else ""
    return replace(place, name=f"{first} {rng.choice(words_of[kind])}", line=line)
