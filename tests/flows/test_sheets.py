"""The command that writes sheets: which files, for whom, and what it says of a county that is not there."""

import re
from pathlib import Path

import pypdfium2
import pytest

from flows.sheets import BRIEF, FOLDER, NoSuchCountyError, renew_sheets, write_brief, write_sheets
from pipelines.report.facts import read_facts
from tests.report.world import write_world
from tests.worlds.answers import fictional_area


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    path = tmp_path_factory.mktemp("world") / "access.duckdb"
    return read_facts(write_world(path), fictional_area())


def test_every_county_and_state_has_one_page_in_the_place_of_the_one_before(
    facts, tmp_path: Path
) -> None:
    (tmp_path / "own.txt").touch()
    folder = renew_sheets(facts, tmp_path)
    stale = folder / "03001-alder-county.pdf"
    stale.write_bytes(b"of the run before")
    written = sorted(renew_sheets(facts, tmp_path).glob("*.pdf"))
    assert stale.read_bytes() != b"of the run before"
    assert {path.name for path in tmp_path.iterdir()} == {"own.txt", BRIEF, FOLDER}
    codes = {row["county_fips"] for row in facts.tables.rows("out.counties")}
    assert {path.name.split("-")[0] for path in written} == {*codes, "03"}
    linked = re.findall('href="([^"]+[.]pdf)"', (folder / "index.html").read_text("utf-8"))
    assert sorted(linked) == [path.name for path in written]
    assert {len(pypdfium2.PdfDocument(path)) for path in written} == {1}


def test_one_county_is_the_same_alone_and_leaves_the_others(facts, tmp_path: Path) -> None:
    everyone = {path.name: path.read_bytes() for path in write_sheets(facts, tmp_path)}
    (alone,) = write_sheets(facts, tmp_path, county="03001")
    assert alone.read_bytes() == everyone[alone.name]
    assert len(list((tmp_path / FOLDER).glob("*.pdf"))) == len(everyone)


def test_a_county_that_is_not_there_is_answered_with_some_that_are(facts, tmp_path: Path) -> None:
    with pytest.raises(NoSuchCountyError, match=r"--county 17001.*03001 \(Alder County\)"):
        write_sheets(facts, tmp_path, county="17001")


def test_the_brief_has_two_pages(facts, tmp_path: Path) -> None:
    path = write_brief(facts, tmp_path)
    assert path == tmp_path / BRIEF
    assert len(pypdfium2.PdfDocument(path)) == 2
