"""Transfers against a local server that misbehaves in every way that servers do."""

import contextlib
import gzip
import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest

from pipelines.sources.files.transfer import (
    OutOfReachError,
    Patience,
    Transfer,
    refuse_plain_redirect,
    with_key,
)
from pipelines.sources.reading import SourceError

CONTENT = bytes(range(256)) * 40
ETAG = '"first"'


def send(handler, status, body, headers, announced=None):
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body) if announced is None else announced))
    handler.end_headers()
    handler.wfile.write(body)


def whole(content=CONTENT, **headers):
    """Send everything, knowing nothing of ranges."""
    return lambda handler: send(handler, 200, content, headers)


def cut(at, content=CONTENT, **headers):
    """Announce everything and close after `at` bytes (of what a range asks for)."""

    def answer(handler):
        start = asked(handler) or 0
        extra = {**headers}
        if start:
            extra["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        send(
            handler,
            206 if start else 200,
            content[start : start + at],
            extra,
            announced=len(content) - start,
        )

    return answer


def ranged(content=CONTENT, etag=ETAG):
    """Send the range asked for, if the file is still the same."""

    def answer(handler):
        start = asked(handler)
        if start is None or handler.headers.get("If-Range") != etag:
            send(handler, 200, content, {"ETag": etag})
        else:
            span = f"bytes {start}-{len(content) - 1}/{len(content)}"
            send(handler, 206, content[start:], {"ETag": etag, "Content-Range": span})

    return answer


