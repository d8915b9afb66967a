"""Every sentence of every page, over small worlds: nothing, one, two and many, kinds missing, ties, samples."""

import html
import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipelines.comparison.compare import compare
from pipelines.comparison.finished_run import FinishedRun
from pipelines.contracts import CONTRACTS
from pipelines.measures.access.place_drives import COLUMNS
from pipelines.out_tables import SOMETIMES, OutTables
from pipelines.report.compare.compare_page import write_comparison
from pipelines.report.compare.compared import Compared, side
from pipelines.report.facts import Facts
from pipelines.report.index.key_figures import key_figures
from pipelines.report.show.center import describe_center
from pipelines.report.show.place import describe_place
from pipelines.report.writing import render_page, report_pages
from pipelines.vocabulary.sites_of_care import COMPARED_SITES, SITES_OF_CARE
from tests.report.registries import with_registries
from tests.report.sentences import PROSE, Walk, faults
from tests.report.test_report_page import all_reached, nobody, pictures, uncoded
from tests.report.world import surveyed, with_cells, with_tables, world_tables
from tests.worlds.answers import fictional_answers, fictional_area


def first_centers(count):
    """Keep so many centers of each kind, to the first of which every drive leads."""

    def change(tables):
        centers, times = tables["core.centers"], tables["out.drive_times"]
        tables["core.centers"] = centers[centers.groupby("site_of_care").cumcount() < count]
        times["center_id"] = times["center_id"].str.replace(r"_\d+$", "_01", regex=True)

    return change


def without(*kinds):
    """Take away kinds of centers, and the drives to them."""

    def change(tables):
        centers, times = tables["core.centers"], tables["out.drive_times"]
        left = centers["site_of_care"]
        tables["core.centers"] = centers[~left.isin(kinds)]
        lost = times["site_of_care"].isin(kinds)
        times.loc[lost, ["drive_time_min", "distance_mi"]] = np.nan
        times.loc[lost, "center_id"] = None
        times.loc[lost, "unreached_reason"] = "no_center"
        by_site = times[times["site_of_care"] != "any"]
        nearest = by_site.sort_values("drive_time_min").groupby("geoid").first()
        rows = (times["site_of_care"] == "any") & times["center_id"].notna()
        for column in ("drive_time_min", "distance_mi", "center_id"):
            times.loc[rows, column] = times.loc[rows, "geoid"].map(nearest[column])

    return change


def nobody_rural(tables):
    population = tables["core.population"]
    population["stratum"] = "urban"


def one_person(tables):
    population = tables["core.population"]
    population["population"] = np.where(np.arange(len(population)) == 0, 1.0, 0.0)


def ties(tables):
    times = tables["out.drive_times"]
    times["drive_time_min"] = times["drive_time_min"].where(times["drive_time_min"].isna(), 20.0)


def next_door(tables):
    all_reached(tables)
    tables["out.drive_times"][["drive_time_min", "distance_mi"]] = 0.0


def far(tables):
    tables["out.drive_times"]["drive_time_min"] += 200.0


WORLDS = {
    "many": (None, {}),
    "registries": (with_registries, {}),
    "one center of each kind": (first_centers(1), {}),
    "two centers of each kind": (first_centers(2), {}),
    "one county": (None, {"counties": 1, "places": 12}),
    "two counties": (None, {"counties": 2, "places": 12}),
    "one place": (None, {"counties": 1, "places": 1}),
    "two places": (None, {"counties": 1, "places": 2}),
    "one person": (one_person, {}),
    "nobody": (nobody, {}),
    "no offices": (without("office_based"), {}),
    "no hospitals": (without("hospital_based"), {}),
    "hospitals alone": (without(*SITES_OF_CARE[1:]), {}),
    "neither kind": (without(*COMPARED_SITES), {}),
    "nobody rural": (nobody_rural, {}),
    "without strata": (uncoded, {}),
    "ties": (ties, {}),
    "next door": (next_door, {}),
    "far": (far, {}),
}
"""World -> what changes it, and its size."""


def sampled(facts):
    return with_cells(
        facts, "center_lists", {"site_of_care": "office_based"}, completeness="sample"
    )


def standing_in(facts):
    return with_cells(facts, "center_lists", {"site_of_care": "hospital_based"}, standing_in=3)


