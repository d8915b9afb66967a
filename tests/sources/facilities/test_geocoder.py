"""The geocoder against a local server that answers as the real one does, on good days and bad."""

import csv
import io

import numpy as np
import pandas as pd
import pytest

from pipelines.sources.facilities.geocoder import (
    STATUSES,
    GeocoderService,
    geocode,
    geocode_id,
    parse_answers,
)
from pipelines.sources.files.transfer import Patience
from pipelines.sources.reading import REJECTED_COLUMNS, SourceError

ROWS = [
    ("3 Gramercy Park West", "New York", "NY", "10003"),
    ("79 Wistful Vista", "Wistful Vista", "IL", ""),
    ("100 Main St", "Springfield", "IL", ""),
    ("3 Gramercy Park West", "New York", "NY", "10003"),
    ("", "Springfield", "IL", "62701"),
]
ADDRESSES = pd.DataFrame(ROWS, columns=["street", "city", "state", "zip"])
POINT = "-73.98658,40.738323"


def answer_row(key, question):
    """Answer as the service does: a tie for Main Street, no match for Wistful Vista, else a match."""
    street = question[0]
    told = ", ".join(question)
    if street.startswith("100 Main"):
        return (key, told, "Tie")
    if "Wistful" in street:
        return (key, told, "No_Match")
    return (key, told, "Match", "Exact", told.upper(), POINT, "59653655", "R")


def written(rows):
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return text.getvalue()


def questions_of(body):
    """Return the address file within a multipart body."""
    part = body.split('name="addressFile"')[1].split("\r\n\r\n", 1)[1].split("\r\n--")[0]
    return [(row[0], row[1:]) for row in csv.reader(io.StringIO(part, newline=""))]


class Geocoder:
    """Answers what it is asked, in reverse order, each answer changed by the next of `faults` first."""

    def __init__(self, server, *faults):
        self.server = server
        self.faults = list(faults)
        server.answers = [self.answer]
        self.waits = []

    def answer(self, handler):
        asked = questions_of(self.server.requests[-1]["body"])
        text = written([answer_row(key, question) for key, question in reversed(asked)])
        fault = self.faults.pop(0) if self.faults else None
        status, headers = 200, {}
        if isinstance(fault, tuple):
            status, headers, text = *fault, ""
        elif fault is not None:
            text = fault(text)
        body = text.encode()
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def service(self, **settings):
        patience = Patience(attempts=3, longest_wait_s=60.0, sleep=self.waits.append)
        patience = settings.pop("patience", patience)
        url = self.server.url("/locations/addressbatch")
        return GeocoderService(url=url, patience=patience, **settings)

    @property
    def asked(self):
        return [
            [question for _, question in questions_of(request["body"])]
            for request in self.server.requests
        ]


def html(_text):
    return "<html><body>The service is unavailable</body></html>"


def without_last_line(text):
    return "".join(text.splitlines(keepends=True)[:-1])


def test_matches_ties_and_non_matches(server, tmp_path):
    geocoder = Geocoder(server)
    found = geocode(ADDRESSES, tmp_path, geocoder.service())
    assert list(found.table["status"]) == ["match", "no_match", "tie", "match", "not_asked"]
    placed = found.table[found.table["status"].eq("match")]
    assert placed["lon"].eq(-73.98658).all()
    assert placed["lat"].eq(40.738323).all()
    assert placed["match_type"].eq("Exact").all()
    unplaced = found.table[found.table["status"].ne("match")]
    assert unplaced[["lon", "lat", "match_type"]].isna().all().all()
    expected = {"match": 2, "tie": 1, "no_match": 1, "failed": 0, "not_asked": 1}
    assert found.counts == expected
    assert found.fault is None
    body = server.requests[0]["body"]
    assert 'name="benchmark"\r\n\r\nPublic_AR_Current\r\n' in body
    # The address that is there twice is asked once, the one without a street not at all.
    assert len(geocoder.asked[0]) == 3


def test_what_is_answered_is_not_asked_again(server, tmp_path):
    geocoder = Geocoder(server)
    first = geocode(ADDRESSES[:2], tmp_path, geocoder.service())
    again = geocode(ADDRESSES[:2], tmp_path, geocoder.service())
    assert len(server.requests) == 1
    pd.testing.assert_frame_equal(first.table, again.table)
    geocode(ADDRESSES, tmp_path, geocoder.service())
    assert geocoder.asked[1] == [list(ROWS[2])]


def test_a_cache_answers_without_a_service(tmp_path):
    key = geocode_id(*ROWS[0])
    (tmp_path / "given.csv").write_text(written([answer_row(key, ROWS[0])]))
    found = geocode(ADDRESSES, tmp_path, None)
    assert list(found.table["status"]) == ["match", *["not_asked"] * 2, "match", "not_asked"]
    assert not geocode(ADDRESSES, tmp_path / "none", None).counts["match"]


