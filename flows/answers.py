"""The answers of a finished run, as the products that tell them take them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from flows.folders import area_argument
from flows.study import Study
from pipelines.provenance import changed_settings
from pipelines.report.facts import Facts, read_facts
from pipelines.warehouse import WarehouseError


@contextmanager
def answers(study: Study) -> Iterator[Facts]:
    """Open the facts of an area, and refuse answers under settings that they were not computed with.

    Parameters
    ----------
    study
        The area.

    Raises
    ------
    WarehouseError
        There are no answers, or settings were changed since; the message names them.
    """
    facts = read_facts(study.folders.warehouse, study.area, area_argument(study.path))
    with closing(facts.tables):
        changed = changed_settings(facts.area, facts.tables["out.provenance"])
        if changed:
            raise WarehouseError(
                f"{study.folders.warehouse}: was computed before {', '.join(changed[:5])} changed (compute it "
                "anew with `infusion-access run AREA`)"
            )
        yield facts
