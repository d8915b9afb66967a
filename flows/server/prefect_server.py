"""The Prefect server that a run talks to: the one that is named, else one of the run's own while it lasts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from prefect.client.orchestration import get_client
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_HOME,
    get_current_settings,
    temporary_settings,
)

from flows.server.own_server import OwnServer
from pipelines.errors import InputError
from pipelines.sources.redaction import public

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class PrefectServerError(InputError):
    """The Prefect server that is named does not answer."""


@contextmanager
def prefect_server(own: OwnServer | None) -> Iterator[None]:
    """Run flows under the server that `PREFECT_API_URL` or a Prefect profile names, else under one's own.

    One's own is reached past the user's proxy; and nothing sends it heartbeats, which tell a lasting server
    that a flow is alive, and cost up to a second at the end of each flow.

    Parameters
    ----------
    own
        The one that was started, where no server was known to be named; it is waited for, or stopped if a
        profile names another.

    Raises
    ------
    PrefectServerError
        The server that is named does not answer.
    OwnServerError
        One's own did not start.
    """
    named = get_current_settings().api.url
    if named is not None or own is None:
        if own is not None:
            own.stop()
        _check_answers(str(named))
        yield
        return
    _reach_past_proxies()
    settings = {
        PREFECT_API_URL: own.wait(),
        PREFECT_HOME: own.home,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
    }
    with temporary_settings(updates=settings):
        yield


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
