"""Why a step runs: what changed of all that its kept result was made from, in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from pipelines.keeping.records import Record
from pipelines.keeping.settings_read import GIVEN, SETTING, TABLE_OF_SETTINGS

MOST_LETTERS = 60


def changes(
    record: Record,
    value_now: Callable[[str], str | None],
    code: Mapping[str, str],
    software: Mapping[str, str],
) -> list[str]:
    """Tell what changed since a result was made.

    Parameters
    ----------
    record
        The result.
    value_now
        Returns what the record's `reads` would be now, by name; None where there is nothing of the name.
    code, software
        Those of now.

    Returns
    -------
    list of str
        A clause a change, such as ``setting roads.speed_factor changed: 1.0 -> 1.2``; empty where nothing did.
    """
    read = [
        read_changed(name, then, now)
        for name, then in record.reads.items()
        if (now := value_now(name)) != then
    ]
    computing = _parts_changed("code of", record.code, code)
    return list(dict.fromkeys([*read, *computing, *_parts_changed("", record.software, software)]))


def read_changed(name: str, then: str, now: str | None) -> str:
    """Tell that something that was read changed: its name, and for a setting both values."""
    if name.startswith(TABLE_OF_SETTINGS):
        return _table_changed(name.removeprefix(TABLE_OF_SETTINGS), then, now)
    if name.startswith(SETTING):
        return f"{name} changed: {_short(then)} -> {_short(now)}"
    if name.startswith(GIVEN):
        return f"setting {name.removeprefix(GIVEN)} is gone"
    if name.startswith("files of "):
        return _files_changed(name, then, now)
    return f"{name} changed" if now is not None else f"{name} is not there"


def _table_changed(table: str, then: str, now: str | None) -> str:
    """Name the settings of a table that changed, each with both values."""
    before, after = (
        dict(_leaves(json.loads(text)[0], table)) if text else {} for text in (then, now)
    )
    names = sorted(one for one in before | after if before.get(one) != after.get(one))
    told = [
        f"setting {one} changed: {_short(before.get(one))} -> {_short(after.get(one))}"
        for one in names
    ]
    return "; ".join(told) or f"a setting of {table or 'the area'} is written, or no longer written"


def _leaves(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}".lstrip("."))
    else:
        yield path, json.dumps(value, sort_keys=True, ensure_ascii=False)


def _files_changed(name: str, then: str, now: str | None) -> str:
    """Name the files that changed of a list of them, each with its digest."""
    before, after = (dict(json.loads(text)) if text else {} for text in (then, now))
    files = sorted(one for one in before | after if before.get(one) != after.get(one))
    return f"file {', '.join(files)} changed" if files else f"{name} changed their order"


def _parts_changed(what: str, then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    names = sorted(name for name in {**then, **now} if then.get(name) != now.get(name))
    return [f"{what} {first_of(names)} changed".strip()] if names else []


def first_of(names: list[str]) -> str:
    """Return the first three names, and how many there are besides."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _short(value: str | None) -> str:
    text = "nothing" if value is None else value
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 3]}..."
