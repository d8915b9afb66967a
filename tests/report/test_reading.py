"""What a page must be to any reader: valid, printable, in words of school."""

import json
import re
from html.parser import HTMLParser

import html5lib
import pytest
import textstat
from axe_playwright_python.sync_playwright import Axe

from pipelines.report.facts import read_facts
from pipelines.report.telling import tables
from pipelines.report.telling.pages import INDEX, INFUSION, PAGE_NAMES
from pipelines.report.writing import render_page, report_pages
from tests.report.test_report_page import pictures
from tests.report.world import write_world
from tests.worlds.answers import fictional_area

GRADE = 9
SCROLLS = ["scrollable-region-focusable"]
"""What depends on how narrow a page is."""
FEW_ROWS = """() => document.querySelectorAll("tbody").forEach((body) =>
    [...body.rows].slice(6).forEach((row) => row.remove()))"""
"""Rows of a table are alike: axe need not look at each."""


class Prose(HTMLParser):
    """Paragraphs, list items and notes of a page, without tables, navigation and titles of sources."""

    def __init__(self, html):
        super().__init__()
        self.parts, self.open = [], []
        self.feed(html.split("<main>")[1].split('id="sources-101"')[0])

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)

    def handle_endtag(self, tag):
        self.open.pop()
        if tag in ("p", "li", "h2", "h3"):
            self.parts.append("\n")

    def handle_data(self, data):
        if {"p", "li"} & set(self.open) and "table" not in self.open:
            self.parts.append(data)

    @property
    def text(self):
        lines = [" ".join(line.split()) for line in "".join(self.parts).split("\n")]
        return "\n".join(
            line if line.endswith((".", ":")) else f"{line}." for line in lines if line
        )


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reading")
    facts = read_facts(write_world(folder / "access.duckdb", None), fictional_area())
    maps = pictures(folder / "maps")
    return {page.file: render_page(page, facts) for page in report_pages(facts, maps)}


@pytest.mark.parametrize("file", PAGE_NAMES)
def test_a_strict_parser_accepts_every_page(pages, file):
    html5lib.HTMLParser(strict=True).parse(pages[file].lstrip())


@pytest.fixture(scope="module")
def tab(browser, pages, tmp_path_factory):
    folder = tmp_path_factory.mktemp("opened")
    for file, html in pages.items():
        (folder / file).write_text(html, encoding="utf-8")
    opened = browser.new_page()
    yield lambda file: opened.goto((folder / file).as_uri()) and opened
    opened.close()


def hurdles(page, **options):
    """What axe finds that is worse than a trifle; it need not fetch styles, which the policy forbids."""
    found = Axe().run(page, options={"preload": False, "resultTypes": ["violations"], **options})
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"]][:3])
        for one in found.response["violations"]
        if one["impact"] != "minor"
    ]


@pytest.mark.parametrize("file", PAGE_NAMES)
def test_nobody_is_kept_from_a_page_on_a_desk_or_a_phone(tab, file):
    page = tab(file)
    page.evaluate(FEW_ROWS)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert hurdles(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert hurdles(page, runOnly=SCROLLS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_infusion_is_told_in_words_of_school(pages):
    text = Prose(pages[INFUSION]).text
    assert len(text.split()) > 500
    assert textstat.automated_readability_index(text) <= GRADE
    assert textstat.coleman_liau_index(text) <= GRADE + 1
    for word in (
        "incident-to",
        "management company",
        "nurse practitioner",
        "hemophilia",
        "heart failure",
        "osteoporosis",
        "migraine",
    ):
        assert word in text.lower(), word
    assert set(re.findall(r"\b(11|12|19|22|49)\b", text)) == {"11", "12", "19", "22", "49"}


def test_each_claim_is_shown_or_has_its_reason(pages):
    claims = pages[INFUSION].split('class="claim"')[1:]
    assert len(claims) == 4
    for claim in claims:
        assert ">Claim<" in claim
        assert ">Not shown<" in claim
    assert [">Shown here<" in claim for claim in claims] == [True, True, True, False]


def test_a_table_too_long_for_a_page_is_searched_and_read_as_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "LONG_ROWS", 5)
    facts = read_facts(write_world(tmp_path / "access.duckdb", None), fictional_area())
    (page,) = (one for one in report_pages(facts, []) if one.file == INDEX)
    html = render_page(page, facts)
    block = html.split('id="table-counties"')[1].split('class="download"')[0]
    assert "<td" not in block
    written = re.search(r'<script type="application/json">(.*?)</script>', block, re.S)
    assert json.loads(written.group(1)) == page.tables["counties"].texts()
    assert "too many for one page" in block
    assert 'href="tables/counties.csv"' in html
    html5lib.HTMLParser(strict=True).parse(html.lstrip())
