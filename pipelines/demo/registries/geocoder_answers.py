"""Answer registered addresses as the Census geocoder does, of a state whose streets are those of its places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.demo.registries.registry_mess import Mess
from pipelines.demo.registries.registry_rows import RegistryRows
from pipelines.demo.registries.true_places import TruePlace
from pipelines.demo.writing.archive import csv_text
from pipelines.facilities.matching.addresses import ADDRESS_COLUMNS, address_parts
from pipelines.sources.facilities.geocoder import QUESTION_COLUMNS, geocode_id

GEOCODER = "geocoder"
"""Folder of answers."""

ANSWERS = "answers.csv"

_M_PER_DEGREE = 111_000.0
_OFF_SHARE = 1 / 1.5
"""A distance of two independent errors is about one and a half times either."""

_NO_TIGER_LINE = "0"


def write_geocoder_answers(
    folder: Path, made: RegistryRows, places: Sequence[TruePlace], seed: int, mess: Mess
) -> Path:
    """Write an answer to every address of the registry of providers, and return the file's path.

    Parameters
    ----------
    folder
        Where to: `GEOCODER` is made there.
    made
        Registered providers and their further places.
    places
        What stands where.
    seed
        The same seed answers alike.
    mess
        Which addresses are not known (`no_match`) or found twice (`tie`), and how far off answers are.
    """
    cache = folder / GEOCODER
    cache.mkdir(exist_ok=True)
    text = geocoder_answers(_questions(made), places, seed, mess)
    (cache / ANSWERS).write_text(text, encoding="utf-8", newline="")
    return cache / ANSWERS


def geocoder_answers(
    questions: pd.DataFrame, places: Sequence[TruePlace], seed: int, mess: Mess
) -> str:
    """Return the answers, in the format of the batch service.

    Parameters
    ----------
    questions
        street, city, state, zip as `pipelines.facilities.matching.addresses` writes them.
    places, seed, mess
        As in `write_geocoder_answers`.
    """
    rng = np.random.default_rng([seed, 3])
    known: dict[tuple[str, str], list[TruePlace]] = {}
    for place, key in zip(places, _street_keys(_addresses(places)), strict=True):
        known.setdefault(key, []).append(place)
    distinct = questions[questions["street"].ne("")].drop_duplicates()
    distinct = distinct.sort_values(list(QUESTION_COLUMNS), ignore_index=True)
    lines = []
    asked = distinct.assign(address_1=distinct["street"])
    for row, key in zip(
        distinct.itertuples(index=False, name=None), _street_keys(asked), strict=True
    ):
        street, city, state, zip_code = row
        told = ", ".join(row)
        head = [geocode_id(street, city, state, zip_code), told]
        here = [
            place
            for place in known.get(key, ())
            if place.zip == zip_code or place.city.upper() == city
        ]
        chance = rng.uniform()
        if not here or chance < mess.no_match:
            lines.append([*head, "No_Match"])
        elif chance < mess.no_match + mess.tie:
            lines.append([*head, "Tie"])
        else:
            off_deg = rng.normal(0.0, mess.geocoder_off_m * _OFF_SHARE / _M_PER_DEGREE, 2)
            point = f"{here[0].lon + off_deg[0]:.6f},{here[0].lat + off_deg[1]:.6f}"
            lines.append([*head, "Match", "Exact", told.upper(), point, _NO_TIGER_LINE, "L"])
    return csv_text(None, lines, quoted=True)


def _questions(made: RegistryRows) -> pd.DataFrame:
    rows = [row for row in (*made.providers, *made.locations) if "address_1" in row]
    written = pd.DataFrame(
        [[row[name] for name in ADDRESS_COLUMNS] for row in rows], columns=list(ADDRESS_COLUMNS)
    )
    return address_parts(written.astype("str"))[list(QUESTION_COLUMNS)]


def _addresses(places: Sequence[TruePlace]) -> pd.DataFrame:
    rows = [
        (f"{place.number} {place.street}", place.city, place.state, place.zip) for place in places
    ]
    return pd.DataFrame(rows, columns=["address_1", "city", "state", "zip"]).astype("str")


def _street_keys(addresses: pd.DataFrame) -> list[tuple[str, str]]:
    parts = address_parts(addresses)
    streets = parts["direction"] + " " + parts["street_name"] + " " + parts["suffix"]
    return list(zip(parts["house_number"], streets, strict=True))
