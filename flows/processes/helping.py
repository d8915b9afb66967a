"""A process that another one started for its work: it ends with that one, which alone heeds Ctrl-C."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from contextlib import suppress
from functools import cache
from typing import Any


@cache
def end_with_parent() -> None:
    """Have this process end with the one that started it, however that ends, if another one did."""
    parent: Any = multiprocessing.parent_process()
    if parent is None:
        return
    with suppress(ValueError):  # a worker of Dask works in another thread than the main one
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)
