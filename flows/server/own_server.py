"""A Prefect server of a run's own, a process that ends with the run: `python -m flows.server.own_server` is it.

It is started before Prefect is imported here, which takes as long as the server takes to start: they go on side
by side. Its port is known at once, and a request waits in line until it serves.
"""

from __future__ import annotations

import atexit
import http.client
import logging
import os
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress
from importlib.metadata import version
from pathlib import Path

from flows.putting import check_writable
from pipelines.errors import InputError

log = logging.getLogger("pipelines.prefect_server")

DATABASE = "prefect.db"
LOOPBACK = "127.0.0.1"

STARTUP_S = 120
"""How long a run waits for its server: a busy machine needs more than Prefect's 20 seconds."""

_STOP_S = 5


class OwnServerError(InputError):
    """The run's own server did not start."""


class OwnServer:
    """A server that is starting, or serves.

    Attributes
    ----------
    home
        Prefect's folder, with the database.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self._first = not (home / DATABASE).exists() and not _take_kept(home)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flows.server.own_server"],
            env=os.environ | {"PREFECT_HOME": str(home)},
            # Never written to: it ends when the run does, however that ends.
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # The terminal's Ctrl-C is the run's.
            start_new_session=True,
        )
        # After whatever Prefect still has to tell it as Python ends.
        atexit.register(self.stop)

    def wait(self) -> str:
        """Wait until it serves, and return the address of its API.

        Raises
        ------
        OwnServerError
            It ended, or was not there after `STARTUP_S`.
        """
        assert self._process.stdout is not None
        port = self._process.stdout.readline().strip()
        try:
            with closing(http.client.HTTPConnection(LOOPBACK, int(port), STARTUP_S)) as asked:
                asked.request("GET", "/api/health")
                served = asked.getresponse().status == http.client.OK
        except (OSError, ValueError, http.client.HTTPException):
            served = False
        if not served:
            self.stop()
            raise OwnServerError(
                f"the run's own Prefect server did not start in {self.home} (its messages are above; remove "
                "that folder, or name a server by PREFECT_API_URL)"
            )
        if self._first:
            _keep(self.home)
        return f"http://{LOOPBACK}:{port}/api"

    def stop(self) -> None:
        """End it, once what it was told is written."""
        atexit.unregister(self.stop)
        self._process.terminate()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


def start_server(data: Path) -> OwnServer | None:
    """Start a server for a run, unless one is named.

    Its database lies under the data folder, since the one in the user's home may belong to another version of
    Prefect or may not be written.

    Parameters
    ----------
    data
        The data folder of the run.

    Returns
    -------
    OwnServer or None
        None where `PREFECT_API_URL` names a server, or Prefect, if it is imported already, knows one.

    Raises
    ------
    FolderError
        The data folder cannot be written to.
    """
    if _is_named():
        return None
    check_writable(data, "--data")
    home = data / "processed" / ".prefect"
    # Prefect makes the folder itself, but none above it, as in the first run of a new data folder.
    home.mkdir(parents=True, exist_ok=True)
    _set_damaged_aside(home / DATABASE)
    return OwnServer(home)


def _is_named() -> bool:
    if "prefect.settings" in sys.modules:
        from prefect.settings import get_current_settings

        return get_current_settings().api.url is not None
    return bool(os.environ.get("PREFECT_API_URL"))


def _set_damaged_aside(database: Path) -> None:
    """Rename a database that is none: the server would end on it."""
    if database.exists() and not _is_sound(database):
        aside = database.replace(database.with_name("prefect.db.damaged"))
        for rest in ("-wal", "-shm"):
            database.with_name(f"prefect.db{rest}").unlink(missing_ok=True)
        log.warning("Prefect's database of earlier runs was damaged: it lies in %s", aside)


def _is_sound(database: Path) -> bool:
    try:
        with closing(sqlite3.connect(database)) as connection:
            checked: tuple[str] = connection.execute("PRAGMA quick_check(1)").fetchone()
            return checked == ("ok",)
    except sqlite3.OperationalError:  # in use, not damaged
        return True
    except sqlite3.DatabaseError:
        return False


def _kept() -> Path:
    """Return where the database is kept that this version of Prefect begins with, made once a user."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "infusion-access" / f"prefect-{version('prefect')}.db"


def _take_kept(home: Path) -> bool:
    """Begin with the database of this version: to make one step by step takes longer than all else."""
    with suppress(OSError, RuntimeError):
        if _kept().exists() and _is_sound(_kept()):
            (home / DATABASE).write_bytes(_kept().read_bytes())
            return True
    return False


def _keep(home: Path) -> None:
    """Keep the database of a server that began without one; without a cache each of them makes it anew."""
    with suppress(OSError, RuntimeError, sqlite3.Error):
        kept = _kept()
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_name(f"{kept.name}.{os.getpid()}.part")
        # Opened for reading only: settings may keep it elsewhere, and none must appear then.
        made = f"{(home / DATABASE).as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(made, uri=True)) as database,
            closing(sqlite3.connect(part)) as copy,
        ):
            database.backup(copy)
        part.replace(kept)


def serve() -> None:
    """Serve until the run ends; tells the port first."""
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    listening = socket.create_server((LOOPBACK, 0))
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()

    import uvicorn
    from prefect.server.api.server import create_app

    app = create_app(ephemeral=True, final=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on")).run([listening])


def _end_with_the_run() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(0)


if __name__ == "__main__":
    serve()