def status(code, **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: send(handler, code, b"", names)


def asked(handler):
    value = handler.headers.get("Range")
    return None if value is None else int(value.removeprefix("bytes=").removesuffix("-"))


class Waits(list):
    """Stands in for time.sleep and keeps the pauses."""

    def patience(self, attempts=4):
        return Patience(attempts=attempts, first_wait_s=1.0, longest_wait_s=30.0, sleep=self.append)


@pytest.fixture
def transfer(server, tmp_path):
    return Transfer(server.url(), tmp_path / "data.csv")


def test_whole_file_in_one_request(server, transfer):
    server.answers = [whole()]
    transfer.complete(Waits().patience())
    assert transfer.part.read_bytes() == CONTENT
    transfer.settle()
    assert transfer.target.read_bytes() == CONTENT
    assert list(transfer.target.parent.iterdir()) == [transfer.target]


def test_cut_connection_goes_on_where_it_was_cut(server, transfer):
    waits = Waits()
    server.answers = [cut(4000, ETag=ETAG), cut(1000, ETag=ETAG), ranged()]
    transfer.complete(waits.patience())
    assert transfer.part.read_bytes() == CONTENT
    assert [request.get("Range") for request in server.requests] == [
        None,
        "bytes=4000-",
        "bytes=5000-",
    ]
    assert server.requests[1]["If-Range"] == ETAG
    assert waits == [1.0, 2.0]


def test_last_modified_stands_in_for_a_weak_etag(server, transfer):
    date = "Sat, 01 Aug 2026 00:00:00 GMT"
    server.answers = [cut(4000, **{"ETag": 'W/"weak"', "Last-Modified": date}), ranged(etag=date)]
    transfer.complete(Waits().patience())
    assert server.requests[1]["If-Range"] == date
    assert transfer.part.read_bytes() == CONTENT


def test_without_a_validator_a_cut_file_starts_anew(server, transfer):
    server.answers = [cut(4000), whole()]
    transfer.complete(Waits().patience())
    assert "Range" not in server.requests[1]
    assert transfer.part.read_bytes() == CONTENT


def test_server_that_ignores_ranges(server, transfer):
    server.answers = [cut(4000, ETag=ETAG), whole()]
    transfer.complete(Waits().patience())
    assert server.requests[1]["Range"] == "bytes=4000-"
    assert transfer.part.read_bytes() == CONTENT


def test_file_that_changes_between_parts_is_fetched_whole(server, transfer):
    changed = CONTENT[::-1] + b"new"
    server.answers = [cut(4000, ETag=ETAG), ranged(changed, etag='"second"')]
    transfer.complete(Waits().patience())
    assert transfer.part.read_bytes() == changed


@pytest.mark.parametrize("span", ["bytes 0-10239/10240", "bytes 4000-10240/10241", "nonsense"])
def test_wrong_part_is_thrown_away(server, transfer, span):
    def wrong(handler):
        send(handler, 206, CONTENT[4000:], {"ETag": ETAG, "Content-Range": span})

    server.answers = [cut(4000, ETag=ETAG), wrong, ranged()]
    transfer.complete(Waits().patience())
    assert "Range" not in server.requests[2]
    assert transfer.part.read_bytes() == CONTENT


def test_range_beyond_the_end_starts_anew(server, transfer):
    server.answers = [cut(4000, ETag=ETAG), status(416), ranged()]
    transfer.complete(Waits().patience())
    assert transfer.part.read_bytes() == CONTENT


def test_part_of_another_run_is_gone_on_with(server, transfer):
    server.answers = [cut(4000, ETag=ETAG)]
    with pytest.raises(SourceError, match="what has come is kept"):
        transfer.complete(Waits().patience(attempts=1))
    server.answers = [ranged()]
    again = Transfer(transfer.url, transfer.target)
    again.complete(Waits().patience())
    assert server.requests[-1]["Range"] == "bytes=4000-"
    assert again.part.read_bytes() == CONTENT


def test_complete_part_of_a_killed_run_needs_no_request(server, transfer):
    server.answers = [ranged()]
    transfer.complete(Waits().patience())
    Transfer(transfer.url, transfer.target).complete(Waits().patience())
    assert len(server.requests) == 1


@pytest.mark.parametrize("record", ["", "{", "[]", '{"url": "http://other/"}'])
def test_part_with_an_unusable_record_starts_anew(server, transfer, record):
    transfer.part.write_bytes(b"junk")
    transfer.part.with_name("data.csv.part.json").write_text(record)
    server.answers = [ranged()]
    transfer.complete(Waits().patience())
    assert "Range" not in server.requests[0]
    assert transfer.part.read_bytes() == CONTENT


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
def test_server_that_recovers(server, transfer, code):
    waits = Waits()
    server.answers = [status(code), status(code), whole()]
    transfer.complete(waits.patience())
    assert transfer.part.read_bytes() == CONTENT
    assert waits == [1.0, 2.0]


def test_pause_that_the_server_asks_for(server, transfer):
    waits = Waits()
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    server.answers = [
        status(503, Retry_After="7"),
        status(503, Retry_After=date),
        status(503, Retry_After="soon"),
        whole(),
    ]
    transfer.complete(waits.patience())
    assert waits[0] == 7.0
    assert 15 < waits[1] <= 20
    assert waits[2] == 4.0


def test_pause_that_is_too_long_gives_up(server, transfer):
    server.answers = [status(503, Retry_After="3600")]
    with pytest.raises(SourceError, match="503"):
        transfer.complete(Waits().patience())
    assert len(server.requests) == 1


def test_patience_ends(server, transfer):
    waits = Waits()
    server.answers = [status(503)]
    with pytest.raises(SourceError, match=r"4 attempts.*503.*by hand as .*data\.csv"):
        transfer.complete(waits.patience())
    assert len(server.requests) == 4
    assert waits == [1.0, 2.0, 4.0]


def test_progress_renews_patience(server, transfer):
    content = b"0123456789abcdef" * (1 << 18)
    chunk = (1 << 20) + 1
    server.answers = [cut(chunk, content, ETag=ETAG)]
    waits = Waits()
    transfer.complete(waits.patience(attempts=2))
    assert transfer.part.read_bytes() == content
    assert waits == [1.0] * 3


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410])
def test_refusal_is_not_asked_again(server, transfer, code):
    server.answers = [status(code)]
    with pytest.raises(SourceError, match=rf"{transfer.url}: the server answered {code} .*address"):
        transfer.complete(Waits().patience())
    assert len(server.requests) == 1


