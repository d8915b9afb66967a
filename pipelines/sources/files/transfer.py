"""One file over HTTP: resumed where it was cut, tried again while the server may recover, never half named.

What has come lies in `NAME.part`; what the server said of it (size, and the entity tag or date by which it
knows this version) in `NAME.part.json`. With both, a later request asks for the rest only; `If-Range`
(RFC 9110, 13.1.5) makes the server send the whole file instead if it has changed in between.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx

from pipelines.sources.reading import SourceError

# It logs every address with what stands in it, keys too.
logging.getLogger("httpx").setLevel(logging.WARNING)


class OutOfReachError(SourceError):
    """A server that kept failing; the same request may go through later."""


Progress = Callable[[int, int | None], None]
"""Called with the bytes that are there and the bytes there will be (None where the server does not say)."""

RETRIED_STATUSES = {408, 425, 429, 500, 502, 503, 504}
"""HTTP statuses after which the same request may go through later."""

_GROWTH_BYTES = (
    1 << 20
)  # a connection that brought a mebibyte before it was cut is worth resuming again

_CENSUS_API = "api.census.gov"
_CENSUS_KEY = "CENSUS_API_KEY"


def with_key(url: str) -> httpx.URL:
    """Return the address that is asked: with the Census API's key, which is kept and told nowhere."""
    address, key = httpx.URL(url), os.environ.get(_CENSUS_KEY)
    asks_census = (address.scheme, address.host) == ("https", _CENSUS_API)
    return address.copy_merge_params({"key": key}) if key and asks_census else address


@dataclass(frozen=True)
class Patience:
    """How long to go on asking a server that fails.

    Attributes
    ----------
    attempts
        Requests in a row that may bring nothing before the file is given up.
    first_wait_s
        Pause after the first failure, doubled after each further one.
    longest_wait_s
        No pause is longer; a server that asks for more is given up.
    timeout_s
        Silence after which a connection counts as cut.
    sleep
        How to pause.
    """

    attempts: int = 6
    first_wait_s: float = 1.0
    longest_wait_s: float = 120.0
    timeout_s: float = 60.0
    sleep: Callable[[float], None] = time.sleep


class TryAgainError(Exception):
    """A request that did not complete the file; another one may."""

    def __init__(self, fault: str, wait_s: float | None = None) -> None:
        super().__init__(fault)
        self.wait_s = wait_s


