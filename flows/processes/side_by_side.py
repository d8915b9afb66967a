"""Work in parts that stand alone, spread over processes: drawing and writing hold Python's lock for themselves.

Each process opens a workshop of its own: what its parts have in common, such as tables that were read. A part
gives the same whoever makes it, so the outcome is the same with one worker or with many.
"""

from __future__ import annotations

import logging
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Generic, TypeVar

from flows.processes.helping import end_with_parent
from pipelines.progress import counting

log = logging.getLogger("pipelines.side_by_side")

MOST_PROCESSES = 4
"""However many workers there are: each process takes memory for its tables, and seconds to start."""

Shop = TypeVar("Shop")
Result = TypeVar("Result")
Part = Callable[[Shop], Result]


class Crew(Generic[Shop]):
    """A process and its helpers, each with a workshop of its own.

    Attributes
    ----------
    shop
        The workshop of this process.
    """

    def __init__(self, shop: Shop, pool: ProcessPoolExecutor | None, helpers: int) -> None:
        self.shop = shop
        self._pool = pool
        self._helpers = helpers

    def make(self, parts: Sequence[Part[Shop, Result]], unit: str = "parts") -> list[Result]:
        """Make all parts and return what they give, in their order.

        Parameters
        ----------
        parts
            Functions of a workshop that can be sent to another process, the long ones first; each is made in
            the next process that is free.
        unit
            What they are called where progress is told: 'pictures'.

        Raises
        ------
        Exception
            What a part raised; those that were not begun are left.
        """
        waiting, made = deque(enumerate(parts)), dict[int, Result]()
        tell = counting(len(parts), unit)

        def here(part: Part[Shop, Result]) -> Result:
            return part(self.shop)

        with ThreadPoolExecutor(max(self._helpers, 1)) as threads:
            lanes = [
                threads.submit(_work, waiting, made, self._in_a_helper, tell)
                for _ in range(min(self._helpers, len(parts) - 1))
            ]
            _work(waiting, made, here, tell)
            for lane in lanes:
                lane.result()
        # What a helper that ended gave back.
        _work(waiting, made, here, tell)
        return [made[number] for number in range(len(parts))]

    def _in_a_helper(self, part: Part[Shop, Result]) -> Result:
        assert self._pool is not None
        return self._pool.submit(_make, part).result()


@contextmanager
def crew(
    opening: Callable[..., AbstractContextManager[Shop]], *order: object, workers: int
) -> Iterator[Crew[Shop]]:
    """Open a workshop here and, for more than one worker, in processes that help while the block lasts.

    Parameters
    ----------
    opening
        Opens a workshop; a function of a module, so that other processes find it.
    order
        Its arguments, which can be sent to another process.
    workers
        Processes in all, of which `MOST_PROCESSES` are used at most.
    """
    # A daemon, as Dask makes its workers unless it is told otherwise, may have no helpers.
    daemon = multiprocessing.current_process().daemon
    helpers = 0 if daemon else min(workers, MOST_PROCESSES) - 1
    with opening(*order) as shop:
        if not helpers:
            yield Crew(shop, None, 0)
            return
        # Not forked: this process has threads, of kernels and of Prefect, that a copy of it would wait for.
        spawning = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(helpers, spawning, _enter, (opening, order))
        try:
            yield Crew(shop, pool, helpers)
        finally:
            pool.shutdown(cancel_futures=True)


def _work(
    waiting: deque[tuple[int, Part[Shop, Result]]],
    made: dict[int, Result],
    make: Callable[[Part[Shop, Result]], Result],
    tell: Callable[[float], None],
) -> None:
    """Make one waiting part after the other; after a fault nobody begins another."""
    while True:
        try:
            number, part = waiting.popleft()
        except IndexError:
            return
        try:
            made[number] = make(part)
            tell(len(made))
        except BrokenProcessPool:
            log.warning("a helping process ended (is memory short?): its work is done without it")
            waiting.append((number, part))
            return
        except BaseException:
            waiting.clear()
            raise


class _Helper:
    """What a helping process keeps between its parts."""

    opened: Any
    shop: Any


def _enter(opening: Callable[..., AbstractContextManager[object]], order: Sequence[object]) -> None:
    end_with_parent()
    _Helper.opened = opening(*order)
    _Helper.shop = _Helper.opened.__enter__()


def _make(part: Part[Any, Result]) -> Result:
    return part(_Helper.shop)
