"""What a run would do: each step, whether it would run and why, without anything being computed or fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from flows.access import OF_INGEST, answer_all, keeper_of_answers
from flows.ingest import ALL, bring_in, keeper_of_sources, sources_named
from flows.publish import TOLD, keeper_of_products, plan_products
from flows.reruns.keeping import Keeper
from flows.reruns.names import STORE_ANSWERS, STORE_SOURCES, files_of
from flows.study import Study
from pipelines.keeping.stamp import stamp_of


def explained(
    study: Study, flow: str, refresh: Sequence[str] | None = None, *, anew: bool = False
) -> Iterator[str]:
    """Tell of each step of a flow whether it would run, and why.

    Parameters
    ----------
    study
        The area.
    flow
        Its name: run, ingest, access or publish.
    refresh
        Sources of which newer files would be asked for; none named means all.
    anew
        Whether everything would run.

    Yields
    ------
    str
        One line a step. It *would run* where something changed that is known now, and *may run* where it reads
        what a step before it would make anew, which may come out as it was.

    Raises
    ------
    InputError
        A file that the area names is missing or is not the one expected.
    """
    unsettled: frozenset[str] = frozenset()
    if flow in ("run", "ingest"):
        sources = keeper_of_sources(study, anew=anew, dry=True)
        names = [] if refresh is None else [name for name in refresh if name] or [ALL]
        bring_in(sources, study, sources_named(study, names))
        yield from sources.lines
        if not _kept(sources, STORE_SOURCES):
            held = stamp_of(study.folders.kept, study.folders.warehouse).tables
            unsettled = frozenset(
                name for name in OF_INGEST if sources.known.get(name, "") != held.get(name)
            )
            if files_of("roads") not in sources.known:
                unsettled |= {files_of("roads")}
    if flow in ("run", "access"):
        answers = keeper_of_answers(study, anew=anew, dry=True)
        answers.unsettled = unsettled
        answer_all(answers, study, 1, datetime.now(UTC))
        yield from answers.lines
        if not _kept(answers, STORE_ANSWERS):
            unsettled = frozenset(TOLD)
    if flow in ("run", "publish"):
        products = keeper_of_products(study, anew=anew, dry=True)
        products.unsettled = unsettled
        plan_products(products, study)
        yield from products.lines


def _kept(keeper: Keeper, step: str) -> bool:
    return any(line.startswith(f"{step}: kept") for line in keeper.lines)
