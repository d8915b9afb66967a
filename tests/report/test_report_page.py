"""The page: self-contained, readable without help, equal to the tables, the same twice."""

import base64
import csv
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from pipelines.maps.gallery import MapFile
from pipelines.report.facts import read_facts
from pipelines.report.telling.pages import ADEQUACY, INDEX, PAGE_NAMES, PRODUCTS
from pipelines.report.writing import report_pages, write_report
from tests.report.registries import with_registries
from tests.report.world import write_world
from tests.worlds.answers import fictional_area

VOID = {"meta", "img", "br", "link", "hr", "input", "source"}
ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+M8AAAMBAQCc4xnKAAAAAElFTkSuQmCC"
)


class Page(HTMLParser):
    """What a browser would find, and whether tags nest."""

    def __init__(self, html):
        super().__init__()
        self.html, self.open, self.tags, self.words = html, [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.words.append(data)

    def all(self, *names):
        return [attributes for tag, attributes in self.tags if tag in names]

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def pictures(folder):
    folder.mkdir(parents=True, exist_ok=True)
    names = ["gaps", "nearer", "drive_time_office_based", "catchments", "coverage", "distribution"]
    files = []
    for name in [*names, "another", "adequacy", "definitions"]:
        path = folder / f"{name}.png"
        path.write_bytes(ONE_PIXEL)
        files.append(
            MapFile(name, path, f"Title of {name.replace('_', ' ')}", f'Map of "{name}" <&>')
        )
    return files


def published(folder, area=None, change=None):
    warehouse = write_world(folder / "access.duckdb", change)
    area = area or fictional_area()
    page = write_report(read_facts(warehouse, area), pictures(folder / "maps"), folder / "report")
    return warehouse, page


def no_offices(tables):
    centers, times = tables["core.centers"], tables["out.drive_times"]
    tables["core.centers"] = centers[centers["site_of_care"] != "office_based"]
    lost = times["site_of_care"] == "office_based"
    times.loc[lost, ["drive_time_min", "distance_mi"]] = np.nan
    times.loc[lost, "center_id"] = None
    times.loc[lost, "unreached_reason"] = "no_center"
    hospital = times[times["site_of_care"] == "hospital_based"].set_index("geoid")
    nearest_office = times["center_id"].str.startswith("office_based").fillna(False).astype(bool)
    rows = nearest_office & (times["site_of_care"] == "any")
    for column in ("drive_time_min", "distance_mi", "center_id"):
        times.loc[rows, column] = times.loc[rows, "geoid"].map(hospital[column])


def all_reached(tables):
    population, times = tables["core.population"], tables["out.drive_times"]
    lost = set(times.loc[times["unreached_reason"].notna(), "geoid"])
    tables["core.population"] = population[~population["geoid"].isin(lost)]
    tables["out.drive_times"] = times[~times["geoid"].isin(lost)]


def no_suburbs(tables):
    population = tables["core.population"]
    population["stratum"] = population["stratum"].replace("suburban", "urban")


def uncoded(tables):
    population = tables["core.population"]
    population["stratum"] = population["stratum"].mask(population["stratum"] == "urban")


def nobody(tables):
    tables["core.population"][["population", "adults_65_plus"]] = 0.0


WORLDS = {
    "plain": None,
    "no_offices": no_offices,
    "all_reached": all_reached,
    "no_suburbs": no_suburbs,
    "uncoded": uncoded,
    "nobody": nobody,
    "with_registries": with_registries,
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Folder of each world's report, written when it is first asked for."""
    written = {}

    def report_of(world):
        if world not in written:
            _, path = published(tmp_path_factory.mktemp(world), change=WORLDS[world])
            written[world] = path.parent
        return written[world]

    return report_of


@pytest.fixture(
    scope="module",
    params=[(world, file) for world in WORLDS for file in PAGE_NAMES],
    ids=lambda pair: f"{pair[0]}-{pair[1].removesuffix('.html')}",
)
def page(request, reports):
    world, file = request.param
    return Page((reports(world) / file).read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=list(WORLDS))
def first_page(request, reports):
    return Page((reports(request.param) / INDEX).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return published(tmp_path_factory.mktemp("plain"))


def test_tags_nest_and_all_are_closed(page):
    assert page.open == []


def test_nothing_is_fetched_from_elsewhere(page):
    for attributes in page.all("img", "script", "iframe", "link", "source"):
        for name in ("src", "href", "srcset"):
            assert attributes.get(name, "data:").startswith("data:")
    style = re.search(r"<style>(.*?)</style>", page.html, re.S).group(1)
    assert "url(" not in style
    assert "@import" not in style


def test_pictures_have_words(page):
    images = page.all("img")
    assert all(image["alt"].startswith('Map of "') for image in images)
    assert all(image["width"] == "1" for image in images)


def test_each_picture_stands_on_one_page(reports):
    folder = reports("plain")
    count = {
        file: len(Page((folder / file).read_text(encoding="utf-8")).all("img"))
        for file in PAGE_NAMES
    }
    assert {file: images for file, images in count.items() if images} == {INDEX: 7, ADEQUACY: 1}


def test_headings_never_skip_a_level(page):
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_links_lead_somewhere(page):
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = {attributes.get("aria-labelledby") for _, attributes in page.tags} - {None}
    assert labels <= set(ids)
    for link in page.all("a"):
        if link["href"].startswith("#"):
            assert link["href"][1:] in ids


def test_links_between_the_pages_lead_somewhere(page, reports):
    others = {
        file: Page((reports("plain") / file).read_text(encoding="utf-8")) for file in PAGE_NAMES
    }
    ids = {
        file: {attributes.get("id") for _, attributes in other.tags}
        for file, other in others.items()
    }
    local = [link["href"] for link in page.all("a") if ".html" in link["href"]]
    local = [href for href in local if not href.startswith("http")]
    assert len({href.split("#")[0] for href in local} | {INDEX}) >= len(PAGE_NAMES) - 1
    for href in local:
        file, _, anchor = href.partition("#")
        if file in PRODUCTS:
            continue
        assert file in ids
        assert not anchor or anchor in ids[file]


def test_table_headers_have_a_scope_and_rows_fill_their_columns(page):
    assert all(header.get("scope") for header in page.all("th"))
    for table in re.findall(r"<table.*?</table>", page.html, re.S):
        width = len(re.findall(r'scope="col"', table))
        rows = re.findall(r"<tr.*?</tr>", table.split("<tbody>")[1], re.S)
        carried = 0
        for row in rows:
            own = len(re.findall(r"<t[hd][ >]", row))
            assert own + (carried > 0) == width
            span = re.search(r'rowspan="(\d+)"', row)
            carried = int(span.group(1)) - 1 if span else max(carried - 1, 0)


def test_language_and_viewport(page):
    assert page.all("html")[0]["lang"] == "en"
    assert any(meta.get("name") == "viewport" for meta in page.all("meta"))


def test_no_number_that_is_none_shows(page):
    assert not re.search(r"\b(nan|None|inf|NaN|NaT|<NA>)\b", page.text)
    assert "{{" not in page.html
    assert "  ," not in page.text


def test_potential_access_is_said(page):
    assert "potential access" in page.text


def test_the_published_definition_example_is_said(first_page):
    assert "12.2 minutes" in first_page.text
    assert "16.1 minutes" in first_page.text


def test_fictional_banner_stands_above_everything_and_in_print(page):
    first = page.html.index('class="fictional"')
    assert first < page.html.index("<h1>")
    assert "@top-center" in page.html


def test_a_real_area_has_no_fictional_words(tmp_path):
    area = fictional_area()
    real = area.model_copy(
        update={"area": area.area.model_copy(update={"fictional": False, "caveat": ""})}
    )
    text = published(tmp_path, real)[1].read_text(encoding="utf-8")
    assert "ictional" not in text.split("</style>")[1]
    assert "@top-center" not in text


def test_a_caveat_of_a_real_area_stands_on_top(tmp_path):
    area = fictional_area()
    update = {"fictional": False, "caveat": "Centers are <illustrative>."}
    real = area.model_copy(update={"area": area.area.model_copy(update=update)})
    text = published(tmp_path, real)[1].read_text(encoding="utf-8")
    assert text.index("Centers are &lt;illustrative&gt;.") < text.index("<h1>")


def test_without_offices_it_says_so_and_compares_nothing(tmp_path):
    page = Page(published(tmp_path, change=no_offices)[1].read_text(encoding="utf-8"))
    assert "The list of centers holds no office-based center" in page.text
    assert "table-nearness" not in page.html
    assert "Typical drives to the nearest hospital-based center, by stratum" in page.text
    for absent in ("Typical drive to office-based", "Both kinds", "Office-based only"):
        assert absent not in page.text
    assert not re.search(r"typical drive is \d", page.text)
    assert not (tmp_path / "report" / "tables" / "nearness.csv").exists()


def test_unreached_people_are_named_with_their_number(plain):
    warehouse, path = plain
    facts = read_facts(warehouse, fictional_area())
    count = facts.drive("all", "any")["population_unreached"]
    assert count > 0
    text = Page(path.read_text(encoding="utf-8")).text
    assert "cannot be driven to any center" in text
    assert f"{count:,.0f}"[:2] in text


def test_without_unreached_people_it_says_that_all_are_reached(tmp_path):
    page = Page(published(tmp_path, change=all_reached)[1].read_text(encoding="utf-8"))
    assert "All people here can be driven to at least one center." in page.text
    assert "People without a drive time" not in page.text


def test_a_missing_stratum_is_not_spoken_of(tmp_path):
    page = Page(published(tmp_path, change=no_suburbs)[1].read_text(encoding="utf-8"))
    assert "What this means for rural people" in page.text
    assert "Suburban people" not in page.text


def test_every_cell_of_every_table_is_on_the_page_and_in_its_csv(plain):
    warehouse, path = plain
    facts = read_facts(warehouse, fictional_area())
    told = [(page, table) for page in report_pages(facts, []) for table in page.tables.values()]
    names = [table.name for _, table in told]
    assert len(names) == len(set(names))
    for page, table in told:
        if not table.rows:
            continue
        html = (path.parent / page.file).read_text(encoding="utf-8")
        part = html.split(f'id="table-{table.name}"')[1].split("</table>")[0]
        shown = Page(f"<table>{part.split('<table', 1)[1].split('>', 1)[1]}</table>").text
        for row in table.cells():
            for _, cell in row:
                assert " ".join(cell.text.split()) in shown
        file = path.parent / "tables" / f"{table.name}.csv"
        rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
        assert len(rows) == len(table.rows) + 1
        assert f'href="tables/{file.name}"' in html


def test_the_same_warehouse_gives_the_same_bytes(plain, tmp_path):
    warehouse, path = plain
    facts = read_facts(warehouse, fictional_area())
    again = write_report(facts, pictures(tmp_path / "maps"), tmp_path / "r")
    for file in sorted(path.parent.rglob("*.*")):
        assert (again.parent / file.relative_to(path.parent)).read_bytes() == file.read_bytes()


def test_a_report_without_pictures_has_no_place_for_them_and_leaves_other_files(plain, tmp_path):
    own = tmp_path / "tables" / "my_own.csv"
    own.parent.mkdir()
    own.write_text("mine")
    write_report(read_facts(plain[0], fictional_area()), [], tmp_path)
    assert own.read_text() == "mine"
    assert 'id="maps"' not in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_policy_of_a_page_lets_nothing_in_but_its_own_script(plain):
    for file in plain[1].parent.glob("*.html"):
        html = file.read_text(encoding="utf-8")
        [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        [script] = re.findall(r"<script>(.*?)</script>", html, flags=re.S)
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert rules["script-src"] == f"'sha256-{digest}'"
        assert (rules["default-src"], rules["img-src"]) == ("'none'", "data:")
        data = html.count('<script type="application/json">')  # which no browser runs
        assert html.count("<script") == 1 + data
        assert not re.findall(r"<[^>]* on[a-z]+=", html)


def _luminance(color):
    channels = [int(color[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_text_colours_keep_contrast_in_light_and_dark(plain):
    style = plain[1].read_text(encoding="utf-8").split("<style>")[1].split("</style>")[0]
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in style.split("@media")[:2]
    )
    pairs = [("ink", "paper"), ("soft", "paper"), ("link", "paper"), ("soft", "panel")]
    for colors in (light, {**light, **dark}):
        for front, back in [*pairs, ("banner-ink", "banner")]:
            lighter, darker = sorted(
                (_luminance(colors[front]), _luminance(colors[back])), reverse=True
            )
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def no_codes(tables):
    places = tables["core.population"]
    for column in ("ruca", "rucc", "nchs"):
        places[column] = np.nan
    for column in ("stratum", "hrsa"):
        places[column] = pd.Series(None, index=places.index, dtype="str")


def test_without_codes_nobody_is_sorted_and_no_classification_is_named(tmp_path):
    area = fictional_area()
    sources = area.sources.model_copy(update=dict.fromkeys(("nchs", "rucc", "ruca")))
    measures = area.measures.model_copy(update={"stratum_scheme": None})
    area = area.model_copy(update={"sources": sources, "measures": measures})
    _, path = published(tmp_path, area, no_codes)
    for page in sorted(path.parent.glob("*.html")):
        text = Page(page.read_text(encoding="utf-8")).text
        for name in ("NCHS", "RUCA", "unclassified"):
            assert name.casefold() not in text.casefold(), (page.name, name)
    assert "no source tells how rural places are" in Page(path.read_text(encoding="utf-8")).text
