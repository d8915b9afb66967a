"""What the settings say of themselves, for readers and editors: run as `python -m pipelines.area.document`.

Three files follow from the descriptions in this package: `docs/settings.md`, a table of all settings;
`docs/area.schema.json`, the JSON schema by which editors complete and check area files; and
`docs/reference_area.toml`, an area file in which every setting is written out.
"""

from __future__ import annotations

import inspect
import json
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import PydanticUndefined

from pipelines.area.base import Settings, Unit
from pipelines.area.faults import model_in
from pipelines.area.sources import Source
from pipelines.area.study_area import StudyArea

COMMAND = "python -m pipelines.area.document"
EXAMPLE = Path("flows/areas/delaware.toml")
"""The area that the reference writes out in full."""

WORDS = {str: "text", float: "number", int: "whole number", bool: "`true` or `false`"}
PLURALS = {"text": "texts", "number": "numbers", "whole number": "whole numbers"}


@dataclass(frozen=True)
class Table:
    """A table of an area file.

    Attributes
    ----------
    name
        As its heading stands in the file: 'sources.population'.
    settings
        What may stand in it.
    meaning
        A sentence.
    required
        Whether no area file can do without it.
    repeated
        Whether it is one of a list: `[[scenarios.openings]]`.
    """

    name: str
    settings: type[Settings]
    meaning: str
    required: bool
    repeated: bool

    @property
    def heading(self) -> str:
        """The line that begins it."""
        return f"[[{self.name}]]" if self.repeated else f"[{self.name}]"

    def fields(self) -> dict[str, FieldInfo]:
        """Return its settings by name, tables inside it left out."""
        return {
            name: field
            for name, field in self.settings.model_fields.items()
            if model_in(field.annotation) is None
        }


def tables(settings: type[Settings] = StudyArea, within: str = "") -> Iterator[Table]:
    """Yield the tables of an area file in the order of the models."""
    for name, field in settings.model_fields.items():
        inner = model_in(field.annotation)
        if inner is not None and issubclass(inner, Settings):
            meaning = field.description or inspect.cleandoc(inner.__doc__ or "").split("\n")[0]
            repeated = get_origin(field.annotation) is tuple
            yield Table(f"{within}{name}", inner, meaning, field.is_required(), repeated)
            yield from tables(inner, f"{within}{name}.")


def unit_of(field: FieldInfo) -> str:
    """Return the unit of a setting, of its items or of its values; '' where there is none."""
    return next(
        (one.name for one in _marks(field.annotation, field.metadata) if isinstance(one, Unit)), ""
    )


def _marks(annotation: Any, marks: Any = ()) -> Iterator[Any]:
    """Yield what is said beside a type: of a whole, then of its parts."""
    yield from marks
    if get_origin(annotation) is Annotated:
        yield from annotation.__metadata__
    if get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            yield from _marks(part)


def type_of(annotation: Any) -> str:
    """Say in words what may be written for a setting: 'list of numbers', '`"edges"`, `"connectors"`'."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return type_of(parts[0])
    if origin is Literal:
        return ", ".join(f"`{_toml(one)}`" for one in parts)
    if origin is tuple:
        return f"list of {_plural(parts[0])}"
    if origin is dict:
        return f"table of {_plural(parts[1])}"
    if NoneType in parts:
        return type_of(next(part for part in parts if part is not NoneType))
    return WORDS[annotation]


def _plural(annotation: Any) -> str:
    word = type_of(annotation)
    return PLURALS.get(word, word)


def default_of(field: FieldInfo) -> str | None:
    """Return the value that stands for a setting that is not written, in TOML; None where there is none."""
    if field.default_factory is not None and field.default_factory_takes_validated_data:
        return None
    value = field.get_default(call_default_factory=True)
    return None if value is None or value is PydanticUndefined else _toml(value)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{name} = {_toml(one)}" for name, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def settings_page() -> str:
    """Write `docs/settings.md`: a section a table of the area file, a row a setting."""
    lines = [
        "# Settings of an area file",
        "",
        "Everything that an area file may say, table by table. A setting that is not written has its default;",
        "*required* ones have none. [reference_area.toml](reference_area.toml) writes every one out.",
        "",
        f"Generated from `pipelines/area/` by `{COMMAND}`.",
        "",
    ]
    shared = Source.model_fields
    for table in tables():
        common = table.name == "sources"
        own = shared if common else table.fields()
        if issubclass(table.settings, Source):
            own = {name: field for name, field in own.items() if name not in shared}
        need = "required" if table.required else "optional"
        lines += [f"## `{table.heading}`", "", f"{table.meaning.rstrip('.')} ({need}).", ""]
        if common:
            lines += ["Every source has these settings:", ""]
        if own:
            lines += [
                "| Setting | What is written | Default | Unit | Meaning |",
                "|---|---|---|---|---|",
            ]
            lines += [_row(name, field) for name, field in own.items()]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _row(name: str, field: FieldInfo) -> str:
    default = default_of(field)
    told = "*required*" if field.is_required() else f"`{default}`" if default else "none"
    if field.default_factory is not None and default is None:
        told = "by `kind`"
    cells = (f"`{name}`", type_of(field.annotation), told, unit_of(field), field.description or "")
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


class _Untitled(GenerateJsonSchema):
    """A schema without titles that only repeat the names."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Tell that no field has a title."""
        return False


