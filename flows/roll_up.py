"""Roll-up: areas that were run one by one become the answers of the land that they make up."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime

from flows.answers import answers
from flows.processes.alone import holding
from flows.putting import check_writable
from flows.study import Study
from pipelines.progress import step
from pipelines.roll_up.parts import AreaPart
from pipelines.roll_up.roll_up import roll_up
from pipelines.vocabulary.wording import plural
from pipelines.warehouse import check_unused, replace_layers, writing

log = logging.getLogger("pipelines.roll_up")


def put_together(land: Study, areas: Sequence[Study]) -> None:
    """Have the warehouse of a land hold the answers of the areas that it was run in.

    Parameters
    ----------
    land
        The land, whose settings are those of the areas.
    areas
        Finished runs that make it up.

    Raises
    ------
    WarehouseError
        An area has no answers, or its settings were changed since; or the land's warehouse is in use.
    RollUpError
        The areas do not make up the land, or were not run alike.
    RunningError
        Another process runs the land.
    """
    started_at = datetime.now(UTC)
    check_writable(land.folders.data, "--data")
    with holding(land.folders.processed, land.area.name), ExitStack() as opened:
        check_unused(land.folders.warehouse)
        with step("read areas"):
            parts = [AreaPart(one.area, opened.enter_context(answers(one)).tables) for one in areas]
        with step("put together"):
            log.info("putting %s together", plural(len(parts), "area"))
            tables = roll_up(land.area, parts, started_at)
        with step("write answers"), writing(land.folders.warehouse) as warehouse:
            replace_layers(warehouse, tables)
