"""Fetching once, checking, keeping; and finding the files of an area."""

import hashlib
import json
import re
import threading
from datetime import UTC, datetime

import pytest

from pipelines.area import StudyArea
from pipelines.sources.files.download import (
    check_own_files,
    check_unchanged,
    fetch,
    locate,
    not_fetched,
)
from pipelines.sources.files.transfer import Patience
from pipelines.sources.reading import SourceError

CONTENT = b"geoid,lon,lat\n" * 100
ZIP = b"PK\x03\x04" + CONTENT
SHA256 = hashlib.sha256(CONTENT).hexdigest()
ONCE = Patience(attempts=1, sleep=lambda _: None)


def send(body, code=200):
    def answer(handler):
        handler.send_response(code)
        handler.send_header("Content-Length", str(len(body)))
        handler.send_header("ETag", '"one"')
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def area_of(folder, *, roads_kind="osm_pbf", **files):
    """A study area with these files for its population, counties, roads and hospitals."""
    about = {"vintage": "2026", "publisher": "nobody", "licence": "none"}
    kinds = {
        "population": "cenpop",
        "counties": "vector",
        "roads": roads_kind,
        "hospitals": "hifld",
    }
    return StudyArea.model_validate(
        {
            "area": {"name": "here", "title": "Here"},
            "sources": {
                name: {"kind": kind, "files": [files.get(name, f"{name}.x")], **about}
                for name, kind in kinds.items()
            },
            "folder": folder,
        }
    )


def test_fetched_file_has_a_record(server, tmp_path):
    server.answers = [send(CONTENT)]
    before = datetime.now(UTC)
    fetched = fetch(server.url("/a/points.csv?v=3"), tmp_path / "raw" / "here", sha256=SHA256)
    assert fetched.path == tmp_path / "raw" / "here" / "points.csv"
    assert fetched.path.read_bytes() == CONTENT
    assert (fetched.sha256, fetched.bytes, fetched.from_cache) == (SHA256, len(CONTENT), False)
    assert before <= fetched.fetched_at <= datetime.now(UTC)
    assert {path.name for path in fetched.path.parent.iterdir()} == {
        "points.csv",
        "points.csv.fetched.json",
    }


def test_second_fetch_makes_no_request(server, tmp_path):
    server.answers = [send(CONTENT)]
    first = fetch(server.url(), tmp_path)
    second = fetch(server.url(), tmp_path, sha256=SHA256.upper())
    assert len(server.requests) == 1
    assert second.from_cache
    assert second.fetched_at == first.fetched_at
    assert second.url == first.url


def test_refresh_fetches_anew(server, tmp_path):
    server.answers = [send(CONTENT), send(b"newer")]
    fetch(server.url(), tmp_path)
    assert not fetch(server.url(), tmp_path, refresh=True).from_cache
    assert (tmp_path / "data.csv").read_bytes() == b"newer"
    assert fetch(server.url(), tmp_path).from_cache


def test_refresh_of_what_the_server_has_unchanged_fetches_nothing(server, tmp_path):
    def unchanged(handler):
        assert handler.headers["If-None-Match"] == '"one"'
        handler.send_response(304)
        handler.end_headers()

    server.answers = [send(CONTENT), unchanged]
    first = fetch(server.url(), tmp_path)
    again = fetch(server.url(), tmp_path, refresh=True)
    assert (again.sha256, again.fetched_at, again.from_cache) == (SHA256, first.fetched_at, True)
    assert len(server.requests) == 2


def test_refresh_finds_the_file_of_a_new_month(server, tmp_path):
    def page(month):
        return send(f'<a href="Data_{month}_V2.zip">m</a>'.encode())

    october, november = b"PK\x03\x04october", b"PK\x03\x04november"
    server.answers = [page("October"), send(october), page("November"), send(november)]
    written = "page+" + server.url("/nppes/NPI_Files.html#Data_[A-Z]*_V2.zip")
    area = area_of(tmp_path, population=written)
    source = area.sources.population
    locate(source, area, tmp_path / "raw")
    (found,) = locate(source, area, tmp_path / "raw", refresh=True)
    assert (found.path.name, found.path.read_bytes()) == ("Data_November_V2.zip", november)
    assert (tmp_path / "raw" / "Data_October_V2.zip").read_bytes() == october


