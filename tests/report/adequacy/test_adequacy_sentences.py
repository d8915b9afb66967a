"""What is said of network adequacy, against counts made by hand."""

from dataclasses import replace

import pytest

from pipelines.report.adequacy.adequacy_sentences import (
    band_sentences,
    finding_sentences,
    limit_sentence,
    unjudged_sentences,
    weight_sentence,
)
from pipelines.report.facts import read_facts
from pipelines.vocabulary.adequacy import FINDINGS, findings_told
from tests.report.world import with_tables, write_world
from tests.worlds.answers import fictional_area


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    return read_facts(
        write_world(tmp_path_factory.mktemp("adequacy") / "access.duckdb"), fictional_area()
    )


@pytest.fixture(scope="module")
def name_of(facts):
    return facts.county_names


def judged(facts, *findings, steady=0):
    """Return facts of counties in their order: (finding, people, people_gained, people_outside)."""
    rows = [
        {
            "county_fips": county,
            "finding": finding,
            "people": people,
            "people_gained": gained,
            "people_gained_others": gained / 2,
            "people_outside": outside,
        }
        for county, (finding, people, gained, outside) in zip(
            facts.county_names, findings, strict=False
        )
    ]
    counts = []
    for name in (*FINDINGS, "all"):
        mine = [row for row in rows if row["finding"] and name in (row["finding"], "all")]
        sums = {
            column: sum(row[column] for row in mine)
            for column in ("people", "people_gained", "people_gained_others", "people_outside")
        }
        counts.append(
            {
                "cms_county_type": "all",
                "finding": name,
                "counties": len(mine),
                "counties_steady": steady,
                **sums,
            }
        )
    return with_tables(facts, adequacy_findings=rows, adequacy_by_type=counts)


HOSPITALS = findings_told(offices=False, others=False)
OFFICES = findings_told(offices=True, others=False)
EVERY = findings_told(offices=True, others=True)
PASSING = ("hospitals_suffice", 1000.0, 0.0, 0.0)


def test_the_finding_names_who_depends_on_offices_and_who_fails(facts, name_of):
    told = finding_sentences(
        judged(
            facts,
            PASSING,
            ("only_with_offices", 500.0, 400.0, 0.0),
            ("only_with_offices", 600.0, 500.0, 0.0),
            ("fails_with_all", 700.0, 0.0, 650.0),
        ),
        OFFICES,
    )
    _, second, third, fourth = list(name_of.values())[:4]
    assert told == [
        (
            "Of 4 counties, 1 passes Medicare’s rule of network adequacy with hospital-based centers alone, 2 "
            "only because of office-based centers, and 1 fails even with every center."
        ),
        (
            f"Without their office-based centers {third} and {second} would fail: 900 of 1,100 people there "
            "are within both limits only thanks to one."
        ),
        f"{fourth} fails with every center; 650 people there live beyond the limits.",
    ]


def test_only_the_largest_counties_are_named(facts, name_of):
    failing = [("fails_with_all", 1000.0 - number, 0.0, 1.0) for number in range(7)]
    *_, last = finding_sentences(judged(facts, *failing), OFFICES)
    assert last.startswith(f"{', '.join(list(name_of.values())[:5])} and 2 more fail with every")


def test_where_all_pass_nobody_is_named(facts):
    assert finding_sentences(judged(facts, PASSING), OFFICES) == [
        (
            "The one county passes Medicare’s rule of network adequacy with hospital-based centers alone, none "
            "only because of office-based centers, and none fails even with every center."
        )
    ]


def test_without_offices_nothing_is_said_of_them(facts, name_of):
    told = judged(facts, PASSING, ("fails_with_all", 10.0, 0.0, 7.0))
    assert finding_sentences(told, HOSPITALS) == [
        "Of 2 counties, 1 passes Medicare’s rule of network adequacy.",
        f"{list(name_of.values())[1]} fails; 7 people there live beyond the limits.",
    ]


def test_counties_without_people_are_no_finding(facts):
    told = finding_sentences(judged(facts, (None, 0.0, 0.0, 0.0)), OFFICES)
    assert told == ["No county with people could be judged by the rule."]


def banded(facts, *findings, steady, variants=3, **bands):
    """Return facts of counties whose counts lie in bands: finding -> (least, greatest)."""
    rows = [
        {
            "scenario": None,
            "figure": figure,
            "dimension": "all",
            "low": low,
            "high": high,
            "variants": variants,
        }
        for figure, (low, high) in bands.items()
    ]
    counted = judged(facts, *((one, 9.0, 0.0, 0.0) for one in findings), steady=steady)
    return with_tables(
        facts,
        adequacy_by_type=counted.tables["out.adequacy_by_type"],
        adequacy_bands=rows,
    )


