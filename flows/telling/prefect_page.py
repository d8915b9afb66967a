"""What Prefect's page of a run shows beside its log: figures, doubts, where things are."""

from __future__ import annotations

from prefect.artifacts import create_markdown_artifact

from flows.folders import Folders
from flows.telling.products import products
from flows.telling.words import artifact_key
from pipelines.report.facts import Facts
from pipelines.report.index.key_figures import data_quality, key_figures


def show_facts(facts: Facts) -> None:
    """Show the key figures of an area, and how good its data are."""
    name, title = facts.area.name, facts.area.area.title
    create_markdown_artifact(
        key_figures(facts),
        key=artifact_key("key-figures", name),
        description=f"Key figures of {title}",
    )
    create_markdown_artifact(
        data_quality(facts),
        key=artifact_key("data-quality", name),
        description=f"Data of {title}: rows refused or left out, lists, placing",
    )


def show_products(folders: Folders) -> None:
    """Show where the report is and what belongs to it, on the machine that ran the area."""
    lines = [
        f"- {name}: [{path}]({path.resolve().as_uri()})" for name, path in products(folders).items()
    ]
    create_markdown_artifact(
        "\n".join(lines),
        key=artifact_key("where-things-are", folders.area),
        description=f"Report and data of {folders.area}, on the machine that ran it",
    )