class Transfer:
    """A file on its way from an address to a folder.

    Parameters
    ----------
    url
        Its address.
    target
        The path it will have. Until then `part` holds what has come.
    progress
        Told of the bytes that have come.
    """

    def __init__(self, url: str, target: Path, progress: Progress | None = None) -> None:
        self.url = url
        self.target = target
        self.part = target.with_name(target.name + ".part")
        self._about = target.with_name(target.name + ".part.json")
        self._progress = progress

    def complete(self, patience: Patience) -> None:
        """Request until `part` is the whole file, waiting longer after each failure in a row.

        Raises
        ------
        SourceError
            The server refuses, or patience has come to its end.
        """
        failures = 0
        with httpx.Client(follow_redirects=True, timeout=patience.timeout_s) as client:
            while True:
                before = self._size()
                try:
                    self._request(client)
                    return
                except TryAgainError as again:
                    failures = 1 if self._size() - before >= _GROWTH_BYTES else failures + 1
                    wait_s = patience.first_wait_s * 2 ** (failures - 1)
                    wait_s = min(wait_s, patience.longest_wait_s)
                    if again.wait_s is not None:
                        wait_s = max(0.0, again.wait_s)
                    if failures >= patience.attempts or wait_s > patience.longest_wait_s:
                        raise OutOfReachError(
                            self.url,
                            f"could not be fetched in {failures} attempts; the last: {again}",
                            mend="try again later, what has come is kept; "
                            f"or put the file there by hand as {self.target}",
                        ) from again
                    patience.sleep(wait_s)

    def discard(self) -> None:
        """Throw away what has come."""
        self._about.unlink(missing_ok=True)
        self.part.unlink(missing_ok=True)

    def settle(self) -> None:
        """Give the complete part its name, in one step."""
        self.part.replace(self.target)
        self._about.unlink(missing_ok=True)

    def _size(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def _resumable(self) -> dict[str, Any]:
        """Return what the server said of the part; empty if the part cannot be gone on with."""
        about = read_json(self._about)
        usable = about.get("url") == self.url and about.get("validator") and self.part.exists()
        return about if usable else {}

    def _request(self, client: httpx.Client) -> None:
        about = self._resumable()
        offset = self._size() if about else 0
        if about and about["total"] is not None and offset == about["total"]:
            return
        # Ranges and sizes speak of the file itself only if it is not packed for the way.
        headers = {"Accept-Encoding": "identity", "User-Agent": "infusion-access"}
        if offset:
            headers |= {"Range": f"bytes={offset}-", "If-Range": about["validator"]}
        try:
            with client.stream("GET", with_key(self.url), headers=headers) as response:
                self._check_status(response)
                if response.status_code == 206:
                    total = self._check_range(response, offset, about.get("total"))
                else:  # the first request, a changed file, or a server that knows no ranges
                    offset, total = 0, self._begin(response)
                self._receive(response, offset, total)
        except (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.TooManyRedirects) as error:
            raise SourceError(
                self.url, f"is no usable address: {error}", mend="correct the area file"
            ) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise TryAgainError(f"{type(error).__name__}: {error}") from error

    def _check_status(self, response: httpx.Response) -> None:
        status = response.status_code
        answer = f"the server answered {status} {response.reason_phrase}"
        if status == 416:
            self.discard()
            raise TryAgainError(answer)
        if status in RETRIED_STATUSES:
            raise TryAgainError(answer, retry_after_s(response))
        mend = f"look for its new address, or put the file there by hand as {self.target}"
        if status not in (200, 206):
            raise SourceError(self.url, answer, mend=mend)
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/html") and not self.target.suffix.startswith(".htm"):
            raise SourceError(self.url, "the server sent a web page, not the file", mend=mend)

    def _check_range(self, response: httpx.Response, offset: int, known: int | None) -> int | None:
        start, total = _content_range(response.headers.get("Content-Range", ""))
        if start != offset or (known is not None and total is not None and total != known):
            self.discard()
            raise TryAgainError("the server sent another part than the one asked for")
        return total

    def _begin(self, response: httpx.Response) -> int | None:
        self.discard()
        packed = _is_packed(response)
        total = None if packed else _whole_number(response.headers.get("Content-Length"))
        validator = None if packed else _validator(response)
        write_json(self._about, {"url": self.url, "total": total, "validator": validator})
        return total

    def _receive(self, response: httpx.Response, offset: int, total: int | None) -> None:
        chunks = response.iter_bytes if _is_packed(response) else response.iter_raw
        with self.part.open("ab" if offset else "wb") as file:
            # As the chunks come: httpx loses what it gathers for larger ones when the connection is cut.
            for chunk in chunks():
                file.write(chunk)
                offset += len(chunk)
                if self._progress is not None:
                    self._progress(offset, total)
        if total is not None and offset != total:
            self.discard()
            raise TryAgainError(f"the server sent {offset} bytes where it announced {total}")


def read_json(path: Path) -> dict[str, Any]:
    """Return a record; empty if there is none or it was cut short while it was written."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def write_json(path: Path, record: dict[str, Any]) -> None:
    """Write a record."""
    path.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _is_packed(response: httpx.Response) -> bool:
    return bool(response.headers.get("Content-Encoding", "identity") != "identity")


def _validator(response: httpx.Response) -> str | None:
    """Return what If-Range takes: a strong entity tag, else the date of the last change."""
    tag = response.headers.get("ETag")
    if tag is not None and tag.startswith('"'):
        return str(tag)
    changed = response.headers.get("Last-Modified")
    return None if changed is None else str(changed)


def _content_range(value: str) -> tuple[int | None, int | None]:
    """Return the first byte and the full size that a Content-Range names, None where it names none."""
    unit, _, span = value.strip().partition(" ")
    first_last, _, total = span.partition("/")
    first = first_last.partition("-")[0]
    return (_whole_number(first), _whole_number(total)) if unit == "bytes" else (None, None)


def _whole_number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


def retry_after_s(response: httpx.Response) -> float | None:
    """Return the pause that the server asks for, in seconds or until a date (RFC 9110, 10.2.3)."""
    value = response.headers.get("Retry-After")
    seconds = _whole_number(value)
    if value is None or seconds is not None:
        return seconds
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return (until - datetime.now(UTC)).total_seconds()
