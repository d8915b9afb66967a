"""A run that is told to end ends at once, in one line, and its server with it."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

BUSY = """
import signal, subprocess, sys, time, types
# Whoever runs the tests in the background has them ignore Ctrl-C, which a child inherits.
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
import numpy as np
from flows.interruption import ending_at_once
from pipelines.routing.compiled import kernel

@kernel
def spin(n):
    total = 0
    for i in range(n):
        total ^= i * i
    return total

spin(1)
server = types.SimpleNamespace(server_process=subprocess.Popen([sys.executable, "-c", SLEEP]))
api = types.SimpleNamespace(SubprocessASGIServer=types.SimpleNamespace(_instances={None: server}))
sys.modules["prefect.server.api.server"] = api
with ending_at_once():
    print(server.server_process.pid, flush=True)
    try:
        spin(10**13)
    finally:
        print("wound up", flush=True)
"""
SLEEP = "SLEEP = 'import time; time.sleep(600)'\n"


@pytest.mark.parametrize(
    ("number", "name"),
    [(signal.SIGINT, "Ctrl-C"), (signal.SIGTERM, "SIGTERM"), (signal.SIGHUP, "SIGHUP")],
)
def test_a_signal_ends_a_run_within_moments_whatever_it_computes(
    number: signal.Signals, name: str
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SLEEP + BUSY],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout is not None
        server = int(run.stdout.readline())
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
    deadline = time.monotonic() + 3
    while _lives(server) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _lives(server)


def _lives(pid: int) -> bool:
    """Tell whether a process is there and no zombie that nobody has asked for yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
