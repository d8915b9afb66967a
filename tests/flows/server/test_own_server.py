"""A run's own Prefect server: where its database lies, how it begins, and that it ends with the run."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from flows.server import own_server
from flows.server.own_server import DATABASE, OwnServerError, start_server

RUN = """
import os, sys
from pathlib import Path
from flows.server.own_server import start_server
own = start_server(Path(sys.argv[1]))
from prefect import flow
from flows.server.prefect_server import prefect_server

@flow
def greet():
    return "hello"

with prefect_server(own):
    print(greet(), own._process.pid, flush=True)
if sys.argv[2:]:
    os.kill(os.getpid(), 9)
"""


def run_once(data: Path, cache: Path, *killed: str) -> tuple[int, int]:
    """Run a flow under a server of its own; returns the exit code, and the server's process."""
    unnamed = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    ran = subprocess.run(
        [sys.executable, "-c", RUN, str(data), *killed],
        env=unnamed | {"XDG_CACHE_HOME": str(cache), "HOME": str(cache)},
        capture_output=True,
        text=True,
        check=False,
    )
    said, server = ran.stdout.split()
    assert said == "hello", ran.stderr
    return ran.returncode, int(server)


def flow_runs(data: Path) -> int:
    with closing(sqlite3.connect(data / "processed" / ".prefect" / DATABASE)) as database:
        (count,) = database.execute("SELECT count(*) FROM flow_run").fetchone()
        return int(count)


def test_a_run_has_a_server_whose_database_is_made_step_by_step_once(tmp_path: Path) -> None:
    first, second, cache = tmp_path / "first", tmp_path / "second", tmp_path / "cache"
    code, server = run_once(first, cache)
    assert code == 0
    assert not lives(server)
    (kept,) = (cache / "infusion-access").iterdir()
    with closing(sqlite3.connect(kept)) as database:
        assert database.execute("SELECT count(*) FROM flow_run").fetchone() == (0,)
    made = kept.read_bytes()
    code, server = run_once(second, cache, "killed")
    assert code == -9
    deadline = time.monotonic() + 5
    while lives(server) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not lives(server)
    assert flow_runs(first) == flow_runs(second) == 1
    assert kept.read_bytes() == made


@pytest.mark.parametrize("damage", [b"x" * 5000, b"", None])
def test_a_damaged_database_is_put_aside_and_said(
    tmp_path: Path,
    damage: bytes | None,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(own_server, "_is_named", lambda: False)
    monkeypatch.setattr(own_server, "OwnServer", Path)
    home = tmp_path / "processed" / ".prefect"
    home.mkdir(parents=True)
    with closing(sqlite3.connect(home / DATABASE)) as database:
        database.execute("CREATE TABLE runs (name)")
    if damage is not None:
        (home / DATABASE).write_bytes(damage)
    content = (home / DATABASE).read_bytes()
    assert start_server(tmp_path) == home
    # An empty file is a sound database without tables.
    aside = home / "prefect.db.damaged" if damage else home / DATABASE
    assert aside.read_bytes() == content
    assert (home / DATABASE).exists() is not bool(damage)
    assert ("was damaged" in caplog.text) is bool(damage)


def test_a_server_that_ends_before_it_serves_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_server, "_is_named", lambda: False)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "uvicorn.py").write_text("raise SystemExit(1)\n", encoding="utf-8")
    own = start_server(tmp_path)
    assert own is not None
    with pytest.raises(OwnServerError, match=r"did not start in .*\.prefect.*PREFECT_API_URL"):
        own.wait()


def lives(pid: int) -> bool:
    """Tell whether a process is there and no zombie that nobody has asked for yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