WRONG = {
    "empty": (b" \n", "data.csv is empty"),
    "page": (b"\n<!DOCTYPE html><html>down</html>", "data.csv is a web page"),
    "error": (b'<?xml version="1.0"?><Error/>', r"data.csv is an error message \(XML\)"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_not_the_file_is_not_kept(server, tmp_path, kind):
    content, said = WRONG[kind]
    server.answers = [send(content)]
    with pytest.raises(SourceError, match=f"what the server sent as {said}"):
        fetch(server.url(), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", WRONG)
def test_what_was_kept_and_is_not_the_file_is_fetched_again_and_said(
    server, tmp_path, kind, caplog
):
    content, said = WRONG[kind]
    (tmp_path / "data.csv").write_bytes(content)
    server.answers = [send(CONTENT)]
    assert fetch(server.url(), tmp_path).path.read_bytes() == CONTENT
    [told] = caplog.messages
    assert re.search(f"{said}: it is fetched again", told)


@pytest.mark.parametrize("name", ["a.zip", "a.xlsx", "a.gz", "a.osm.pbf"])
def test_a_file_that_does_not_begin_as_its_kind_is_not_kept(server, tmp_path, name):
    server.answers = [send(b'{"message": "too many requests"}')]
    with pytest.raises(SourceError, match=f"{name} does not begin as a"):
        fetch(server.url(f"/{name}"), tmp_path)


def test_what_opens_an_address_stands_in_no_record(server, tmp_path):
    url = server.url("/a.csv?year=2020&sig=aGVsbG8%3D&token=letmein").replace("//", "//me:word@")
    server.answers = [send(CONTENT)]
    fetched = fetch(url, tmp_path)
    assert fetched.url == server.url("/a.csv?year=2020&sig=redacted&token=redacted")
    record = (tmp_path / "a.csv.fetched.json").read_text()
    assert fetched.url in record
    assert not any(secret in record for secret in ("me:word", "aGVsbG8", "letmein"))
    assert fetch(url.replace("letmein", "anothertoken"), tmp_path).from_cache
    # A record of an earlier version still has it.
    (tmp_path / "a.csv.fetched.json").write_text(record.replace(fetched.url, url))
    assert fetch(url, tmp_path).from_cache
    assert (tmp_path / "a.csv.fetched.json").read_text() == record


def test_a_file_that_was_replaced_since_it_was_found_is_told(tmp_path):
    (tmp_path / "points.csv").write_bytes(CONTENT)
    area = area_of(tmp_path, population="points.csv")
    found = locate(area.sources.population, area, tmp_path)
    check_unchanged(found)
    (tmp_path / "points.csv").write_bytes(CONTENT[::-1])
    with pytest.raises(SourceError, match=r"points\.csv: was changed while it was being read"):
        check_unchanged(found)


def test_failed_refresh_keeps_the_old_file(server, tmp_path):
    server.answers = [send(CONTENT), send(b"", 404)]
    fetch(server.url(), tmp_path)
    with pytest.raises(SourceError, match="404"):
        fetch(server.url(), tmp_path, refresh=True)
    assert fetch(server.url(), tmp_path).path.read_bytes() == CONTENT


def test_another_address_of_the_same_name_replaces_the_file(server, tmp_path):
    server.answers = [send(CONTENT), send(b"2024")]
    fetch(server.url("/2023/data.csv"), tmp_path)
    assert fetch(server.url("/2024/data.csv"), tmp_path).path.read_bytes() == b"2024"


def test_wrong_checksum_leaves_nothing_behind(server, tmp_path):
    server.answers = [send(CONTENT)]
    with pytest.raises(SourceError, match=f"{SHA256}, not the expected {'0' * 64}.*publisher"):
        fetch(server.url(), tmp_path, sha256="0" * 64)
    assert list(tmp_path.iterdir()) == []


def test_kept_file_with_another_checksum_than_expected(server, tmp_path):
    server.answers = [send(CONTENT)]
    fetch(server.url(), tmp_path)
    with pytest.raises(SourceError, match=r"data\.csv: has the checksum .*delete it"):
        fetch(server.url(), tmp_path, sha256="0" * 64)


def test_kept_file_that_was_changed(server, tmp_path):
    server.answers = [send(CONTENT)]
    path = fetch(server.url(), tmp_path).path
    path.write_bytes(b"edited")
    with pytest.raises(SourceError, match="was changed since"):
        fetch(server.url(), tmp_path)
    assert path.read_bytes() == b"edited"


def test_file_put_there_by_hand_is_taken(tmp_path):
    (tmp_path / "data.csv").write_bytes(CONTENT)
    fetched = fetch("http://127.0.0.1:9/data.csv", tmp_path, sha256=SHA256)
    assert fetched.from_cache
    assert fetched.url == "http://127.0.0.1:9/data.csv"


@pytest.mark.parametrize("state", ["before the record", "before the name"])
def test_run_killed_at_the_end_loses_nothing(server, tmp_path, monkeypatch, state):
    server.answers = [send(CONTENT)]
    victim = {
        "before the record": "pipelines.sources.files.download.write_json",
        "before the name": "pipelines.sources.files.transfer.Transfer.settle",
    }[state]

    def kill(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(victim, kill)
        with pytest.raises(KeyboardInterrupt):
            fetch(server.url(), tmp_path)
    assert not (tmp_path / "data.csv").exists()
    assert fetch(server.url(), tmp_path).path.read_bytes() == CONTENT
    assert len(server.requests) == 1


def test_two_threads_share_one_request(server, tmp_path):
    server.answers = [send(CONTENT)]
    fetched = []
    threads = [
        threading.Thread(target=lambda: fetched.append(fetch(server.url(), tmp_path)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.requests) == 1
    assert sorted(one.from_cache for one in fetched) == [False, True, True, True]


def test_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "raw").write_text("a file where the folder should be")
    with pytest.raises(SourceError, match="cannot be written"):
        fetch("http://127.0.0.1:9/data.csv", tmp_path / "raw", patience=ONCE)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "download"),
        ("/a%20b.csv", "a_b.csv"),
        ("/..%2F..%2Fetc", "_.._etc"),
        ("/x.csv/", "x.csv"),
    ],
)
def test_names_stay_in_the_folder(server, tmp_path, path, name):
    server.answers = [send(CONTENT)]
    assert fetch(server.url(path), tmp_path).path == tmp_path / name


def test_address_that_is_none(tmp_path):
    with pytest.raises(SourceError, match="no address"):
        fetch("http://[broken/data.csv", tmp_path)


def test_local_file_starts_from_the_area_file(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "points.csv").write_bytes(CONTENT)
    area = area_of(tmp_path / "areas", population="../data/points.csv")
    (tmp_path / "areas").mkdir()
    [found] = locate(area.sources.population, area, tmp_path / "raw")
    assert found.path.read_bytes() == CONTENT
    assert (found.url, found.sha256, found.from_cache) == (None, SHA256, True)


def test_raw_file_lies_in_the_areas_folder(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "points.csv").write_bytes(CONTENT)
    area = area_of(tmp_path, population="raw:points.csv")
    [found] = locate(area.sources.population, area, tmp_path / "raw")
    assert found.path == tmp_path / "raw" / "points.csv"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("nowhere.csv", "nowhere.csv: there is no such file .*area file's folder"),
        ("raw:nowhere.csv", "raw/nowhere.csv: there is no such file .*what writes it"),
        (".", "is a folder"),
        ("s3://bucket/points.csv", "only http and https"),
    ],
)
def test_file_that_is_not_there(tmp_path, written, message):
    area = area_of(tmp_path, population=written)
    with pytest.raises(SourceError, match=message):
        locate(area.sources.population, area, tmp_path / "raw")


