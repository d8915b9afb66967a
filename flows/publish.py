"""Publish: maps, report and key figures from the out layer."""

from __future__ import annotations

import logging
import shutil
from functools import partial

from prefect.cache_policies import NO_CACHE

from flows.alone import alone_in
from flows.naming import name_of_run
from flows.putting import put_in_place
from flows.side_by_side import Crew, crew
from flows.study import open_study
from flows.telling.prefect_page import show_facts, show_products
from flows.telling.steps import flow, task
from flows.workshop import PRODUCTS, Workshop, open_workshop
from pipelines.maps.gallery import MapFile
from pipelines.report.areas.areas_page import write_areas_page
from pipelines.report.telling.pages import INDEX
from pipelines.vocabulary.wording import listed, plural

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
        Processes that draw and write side by side.

    Returns
    -------
    str
        Path of the report's page.
    """
    study = open_study(area, data, reports)
    part = study.folders.report.with_name(f".{study.area.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    with crew(open_workshop, study, part, workers=workers) as makers:
        write_products(makers, draw_maps(makers))
        show_facts(makers.shop.facts)
    # The old report stands until the new one is whole.
    put_in_place(part, study.folders.report)
    write_areas_page(study.folders.reports)
    show_products(study.folders)
    return str(study.folders.report / INDEX)


@task(name="draw maps", cache_policy=NO_CACHE)
def draw_maps(makers: Crew[Workshop]) -> list[MapFile]:
    """Draw all pictures of the area."""
    names = list(makers.shop.pictures)
    log.info("drawing %s", plural(len(names), "picture"))
    return makers.make([partial(Workshop.draw_picture, name=name) for name in names], "pictures")


@task(name="write products", cache_policy=NO_CACHE)
def write_products(makers: Crew[Workshop], maps: list[MapFile]) -> None:
    """Write the report, and all that comes with it."""
    parts = {product.name: product.parts(makers.shop, maps) for product in PRODUCTS}
    log.info("writing %s", listed([name for name, some in parts.items() if some]))
    makers.make([part for some in parts.values() for part in some])