def test_batches_are_small_and_apart(server, tmp_path):
    geocoder = Geocoder(server)
    many = pd.DataFrame([(f"{n} Oak St", "Dover", "DE", "19901") for n in range(5)])
    many.columns = ADDRESSES.columns
    told = []
    service = geocoder.service(batch_rows=2, pause_s=7.0)
    geocode(many, tmp_path, service, progress=lambda done, total: told.append((done, total)))
    assert [len(batch) for batch in geocoder.asked] == [2, 2, 1]
    assert geocoder.waits == [7.0, 7.0]
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_the_order_of_addresses_makes_no_difference(server, tmp_path):
    geocoder = Geocoder(server)
    one = geocode(ADDRESSES, tmp_path / "one", geocoder.service())
    other = geocode(ADDRESSES[::-1], tmp_path / "other", geocoder.service())
    pd.testing.assert_frame_equal(one.table, other.table.sort_index())
    assert geocoder.asked[0] == geocoder.asked[1]
    names = [sorted(path.name for path in (tmp_path / run).iterdir()) for run in ("one", "other")]
    assert names[0] == names[1]


@pytest.mark.parametrize("fault", [(500, {}), (429, {}), html, lambda _: ""])
def test_a_failure_that_passes(server, tmp_path, fault):
    geocoder = Geocoder(server, fault, fault)
    found = geocode(ADDRESSES, tmp_path, geocoder.service())
    assert found.counts["match"] == 2
    assert found.fault is None
    assert geocoder.waits == [1.0, 2.0]


def test_the_server_says_when_to_come_again(server, tmp_path):
    geocoder = Geocoder(server, (503, {"Retry-After": "42"}))
    geocode(ADDRESSES, tmp_path, geocoder.service())
    assert geocoder.waits == [42.0]


@pytest.mark.parametrize("fault", [(500, {}), html])
def test_a_failure_that_stays(server, tmp_path, fault):
    geocoder = Geocoder(server, *[fault] * 9)
    found = geocode(ADDRESSES, tmp_path, geocoder.service())
    assert list(found.table["status"]) == [*["failed"] * 4, "not_asked"]
    assert "given up after 3 attempts" in found.fault
    assert len(server.requests) == 3
    # What failed is asked again by the next run.
    geocoder.faults = []
    assert geocode(ADDRESSES, tmp_path, geocoder.service()).counts["failed"] == 0


def test_no_server_at_all(tmp_path):
    waits = []
    patience = Patience(attempts=2, sleep=waits.append)
    service = GeocoderService(url="http://127.0.0.1:9/batch", patience=patience)
    found = geocode(ADDRESSES, tmp_path, service)
    assert found.counts["failed"] == 4
    assert "ConnectError" in found.fault


def test_a_timeout_is_a_failure(server, tmp_path):
    geocoder = Geocoder(server)
    server.answers = [lambda handler: handler.rfile.read(0) or handler.connection.close()]
    waits = []
    patience = Patience(attempts=2, timeout_s=0.2, sleep=waits.append)
    found = geocode(ADDRESSES, tmp_path, geocoder.service(patience=patience))
    assert found.counts["failed"] == 4
    assert waits == [1.0]


def test_a_truncated_answer_is_completed(server, tmp_path):
    geocoder = Geocoder(server, without_last_line, lambda text: text[:-12])
    found = geocode(ADDRESSES, tmp_path, geocoder.service())
    assert found.counts["failed"] == 0
    assert len(geocoder.asked[1]) == 1
    assert geocoder.asked[1][0] in geocoder.asked[0]


@pytest.mark.parametrize("cut", range(0, 200, 7))
def test_any_cut_of_an_answer_gives_right_answers_or_none(cut):
    rows = [answer_row(f"k{n}", question) for n, question in enumerate(ROWS[:3])]
    text = written(rows)
    whole, part = parse_answers(text), parse_answers(text[: max(len(text) - cut, 0)])
    pd.testing.assert_frame_equal(part, whole.loc[part.index])


@pytest.mark.parametrize(
    "row",
    [
        ("k", "told", "Match", "Exact", "place", "", "1", "L"),
        ("k", "told", "Match", "Exact", "place", "40.7,-73.9", "1", "L"),
        ("k", "told", "Match", "Exact", "place", "x,y", "1", "L"),
        ("k", "told", "Match", "Exact", "place", POINT),
        ("k", "told", "Perhaps"),
        ("k",),
        ("", "told", "Tie"),
        ("k" * 200_000,),
    ],
)
def test_an_odd_row_is_no_answer(row):
    assert parse_answers(written([row])).empty