def test_local_checksum_is_checked(tmp_path):
    (tmp_path / "points.csv").write_bytes(CONTENT)
    area = area_of(tmp_path, population="points.csv")
    wrong = area.sources.population.model_copy(update={"sha256": ("0" * 64,)})
    with pytest.raises(SourceError, match="checksum"):
        locate(wrong, area, tmp_path)
    right = area.sources.population.model_copy(update={"sha256": (SHA256,)})
    assert locate(right, area, tmp_path)[0].sha256 == SHA256


def test_addresses_with_the_same_name_are_kept_apart(server, tmp_path):
    contents = [b"PK\x03\x04people", b"PK\x03\x04borders", b"\0\0\0\rroads"]
    server.answers = [send(content) for content in contents]
    area = area_of(
        tmp_path,
        population=server.url("/people/data.zip"),
        counties=server.url("/borders/data.zip"),
        roads=server.url("/roads.osm.pbf"),
    )
    sources = area.sources
    found = [
        locate(source, area, tmp_path / "raw", patience=ONCE)[0].path
        for source in (sources.population, sources.counties, sources.roads)
    ]
    assert [path.read_bytes() for path in found] == contents
    assert [path.name[-9:] for path in found] == ["-data.zip", "-data.zip", "s.osm.pbf"]