def test_web_page_is_not_the_file(server, transfer):
    server.answers = [whole(b"<html>please log in</html>", **{"Content-Type": "text/html"})]
    with pytest.raises(SourceError, match="web page"):
        transfer.complete(Waits().patience())


def test_redirects_are_followed(server, transfer):
    server.answers = [status(302, Location=server.url("/there.csv")), whole()]
    transfer.complete(Waits().patience())
    assert server.requests[1]["path"] == "/there.csv"
    assert transfer.part.read_bytes() == CONTENT


def test_redirects_without_end(server, transfer):
    server.answers = [status(302, Location=server.url("/there.csv"))]
    with pytest.raises(SourceError, match="no usable address"):
        transfer.complete(Waits().patience())


def test_content_packed_for_the_way_is_unpacked(server, transfer):
    packed = gzip.compress(CONTENT[:5000]) + gzip.compress(CONTENT[5000:])
    server.answers = [whole(packed, **{"Content-Encoding": "gzip", "ETag": ETAG})]
    transfer.complete(Waits().patience())
    assert transfer.part.read_bytes() == CONTENT


@pytest.mark.parametrize("damage", [lambda packed: packed[:-20], lambda packed: b"x" + packed])
def test_packed_content_that_is_cut_or_damaged_is_asked_for_again(server, transfer, damage):
    packed = gzip.compress(CONTENT)
    server.answers = [
        whole(damage(packed), **{"Content-Encoding": "gzip"}),
        whole(packed, **{"Content-Encoding": "gzip"}),
    ]
    transfer.complete(Waits().patience())
    assert transfer.part.read_bytes() == CONTENT
    assert len(server.requests) == 2


def test_a_packing_that_was_not_asked_for_is_refused(server, transfer):
    server.answers = [whole(CONTENT, **{"Content-Encoding": "br"})]
    with pytest.raises(SourceError, match="packs it as 'br'"):
        transfer.complete(Waits().patience())
    assert not transfer.part.exists()


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_beyond_the_room_there_is_is_refused(server, transfer, announced):
    def endless(handler):
        handler.send_response(200)
        if announced:
            handler.send_header("Content-Length", str(10**13))
        handler.end_headers()
        with contextlib.suppress(OSError):
            while True:
                handler.wfile.write(CONTENT)

    server.answers = [endless]
    said = "has 10,000.00 GB" if announced else "does not end"
    with pytest.raises(SourceError, match=f"{said}, and there is room for 0.00 GB"):
        transfer.complete(Patience(most_bytes=100_000))
    assert not transfer.part.exists()
    assert len(server.requests) == 1


def test_a_drip_that_would_never_end_is_given_up(server, transfer):
    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(CONTENT)))
        handler.end_headers()
        with contextlib.suppress(OSError):
            for byte in CONTENT:
                handler.wfile.write(bytes([byte]))
                time.sleep(0.02)

    server.answers = [drip]
    slow = Patience(attempts=2, timeout_s=0.2, sleep=Waits().append)
    with pytest.raises(OutOfReachError, match=r"only \d+ bytes came in 0.2 s"):
        transfer.complete(slow)


def test_a_head_that_drips_is_given_up_though_no_byte_is_late(server, transfer):
    def drip(handler):
        with contextlib.suppress(OSError):
            for byte in b"HTTP/1.0 200 OK\r\nX: " + b"x" * 10_000:
                handler.wfile.write(bytes([byte]))
                time.sleep(0.02)

    server.answers = [drip]
    slow = Patience(attempts=2, timeout_s=0.3, sleep=Waits().append)
    with pytest.raises(OutOfReachError, match=r"its answer did not begin within 0.3 s"):
        transfer.complete(slow)
    assert len(server.requests) == 2


def test_a_redirect_from_https_to_http_is_refused():
    led = httpx.Response(
        302,
        headers={"Location": "http://example.org/x?token=abc"},
        request=httpx.Request("GET", "https://example.org/x"),
    )
    with pytest.raises(SourceError, match=r"https to http://example.org/x\?token=redacted, which"):
        refuse_plain_redirect(led)
    led.headers["Location"] = "/y"
    refuse_plain_redirect(led)


