"""What the settings say of themselves is whole, true and what the generated files say."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter

from flows.folders import AREAS
from pipelines.area import load_area
from pipelines.area.document import COMMAND, EXAMPLE, Table, documents, tables, unit_of

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"
AREA_FILES = [*AREAS.glob("*.toml"), *REPOSITORY.glob("tests/areas/*.toml"), *DOCS.glob("*.toml")]
UNITS = {"min": "minutes", "mi": "miles", "mph": "miles per hour", "s": "seconds", "m": "metres"}

FIELDS = [(table, name) for table in tables() for name in table.fields()]


def of(field: tuple[Table, str]) -> str:
    return f"{field[0].name}.{field[1]}"


@pytest.mark.parametrize("path", documents(REPOSITORY), ids=lambda path: path.name)
def test_generated_files_are_those_of_the_settings(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == documents(REPOSITORY)[path], f"run {COMMAND}"


@pytest.mark.parametrize(("table", "name"), FIELDS, ids=map(of, FIELDS))
def test_a_setting_says_what_it_is_and_in_which_unit(table: Table, name: str) -> None:
    field = table.fields()[name]
    assert field.description
    unit, suffix = unit_of(field), name.rpartition("_")[2]
    assert UNITS.get(suffix, unit) == unit
    assert (unit in UNITS.values()) == (suffix in UNITS)
    for example in field.examples or ():
        TypeAdapter(field.annotation).validate_python(example)


def test_the_reference_writes_every_setting_and_changes_none() -> None:
    reference = DOCS / "reference_area.toml"
    assert (
        load_area(reference).model_dump_json() == load_area(REPOSITORY / EXAMPLE).model_dump_json()
    )
    uncommented = re.sub(r"^#(?=[a-z\[])", "", reference.read_text(encoding="utf-8"), flags=re.M)
    whole: Any = tomllib.loads(uncommented)
    for table, name in FIELDS:
        written = whole
        for part in table.name.split("."):
            written = written[part][0] if isinstance(written[part], list) else written[part]
        assert name in written, f"{table.name}.{name}"


@pytest.mark.parametrize("path", AREA_FILES, ids=lambda path: path.stem)
def test_area_files_name_the_schema_and_keep_it(path: Path) -> None:
    first, rest = path.read_text(encoding="utf-8").split("\n", 1)
    named = path.parent / first.removeprefix("#:schema ")
    assert named.resolve() == DOCS / "area.schema.json"
    schema = json.loads(named.read_text(encoding="utf-8"))
    area = tomllib.loads(rest)
    jsonschema.validate(area, schema)
    area["area"]["titel"] = "Misspelt"
    with pytest.raises(jsonschema.ValidationError, match="'titel' was unexpected"):
        jsonschema.validate(area, schema)


def test_the_schema_tells_units_and_refuses_what_is_out_of_range() -> None:
    schema = json.loads((DOCS / "area.schema.json").read_text(encoding="utf-8"))
    gap = schema["$defs"]["Measures"]["properties"]["gap_min"]
    assert gap["description"].endswith("[minutes]") and gap["default"] == 30.0
    assert gap["exclusiveMinimum"] == 0
    assert "folder" not in schema["properties"]