def test_a_catalogue_entry_leads_to_its_file_and_pins_the_release(server, tmp_path):
    entry = json.dumps({"distribution": [{"downloadURL": server.url("/r7/people.csv")}]}).encode()
    server.answers = [send(entry), send(CONTENT)]
    area = area_of(tmp_path, population="catalogue+" + server.url("/items/xubh-q36u"))
    source = area.sources.population
    assert not_fetched(source, area, tmp_path / "raw") == list(source.files)
    (found,) = locate(source, area, tmp_path / "raw")
    assert (found.path.name, found.url) == ("people.csv", server.url("/r7/people.csv"))
    assert not_fetched(source, area, tmp_path / "raw") == []
    (again,) = locate(source, area, tmp_path / "raw")
    assert again.from_cache
    assert len(server.requests) == 2


def test_a_page_leads_to_the_file_of_the_month_and_pins_it(server, tmp_path):
    page = b'<a href="week_V2.zip">w</a> <A HREF=./r/Data_October_2026_V2.zip>m</A>'

    def page_answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(page)))
        handler.end_headers()
        handler.wfile.write(page)

    server.answers = [page_answer, send(ZIP)]
    written = "page+" + server.url("/nppes/NPI_Files.html#Data_[A-Z]*_V2.zip")
    area = area_of(tmp_path, population=written)
    source = area.sources.population
    assert not_fetched(source, area, tmp_path / "raw") == [written]
    (found,) = locate(source, area, tmp_path / "raw")
    assert found.url == server.url("/nppes/r/Data_October_2026_V2.zip")
    assert not_fetched(source, area, tmp_path / "raw") == []
    (again,) = locate(source, area, tmp_path / "raw")
    assert again.from_cache
    assert len(server.requests) == 2


def test_the_streets_of_a_place_are_fetched_once(tmp_path, monkeypatch):
    asked = []

    def save(where, path):
        asked.append((where, path.exists()))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("<graphml/>")
        return path

    monkeypatch.setattr("pipelines.sources.roads.osmnx_graph.save_osmnx", save)
    written = "osmnx:Plymouth, New Hampshire"
    area = area_of(tmp_path, roads=written, roads_kind="osmnx")
    source = area.sources.roads
    assert not_fetched(source, area, tmp_path / "raw") == [written]
    (found,) = locate(source, area, tmp_path / "raw")
    assert (found.path.name, found.url) == ("Plymouth_New_Hampshire.graphml", written)
    assert not found.from_cache
    assert not_fetched(source, area, tmp_path / "raw") == []
    (again,) = locate(source, area, tmp_path / "raw")
    assert again.from_cache
    locate(source, area, tmp_path / "raw", refresh=True)
    assert asked == [("Plymouth, New Hampshire", there) for there in (False, True, False)]


def test_local_files_are_never_to_be_fetched(tmp_path):
    area = area_of(tmp_path)
    assert not_fetched(area.sources.roads, area, tmp_path) == []


def test_own_files_are_looked_for_before_anything_is_fetched(tmp_path):
    for name in ("population.x", "roads.x"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    area = area_of(tmp_path, counties="https://example.org/c.zip", hospitals="raw:later.csv")
    check_own_files(area)
    (tmp_path / "roads.x").unlink()
    with pytest.raises(SourceError, match=r"roads\.x: there is no such file \('roads\.x' starts"):
        check_own_files(area)
