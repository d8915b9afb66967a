"""Faults of an area file, told so that they can be mended."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError


def fault_lines(settings: type[BaseModel], error: ValidationError) -> list[str]:
    """Tell each fault of some settings in a line: its place, what is wrong, and the mend.

    Parameters
    ----------
    settings
        The model that refused them.
    error
        Its faults.

    Returns
    -------
    list of str
        In the order of the settings; a setting that does not exist is told with the names that do.
    """
    # A default that was not computed follows from another fault, which is listed itself.
    faults = [one for one in error.errors() if one["type"] != "default_factory_not_called"]
    return [
        f"{'.'.join(map(str, one['loc']))}: "
        + (
            _no_such_setting(settings, one["loc"])
            if one["type"] == "extra_forbidden"
            else one["msg"].removeprefix("Value error, ") + _given(one["input"])
        )
        for one in faults
    ]


def _given(value: object) -> str:
    """Repeat what was written, where it is short; a whole table is not repeated."""
    return f", not {value!r}" if isinstance(value, str | int | float) else ""


def _no_such_setting(settings: type[BaseModel], place: tuple[str | int, ...]) -> str:
    known = list(_table_at(settings, place[:-1]).model_fields)
    close = get_close_matches(str(place[-1]), known, n=1)
    mend = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}"
    return f"there is no such setting; {mend}"


def _table_at(settings: type[BaseModel], place: tuple[str | int, ...]) -> type[BaseModel]:
    for name in place:
        if isinstance(name, str):
            inner = model_in(settings.model_fields[name].annotation)
            assert inner is not None, "only a table can hold a setting that does not exist"
            settings = inner
    return settings


def model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the settings that a field holds as a table, be it optional or one of many; else None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(model_in, get_args(annotation))), None)
