"""The last words of a run: the finding, where things are, what was refused, what took the time."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from flows.folders import Folders
from flows.telling.products import products
from flows.telling.recording import Record, Recorder
from flows.telling.words import duration
from pipelines.report.areas.summary import Summary, read_summary
from pipelines.report.telling.pages import INDEX
from pipelines.warehouse import read_table

WIDTH = 80
LONGEST_STEPS = 3
MOST_LINES = 4
"""Of the finding, which may be long."""


def summary(folders: Folders, recorder: Recorder) -> str:
    """Sum up a finished run in at most 22 lines of 80 letters, unless its paths are longer.

    Parameters
    ----------
    folders
        Of the run, whose report is there.
    recorder
        What took how long.

    Returns
    -------
    str
        Lines without a last line break.
    """
    told = read_summary(folders.report)
    rejected = read_table(folders.warehouse, "out.rejected")
    parts = [
        *([_finding(told)] if told else []),
        _places(products(folders)),
        _refused(rejected.groupby("source", sort=False)["rows"].sum(), folders),
        _times(recorder.records),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _finding(told: Summary) -> list[str]:
    fictional = " (fictional)" if told.fictional else ""
    lines = textwrap.wrap(
        told.finding, WIDTH - 2, max_lines=MOST_LINES, placeholder=" ... (the report has all of it)"
    )
    return [f"{told.title}{fictional}", *(f"  {line}" for line in lines)]


def _places(found: Mapping[str, Path]) -> list[str]:
    here = Path.cwd()
    return [
        f"  {name:<10} {path.relative_to(here) if path.is_relative_to(here) else path}"
        for name, path in found.items()
    ]


def _refused(rows: pd.Series[int], folders: Folders) -> list[str]:
    if rows.empty:
        return ["No row of a source was refused or left out."]
    largest = rows.sort_values(ascending=False, kind="stable")
    counts = ", ".join(f"{source} {count:,}" for source, count in largest.items())
    lines = textwrap.wrap(counts, WIDTH - 2, max_lines=2, placeholder=" ...")
    return [
        f"Rows refused, left out or noted (why: {INDEX}#sources, or raw.rejected):",
        *(f"  {line}" for line in lines),
    ]


def _times(records: Sequence[Record]) -> list[str]:
    stages = [record for record in records if not record.step]
    if not stages:
        return []
    # What is part of a step is not told beside it.
    steps = sorted(
        (record for record in records if record.step and ": " not in record.step),
        key=lambda record: -record.seconds,
    )
    whole = duration(sum(stage.seconds for stage in stages))
    peak = max((stage.peak_mb for stage in stages if stage.peak_mb), default=None)
    memory = f", and {peak / 1000:.1f} GB of memory in the main process" if peak else ""
    by_stage = ", ".join(f"{stage.stage} {duration(stage.seconds)}" for stage in stages)
    return [
        f"It took {whole}{memory}:",
        f"  {by_stage}",
        *(
            f"  {duration(step.seconds):>11}  {step.stage}: {step.step}"
            for step in steps[:LONGEST_STEPS]
        ),
    ]
