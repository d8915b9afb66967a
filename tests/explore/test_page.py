"""The explorer in a browser, from the disk: everything that a reader can do with it."""

import base64
import itertools
import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from pipelines.explore import explored
from pipelines.explore.writing import write_explorer
from pipelines.maps.gallery import MapFile
from tests.explore.conftest import SCRIPT

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+M8AAAMBAQCc4xnKAAAAAElFTkSuQmCC"
)
DESK = {"width": 1280, "height": 900}
DRAWN = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
    done([...document.querySelectorAll('.panel:not([hidden]) canvas.leaflet-zoom-animated')]
        .map((one) => one.toDataURL()).join()))))"""


@pytest.fixture(scope="session")
def folder(facts, roads, tmp_path_factory):
    root = tmp_path_factory.mktemp("explorer")
    picture = root / "gaps.png"
    picture.write_bytes(PIXEL)
    maps = [MapFile("gaps", picture, "Gaps", "A map of gaps")]
    write_explorer(facts, maps, root / "explore", roads)
    return root / "explore"


@pytest.fixture(scope="session")
def folder_without_roads(facts, tmp_path_factory):
    root = tmp_path_factory.mktemp("no_roads")
    write_explorer(facts, [], root / "explore")
    return root / "explore"


@pytest.fixture(scope="session")
def folder_by_county(facts, tmp_path_factory):
    root = tmp_path_factory.mktemp("by_county")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explored, "MOST_PLACES", 10)
        write_explorer(facts, [], root / "explore")
    return root / "explore"


@pytest.fixture
def opened(browser, folder):
    """Open the page at an address; what goes wrong while a test uses it fails the test."""
    wrong, contexts = [], []

    def open_page(address="", folder=folder, **options):
        contexts.append(browser.new_context(**{"viewport": DESK} | options))
        page = contexts[-1].new_page()
        page.set_default_timeout(8_000)
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: inside(folder, asked.url) or wrong.append(asked.url))
        page.goto(f"{folder.as_uri()}/index.html{address}")
        return page

    def inside(folder, url):
        return url.startswith((folder.as_uri(), "data:"))

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong


def drawn(page):
    return page.evaluate(DRAWN)


def told(page):
    """Return what the first map shows in words, and what it has drawn."""
    return page.locator("#first .title").inner_text(), drawn(page)


def data_of(page):
    return page.evaluate("explorer.open('area')")


def test_every_choice_leads_to_a_map_of_its_own(opened):
    page = opened()
    seen = {}
    for subject in [one["code"] for one in data_of(page)["subjects"]]:
        page.select_option("#first .form label:first-child select", subject)
        others = page.locator("#first .form label:not(:first-child) select")
        options = [
            others.nth(at).locator("option").evaluate_all("all => all.map((one) => one.value)")
            for at in range(others.count())
        ]
        for chosen in itertools.product(*options):
            for at, value in enumerate(chosen):
                if value in others.nth(at).locator("option").evaluate_all(
                    "a => a.map((o) => o.value)"
                ):
                    others.nth(at).select_option(value)
                if at + 1 == others.count():
                    break
            title, picture = told(page)
            seen.setdefault(title, set()).add(picture)
    titles = {view["title"] for view in data_of(page)["views"].values()}
    assert set(seen) == titles
    assert all(len(pictures) == 1 for pictures in seen.values())
    assert len(set.union(*seen.values())) > 0.8 * len(titles)


def test_people_of_one_kind_of_place_are_shown_and_told_alone(opened):
    page = opened()
    everyone, figure = drawn(page), page.locator("#first .figure").inner_text()
    page.select_option("#people select", "rural")
    assert drawn(page) != everyone
    assert page.locator("#first .figure").inner_text() != figure
    assert "rural people" in page.locator("#first .figure").inner_text()


def test_pointing_at_a_place_tells_its_number(opened):
    page = opened()
    page.locator("#first .map").hover()
    words = page.locator("#first .readout").inner_text()
    data = data_of(page)
    at = next(i for i, one in enumerate(data["places"]["id"]) if f"Place {one}," in words)
    minutes = data["columns"]["minutes/any"]["values"][at]
    assert f"{minutes:.1f} minutes" in words


def test_with_the_keyboard_alone_a_place_is_found_and_chosen(opened):
    page = opened()
    page.locator("#whole").focus()
    page.keyboard.press("Tab")
    for _ in range(30):
        if page.evaluate("document.activeElement.classList.contains('map')"):
            break
        page.keyboard.press("Tab")
    before = drawn(page)
    assert page.locator("#aloud").inner_text().startswith("Place ")
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(400)
    assert drawn(page) != before
    page.keyboard.press("Enter")
    heading = page.locator("#details h2")
    assert heading.inner_text() in page.locator("#aloud").inner_text() + " "
    assert page.locator("#details .nearest li").count() > 0


def test_a_center_found_by_name_tells_its_evidence_and_a_name_stays_text(opened):
    page = opened()
    title = page.title()
    page.fill("#search", "<script>document")
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() == SCRIPT
    assert page.locator("#details .evidence li").count() > 2
    assert page.title() == title
    assert page.locator("#details script").count() == 0


def test_places_and_counties_are_found(opened):
    page = opened()
    data = data_of(page)
    page.fill("#search", data["places"]["id"][5])
    page.keyboard.press("Enter")
    assert data["places"]["id"][5] in page.locator("#details h2").inner_text()
    page.fill("#search", data["counties"]["name"][0].split(",")[0])
    page.locator("#found li").first.click()
    assert page.locator("#details h2").inner_text() == data["counties"]["name"][0]
    page.fill("#search", "nothing is called like this")
    assert page.locator("#found").inner_text() == "Nothing found"


def test_the_nearest_center_of_a_place_leads_to_its_evidence(opened):
    page = opened()
    page.locator("#first .map").click()
    nearest = page.locator("#details .nearest a").first
    name = nearest.inner_text()
    nearest.click()
    assert page.locator("#details h2").inner_text() == name
    page.locator("#details .close").click()
    assert page.locator("#details").is_hidden()


def test_a_place_shows_the_roads_to_its_nearest(opened, facts):
    page = opened("#show=drive_time&site_of_care=office_based")
    data = data_of(page)
    place = next(
        one
        for one, told in zip(data["places"]["id"], data["nearest"]["office_based"], strict=True)
        if told
    )
    page.fill("#search", place)
    page.keyboard.press("Enter")
    ways = facts.tables.rows("out.nearest_centers", geoid=place, site_of_care="office_based")
    assert page.locator("path.by-road").count() == len(ways) > 0
    assert "follow the roads driven" in page.locator("#details").inner_text()
    before = page.locator("path.by-road").first.get_attribute("d")
    page.locator("#first .form select").nth(1).select_option("hospital_based")
    assert page.locator("path.by-road").first.get_attribute("d") != before
    page.locator("#details .close").click()
    assert page.locator("path.by-road").count() == 0


def test_without_roads_the_lines_are_straight_and_told_so(opened, folder_without_roads):
    page = opened(folder=folder_without_roads)
    page.locator("#first .map").click()
    assert page.locator("path.by-road").count() == 0
    assert page.locator("path.off-road").count() > 0
    assert "The lines on the map are straight" in page.locator("#details").inner_text()


def test_two_maps_show_two_kinds_and_move_together(opened):
    page = opened()
    page.locator("#two").click()
    first, second = (page.locator(f"#{one} .title").inner_text() for one in ("first", "second"))
    assert first != second
    page.locator("#second .map").hover()
    assert (
        page.locator("#first .readout").inner_text().split(".")[0]
        in page.locator("#second .readout").inner_text()
    )
    pictures = drawn(page)
    page.locator("#second .leaflet-control-zoom-in").click()
    page.wait_for_timeout(500)
    moved = drawn(page).split(",data")
    assert len(moved) == 2
    assert all(new not in pictures for new in moved)
    page.locator("#two").click()
    assert page.locator("#second").is_hidden()


def test_the_address_brings_the_view_back(opened):
    page = opened(
        "#show=within&site_of_care=office_based&within_min=45&second.show=gap&people=rural"
    )
    data = data_of(page)
    page.fill("#search", data["places"]["id"][9])
    page.keyboard.press("Enter")
    again = opened("#" + page.url.split("#")[1])
    for part in ("#first .title", "#second .title", "#first .figure", "#details"):
        assert again.locator(part).inner_text() == page.locator(part).inner_text()
    assert "45 minutes" in again.locator("#first .title").inner_text()
    at, at_again = (one.evaluate("explorer.readAddress(location.hash).at") for one in (page, again))
    # A map whose box changes by a pixel keeps its middle to the pixel.
    assert at_again == pytest.approx(at, abs=0.02)
    broken = opened("#show=nonsense&at=a,b,c&place=none&people=nobody&within_min=7")
    assert (
        broken.locator("#first .title").inner_text() == data["views"]["drive_time/any/now"]["title"]
    )


def test_the_table_of_counties_stands_in_for_the_map(opened):
    page = opened()
    page.locator(".about summary").click()
    page.locator("#counties button").nth(2).click()
    assert (
        page.locator("#details h2").inner_text()
        == page.locator("#counties button").nth(2).inner_text()
    )
    assert "within both limits" in page.locator("#details").inner_text()


def test_without_scripts_the_pictures_stand_in_and_say_so(opened):
    page = opened(java_script_enabled=False)
    assert "runs no scripts" in page.locator("noscript").inner_text()
    assert page.locator("noscript img").first.evaluate("one => one.naturalWidth") == 1
    assert page.locator(".stage").is_hidden()


@pytest.mark.parametrize(
    "options",
    [{}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 844}}],
    ids=["light", "dark", "phone"],
)
def test_nothing_serious_bars_readers_with_assistive_tools(opened, options):
    page = opened("#show=drive_time&second.show=gap", **options)
    page.locator(".about summary").click()
    page.locator("#first .map").click()
    page.fill("#search", "a")
    # Axe would fetch the styles once more, which the page's policy forbids.
    found = Axe().run(page, options={"preload": False}).response["violations"]
    serious = [
        (one["id"], one["help"], [node["html"][:120] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert not serious, json.dumps(serious, indent=1)


def test_a_phone_shows_all_of_it_without_scrolling_sideways(opened):
    page = opened("#show=within", viewport={"width": 390, "height": 844})
    page.locator("#first .map").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_of_too_many_places_the_counties_are_shown(opened, folder_by_county):
    page = opened("#show=gap", folder=folder_by_county)
    data = data_of(page)
    assert data["places"]["id"] == data["counties"]["fips"]
    assert "the map shows counties" in page.locator(".about").inner_text()
    pictures = set()
    for subject in [one["code"] for one in data["subjects"]]:
        page.select_option("#first .form label:first-child select", subject)
        pictures.add(drawn(page))
    assert len(pictures) == len(data["subjects"]) == 4
    page.locator("#first .map").click()
    assert page.locator("#details h2").inner_text() in data["counties"]["name"]
    assert (folder_by_county / "area-data.js").stat().st_size < 200_000
