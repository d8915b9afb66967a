"""The head of an answer in time: a server may send a byte of it now and then, and never come to its end.

Silence ends a connection by the client's own limit. That limit begins anew with every byte; this one does not.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import httpx

from pipelines.sources.files.body import TryAgainError

ONE_CONNECTION_A_REQUEST = httpx.Limits(max_keepalive_connections=0)
"""For clients whose requests have a `HeadInTime`: it knows a connection from when it is opened."""


class HeadInTime:
    """Ends a request whose answer does not begin in time: the `trace` of a request's extensions.

    Parameters
    ----------
    limit_s
        Seconds from the sent request to the end of the answer's head.
    """

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._socket: socket.socket | None = None
        self._timer: threading.Timer | None = None
        self._late = False

    def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of what httpx is at."""
        step = event.partition(".")[2]
        if step in ("connect_tcp.complete", "start_tls.complete"):
            self._socket = info["return_value"].get_extra_info("socket")
        elif step == "receive_response_headers.started":
            self._timer = threading.Timer(self._limit_s, self._end)
            self._timer.daemon = True
            self._timer.start()
        elif step.startswith("receive_response_headers.") and self._timer is not None:
            self._timer.cancel()

    def check(self) -> None:
        """Say why the request failed if it was ended here.

        Raises
        ------
        TryAgainError
            The answer did not begin in time.
        """
        if self._late:
            raise TryAgainError(f"its answer did not begin within {self._limit_s:g} s")

    def _end(self) -> None:
        self._late = True
        if self._socket is not None:
            with suppress(OSError):
                # Of the connection itself: that of TLS would take what the reading thread is at.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
