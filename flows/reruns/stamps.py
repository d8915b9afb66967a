"""What the warehouse holds, by the steps that wrote it: as they noted it, and as the file still is."""

from __future__ import annotations

from collections.abc import Iterable

from flows.reruns.keeping import Keeper
from flows.study import Study
from pipelines.digest import file_digest
from pipelines.keeping.records import Record
from pipelines.keeping.stamp import Stamp, put_stamp, stamp_of
from pipelines.warehouse import WarehouseError

WAREHOUSE = "the warehouse"


def know_tables(keeper: Keeper, study: Study, tables: Iterable[str]) -> Stamp:
    """Have a keeper know tables of the warehouse: by their content, or by the whole file where in doubt.

    Parameters
    ----------
    keeper
        What is to know them.
    study
        The area.
    tables
        Full names; one that the warehouse lacks is known as such.

    Returns
    -------
    Stamp
        What is known of the warehouse.
    """
    found = stamp_of(study.folders.kept, study.folders.warehouse)
    keeper.known[WAREHOUSE] = found.digest
    lacking = "none" if found.results else f"as in the warehouse {found.digest}"
    for name in tables:
        if name not in keeper.unsettled:
            keeper.known[name] = found.tables.get(name, lacking)
    return found


def check_stamp(keeper: Keeper, study: Study) -> None:
    """See that the warehouse is the one whose tables are known, before it is written.

    Raises
    ------
    WarehouseError
        Another program changed it.
    """
    warehouse = study.folders.warehouse
    if stamp_of(study.folders.kept, warehouse).digest != keeper.known[WAREHOUSE]:
        raise WarehouseError(
            f"{warehouse}: was changed while a run was using it (start the run again)"
        )


def stands(study: Study, step: str, record: Record) -> bool:
    """Tell whether the warehouse still holds what a step's result wrote."""
    found = stamp_of(study.folders.kept, study.folders.warehouse)
    return found.results.get(step) == record.key


def note_written(
    keeper: Keeper, study: Study, record: Record, tables: Iterable[str], beside: Stamp
) -> None:
    """Note that a result was written into the warehouse.

    Parameters
    ----------
    keeper
        It knows the tables that were written.
    study
        The area.
    record
        Of the step that wrote.
    tables
        Full names of what it wrote.
    beside
        What the warehouse holds besides.
    """
    kept, warehouse = study.folders.kept, study.folders.warehouse
    known = {name: keeper.known[name] for name in tables}
    results = {**beside.results, record.step: record.key}
    put_stamp(kept, Stamp(file_digest(warehouse), results, {**beside.tables, **known}))
