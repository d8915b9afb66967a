"""Whatever becomes of a file, its reader ends in one clear error of ours or in a sound reading.

So many examples a file as `FUZZ_EXAMPLES` says; `make fuzz` looks for as long as one likes. What it finds
goes to `FOUND`.
"""

import os
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings

from pipelines.errors import InputError
from tests.fuzz.damage import SEVERAL, Damage, Value, damaged
from tests.fuzz.subjects import SUBJECTS

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "6"))

FOUND: list[tuple[str, list[Damage]]] = [
    # Zones of another size than asked for, and none of that.
    ("acs, answer", [Value(0.25, "")]),
]
"""Subject and damages, of every fault that was found and mended."""


@cache
def sound(name: str) -> bytes:
    subject = SUBJECTS[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / subject.name
        subject.write(path)
        return path.read_bytes()


def read(name: str, content: bytes) -> None:
    subject = SUBJECTS[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / subject.name
        path.write_bytes(content)
        subject.read(path)


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_sound_file_is_read(name: str) -> None:
    read(name, sound(name))


@pytest.mark.parametrize("name", SUBJECTS)
@settings(max_examples=EXAMPLES)
@given(SEVERAL)
def test_a_damaged_file_is_refused_or_read(name: str, damages: list[Damage]) -> None:
    try:
        read(name, damaged(sound(name), damages))
    except InputError as error:
        assert str(error)


@pytest.mark.parametrize(("name", "damages"), FOUND)
def test_what_was_found_stays_mended(name: str, damages: list[Damage]) -> None:
    try:
        read(name, damaged(sound(name), damages))
    except InputError as error:
        assert str(error)
