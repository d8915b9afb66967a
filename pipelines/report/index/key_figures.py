"""The key figures and the quality of the data as Markdown, for the artifacts of a run."""

from __future__ import annotations

from pipelines.report.facts import Facts
from pipelines.report.index.access_tables import compared_times_table, gaps_table
from pipelines.report.index.provenance_tables import lists_table, precision_table, rejected_table
from pipelines.report.telling.findings import finding
from pipelines.report.telling.tables import Table


def key_figures(facts: Facts) -> str:
    """Tell an area's finding and its two main tables in Markdown, which ends with a line break."""
    words = facts.words
    parts = [
        words.said(f"# {facts.area.area.title}: who can drive to an infusion center"),
        *_warning(facts),
        *(f"{note}\n" for note in words.notes),
        *(f"- {sentence}" for sentence in words.said(finding(facts))),
        "",
        _markdown(words.said(compared_times_table(facts))),
        _markdown(words.said(gaps_table(facts))),
        "Drives to the nearest center by car on free roads: potential access.",
    ]
    return "\n".join(parts) + "\n"


def data_quality(facts: Facts) -> str:
    """Tell in Markdown which rows were refused, how complete lists are, and how exactly centers are placed."""
    told = (rejected_table(facts), lists_table(facts), precision_table(facts))
    return "\n".join(_markdown(facts.words.said(table)) for table in told) + "\n"


def _warning(facts: Facts) -> list[str]:
    identity = facts.area.area
    words = " ".join(
        (["**Fictional area.**"] if identity.fictional else [])
        + ([identity.caveat] if identity.caveat else [])
    )
    return ["", f"> {words}", ""] if words else [""]


def _markdown(table: Table) -> str:
    heads = [column.heading for column in table.columns]
    rule = ["---:" if column.kind.numeric else "---" for column in table.columns]
    lines = [f"| {' | '.join(row)} |" for row in (heads, rule, *table.texts())]
    return "\n".join([f"**{table.title}**", "", *lines, ""])