def test_retries_are_told_without_what_opens_the_address(server, tmp_path, caplog):
    server.answers = [status(503), whole()]
    url = server.url("/a.csv?token=letmein&year=2020").replace("//", "//me:pass@")
    Transfer(url, tmp_path / "a.csv").complete(Waits().patience())
    [told] = caplog.messages
    assert "503 Service Unavailable; asking again in 1 s, attempt 2 of 4" in told
    assert "token=redacted&year=2020" in told
    assert not {"letmein", "me:pass"} & set(re.split("[/@=&?]", told))


def test_a_host_that_does_not_exist_is_not_asked_again(tmp_path):
    waits = Waits()
    with pytest.raises(SourceError, match="no server of that name"):
        Transfer("http://nowhere.invalid/x", tmp_path / "x").complete(waits.patience())
    assert waits == []


def test_a_certificate_that_is_not_trusted_is_not_asked_again(tmp_path, self_signed):
    waits = Waits()
    with pytest.raises(SourceError, match="certificate is not trusted: self-signed"):
        Transfer(self_signed, tmp_path / "x").complete(waits.patience())
    assert waits == []


@pytest.mark.parametrize(("code", "changed"), [(304, False), (200, True)])
def test_a_known_version_is_asked_for_by_its_tag(server, tmp_path, code, changed):
    server.answers = [status(304) if code == 304 else whole()]
    transfer = Transfer(server.url(), tmp_path / "x", known=ETAG)
    assert transfer.complete(Waits().patience()) is changed
    assert server.requests[0]["If-None-Match"] == ETAG


def test_size_unknown_beforehand(server, tmp_path):
    def chunked(handler):
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"5\r\nhello\r\n0\r\n\r\n")

    seen = []
    server.answers = [chunked]
    transfer = Transfer(server.url(), tmp_path / "x", lambda *there: seen.append(there))
    transfer.complete(Waits().patience())
    assert transfer.part.read_bytes() == b"hello"
    assert seen == [(5, None)]


def test_progress_counts_what_a_former_attempt_brought(server, tmp_path):
    seen = []
    server.answers = [cut(4000, ETag=ETAG), ranged()]
    transfer = Transfer(server.url(), tmp_path / "x", lambda *there: seen.append(there))
    transfer.complete(Waits().patience())
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert [there for there, _ in seen] == sorted(there for there, _ in seen)


def test_no_server_at_all(server, tmp_path):
    url = server.url()
    server.close()
    server.close = lambda: None
    with pytest.raises(SourceError, match="ConnectError"):
        Transfer(url, tmp_path / "x").complete(Waits().patience(attempts=2))


@pytest.mark.parametrize("url", ["http://", "ftp://example.org/x", "http://exa mple/x"])
def test_no_address(tmp_path: Path, url):
    with pytest.raises(SourceError):
        Transfer(url, tmp_path / "x").complete(Waits().patience(attempts=1))


@pytest.mark.parametrize(
    ("url", "with_its_key"),
    [
        (
            "https://api.census.gov/data?get=B25044_003E&in=state:17",
            "https://api.census.gov/data?get=B25044_003E&in=state%3A17&key=secret",
        ),
        ("https://www2.census.gov/a.dat?x=1", "https://www2.census.gov/a.dat?x=1"),
        ("http://api.census.gov/data?get=1", "http://api.census.gov/data?get=1"),
    ],
)
def test_the_key_of_the_census_api_is_asked_with_and_not_kept(
    monkeypatch, tmp_path, url, with_its_key
):
    monkeypatch.setenv("CENSUS_API_KEY", "secret")
    assert str(with_key(url)) == with_its_key
    assert "secret" not in Transfer(url, tmp_path / "file").url
    monkeypatch.delenv("CENSUS_API_KEY")
    assert str(with_key(url)) == url
