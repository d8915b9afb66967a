"""One file over HTTP: resumed where it was cut, tried again while the server may recover, never half named.

What has come lies in `NAME.part`; what the server said of it (size, and the entity tag or date by which it
knows this version) in `NAME.part.json`. With both, a later request asks for the rest only; `If-Range`
(RFC 9110, 13.1.5) makes the server send the whole file instead if it has changed in between.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx

from pipelines.sources.files.body import (
    OtherPackingError,
    Pace,
    TryAgainError,
    room_bytes,
    unpacked_chunks,
)
from pipelines.sources.files.head import ONE_CONNECTION_A_REQUEST, HeadInTime
from pipelines.sources.reading import SourceError
from pipelines.sources.redaction import public

log = logging.getLogger(__name__)

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
    least_bytes_s
        A connection that brings less, on average over `timeout_s`, counts as cut too.
    most_bytes
        No file is larger: OpenStreetMap's whole planet has 90 GB.
    sleep
        How to pause.
    """

    attempts: int = 6
    first_wait_s: float = 1.0
    longest_wait_s: float = 120.0
    timeout_s: float = 60.0
    least_bytes_s: float = 1000.0
    most_bytes: int = 200 * 10**9
    sleep: Callable[[float], None] = time.sleep


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
    known
        Entity tag or date by which the server knows the version that is there already.
    """

    def __init__(
        self,
        url: str,
        target: Path,
        progress: Progress | None = None,
        known: str | None = None,
    ) -> None:
        self.url = url
        self.target = target
        self.part = target.with_name(target.name + ".part")
        self._about = target.with_name(target.name + ".part.json")
        self._progress = progress
        self._known = known

    def complete(self, patience: Patience) -> bool:
        """Request until `part` is the whole file, waiting longer after each failure in a row.

        Returns
        -------
        bool
            Whether the file has changed; False where the server still has the known version.

        Raises
        ------
        SourceError
            The server refuses, or patience has come to its end.
        """
        failures = 0
        with httpx.Client(
            follow_redirects=True,
            timeout=patience.timeout_s,
            limits=ONE_CONNECTION_A_REQUEST,
            event_hooks={"response": [refuse_plain_redirect]},
        ) as client:
            while True:
                before = self._size()
                try:
                    return self._request(client, patience)
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
                    log.warning(
                        "%s: %s; asking again in %.0f s, attempt %s of %s",
                        *(public(self.url), public(str(again)), wait_s),
                        *(failures + 1, patience.attempts),
                    )
                    patience.sleep(wait_s)

    @property
    def validator(self) -> str | None:
        """Entity tag or date by which the server knows what came; None where it told none."""
        validator = read_json(self._about).get("validator")
        return validator if isinstance(validator, str) else None

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
        usable = (
            about.get("url") == public(self.url) and about.get("validator") and self.part.exists()
        )
        return about if usable else {}

    def _request(self, client: httpx.Client, patience: Patience) -> bool:
        about = self._resumable()
        offset = self._size() if about else 0
        if about and about["total"] is not None and offset == about["total"]:
            return True
        # Ranges and sizes speak of the file itself only if it is not packed for the way.
        headers = {"Accept-Encoding": "identity", "User-Agent": "infusion-access"}
        if offset:
            headers |= {"Range": f"bytes={offset}-", "If-Range": about["validator"]}
        elif self._known is not None:
            by_tag = self._known.startswith('"')
            headers["If-None-Match" if by_tag else "If-Modified-Since"] = self._known
        head = HeadInTime(patience.timeout_s)
        asked = client.stream(
            "GET", with_key(self.url), headers=headers, extensions={"trace": head}
        )
        try:
            with asked as response:
                if response.status_code == 304 and self._known is not None:
                    return False
                self._check_status(response)
                if response.status_code == 206:
                    total = self._check_range(response, offset, about.get("total"))
                else:  # the first request, a changed file, or a server that knows no ranges
                    offset, total = 0, self._begin(response)
                self._receive(response, offset, total, patience)
                return True
        except (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.TooManyRedirects) as error:
            raise SourceError(
                self.url, f"is no usable address: {error}", mend="correct the area file"
            ) from error
        except httpx.TransportError as error:
            head.check()
            refuse_lasting(error, self.url)
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
        kind = response.headers.get("Content-Type", "").casefold()
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
        packed = _packing(response) != "identity"
        total = None if packed else _whole_number(response.headers.get("Content-Length"))
        validator = None if packed else _validator(response)
        write_json(self._about, {"url": public(self.url), "total": total, "validator": validator})
        return total

    def _receive(
        self, response: httpx.Response, offset: int, total: int | None, patience: Patience
    ) -> None:
        room = offset + room_bytes(self.part.parent, patience.most_bytes - offset)
        if total is not None and total > room:
            self._refuse_size(total, room)
        pace = Pace(patience.least_bytes_s, patience.timeout_s)
        with self.part.open("ab" if offset else "wb") as file:
            # As the chunks come: httpx loses what it gathers for larger ones when the connection is cut.
            for chunk in self._chunks(response):
                file.write(chunk)
                offset += len(chunk)
                pace.note(len(chunk))
                if offset > room:
                    self._refuse_size(None, room)
                if self._progress is not None:
                    self._progress(offset, total)
        if total is not None and offset != total:
            self.discard()
            raise TryAgainError(f"the server sent {offset} bytes where it announced {total}")

    def _chunks(self, response: httpx.Response) -> Iterator[bytes]:
        packing = _packing(response)
        try:
            yield from unpacked_chunks(response.iter_raw(), packing)
        except OtherPackingError as error:
            self.discard()
            raise SourceError(
                self.url,
                f"the server packs it as {packing!r}, which it was not asked to do",
                mend=f"fetch it by hand and put it there as {self.target}",
            ) from error

    def _refuse_size(self, total: int | None, room: int) -> None:
        self.discard()
        size = "does not end" if total is None else f"has {total / 1e9:,.2f} GB"
        raise SourceError(
            self.url,
            f"{size}, and there is room for {room / 1e9:,.2f} GB",
            mend="check the address, and the space on the disk",
        )


def refuse_plain_redirect(response: httpx.Response) -> None:
    """Refuse to be led from an encrypted address to a plain one, where anybody may answer.

    Raises
    ------
    SourceError
        The answer leads there.
    """
    if not response.has_redirect_location:
        return
    there = response.url.join(response.headers["Location"])
    if response.url.scheme == "https" and there.scheme != "https":
        raise SourceError(
            str(response.url),
            f"leads from https to {there}, which is not encrypted",
            mend="look for the file's encrypted address",
        )


def refuse_lasting(error: BaseException | None, url: str) -> None:
    """Refuse a fault that no further request would mend: a bad certificate, a host that does not exist.

    Raises
    ------
    SourceError
        It is one.
    """
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            raise SourceError(
                url,
                f"the server's certificate is not trusted: {error.verify_message}",
                mend="see who answers there; SSL_CERT_FILE names the certificates that are trusted",
            ) from error
        if isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME:
            raise SourceError(
                url,
                "there is no server of that name",
                mend="check the address and the connection, or put the file there by hand",
            ) from error
        error = error.__cause__ or error.__context__


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


def _packing(response: httpx.Response) -> str:
    return str(response.headers.get("Content-Encoding", "identity")).strip().casefold()


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