def main_roads(facts):
    roads = facts.area.roads.model_copy(update={"snapping": "connectors", "speed_factor": 0.9})
    return replace(facts, area=facts.area.model_copy(update={"roads": roads}))


def with_margins(facts):
    return with_tables(facts, margins=[surveyed(places_left_out=1, people_left_out=1.0)])


TOLD = {
    "a list that is a sample": sampled,
    "hospitals that stand in": standing_in,
    "main roads": main_roads,
    "margins": with_margins,
}
"""The world of many, told otherwise."""


@pytest.fixture(scope="module")
def facts_of():
    """Facts of each world, made when it is first asked for and kept in memory."""
    written = {}

    def open_world(world):
        base = "many" if world in TOLD else world
        if base not in written:
            written[base] = _closing(in_memory(*WORLDS[base]))
        return TOLD.get(world, lambda facts: facts)(written[base])

    return open_world


def in_memory(change, size):
    """Return the facts of a world without a warehouse, which would take most of the time."""
    answers = _answers(**{"counties": 9, "places": 60, **size})
    tables = OutTables(Path())
    found = world_tables(change, {name: table.copy() for name, table in answers.items()})
    tables._frames = dict.fromkeys(SOMETIMES, pd.DataFrame()) | found
    return Facts(fictional_area(), tables)


@cache
def _answers(**size):
    return fictional_answers(**size)


def _closing(facts):
    """Let only centers close that there are."""
    ids = [f"{site}_01" for site in COMPARED_SITES if facts.centers[site]]
    scenarios = facts.area.scenarios.model_copy(update={"closures": tuple(ids)})
    facts = replace(facts, area=facts.area.model_copy(update={"scenarios": scenarios}))
    return facts if ids else with_tables(facts, what_if=[], what_if_adequacy=[])


@pytest.fixture(scope="module", params=[*WORLDS, *TOLD])
def told(request, facts_of, tmp_path_factory):
    """Return the facts of a world and its pages as HTML."""
    facts = facts_of(request.param)
    maps = pictures(tmp_path_factory.mktemp("maps"))
    return facts, {page.file: render_page(page, facts) for page in report_pages(facts, maps)}


def test_no_sentence_has_a_fault(told):
    facts, pages = told
    found = [f"{file}: {fault}" for file, page in pages.items() for fault in faults(page)]
    lines = [line.lstrip("-# ") for line in key_figures(facts).splitlines() if "|" not in line]
    console = "".join(f"<li>{html.escape(line)}</li>" for line in lines if line.strip("*> "))
    found += [f"console: {fault}" for fault in faults(console)]
    assert not found, "\n".join(dict.fromkeys(found))


@pytest.fixture(params=[*WORLDS, *TOLD])
def facts(request, facts_of):
    """Facts of a world, without its pages."""
    return facts_of(request.param)


def test_no_sentence_of_show_has_a_fault(facts, monkeypatch):
    monkeypatch.setattr(OutTables, "find", OutTables.rows)  # there is no warehouse to look into
    centers = facts.tables["core.centers"].groupby("site_of_care")["center_id"].first()
    first_of_each = facts.tables["out.gaps"].groupby("gap")["geoid"].first()
    shown = [describe_place(facts, geoid) for geoid in first_of_each]
    shown.append(describe_place(facts, first_of_each.iloc[0], pd.DataFrame(columns=list(COLUMNS))))
    shown += [describe_center(facts, one).replace(one, "its id") for one in centers]
    found = [fault for text in shown for fault in faults(console(text))]
    assert not found, "\n".join(dict.fromkeys(found))


def console(text):
    """Return printed lines as blocks: sentences as such, and lines that are set in columns as cells."""
    told = []
    for line in filter(str.strip, text.splitlines()):
        words = html.escape(re.sub(" +", " ", re.sub("`[^`]+`", "CODE", line.strip())))
        tag = "td" if line.startswith(" ") or line[-1] not in ".!?" else "p"
        told.append(f"<{tag}>{words}</{tag}>")
    return "".join(told)


NAMES_CODES = r'<section id="(?:sources|tables)-changed".*?</section>'
"""Parts of a comparison that name settings and tables by their codes, as those who change them do."""