def schema() -> dict[str, Any]:
    """Return the JSON schema of area files; descriptions end with the unit."""
    told = StudyArea.model_json_schema(schema_generator=_Untitled)
    told["properties"].pop("folder")
    told["description"] = "A study area of Infusion Access"
    for table in tables():
        properties = told["$defs"][table.settings.__name__]["properties"]
        for name, field in table.fields().items():
            unit = unit_of(field)
            properties[name]["description"] = f"{field.description}{f' [{unit}]' if unit else ''}"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **told}


def reference(area: dict[str, Any]) -> str:
    """Write an area out with every setting: what it sets, the defaults of the rest, and examples as comments.

    Parameters
    ----------
    area
        The area file, as TOML is read.
    """
    lines = [
        "#:schema area.schema.json",
        *_comment(
            f"Every setting of an area file, written out for {area['area']['title']}. What stands behind '#' "
            f"without a space is an example to uncomment. Generated by `{COMMAND}`."
        ),
    ]
    told: set[str] = set()
    for table in tables():
        written: Any = area
        for name in table.name.split("."):
            written = written.get(name, {}) if isinstance(written, dict) else {}
        if not table.fields():
            continue
        off = "" if written or not (table.repeated or table.name.startswith("sources.")) else "#"
        lines += ["", *_comment(table.meaning), f"{off}{table.heading}"]
        for name, field in table.fields().items():
            if field.description not in told:
                lines += _comment(_remark(field))
                told.add(str(field.description))
            lines.append(_line(name, field, written.get(name), off))
    return "\n".join(lines) + "\n"


def _remark(field: FieldInfo) -> str:
    default, unit = default_of(field), unit_of(field)
    facts = (
        [unit] * bool(unit)
        + [f"default {default}"] * bool(default)
        + ["required"] * field.is_required()
    )
    return f"{field.description} ({'; '.join(facts)})" if facts else str(field.description)


def _line(name: str, field: FieldInfo, written: Any, off: str) -> str:
    default = default_of(field)
    if written is not None:
        return f"{name} = {_toml(written)}"
    if default is not None:
        return f"{off}{name} = {default}"
    example = (field.examples or _choices(field.annotation))[0]
    return f"#{name} = {_toml(example)}"


def _choices(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return next(filter(None, map(_choices, get_args(annotation))), ())


def _comment(text: str) -> list[str]:
    return textwrap.wrap(
        text,
        112,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def documents(repository: Path) -> dict[Path, str]:
    """Return the text of each generated file by its path."""
    area = tomllib.loads((repository / EXAMPLE).read_text(encoding="utf-8"))
    docs = repository / "docs"
    return {
        docs / "settings.md": settings_page(),
        docs / "area.schema.json": json.dumps(schema(), indent=1, ensure_ascii=False) + "\n",
        docs / "reference_area.toml": reference(area),
    }


if __name__ == "__main__":
    for path, text in documents(Path(__file__).parents[2]).items():
        path.write_text(text, encoding="utf-8")
