"""What a command says while it works."""

from __future__ import annotations

import logging
import os
import sys
import time


def follow_progress(*, quiet: bool) -> None:
    """Print what the pipeline says of its progress, with the seconds since the start.

    Prefect's own messages stay silent here: it would print the traceback of every fault of the input once a
    task and once a flow, before the one message that says how to mend it. A defect of ours leaves its
    traceback as any Python program does, and what a Prefect server shows is not touched.
    """
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    if quiet:
        return
    started = time.monotonic()

    class Elapsed(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return f"[{time.monotonic() - started:6.1f} s] {record.getMessage()}"

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Elapsed())
    logger = logging.getLogger("pipelines")
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False