def test_the_counts_carry_their_bands(facts):
    told = banded(
        facts,
        *OFFICES,
        steady=2,
        hospitals_suffice=(1, 1),
        only_with_offices=(0, 2),
        fails_with_all=(0, 2),
    )
    assert band_sentences(told, OFFICES) == [
        (
            "When assumptions are varied, 1 pass with hospital-based centers alone, 0 to 2 pass only "
            "because of office-based centers and 0 to 2 fail with every center."
        ),
        "In 2 of 3 counties the finding is the same in each variation.",
    ]
    steady = banded(facts, "hospitals_suffice", steady=1, hospitals_suffice=(1, 1))
    assert band_sentences(steady, {"hospitals_suffice": "Pass"}) == [
        "No county’s finding changes when assumptions are varied."
    ]


def test_where_nothing_is_varied_no_band_is_told(facts):
    bare = banded(facts, "hospitals_suffice", steady=1, fails_with_all=(0, 0))
    assert band_sentences(bare, FINDINGS.headings) == []
    still = banded(facts, "hospitals_suffice", steady=1, variants=0, hospitals_suffice=(1, 1))
    assert band_sentences(still, {"hospitals_suffice": "Pass"}) == []


def limited(facts, counties, from_file, customised):
    row = {
        "cms_county_type": "all",
        "counties": counties,
        "counties_from_file": from_file,
        "counties_derived": counties - from_file,
        "counties_customised": customised,
    }
    return with_tables(facts, adequacy_limits_by_type=[row])


def test_where_the_limits_come_from_is_said(facts):
    assert limit_sentence(limited(facts, 3, 2, 1)) == (
        "The limits of 2 of 3 counties are those that CMS published for them, 1 of them customised. 1 county "
        "that the file does not name has the limits of the type that population and density give."
    )
    assert limit_sentence(limited(facts, 3, 3, 0)) == (
        "The limits of all 3 counties are those that CMS published for them."
    )
    derived = limit_sentence(limited(facts, 1, 0, 0))
    assert "follow here from population and density as" in derived
    assert "file" not in derived


@pytest.mark.parametrize("counts", [(1, 0, 0), (3, 2, 1)])
def test_types_that_follow_from_a_part_of_the_people_say_so(facts, counts):
    population = facts.area.sources.population.model_copy(update={"label": "adults"})
    sources = facts.area.sources.model_copy(update={"population": population})
    adults = replace(facts, area=facts.area.model_copy(update={"sources": sources}))
    said = limit_sentence(limited(adults, *counts))
    assert "the number and density of adults" in said
    assert said.endswith(
        "where adults are fewer, a county may be of a larger type than is told here."
    )
    assert "residents" not in limit_sentence(limited(adults, 3, 3, 0))


def test_counties_that_cannot_be_judged_are_told_with_the_reason(facts):
    assert unjudged_sentences(facts) == []
    lost = [{"reason": "the county has no CMS type", "counties": 1, "people": 12.0}]
    assert unjudged_sentences(with_tables(facts, adequacy_unjudged_by_reason=lost)) == [
        "1 county with 12 people could not be judged: the county has no CMS type."
    ]


@pytest.mark.parametrize(
    ("column", "said", "passing"),
    [
        (
            "population",
            "here people are counted, since no count of people aged 65",
            "700 people there",
        ),
        (
            "adults_65_plus",
            "here people aged 65 and over are counted",
            "700 people aged 65 and over there",
        ),
    ],
)
def test_whose_places_the_shares_weigh_is_said_and_named_in_counts(facts, column, said, passing):
    note = {"measure": "adequacy", "note": "counted", "value": column}
    told = with_tables(
        judged(facts, ("hospitals_suffice", 9.0, 0.0, 0.0), ("fails_with_all", 900.0, 0.0, 700.0)),
        measure_notes=[note],
    )
    assert said in weight_sentence(told)
    assert passing in finding_sentences(told, OFFICES)[-1]


def test_freestanding_centers_decide_where_hospitals_and_offices_fail(facts, name_of):
    told = finding_sentences(judged(facts, PASSING, ("only_with_others", 500.0, 400.0, 0.0)), EVERY)
    assert told == [
        (
            "Of 2 counties, 1 passes Medicare’s rule of network adequacy with hospital-based centers alone, "
            "none only because of office-based centers, 1 only because of stand-alone or pharmacy-based "
            "centers, and none fails even with every center."
        ),
        (
            f"Without its stand-alone or pharmacy-based centers {list(name_of.values())[1]} would fail: 200 of "
            "500 people there are within both limits only thanks to one."
        ),
    ]


@pytest.mark.parametrize(
    ("offices", "others", "codes"),
    [
        (False, False, ["hospitals_suffice", "fails_with_all"]),
        (True, False, ["hospitals_suffice", "only_with_offices", "fails_with_all"]),
        (False, True, ["hospitals_suffice", "only_with_others", "fails_with_all"]),
        (True, True, list(FINDINGS)),
    ],
)
def test_findings_are_those_that_there_can_be(offices, others, codes):
    assert list(findings_told(offices=offices, others=others)) == codes
