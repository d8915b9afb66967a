"""Files in the layouts of npidata_pfile and pl_pfile, of any size, with invented providers.

A block of rows is invented once; further blocks are the same rows with other NPIs, so that the disk sets
the pace. Shares of organizations, specialties, filled columns and deactivated numbers are like those of the
published file, and so is the size of a row: about twelve hundred bytes, most of them `"",`.
"""

import csv
import io
import shutil
from pathlib import Path

import numpy as np

from pipelines.sources.facilities.nppes_columns import (
    IDENTITY,
    LOCATION,
    LOCATION_HEADER,
    provider_header,
)
from pipelines.sources.tables.npi import DIGITS, check_digits

BLOCK_ROWS = 100_000
FURTHER_PLACES = 1 / 9
"""Rows of pl_pfile for one of npidata_pfile: about a million for nine."""

REPEATED = 0.01
"""Share of the rows of pl_pfile that repeat the row before; 74 of 9,528 do in a week's published file."""

SPARE_BYTES = 5 << 30
"""What must stay free on the disk."""

_STATES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND "
    "OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY"
)
_WANTED = {"261QI0500X": 0.0005, "282N00000X": 0.0015, "3336H0001X": 0.0005, "207RH0003X": 0.002}
_WANTED |= {"207RG0100X": 0.002, "207RR0500X": 0.001, "2084N0400X": 0.002, "363LF0000X": 0.04}
_OTHERS = (
    "207R00000X 207Q00000X 208000000X 183500000X 122300000X 1041C0700X 225100000X 163W00000X 106S00000X "
    "101YM0800X 363A00000X 235Z00000X 332B00000X 261QM2500X 251E00000X 390200000X"
)
_SYLLABLES = "BA CO DU FE GI HO JA KE LO MU NA PE RI SO TU VE WA ZO"