@pytest.mark.parametrize(
    "world", ["registries", "one center of each kind", "one place", "neither kind", "nobody"]
)
def test_no_sentence_of_a_comparison_has_a_fault(world, facts_of, tmp_path):
    """From the world of many to another; a comparison takes too long for one a world."""
    first, second = finished(facts_of("many")), finished(facts_of(world))
    a, b = (side(letter, run.settings, run.run) for letter, run in (("A", first), ("B", second)))
    path = write_comparison(Compared(a, b, compare(first, second)), tmp_path)
    page = path.read_text(encoding="utf-8")
    found = [one for one in faults(page) if not one.startswith("a code")]
    found += faults(re.sub(NAMES_CODES, "", page, flags=re.DOTALL))
    assert not found, "\n".join(dict.fromkeys(found))


def finished(facts):
    """Return the world as a finished run, with its settings."""
    tables = {
        name: frame
        for name, frame in facts.tables._frames.items()
        if name.startswith(("core.", "out.")) and len(frame.columns)
    }
    settings = json.dumps(facts.area.model_dump(mode="json"))
    declared = CONTRACTS["core.centers"].columns
    centers = tables["core.centers"].reindex(columns=list(declared))
    text = [name for name, column in declared.items() if column.type == "text"]
    return FinishedRun(
        tables
        | {
            "core.centers": centers.astype(dict.fromkeys(text, "str")),
            "out.provenance": tables["out.provenance"].assign(settings=settings),
        }
    )


SAYS_WHAT_KINDS_ARE = {"sites", "pay", "siting", "rule", "definition", "cost", "evidence"}
"""Sections that tell of a kind whether or not the world has one."""
SAYS_THAT_THERE_IS_NONE = (
    r"neither a hospital-based nor an office-based|"
    r"(none passes|does not pass) Medicare’s rule of network adequacy with hospital-based"
)


def test_no_figure_is_told_of_a_kind_that_the_world_lacks(told):
    facts, pages = told
    lacking = [SITES_OF_CARE.name(site) for site in COMPARED_SITES if facts.centers[site] == 0]
    sentences = [
        sentence
        for page in pages.values()
        for block in Walk(page).blocks
        if block.tag in PROSE and block.section not in SAYS_WHAT_KINDS_ARE
        for sentence in re.split(r"(?<=[.;]) ", re.sub(SAYS_THAT_THERE_IS_NONE, "", block.text))
    ]
    assert any(re.search(r"\d", sentence) for sentence in sentences)
    for kind in lacking:
        found = [one for one in sentences if re.search(rf"\d.*{kind}|{kind}.*\d", one)]
        assert not found, found


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("a plural after 1", "<p>They name 1 centers.</p>"),
        ("a plural after 1", "<td>1 rural people</td>"),
        ("a singular after many", "<p>They name 2 center.</p>"),
        ("nothing with a decimal", "<p>It takes 0.0 minutes.</p>"),
        ("no number", "<td>nan</td>"),
        ("no number", "<p>It is None here.</p>"),
        ("no number", "<p>It takes inf minutes.</p>"),
        ("less than nothing", "<td>-0.0</td>"),
        ("two spaces", "<p>It is  here.</p>"),
        ("unbalanced ()", "<p>It is (here.</p>"),
        ("two forms of a share", "<p>For 3 in 4 (77%) it is.</p>"),
        ("equal before and after", "<p>There are 96% of people before, 96% after.</p>"),
        ("between a figure and itself", "<p>It lies between 3% (fast) and 3% (slow).</p>"),
        ("a code", "<td>hospital_based</td>"),
        ("a word twice", "<p>It is is here.</p>"),
        ("a heading without content", "<h2>Heading</h2><h2>Heading</h2><p>It is here.</p>"),
        ("a table without rows", "<table><tbody></tbody></table>"),
        ("an empty p", "<p></p>"),
        ("no end", "<p>It goes on and on here</p>"),
        ("space before a mark", "<p>Within 30 minutes of home, .</p>"),
    ],
)
def test_faults_are_found(fault, told):
    found = list(faults(told))
    assert [one for one in found if one.startswith(fault)], found


def test_sentences_without_fault_pass():
    told = (
        "<h2>Near</h2><p>Of 1 county 1.0 minutes, 21 minutes (3% to 4%), a 30-minute drive, 1 in 10 people "
        "and −0.5 to 0.5 are told; None of it, between 3% and 3.5%, 20 to 200 minutes, is odd.</p>"
    )
    assert list(faults(told)) == []
