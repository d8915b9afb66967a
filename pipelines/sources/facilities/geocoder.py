"""Coordinates of addresses from the Census Bureau's batch geocoder, asked politely and never twice.

Publisher and address: US Census Bureau, https://geocoding.geo.census.gov/geocoder/locations/addressbatch
(documentation: https://geocoding.geo.census.gov/geocoder/Geocoding_Services_API.html).
Vintage: the benchmark that the request names; `Public_AR_Current` is renewed twice a year.
Licence: US government work, public domain. No key is needed; a request takes at most 10,000 addresses.

Every address travels under an id made of its own content (`geocode_id`), so the answers that lie in the cache
folder, in the server's own format, are good for any later run, whatever else it asks: what is answered there is
not asked again, and a run that was killed goes on. Quirks: answers come in another order than the questions;
rows without a match have three fields, matches eight (twelve with geographies); the coordinate is one field,
longitude first; a tie has no coordinate; a failing server may send a web page with status 200.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import httpx
import numpy as np
import pandas as pd

from pipelines.area import Facilities
from pipelines.sources.files.body import TryAgainError
from pipelines.sources.files.head import ONE_CONNECTION_A_REQUEST, HeadInTime
from pipelines.sources.files.transfer import (
    RETRIED_STATUSES,
    Patience,
    refuse_lasting,
    refuse_plain_redirect,
    retry_after_s,
)
from pipelines.sources.reading import REJECTED_COLUMNS, SourceError, no_rejections
from pipelines.sources.redaction import public
from pipelines.sources.tables.checks import US_LAT, US_LON

SOURCE = "geocoder"

BATCH_URL = "https://geocoding.geo.census.gov/geocoder/locations/addressbatch"

BENCHMARK = "Public_AR_Current"
"""The newest address ranges of the Master Address File."""

MAX_BATCH_ROWS = 10_000
"""Most addresses that the service takes in one request (its documentation)."""

QUESTION_COLUMNS = ("street", "city", "state", "zip")
"""What the service is asked."""

STATUSES = ("match", "tie", "no_match", "failed", "not_asked")
"""What became of an address: placed; several places as good; unknown to the service; the service did not
answer; there was nothing to ask (no street) or nobody to ask (no address of a service)."""

_STATUS_OF_WORD = {"Match": "match", "Tie": "tie", "No_Match": "no_match"}
_ANSWER_COLUMNS = ("status", "match_type", "matched_address", "lon", "lat")
_MATCH_FIELDS = 8
_ROW_TEXT_CHARACTERS = 500

_Answer = tuple[str, str | None, str | None, float, float]


@dataclass(frozen=True)
class GeocoderService:
    """Whom to ask, and how gently.

    Attributes
    ----------
    url
        Address of the batch service.
    benchmark
        Which address ranges it searches.
    batch_rows
        Addresses a request, at most `MAX_BATCH_ROWS`.
    pause_s
        Pause between two requests.
    patience
        When to give up; a full batch takes minutes, so the timeout is long.
    """

    url: str = BATCH_URL
    benchmark: str = BENCHMARK
    batch_rows: int = MAX_BATCH_ROWS
    pause_s: float = 2.0
    patience: Patience = field(default_factory=lambda: Patience(attempts=4, timeout_s=900.0))


def service_of(settings: Facilities) -> GeocoderService | None:
    """Return the service that the settings of an area name; None where nobody is to be asked."""
    if settings.geocoder == "off":
        return None
    url = settings.geocoder_url or BATCH_URL
    return GeocoderService(url=url, benchmark=settings.geocoder_benchmark)


@dataclass(frozen=True, eq=False)
class Geocoding:
    """What became of the addresses.

    Attributes
    ----------
    table
        One row an address, in the order asked: status (`STATUSES`), match_type (`Exact`, `Non_Exact`; null
        without a match), matched_address, lon, lat (WGS 84 degrees; null without a match).
    counts
        How many addresses have each status.
    fault
        Why the service was given up; None if it was not.
    rejected
        Rows in the cache that are no answers, with their reasons and the columns of `raw.rejected`.
    """

    table: pd.DataFrame
    counts: dict[str, int]
    fault: str | None = None
    rejected: pd.DataFrame = field(default_factory=no_rejections)


def geocode(
    addresses: pd.DataFrame,
    cache: Path,
    service: GeocoderService | None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Geocoding:
    """Place addresses, asking the service only for those that the cache does not answer.

    Parameters
    ----------
    addresses
        `QUESTION_COLUMNS`, null or empty where unknown; an address without a street is not asked.
    cache
        Folder of answers; made if need be. Any file of answers put there (`*.csv`, in the service's format,
        with ids by `geocode_id`) is believed.
    service
        Whom to ask; None asks nobody, so that only the cache answers.
    progress
        Told how many addresses of how many have been asked.

    Returns
    -------
    Geocoding
        A service that fails for good leaves its addresses `failed`, for a later run to ask again.

    Raises
    ------
    SourceError
        The service refuses the request as such (a wrong address or benchmark), or the cache cannot be used.
    """
    questions = addresses[list(QUESTION_COLUMNS)].fillna("").astype("str")
    questions = questions.apply(lambda column: column.str.strip())
    ids = [geocode_id(*row) for row in questions.itertuples(index=False, name=None)]
    asked = questions["street"].ne("").to_numpy()
    distinct = questions.assign(id=ids)[asked].drop_duplicates("id").sort_values("id")
    answers, rejected = read_answers(cache)
    fault = None
    open_questions = distinct[~distinct["id"].isin(answers.index)]
    if service is not None and len(open_questions):
        fault = _ask_all(open_questions, cache, service, progress)
        answers, rejected = read_answers(cache)
    table = answers.reindex(ids).reset_index(drop=True)
    unanswered = "not_asked" if service is None else "failed"
    table["status"] = table["status"].fillna(unanswered).mask(~asked, "not_asked")
    table.index = addresses.index
    counts = table["status"].value_counts()
    told = {status: int(counts.get(status, 0)) for status in STATUSES}
    return Geocoding(table, told, fault, rejected)


def geocode_id(street: str, city: str, state: str, zip_code: str) -> str:
    """Return the id under which an address is asked: it depends on nothing but its content."""
    written = "\n".join((street, city, state, zip_code)).upper()
    return hashlib.sha256(written.encode()).hexdigest()[:20]


def read_answers(cache: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return all answers in a cache folder, and the rows there that are none.

    Returns
    -------
    answers
        status, match_type, matched_address, lon, lat by id. Of several answers to one question a match is
        kept before others, then the first by file name.
    rejected
        Rows that are no answers, with the columns of `raw.rejected`; there is no header, so the first line is
        row 1.

    Raises
    ------
    SourceError
        A file there cannot be read, or holds no answer at all.
    """
    parts = [parse_answers("")]
    odd = []
    for path in sorted(cache.glob("*.csv")):
        lines = list(_lines(_text(path)))
        faults = [line for line in lines if isinstance(line.answer, str)]
        parts.append(_answers(lines))
        if parts[-1].empty:
            raise SourceError(
                path,
                f"holds no answer of the geocoder: {faults[0].answer if faults else 'it is empty'}",
                row=faults[0].row if faults else None,
                mend="delete it, or put there what the service answers: id, address, Match or No_Match...",
            )
        odd += [
            (SOURCE, path.name, line.row, None, line.answer, line.text[:_ROW_TEXT_CHARACTERS])
            for line in faults
        ]
    every = pd.concat(parts)
    order = np.argsort(every["status"].ne("match").to_numpy(), kind="stable")
    ranked = every.iloc[order]
    rejected = pd.DataFrame(odd, columns=list(REJECTED_COLUMNS)) if odd else no_rejections()
    return ranked[~ranked.index.duplicated()], rejected


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        return content.decode("utf-8")
    except OSError as error:
        raise SourceError(
            path, f"cannot be read: {error.strerror}", mend="check its permissions"
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(
            path,
            f"cannot be read: it is not UTF-8 (byte {content[error.start]:#04x})",
            row=content.count(b"\n", 0, error.start) + 1,
            mend="save it as UTF-8, or delete it",
        ) from error


def parse_answers(text: str) -> pd.DataFrame:
    """Return the well-formed answers of a response, by id; a row that is cut short or odd is no answer."""
    return _answers(_lines(text))


def _answers(lines: Iterable[_Line]) -> pd.DataFrame:
    rows = {line.id: line.answer for line in lines if not isinstance(line.answer, str)}
    table = pd.DataFrame(list(rows.values()), columns=list(_ANSWER_COLUMNS))
    table.index = pd.Index(list(rows), dtype="str")
    types = {"status": "str", "match_type": "str", "matched_address": "str"}
    return table.astype(types | {"lon": "float64", "lat": "float64"})


class _Line(NamedTuple):
    """A line that is not blank; `answer` is what it tells, or in words why it tells nothing."""

    row: int
    text: str
    id: str
    answer: _Answer | str


def _lines(text: str) -> Iterator[_Line]:
    # Line by line: a quotation mark that a cut left open spoils one row, not all that follow.
    for row, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            fields = next(csv.reader([line]))
        except csv.Error as error:
            yield _Line(row, line, "", f"the row cannot be read: {error}")
            continue
        yield _Line(row, line, fields[0], _answer(fields))


def _answer(line: Sequence[str]) -> _Answer | str:
    if len(line) < 3:
        return f"the row has {len(line)} fields; an answer has at least 3"
    if not line[0]:
        return "the row has no id"
    status = _STATUS_OF_WORD.get(line[2])
    if status is None:
        return f"the third field is {line[2][:40]!r}, not one of {', '.join(_STATUS_OF_WORD)}"
    if status != "match":
        return status, None, None, np.nan, np.nan
    # A match has its TIGER line and side too; without them the row was cut.
    if len(line) < _MATCH_FIELDS:
        return f"the row of a match has {len(line)} fields, not {_MATCH_FIELDS}: it was cut short"
    lon_text, _, lat_text = line[5].partition(",")
    try:
        lon, lat = float(lon_text), float(lat_text)
    except ValueError:
        return f"the coordinate {line[5][:40]!r} is not longitude, latitude"
    if not (US_LAT[0] <= lat <= US_LAT[1] and any(west <= lon <= east for west, east in US_LON)):
        return f"the coordinate {line[5][:40]!r} lies outside the United States and its territories"
    return status, line[3], line[4], lon, lat


def _ask_all(
    questions: pd.DataFrame,
    cache: Path,
    service: GeocoderService,
    progress: Callable[[int, int], None] | None,
) -> str | None:
    """Ask batch after batch, keeping each answer as it comes; return why the service was given up."""
    rows = min(service.batch_rows, MAX_BATCH_ROWS)
    cache.mkdir(parents=True, exist_ok=True)
    with httpx.Client(
        timeout=service.patience.timeout_s,
        follow_redirects=True,
        limits=ONE_CONNECTION_A_REQUEST,
        event_hooks={"response": [refuse_plain_redirect]},
    ) as client:
        for start in range(0, len(questions), rows):
            if start:
                service.patience.sleep(service.pause_s)
            batch = questions.iloc[start : start + rows]
            fault = _ask_batch(client, batch, cache, service)
            if fault is not None:
                return fault
            if progress is not None:
                progress(min(start + rows, len(questions)), len(questions))
    return None


def _ask_batch(
    client: httpx.Client, batch: pd.DataFrame, cache: Path, service: GeocoderService
) -> str | None:
    """Ask until every address of a batch has an answer; return the last fault if it never has."""
    patience = service.patience
    pending = batch
    failures = 0
    while True:
        wait_s = patience.first_wait_s * 2**failures
        try:
            text = _request(client, pending, service)
            answered = parse_answers(text).index
            _keep(text, pending, cache)
            left = pending[~pending["id"].isin(answered)]
            if left.empty:
                return None
            if len(left) < len(pending):
                failures = 0
            pending = left
            raise TryAgainError(f"the answer lacks {len(left)} of {len(batch)} addresses")
        except TryAgainError as again:
            failures += 1
            if again.wait_s is not None:
                wait_s = max(0.0, again.wait_s)
            if failures >= patience.attempts or wait_s > patience.longest_wait_s:
                address = public(service.url)
                return f"{address} was given up after {failures} attempts; the last: {again}"
            patience.sleep(min(wait_s, patience.longest_wait_s))


def _request(client: httpx.Client, batch: pd.DataFrame, service: GeocoderService) -> str:
    content = io.StringIO(newline="")
    csv.writer(content, lineterminator="\n").writerows(
        batch[["id", *QUESTION_COLUMNS]].itertuples(index=False, name=None)
    )
    head = HeadInTime(service.patience.timeout_s)
    try:
        response = client.post(
            service.url,
            data={"benchmark": service.benchmark},
            files={"addressFile": ("batch.csv", content.getvalue().encode(), "text/plain")},
            headers={"User-Agent": "infusion-access"},
            extensions={"trace": head},
        )
    except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        raise SourceError(service.url, f"is no usable address: {error}") from error
    except (httpx.TransportError, httpx.DecodingError) as error:
        head.check()
        refuse_lasting(error, service.url)
        raise TryAgainError(f"{type(error).__name__}: {error}") from error
    status = f"the server answered {response.status_code} {response.reason_phrase}"
    if response.status_code in RETRIED_STATUSES:
        raise TryAgainError(status, retry_after_s(response))
    if response.status_code != 200:
        raise SourceError(
            service.url, status, mend="check the address and the benchmark of the geocoder"
        )
    text = response.content.decode("utf-8", "replace")
    if text.lstrip()[:1] == "<":
        raise TryAgainError("the server sent a web page, not answers")
    return text


def _keep(text: str, batch: pd.DataFrame, cache: Path) -> None:
    """Put the answers into the cache as they came, without what is none; only a whole file takes its name."""
    answers = [line.text for line in _lines(text) if not isinstance(line.answer, str)]
    if not answers:
        return
    name = hashlib.sha256("\n".join(batch["id"]).encode()).hexdigest()[:20]
    part = cache / f"{name}.part"
    try:
        part.write_text("\n".join([*answers, ""]), encoding="utf-8")
        part.replace(cache / f"{name}.csv")
    except OSError as error:
        raise SourceError(part, f"cannot be written: {error}", mend="check the disk") from error
