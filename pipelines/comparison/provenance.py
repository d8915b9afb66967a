"""Which sources, settings, software and roads differ between two runs, and what that makes incomparable."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from pipelines.comparison.finished_run import FinishedRun
from pipelines.provenance import leaves
from pipelines.vocabulary.comparison import BEARING, bearing_of

FACTS = (
    "file",
    "publisher",
    "vintage",
    "licence",
    "sha256",
    "rows_read",
    "rows_used",
    "rows_rejected",
)
"""Facts of a file that are compared. When and from where it was fetched changes nothing by itself."""

_WORDS = {"area.name", "area.title", "area.caveat"}
_TOLD_OF_FILES = {"files", "publisher", "vintage", "licence", "sha256"}

LAND = ("area.generator", "area.seed", "area.detail")
"""A fictional land is another one where these differ: its codes of places, counties and centers come again."""

_BEARS_ONLY_ON = {
    "measures.counted": ("out.adequacy", "out.margins", "out.what_if_adequacy"),
    "measures.gap_min": ("out.gaps_by_stratum", "out.gaps", "out.counties"),
    "measures.nearer_by_min": ("out.nearness", "out.gaps"),
    "measures.decay": ("out.accessibility",),
    "measures.decay_sigma_min": ("out.accessibility",),
    "measures.null_capacity": ("out.accessibility",),
    "measures.raam_tau_min": ("out.accessibility",),
}
"""Code of `BEARING` -> beginnings of the tables it bears on; every other bears on all."""


def changed_sources(a: FinishedRun, b: FinishedRun) -> pd.DataFrame:
    """Return compare.sources: facts of files that differ, matched by source and place in its list."""
    facts_a, facts_b = file_facts(a), file_facts(b)
    rows = [
        {
            "source": source,
            "file_number": number,
            "fact": fact,
            "value_a": facts_a.get((source, number, fact)),
            "value_b": facts_b.get((source, number, fact)),
        }
        for source, number, fact in _either(facts_a, facts_b)
        if facts_a.get((source, number, fact)) != facts_b.get((source, number, fact))
    ]
    return pd.DataFrame(rows, columns=["source", "file_number", "fact", "value_a", "value_b"])


def file_facts(run: FinishedRun) -> dict[tuple[str, int, str], str]:
    """Return (source, place of the file in its list, fact) -> value, of every fact that is compared."""
    sources = run.sources
    numbers = sources.groupby("source").cumcount() + 1
    return {
        (row["source"], int(number), fact): _plain(row[fact])
        for (_, row), number in zip(sources.iterrows(), numbers, strict=True)
        for fact in FACTS
        if pd.notna(row[fact])
    }


def changed_settings(a: FinishedRun, b: FinishedRun) -> pd.DataFrame:
    """Return compare.settings: what differs in settings, software and road network."""
    facts_a, facts_b = run_facts(a), run_facts(b)
    rows = [
        {
            "part": part,
            "setting": name,
            "value_a": facts_a.get((part, name)),
            "value_b": facts_b.get((part, name)),
            "not_comparable": _not_comparable(part, name),
        }
        for part, name in _either(facts_a, facts_b)
        if facts_a.get((part, name)) != facts_b.get((part, name))
    ]
    columns = ["part", "setting", "value_a", "value_b", "not_comparable"]
    return pd.DataFrame(rows, columns=columns)


def run_facts(run: FinishedRun) -> dict[tuple[str, str], str]:
    """Return (part, name) -> value as JSON, of all settings but those that are words or tell of files."""
    settings = {
        ("settings", name): value
        for name, value in leaves(run.settings)
        if name not in _WORDS
        and not (name.startswith("sources.") and name.split(".")[-1] in _TOLD_OF_FILES)
    }
    parts = {"software": "versions", "network": "network_counts"}
    others = {
        (part, name): value
        for part, column in parts.items()
        for name, value in leaves(json.loads(run.run[column]))
    }
    digest = {("network", "digest"): run.run["network_digest"]}
    facts = settings | others | digest
    return {
        key: json.dumps(value, sort_keys=True) for key, value in facts.items() if value is not None
    }


def bearing_codes(settings: pd.DataFrame) -> frozenset[str]:
    """Return the codes of `BEARING` under which compare.settings has a difference."""
    chosen = settings.loc[settings["part"].eq("settings"), "setting"]
    return frozenset(code for code in map(bearing_of, chosen) if code)


def comparable(bearing: Collection[str], table: str, stratum: str | None = None) -> bool:
    """Tell whether a figure of a table means the same in both runs.

    Parameters
    ----------
    bearing
        What differs, of `bearing_codes`.
    table
        Full name of the table that holds the figure.
    stratum
        Whose it is: of all people it is the same under every scheme of strata.
    """
    return not any(_bears_on(code, table, stratum) for code in bearing)


def same_land(settings: pd.DataFrame) -> bool:
    """Tell whether codes of places, counties and centers mean the same in both runs."""
    return not settings.loc[settings["part"].eq("settings"), "setting"].isin(LAND).any()


def _bears_on(code: str, table: str, stratum: str | None) -> bool:
    if code == "measures.stratum_scheme":
        return stratum not in (None, "all")
    if code == "roads":
        return table != "core.population"
    return table.startswith(_BEARS_ONLY_ON.get(code, ("",)))


def _not_comparable(part: str, setting: str) -> str | None:
    code = bearing_of(setting) if part == "settings" else None
    return None if code is None else BEARING.name(code)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:.0f}"


def _either(a: Mapping[Any, str], b: Mapping[Any, str]) -> list[Any]:
    return list(dict.fromkeys([*a, *b]))
