"""The Prefect server that a run talks to: the one that is named, else one of the run's own while it lasts."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.settings import (
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_HOME,
    PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS,
    get_current_settings,
    temporary_settings,
)

from flows.putting import check_writable
from pipelines.errors import InputError
from pipelines.sources.redaction import public

log = logging.getLogger("pipelines.prefect_server")

LOOPBACK = ("127.0.0.1", "localhost", "::1")

STARTUP_S = 120
"""How long a run waits for a server of its own: a busy machine needs more than Prefect's 20 seconds."""


class PrefectServerError(InputError):
    """The Prefect server that is named does not answer."""


@contextmanager
def prefect_server(data: Path) -> Iterator[None]:
    """Run flows under the server that `PREFECT_API_URL` or a Prefect profile names, else under one's own.

    A server of one's own lasts as long as the block. It keeps its database under the data folder, since the
    one in the user's home may belong to another version of Prefect or may not be written; it is reached past
    the user's proxy; and nothing sends it heartbeats, which tell a lasting server that a flow is alive, and
    cost up to a second at the end of each flow.

    Parameters
    ----------
    data
        The data folder of the run.

    Raises
    ------
    PrefectServerError
        The server that is named does not answer.
    FolderError
        The data folder cannot be written to.
    """
    named = get_current_settings().api.url
    if named is not None:
        _check_answers(named)
        yield
        return
    check_writable(data, "--data")
    _reach_past_proxies()
    home = data / "processed" / ".prefect"
    # Prefect makes the folder itself, but none above it, as in the first run of a new data folder.
    home.mkdir(parents=True, exist_ok=True)
    _set_damaged_aside(home / "prefect.db")
    own = {
        PREFECT_HOME: home,
        PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS: STARTUP_S,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
    }
    with temporary_settings(updates=own):
        yield


def _set_damaged_aside(database: Path) -> None:
    """Rename a database that is none: the server would end on it, and be waited for."""
    if not database.exists():
        return
    try:
        with closing(sqlite3.connect(database)) as connection:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.OperationalError:  # in use, not damaged
        return
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        aside = database.replace(database.with_name("prefect.db.damaged"))
        for rest in ("-wal", "-shm"):
            database.with_name(f"prefect.db{rest}").unlink(missing_ok=True)
        log.warning("Prefect's database of earlier runs was damaged: it lies in %s", aside)


def _check_answers(address: str) -> None:
    with get_client(sync_client=True) as client:
        fault = client.api_healthcheck()
    if fault is not None:
        raise PrefectServerError(
            f"the Prefect server at {public(address)} does not answer: {fault} (start it with `prefect "
            "server start`, or name no server, by PREFECT_API_URL or a profile, and the run has one of its own)"
        )


def _reach_past_proxies() -> None:
    """Have no request to this machine go through a proxy."""
    for name in ("NO_PROXY", "no_proxy"):
        known = [host for host in os.environ.get(name, "").split(",") if host]
        os.environ[name] = ",".join([*known, *(host for host in LOOPBACK if host not in known)])
