"""What the pages say of centers, for every kind of list: evidence or none, complete, sample or unknown."""

import html
import re

import pytest

from pipelines.report.facts import read_facts
from pipelines.report.index.key_figures import key_figures
from pipelines.report.infusion.claims import claims
from pipelines.report.writing import render_page, report_pages
from pipelines.vocabulary.center_words import COMPLETENESS, HOSPITALS, OFFICES
from tests.report.world import with_cells, with_tables, write_world
from tests.worlds.answers import fictional_area

DEFINITIONS = ("infusion_101.html", "centers_definition.html")
"""Templates that say what the kinds are, whatever the lists hold."""


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    path = write_world(tmp_path_factory.mktemp("listed") / "access.duckdb")
    return read_facts(path, fictional_area())


def told(facts):
    """Return the text of every page without the definitions of the kinds, and the console's."""
    texts = [key_figures(facts)]
    for page in report_pages(facts, []):
        page_html = render_page(page, facts)
        for part in page.parts:
            if part.template in DEFINITIONS:
                page_html = re.sub(
                    rf'<section id="{part.anchor}".*?</section>', "", page_html, flags=re.DOTALL
                )
        texts.append(page_html.split("</style>")[1].split("<script>")[0])
    return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(texts)))


def listing(facts, *, standing_in, offices):
    facts = with_cells(facts, "center_lists", {"site_of_care": HOSPITALS}, standing_in=standing_in)
    return with_cells(facts, "center_lists", {"site_of_care": OFFICES}, completeness=offices)


@pytest.mark.parametrize("offices", COMPLETENESS)
@pytest.mark.parametrize("standing_in", [0, 3])
def test_pages_say_only_what_the_lists_bear(world, standing_in, offices) -> None:
    text = told(listing(world, standing_in=standing_in, offices=offices))
    stand_in = "Hospitals stand in for hospital-based infusion centers"
    assert (stand_in in text) == bool(standing_in)
    based = text.replace(stand_in, "")
    left = re.findall(r".{40}hospital-based.{20}", based, flags=re.IGNORECASE)
    assert bool(left) == (not standing_in), left
    answered = re.search(r"(clearly|are not|are) nearer for (more )?(rural|suburban)", text)
    assert bool(answered) == (offices != "sample")
    assert ("not answerable with this list" in text) == (offices == "sample")
    assert ("do not answer it" in text) == (offices == "sample")
    assert ("were missing from the list" in text) == (offices == "unknown")


def tables_of(facts):
    return {name: table for page in report_pages(facts, []) for name, table in page.tables.items()}


def test_no_table_compares_the_kinds_of_a_sample(world) -> None:
    sample = listing(world, standing_in=0, offices="sample")
    whole, some = tables_of(world), tables_of(sample)
    assert set(whole) - set(some) >= {"nearness", "office_advantage", "cost_people"}
    text = " ".join(str(table) for table in some.values())
    assert "is nearer" in " ".join(str(table) for table in whole.values())
    assert not re.findall(r".{30}(?:is nearer|the nearer one).{10}", text)
    assert {row[0] for row in some["sensitivity_shares"].rows} < {
        row[0].replace("office", "listed office").replace("an l", "a l")
        for row in whole["sensitivity_shares"].rows
    }


def test_no_county_hangs_on_offices_where_hospitals_may_be_missing(world) -> None:
    text = told(with_cells(world, "center_lists", completeness="sample"))
    assert "only because of" not in text
    assert "would fail" not in text
    assert "with every center" not in text
    assert "may pass with a hospital it lacks" in text
    offices = told(listing(world, standing_in=0, offices="sample"))
    assert "one that fails may pass with them" in offices
    assert "with every center" not in offices


def _claims(facts):
    return [one.claim for one in claims(facts)]


def test_a_verdict_says_that_it_takes_hospitals_for_centers(world) -> None:
    words = "(if each of them infuses outpatients)"
    assert words in told(listing(world, standing_in=3, offices="complete"))
    assert words not in told(world)


def test_a_chosen_site_is_told_with_what_its_list_lacks(world) -> None:
    assert "sample lacks may be there" in told(listing(world, standing_in=0, offices="sample"))
    stand_in = told(listing(world, standing_in=3, offices="complete"))
    assert "a place near a hospital that does not infuse is not seen" in stand_in
    assert "holds for these lists alone" not in told(world)


def test_of_a_sample_every_office_is_called_listed(world) -> None:
    sample = listing(world, standing_in=0, offices="sample")
    text = told(sample)
    for quoted in ("The field says that office-based centers are closer", *_claims(sample)):
        assert quoted in text
        text = text.replace(quoted, "")
    unlisted = re.findall(
        r".{50}(?<!isted )(?<!new )(?<!sample of )office-based.{30}", text, flags=re.IGNORECASE
    )
    general = ("is a sample", "It counts as office-based")  # what the word means, of no center
    assert not [one for one in unlisted if not any(words in one for words in general)]


def test_a_border_is_never_a_wall_only_where_the_lists_go_beyond_it(world) -> None:
    assert "a border is never a wall" in told(world)
    cut = with_cells(world, "center_lists", completeness_in_buffer="unknown")
    assert "a border is never a wall" not in told(cut)
    assert "near the border a drive may be shorter than told" in told(cut)


def test_people_around_who_share_centers_may_have_others_of_their_own(world) -> None:
    notes = world.tables["out.measure_notes"].copy()
    notes.loc[notes["note"] == "counties_around", "value"] = "3"
    notes.loc[notes["note"] == "people_around", "value"] = "1000.0"
    around = with_tables(world, measure_notes=notes)
    assert "are counted among those who share a center" in told(around)
    assert "more may be left for each person" not in told(around)
    cut = with_cells(around, "center_lists", completeness_in_buffer="sample")
    assert "more may be left for each person" in told(cut)
