"""A run that is told to end ends at once and in one line."""

import signal
import subprocess
import sys
import time

import pytest

BUSY = """
import signal
# Whoever runs the tests in the background has them ignore Ctrl-C, which a child inherits.
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
import numpy as np
from flows.processes.interruption import ending_at_once
from pipelines.routing.compiled import kernel

@kernel
def spin(n):
    total = 0
    for i in range(n):
        total ^= i * i
    return total

spin(1)
with ending_at_once():
    print("busy", flush=True)
    try:
        spin(10**13)
    finally:
        print("wound up", flush=True)
"""


@pytest.mark.parametrize(
    ("number", "name"),
    [(signal.SIGINT, "Ctrl-C"), (signal.SIGTERM, "SIGTERM"), (signal.SIGHUP, "SIGHUP")],
)
def test_a_signal_ends_a_run_within_moments_whatever_it_computes(
    number: signal.Signals, name: str
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", BUSY],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "busy\n"
        time.sleep(0.2)
        sent = time.monotonic()
        run.send_signal(number)
        try:
            out, said = run.communicate(timeout=30)
        finally:
            run.kill()
        took_s = time.monotonic() - sent
    assert run.returncode == 128 + number
    assert took_s < 3
    assert out == ""
    assert said == (
        f"infusion-access: stopped by {name}; what was finished is kept: start the same command again\n"
    )
