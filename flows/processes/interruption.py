"""Ends that come from outside: Ctrl-C, a terminal that is closed, a scheduler that stops a run.

Every stage survives being killed: a file takes its name, and a layer its place, only when it is whole. So
nothing needs winding up, and a run ends at once, whatever it is computing, with its server.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
STOPPED = 128
"""Added to a signal's number it is the exit code of what the signal ended, as in shells: 130 for Ctrl-C."""

TIDYING_S = 1.0
"""How long whoever leaves something untidy is waited for."""

_tidying: list[Callable[[], None]] = []


def told(number: int) -> str:
    """Say what ended a run, and that nothing is lost."""
    by = "Ctrl-C" if number == signal.SIGINT else signal.Signals(number).name
    return (
        f"infusion-access: stopped by {by}; what was finished is kept: start the same command again"
    )


@contextmanager
def ending_at_once() -> Iterator[None]:
    """End the process within moments of a signal while the block lasts.

    Python runs handlers of signals only between its own instructions, and Prefect asks its server, which the
    same signal has ended, for minutes. Here the signal's number goes to a thread, which kernels and downloads
    do not hold up. A signal that is being ignored, as `nohup` has it, goes on being so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    threading.Thread(target=_end_on, args=(reading,), daemon=True).start()
    former = {
        number: signal.signal(number, _heed)
        for number in SIGNALS
        if signal.getsignal(number) is not signal.SIG_IGN
    }
    former_fd = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(former_fd)
        for number, handler in former.items():
            signal.signal(number, handler)
        os.close(writing)  # which ends the thread


def _heed(number: int, frame: object) -> None:
    """Nothing more: that there is a handler has the number written to the pipe."""


def _end_on(reading: int) -> None:
    while heard := os.read(reading, 1):
        if heard[0] in SIGNALS:
            end_at_once(heard[0])
    os.close(reading)


@contextmanager
def tidying(tidy: Callable[[], None]) -> Iterator[None]:
    """Have something tidied before the process ends at once, while the block lasts."""
    _tidying.append(tidy)
    try:
        yield
    finally:
        _tidying.remove(tidy)


def end_at_once(number: int) -> None:
    """Say it, and end the process without winding up; its server and its helpers end with it."""
    try:
        for tidy in _tidying:
            # Whatever it waits for, the end is not held up.
            tidier = threading.Thread(target=tidy, daemon=True)
            tidier.start()
            tidier.join(TIDYING_S)
        sys.stderr.write(f"{told(number)}\n")
        sys.stderr.flush()
    finally:
        os._exit(STOPPED + number)
