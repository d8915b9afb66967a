"""Publish: maps, report and key figures from the out layer."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from flows.alone import alone_in
from flows.answers import answers
from flows.export import PLACES_WITH_REPORT, write_export
from flows.naming import name_of_run
from flows.putting import put_in_place
from flows.sheets import SHEETS_WITH_REPORT, write_brief, write_sheets
from flows.study import open_study
from pipelines.explore.writing import FOLDER, write_explorer
from pipelines.maps.gallery import MapFile, draw_all
from pipelines.report.areas.areas_page import write_areas_page
from pipelines.report.areas.summary import summary_of
from pipelines.report.facts import Facts
from pipelines.report.index.key_figures import key_figures
from pipelines.report.writing import write_report
from pipelines.vocabulary.strata import ALL_STRATA

log = logging.getLogger("pipelines.publish")


@flow(name="publish", flow_run_name=name_of_run)
@alone_in("reports")
def publish(
    area: str = "demo", data: str = "data", reports: str = "reports", workers: int = 2
) -> str:
    """Draw the maps and write the report of an area.

    Parameters
    ----------
    area
        A name in flows/areas or the path of a TOML file.
    data, reports
        Root folders of the outputs.
    workers
        Not used: one picture is drawn after the other.

    Returns
    -------
    str
        Path of the report's page.
    """
    study = open_study(area, data, reports)
    part = study.folders.report.with_name(f".{study.area.name}.part")
    with answers(study) as facts:
        shutil.rmtree(part, ignore_errors=True)
        maps = draw_maps(facts, part / "maps")
        page = render_report(facts, maps, part)
        render_explorer(facts, maps, part / FOLDER)
        summary_of(facts).write(part)
        print_sheets(facts, part)
        export_tables(facts, part)
        tell_key_figures(facts)
    # The old report stands until the new one is whole.
    put_in_place(part, study.folders.report)
    write_areas_page(study.folders.reports)
    return str(study.folders.report / page.name)


@task(name="draw maps", cache_policy=NO_CACHE)
def draw_maps(facts: Facts, folder: Path) -> list[MapFile]:
    """Draw all pictures of the area."""
    log.info("drawing the maps")
    return draw_all(facts.tables, facts.area, folder)


@task(name="render report", cache_policy=NO_CACHE)
def render_report(facts: Facts, maps: list[MapFile], folder: Path) -> Path:
    """Write the page and its tables."""
    log.info("writing the report")
    return write_report(facts, maps, folder)


@task(name="render explorer", cache_policy=NO_CACHE)
def render_explorer(facts: Facts, maps: list[MapFile], folder: Path) -> Path:
    """Write the map to move over and to ask."""
    log.info("writing the explorer")
    return write_explorer(facts, maps, folder)


@task(name="print sheets", cache_policy=NO_CACHE)
def print_sheets(facts: Facts, folder: Path) -> None:
    """Set the brief, and the sheets of counties and states unless they are very many."""
    write_brief(facts, folder)
    if len(facts.county_names) <= SHEETS_WITH_REPORT:
        write_sheets(facts, folder)


@task(name="export tables", cache_policy=NO_CACHE)
def export_tables(facts: Facts, folder: Path) -> None:
    """Write the tables as files to take away, unless they are very long."""
    if facts.nearness(ALL_STRATA)["places"] <= PLACES_WITH_REPORT:
        write_export(facts, folder)


@task(name="tell key figures", cache_policy=NO_CACHE)
def tell_key_figures(facts: Facts) -> None:
    """Keep the key figures with the flow run, as a markdown artifact."""
    create_markdown_artifact(
        key_figures(facts),
        key=f"key-figures-{facts.area.name.replace('_', '-')}",
        description=f"Key figures of {facts.area.area.title}",
    )