def test_answers_with_geographies_and_padding():
    match = (
        "a",
        "told",
        "Match",
        "Non_Exact",
        "place",
        POINT,
        "1",
        "L",
        "11",
        "001",
        "980000",
        "1",
    )
    found = parse_answers(written([match, ("b", "told", "No_Match", "", "", "", "", "")]))
    assert found.loc["a", "lon"] == -73.98658
    assert found.loc["b", "status"] == "no_match"
    assert np.isnan(found.loc["b", "lat"])


def test_a_match_wins_over_an_earlier_answer(tmp_path):
    key = geocode_id(*ROWS[0])
    (tmp_path / "a.csv").write_text(written([(key, "told", "No_Match")]))
    (tmp_path / "b.csv").write_text(written([answer_row(key, ROWS[0])]))
    assert geocode(ADDRESSES[:1], tmp_path, None).counts["match"] == 1


def test_a_refusal_says_what_to_mend(server, tmp_path):
    geocoder = Geocoder(server, (400, {}))
    with pytest.raises(SourceError, match=r"answered 400.*check the address and the benchmark"):
        geocode(ADDRESSES, tmp_path, geocoder.service())
    with pytest.raises(SourceError, match="no usable address"):
        geocode(ADDRESSES, tmp_path, GeocoderService(url="geocoder"))


GOOD = [answer_row(f"k{number}", question) for number, question in enumerate(ROWS[:3])]


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (b"\xff\xfe\x00", ["row 1", "not UTF-8 (byte 0xff)", "save it as UTF-8"]),
        ("k,Peoria,Tie\nl,Cañon,Tie\n".encode("cp1252"), ["row 2", "not UTF-8 (byte 0xf1)"]),
        (b"", ["it is empty", "delete it"]),
        (b"\n \n", ["it is empty"]),
        (b"x", ["row 1", "the row has 1 fields"]),
        (b"x" * 200_000, ["row 1", "the row cannot be read"]),
        (b"<!DOCTYPE html>\n<p>Busy, try, again</p>\n", ["row 1", "the row has 1 fields"]),
        (written(GOOD).replace(",", ";").encode(), ["row 1", "the row has 1 fields"]),
        (written([row[1:] for row in GOOD]).encode(), ["row 1", "not one of Match, Tie, No_Match"]),
        (written([("0", *row) for row in GOOD]).encode(), ["row 1", "the third field is"]),
        (b"id,address,match\n", ["row 1", "the third field is 'match'"]),
        (b'"k","79 Wistful', ["row 1", "the row has 2 fields"]),
        (b"\x89PNG\r\n\x1a\n", ["row 1", "not UTF-8"]),
    ],
)
def test_a_cache_of_something_else(tmp_path, content, parts):
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        geocode(ADDRESSES, tmp_path, None)
    for part in [str(path), *parts]:
        assert part in str(caught.value)


def test_a_cache_that_is_a_folder(tmp_path):
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(SourceError, match=r"a\.csv: cannot be read: Is a directory"):
        geocode(ADDRESSES, tmp_path, None)


def test_odd_rows_of_a_cache_are_counted_with_their_reasons(tmp_path):
    header = ("id", "address", "match", "type", "matched", "lon, lat", "line", "side")
    match = GOOD[0]
    rows = [
        header,
        *GOOD,
        match[:6],
        (*match[:5], "40.7,-73.9", *match[6:]),
        (*match[:5], "", *match[6:]),
        ("", *match[1:]),
        ("k",),
    ]
    (tmp_path / "given.csv").write_text(written(rows) + "\n")
    rejected = geocode(ADDRESSES, tmp_path, None).rejected
    assert tuple(rejected) == REJECTED_COLUMNS
    assert set(rejected["source_file"]) == {"given.csv"}
    assert rejected["source_row"].tolist() == [1, 5, 6, 7, 8, 9]
    for reason, part in zip(
        rejected["reason"],
        (
            "the third field is 'match'",
            "has 6 fields, not 8: it was cut short",
            "'40.7,-73.9' lies outside the United States",
            "the coordinate '' is not longitude, latitude",
            "the row has no id",
            "the row has 1 fields",
        ),
        strict=True,
    ):
        assert part in reason


def test_what_the_service_cut_short_leaves_nothing_odd_behind(server, tmp_path):
    geocoder = Geocoder(server, lambda _: "", lambda text: text[:-12])
    found = geocode(ADDRESSES, tmp_path, geocoder.service())
    assert found.counts["failed"] == len(found.rejected) == 0
    assert len(geocode(ADDRESSES, tmp_path, None).rejected) == 0


def test_every_status_is_counted(tmp_path):
    found = geocode(ADDRESSES[:0], tmp_path, None)
    assert found.counts == dict.fromkeys(STATUSES, 0)
