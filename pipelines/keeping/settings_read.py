"""Which settings a step reads: it is given the settings in a wrapping that takes note of each.

A step that is given the same values of all that it read once does the same again, since it can have branched
on nothing else. So no list of settings stands beside a step, which could be wrong.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable
from types import FunctionType
from typing import Any, cast

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from pipelines.area import StudyArea
from pipelines.sources.redaction import public

Note = Callable[[str, str], None]
"""Takes the name of what was read, and its value."""

SETTING, TABLE_OF_SETTINGS, GIVEN = "setting ", "settings ", "is given: "
"""How the names of what was read begin: a single setting, all of a table, whether there is such a table."""


def noting(area: StudyArea, note: Note) -> StudyArea:
    """Return an area's settings as they are, but that each that is read is noted.

    Parameters
    ----------
    area
        The settings.
    note
        Is told each setting, as ``setting roads.speed_factor``, with its value as JSON (its digest where that
        holds a secret). From any thread; the same setting more than once.
    """
    return cast(StudyArea, _Noting(area, "", note))


def value_now(area: StudyArea, name: str) -> str | None:
    """Return the value that `noting` would tell now of a name it told; None where there is no such setting."""
    kind = next(kind for kind in (SETTING, TABLE_OF_SETTINGS, GIVEN) if name.startswith(kind))
    value: Any = area
    for part in filter(None, name.removeprefix(kind).split(".")):
        if part not in getattr(type(value), "model_fields", ()):
            return None
        value = getattr(value, part)
    return _told(isinstance(value, BaseModel) if kind == GIVEN else value)


def is_setting(name: str) -> bool:
    """Tell whether the name of what was read is that of settings."""
    return name.startswith((SETTING, TABLE_OF_SETTINGS, GIVEN))


def _told(value: object) -> str:
    if isinstance(value, BaseModel):
        # Some settings mean another thing where they are written than where they are left to their default.
        value = [value.model_dump(mode="json", exclude_unset=written) for written in (False, True)]
    text = json.dumps(to_jsonable_python(value), sort_keys=True, ensure_ascii=False)
    return text if public(text) == text else f"digest {hashlib.sha256(text.encode()).hexdigest()}"


class _Noting:
    """Stands for settings; its properties and methods see it, and so all that they read is noted as well."""

    __slots__ = ("_note", "_path", "_settings")

    def __init__(self, settings: BaseModel, path: str, note: Note) -> None:
        self._settings, self._path, self._note = settings, path, note

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return type(self._settings)

    def __getattr__(self, name: str) -> Any:
        settings = self._settings
        if name in type(settings).model_fields:
            return self._read(name)
        found = inspect.getattr_static(type(settings), name, None)
        if isinstance(found, property) and found.fget is not None:
            return found.fget(self)
        if name == "model_dump":
            return self._dump
        if isinstance(found, FunctionType) and found.__module__.startswith("pipelines."):
            return found.__get__(self)
        self._read_all()
        return getattr(settings, name)

    def _read(self, name: str) -> Any:
        value, path = getattr(self._settings, name), f"{self._path}.{name}".lstrip(".")
        if isinstance(value, BaseModel):
            self._note(GIVEN + path, _told(True))
            return _Noting(value, path, self._note)
        # Without a table the field is null, and may be a table the next time.
        self._note(SETTING + path, _told(value))
        return value

    def _read_all(self) -> None:
        self._note(TABLE_OF_SETTINGS + self._path, _told(self._settings))

    def _dump(self, **asked: Any) -> dict[str, Any]:
        fields, chosen = type(self._settings).model_fields, asked.get("include")
        left_out = asked.get("exclude") or ()
        names = [name for name in fields if not fields[name].exclude] if chosen is None else chosen
        if isinstance(names, dict) or isinstance(left_out, dict):
            self._read_all()
        else:
            for name in names:
                if name not in left_out:
                    path, value = f"{self._path}.{name}".lstrip("."), getattr(self._settings, name)
                    whole = isinstance(value, BaseModel)
                    self._note((TABLE_OF_SETTINGS if whole else SETTING) + path, _told(value))
        return self._settings.model_dump(**asked)

    def __eq__(self, other: object) -> bool:
        self._read_all()
        return self._settings == (other._settings if type(other) is _Noting else other)

    def __hash__(self) -> int:
        self._read_all()
        return hash(self._settings)

    def __reduce__(self) -> tuple[Any, ...]:
        self._read_all()
        return (type(self._settings).model_validate, (self._settings.model_dump(),))