def write(path: Path, rows: int, seed: int = 2026) -> int:
    """Write a file of so many rows; return its size in bytes.

    Raises
    ------
    OSError
        The disk has no room for it.
    """
    block = _block(min(rows, BLOCK_ROWS), np.random.default_rng(seed))
    data = np.frombuffer(block, dtype=np.uint8).copy()
    ends = np.flatnonzero(data == ord("\n")) + 1
    starts = np.concatenate([[0], ends[:-1]])
    needed = len(data) * -(-rows // len(ends)) + SPARE_BYTES
    path.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(path.parent).free
    if free < needed:
        raise OSError(f"{path}: {needed / 1e9:.0f} GB are needed there, {free / 1e9:.0f} are free")
    with path.open("wb") as file:
        file.write((",".join(f'"{name}"' for name in provider_header()) + "\n").encode())
        for first in range(0, rows, len(ends)):
            count = min(len(ends), rows - first)
            # An NPI stands right behind the first quotation mark of its row.
            data[starts[:count, None] + 1 + np.arange(DIGITS)] = _npi_letters(
                np.arange(first, first + count)
            )
            file.write(memoryview(data[: ends[count - 1]]))
    return path.stat().st_size


def write_places(path: Path, providers: int, seed: int = 2026) -> int:
    """Write the further practice places of a file of so many providers; return the file's size in bytes."""
    rng = np.random.default_rng(seed)
    rows = max(1, round(providers * FURTHER_PLACES))
    header = list(LOCATION_HEADER)
    place = {name: header.index(columns[0]) for name, columns in LOCATION.items()}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(header)
        for first in range(0, rows, BLOCK_ROWS):
            count = min(BLOCK_ROWS, rows - first)
            cells = np.full((count, len(header)), "", dtype=object)
            npi = _npi_letters(rng.integers(0, providers, count))
            filled = {
                "npi": np.ascontiguousarray(npi).view(f"S{DIGITS}").ravel().astype(str),
                "address_1": _words(rng, count, 3),
                "address_2": np.where(rng.random(count) < 0.3, "Ste 100", ""),
                "city": _words(rng, count, 2),
                "state": rng.choice(_STATES.split(), count),
                "zip": _digits(rng, count, 9),
                "country": np.full(count, "US"),
                "phone": _digits(rng, count, 10),
            }
            for name, values in filled.items():
                cells[:, place[name]] = values
            again = np.flatnonzero(rng.random(count - 1) < REPEATED) + 1
            cells[again] = cells[again - 1]
            writer.writerows(cells.tolist())
    return path.stat().st_size


def _npi_letters(providers: np.ndarray) -> np.ndarray:
    numbers = 100_000_000 + providers.astype(np.int64)
    nine = numbers[:, None] // 10 ** np.arange(DIGITS - 2, -1, -1) % 10
    return (np.column_stack([nine, check_digits(nine)]) + ord("0")).astype(np.uint8)


def _block(rows: int, rng: np.random.Generator) -> bytes:
    header = provider_header()
    place = {name: header.index(columns[0]) for name, columns in IDENTITY.items()}
    cells = np.full((rows, len(header)), "", dtype=object)
    is_organization = rng.random(rows) < 0.22
    states = rng.choice(_STATES.split(), rows)
    filled = {
        "npi": np.full(rows, "0" * DIGITS),
        "entity_type": np.where(is_organization, "2", "1"),
        "organization_name": np.where(is_organization, _words(rng, rows, 4), ""),
        "last_name": np.where(is_organization, "", _words(rng, rows, 1)),
        "first_name": np.where(is_organization, "", _words(rng, rows, 1)),
        "middle_name": np.where(rng.random(rows) < 0.4, _words(rng, rows, 1), ""),
        "credential": np.where(
            is_organization, "", rng.choice(["MD", "RN", "NP", "LCSW", ""], rows)
        ),
        "address_1": _words(rng, rows, 3),
        "address_2": np.where(rng.random(rows) < 0.3, "STE 100", ""),
        "city": _words(rng, rows, 2),
        "state": states,
        "zip": _digits(rng, rows, 9),
        "country": np.full(rows, "US"),
        "phone": _digits(rng, rows, 10),
        "enumerated_on": np.full(rows, "05/23/2008"),
        "updated_on": np.full(rows, "07/09/2024"),
        "official_last_name": np.where(is_organization, _words(rng, rows, 1), ""),
        "official_title": np.where(is_organization, "PRESIDENT", ""),
        "is_sole_proprietor": np.where(is_organization, "", "N"),
        "is_subpart": np.where(is_organization, "N", ""),
    }
    for name, values in filled.items():
        cells[:, place[name]] = values
    mailing = header.index("Provider First Line Business Mailing Address")
    practice = place["address_1"]
    cells[:, mailing : mailing + 8] = cells[:, practice : practice + 8]
    _fill_taxonomies(cells, header, states, rng)
    identifiers = header.index("Other Provider Identifier_1")
    for k in range(4):
        has = rng.random(rows) < 0.25 / (k + 1)
        cells[has, identifiers + 4 * k] = _digits(rng, int(has.sum()), 9)
        cells[has, identifiers + 4 * k + 1] = "05"
        cells[has, identifiers + 4 * k + 2] = states[has]
    cells[:, -1] = "07/09/2024"
    # A deactivated provider keeps its number and the date.
    gone = rng.random(rows) < 0.04
    cells[gone, 1:] = ""
    cells[gone, place["deactivated_on"]] = "03/02/2019"
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(cells.tolist())
    return text.getvalue().encode()


def _fill_taxonomies(
    cells: np.ndarray, header: list[str], states: np.ndarray, rng: np.random.Generator
) -> None:
    rows = len(cells)
    wanted = np.array(list(_WANTED.values()))
    others = _OTHERS.split()
    codes = [*_WANTED, *others]
    shares = np.concatenate([wanted, np.full(len(others), (1 - wanted.sum()) / len(others))])
    first = header.index("Healthcare Provider Taxonomy Code_1")
    for position, share in enumerate((1.0, 0.25, 0.08, 0.03)):
        has = rng.random(rows) < share
        at = first + 4 * position
        cells[has, at] = rng.choice(codes, int(has.sum()), p=shares)
        cells[has, at + 1] = _digits(rng, int(has.sum()), 8)
        cells[has, at + 2] = states[has]
        cells[has, at + 3] = "N" if position else "Y"


def _words(rng: np.random.Generator, rows: int, count: int) -> np.ndarray:
    parts = rng.choice(_SYLLABLES.split(), (rows, 3 * count))
    words = parts[:, 0]
    for k in range(1, 3 * count):
        words = np.char.add(words, np.char.add("" if k % 3 else " ", parts[:, k]))
    return words


def _digits(rng: np.random.Generator, rows: int, count: int) -> np.ndarray:
    return np.char.zfill(rng.integers(0, 10**count, rows).astype(str), count)
