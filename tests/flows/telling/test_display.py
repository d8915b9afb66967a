"""On a terminal: what is done is shown while it lasts, no line is lost, and the terminal is left clean."""

import os
import pty
import re
import signal
import subprocess
import sys
import time

import pytest

from flows.folders import AREAS
from flows.telling.words import duration

ROOT = AREAS.parents[1]

WORKING = """
import logging, os, sys, time
from flows.telling.following import following
from pipelines.progress import count, counted, step

log = logging.getLogger("pipelines.test")
with following(quiet="--quiet" in sys.argv, log_json=None):
    with step("run"), step("ingest"):
        log.info("the first line, which is longer than the eighty letters of a terminal: " + "x" * 30)
        with step("read nppes"):
            for number in range(3):
                count(number, 9, "rows")
                time.sleep(0.3)
                log.info("line %s", number)
        for _ in counted(range(2), "drawing", "pictures", 2):
            log.warning("a doubt")
        END
    log.info("the last line")
print("the path")
"""
FORCED = {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"}


def on_a_terminal(program: str, *words: str, then: int = 0, **more: str) -> tuple[int, str]:
    """Run a program on a terminal of 80 columns and return its exit code and all that it wrote."""
    ours, theirs = pty.openpty()
    env = {name: value for name, value in os.environ.items() if name not in FORCED}
    with subprocess.Popen(
        [sys.executable, "-c", program, *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env=env | {"TERM": "xterm-256color", "COLUMNS": "80", "PYTHONPATH": str(ROOT)} | more,
    ) as run:
        os.close(theirs)
        wrote = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # its end
                break
            wrote += piece
            if then and b"READY" in wrote:
                time.sleep(0.6)
                run.send_signal(then)
                then = 0
            if not piece:
                break
    os.close(ours)
    return run.returncode, wrote.decode()


def screen(wrote: str) -> list[str]:
    """Return what stands on the terminal in the end, line by line; a line may be of any length."""
    lines, row = [""], 0
    for mark in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|\r|\n|[^\x1b\r\n]+", wrote):
        if mark == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif mark == "\x1b[1A":
            row -= 1
        elif mark == "\x1b[2K":
            lines[row] = ""
        elif mark[0] not in "\r\x1b":
            lines[row] += mark
    return [line for line in lines if line.strip()]


def test_no_line_is_lost_and_the_display_is_gone_when_it_ends() -> None:
    code, wrote = on_a_terminal(WORKING.replace("END", "pass"))
    assert code == 0, wrote
    left = screen(wrote)
    said = [re.sub(r"^\[ +[\d.]+ s\] ", "", line) for line in left]
    assert [line for line in said if not line.startswith(("✓", " "))] == [
        "the first line, which is longer than the eighty letters of a terminal: " + "x" * 30,
        "line 0",
        "line 1",
        "line 2",
        "a doubt",
        "a doubt",
        "the last line",
        "the path",
    ]
    assert any(line.startswith("✓ ingest, ") for line in left)
    assert "1 of 9 rows" in wrote
    assert wrote.rindex("\x1b[?25h") > wrote.rindex("\x1b[?25l")


MANY = """
import logging
from flows.telling import display
from flows.telling.following import following
from pipelines.progress import step

display.EVERY_S = 0.0001
log = logging.getLogger("pipelines.test")
with following(quiet=False, log_json=None), step("run"), step("access"):
    for number in range(300):
        with step("short"):
            log.info("line %s", number)
"""


def test_no_line_is_lost_however_often_the_display_is_drawn() -> None:
    code, wrote = on_a_terminal(MANY)
    assert code == 0, wrote
    left = [line for line in screen(wrote) if "line" in line]
    assert [line.split("line ")[1] for line in left] == [str(number) for number in range(300)]


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_are_left_out_where_they_are_not_wanted(setting: dict[str, str]) -> None:
    _, wrote = on_a_terminal(WORKING.replace("END", "pass"), **setting)
    assert "the last line" in wrote
    assert not re.search(r"\x1b\[(\d+;)*3\d", wrote)


def test_quiet_shows_warnings_alone() -> None:
    _, wrote = on_a_terminal(WORKING.replace("END", "pass"), "--quiet")
    assert wrote.splitlines() == ["a doubt", "a doubt", "the path"]


def test_elsewhere_there_are_plain_lines() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORKING.replace("END", "pass")],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "the path\n"
    lines = done.stderr.splitlines()
    assert len(lines) == 7
    assert all(re.match(r"\[ +[\d.]+ s\] ", line) for line in lines)
    assert "\x1b" not in done.stderr


STOPPED = """
import signal
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_DFL)
from flows.processes.interruption import ending_at_once
""" + WORKING.replace("END", "log.info('READY')\n        with ending_at_once(): time.sleep(60)")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_a_clean_terminal(number: signal.Signals) -> None:
    code, wrote = on_a_terminal(STOPPED, then=number)
    assert code == 128 + number, wrote
    left = screen(wrote)
    assert left[-1].startswith("infusion-access: stopped by ")
    assert left[-2].endswith("READY")
    assert wrote.rindex("\x1b[?25h") > wrote.rindex("\x1b[?25l")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.6, "1 min 0 s"),
        (200, "3 min 20 s"),
        (7500, "2 h 5 min"),
    ],
)
def test_a_duration_is_told(seconds: float, told: str) -> None:
    assert duration(seconds) == told
