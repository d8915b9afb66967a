"""Publish: maps, report and key figures from the out layer."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from prefect.cache_policies import NO_CACHE

from flows.folders import area_argument
from flows.processes.alone import alone_in
from flows.processes.side_by_side import Crew, crew
from flows.putting import put_in_place
from flows.reruns.keeping import Found, Keeper, Result, Unseen
from flows.reruns.names import ASKED, PICTURES, about_pictures
from flows.reruns.stamps import know_tables
from flows.server.naming import name_of_run
from flows.study import Study, open_study
from flows.telling.prefect_page import show_facts, show_products
from flows.telling.steps import flow, task
from flows.workshop import (
    MAPS,
    PICTURES_CODE,
    PRODUCTS,
    Made,
    NotedPart,
    Part,
    Product,
    Workshop,
    open_workshop,
)
from pipelines.contracts import CONTRACTS
from pipelines.keeping.records import Records
from pipelines.keeping.settings_read import is_setting
from pipelines.maps.gallery import MapFile
from pipelines.out_tables import NAMES, SOMETIMES
from pipelines.report.areas.areas_page import write_areas_page
from pipelines.report.telling.pages import INDEX
from pipelines.vocabulary.wording import listed, plural

log = logging.getLogger("pipelines.publish")

KEPT = ".kept"
"""Folder of a report that holds the records of its products."""

TOLD = sorted({*CONTRACTS, *SOMETIMES})
"""The tables that products may read."""

WIRING = ("flows.export", "flows.publish", "flows.sheets", "flows.workshop")


@flow(name="publish", flow_run_name=name_of_run)
@alone_in("reports")
def publish(
    area: str = "demo",
    data: str = "data",
    reports: str = "reports",
    workers: int = 2,
    anew: bool = False,
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
    anew
        Draw and write everything, also what stands there and of which nothing changed.

    Returns
    -------
    str
        Path of the report's page.
    """
    study = open_study(area, data, reports)
    keeper = keeper_of_products(study, anew=anew)
    part = study.folders.report.with_name(f".{study.area.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    with crew(open_workshop, study, part, workers=workers) as makers:
        know_answers(keeper, study)
        drawn = pictures_of(keeper, study, makers, part)
        products = products_of(keeper, study, makers, part, map_files(drawn, study, part))
        show_facts(makers.shop.facts)
    put_products(study, part, [drawn, *products])
    keeper.finish("publish")
    write_areas_page(study.folders.reports)
    show_products(study.folders)
    return str(study.folders.report / INDEX)


def keeper_of_products(study: Study, *, anew: bool = False, dry: bool = False) -> Keeper:
    """Return what keeps the results of this stage."""
    records, report = Records(study.folders.report / KEPT), study.folders.report
    return Keeper(records, study.area, report, anew=anew, dry=dry, wiring=WIRING)


def plan_products(keeper: Keeper, study: Study) -> None:
    """Look, for a keeper that runs nothing, which products would be made."""
    know_answers(keeper, study)
    drawn = keeper.taken(PICTURES, PICTURES_CODE, [ASKED])
    if drawn is not None:
        keeper.known[PICTURES] = about_pictures(drawn.record)
    whole = bool(keeper.records.of(PRODUCTS[0].name))
    for one in PRODUCTS:
        # What a whole report lacks, its area is too large for.
        if keeper.records.of(one.name) or not whole:
            keeper.taken(one.name, one.code, [ASKED, PICTURES])


def know_answers(keeper: Keeper, study: Study) -> None:
    """Have a keeper know the tables of the warehouse, their names, and how the area is asked for."""
    stamp = know_tables(keeper, study, TOLD)
    keeper.known[NAMES] = json.dumps(sorted(stamp.tables)) if stamp.tables else stamp.digest
    keeper.known[ASKED] = area_argument(study.path)


def pictures_of(keeper: Keeper, study: Study, makers: Crew[Workshop], part: Path) -> Result:
    """Draw all pictures of the area, unless those that stand are still right; known as `PICTURES` then."""
    drawn = keeper.taken(PICTURES, PICTURES_CODE, [ASKED])
    if drawn is None:
        made_at = datetime.now(UTC)
        made = draw_maps(makers)
        told = [one.given._asdict() | {"path": one.given.path.name} for one in made]
        drawn = _added(keeper, PICTURES, PICTURES_CODE, made, part, made_at, {"maps": told})
    keeper.known[PICTURES] = about_pictures(drawn.record)
    return drawn


def map_files(drawn: Result, study: Study, part: Path) -> list[MapFile]:
    """Return the pictures, where they lie while products are written."""
    folder = (part / PICTURES if drawn.ran else study.folders.report) / MAPS
    return [MapFile(**{**one, "path": folder / one["path"]}) for one in drawn.told["maps"]]


def products_of(
    keeper: Keeper, study: Study, makers: Crew[Workshop], part: Path, maps: list[MapFile]
) -> list[Result]:
    """Write the products that are not still right, and return all."""
    kept = {one: keeper.taken(one.name, one.code, [ASKED, PICTURES]) for one in PRODUCTS}
    parts = {one: one.parts(makers.shop, maps) for one, there in kept.items() if there is None}
    made_at = datetime.now(UTC)
    made = write_products(makers, Unseen(parts)) if any(parts.values()) else {}
    return [
        there or _added(keeper, one.name, one.code, made[one], part, made_at, {})
        for one, there in kept.items()
        if there or made.get(one)
    ]


def _added(
    keeper: Keeper,
    name: str,
    code: Sequence[str],
    made: Sequence[Made[Any]],
    part: Path,
    made_at: datetime,
    told: Mapping[str, Any],
) -> Result:
    """Keep what was made of a product: its files lie in a folder of its own."""
    read = dict.fromkeys((ASKED, *((PICTURES,) if name != PICTURES else ())), "")
    for one in made:
        read |= one.read
    values = {one: value if is_setting(one) else keeper.known[one] for one, value in read.items()}
    root = part / name
    files = sorted(path for path in root.rglob("*") if path.is_file())
    found = Found(told=told, files=files, root=root)
    return keeper.add(name, code, values, found, made_at, sum(one.seconds for one in made))


def put_products(study: Study, part: Path, products: Sequence[Result]) -> None:
    """Put what was made in the place of what stood there; the old report stands until the new one is whole."""
    whole = part / "whole"
    whole.mkdir(parents=True)
    for one in products:
        for path in one.record.files if one.ran else ():
            (whole / path).parent.mkdir(parents=True, exist_ok=True)
            (part / one.record.step / path).replace(whole / path)
    standing = [path for one in products if not one.ran for path in one.record.files]
    put_in_place(whole, study.folders.report, standing)
    shutil.rmtree(part)


@task(name="draw maps", cache_policy=NO_CACHE)
def draw_maps(makers: Crew[Workshop]) -> list[Made[MapFile]]:
    """Draw all pictures of the area."""
    names = list(makers.shop.of(PICTURES)[0].pictures)
    log.info("drawing %s", plural(len(names), "picture"))
    return makers.make(
        [NotedPart(PICTURES, partial(Workshop.draw_picture, name=name)) for name in names],
        "pictures",
    )


@task(name="write products", cache_policy=NO_CACHE)
def write_products(
    makers: Crew[Workshop], parts: Unseen[dict[Product, list[Part[None]]]]
) -> dict[Product, list[Made[None]]]:
    """Write products of the report, each in its parts."""
    log.info("writing %s", listed([product.name for product, some in parts.value.items() if some]))
    made = iter(
        makers.make(
            [NotedPart(product.name, one) for product, some in parts.value.items() for one in some]
        )
    )
    return {product: list(islice(made, len(some))) for product, some in parts.value.items()}
