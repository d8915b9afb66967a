"""One area fetches, the others take it from beside; never another content than they would have fetched."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from pipelines.sources.files.download import fetch
from pipelines.sources.files.sharing import LOCKS, one_fetches
from tests.sources.files.test_download import CONTENT, SHA256, send


def fetch_for(area: str, url: str, raw: Path, **options: object) -> bytes:
    return fetch(url, raw / area, beside=raw, **options).path.read_bytes()


def test_what_another_area_fetched_is_not_fetched_again(server, tmp_path):
    server.answers = [send(CONTENT)]
    first = fetch(server.url(), tmp_path / "a", beside=tmp_path)
    second = fetch(server.url(), tmp_path / "b", beside=tmp_path, sha256=SHA256)
    assert len(server.requests) == 1
    assert second.path == tmp_path / "b" / first.path.name
    assert second.path.read_bytes() == CONTENT
    assert (second.url, second.fetched_at) == (first.url, first.fetched_at)


def test_a_newer_version_of_one_area_leaves_the_others_theirs(server, tmp_path):
    server.answers = [send(CONTENT), send(b"newer")]
    fetch_for("a", server.url(), tmp_path)
    fetch_for("b", server.url(), tmp_path)
    assert fetch_for("b", server.url(), tmp_path, refresh=True) == b"newer"
    assert fetch_for("a", server.url(), tmp_path) == CONTENT
    assert len(server.requests) == 2


@pytest.mark.parametrize("what", ["another address", "another checksum", "damaged", "by hand"])
def test_a_file_that_may_be_another_is_fetched(server, tmp_path, what):
    newer = b"newer"
    server.answers = [send(CONTENT), send(newer)]
    first = fetch(server.url(), tmp_path / "a", beside=tmp_path)
    url, sha256 = server.url(), None
    if what == "another address":
        url = f"{url}?v=2"
    if what == "another checksum":
        sha256 = hashlib.sha256(newer).hexdigest()
    if what == "damaged":
        first.path.write_bytes(b"geoid")
    if what == "by hand":
        first.path.with_name(f"{first.path.name}.fetched.json").unlink()
    assert fetch_for("b", url, tmp_path, sha256=sha256) == newer


def _hold(areas, held, go):
    with one_fetches("http://here/a.csv", areas):
        held.set()
        go.wait()


def test_a_second_process_waits_for_the_first_alone(tmp_path):
    spawning = get_context("spawn")
    held, go = spawning.Event(), spawning.Event()
    other = spawning.Process(target=_hold, args=(tmp_path, held, go))
    other.start()
    assert held.wait(60)
    with one_fetches("http://here/b.csv", tmp_path):
        pass

    def wait_for_it() -> None:
        with one_fetches("http://here/a.csv", tmp_path):
            pass

    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(wait_for_it)
        with pytest.raises(TimeoutError):
            waiting.result(0.3)
        go.set()
        waiting.result(60)
    other.join()
    assert (tmp_path / LOCKS).is_dir()
