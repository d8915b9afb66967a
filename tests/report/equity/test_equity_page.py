"""What the page on who is worse off says, against small tables made by hand."""

import pytest

from pipelines.report.equity.equity_page import equity_page
from pipelines.report.equity.equity_sentences import (
    group_sentences,
    inequality_sentences,
    scheme_sentences,
    score_sentences,
)
from pipelines.report.equity.equity_tables import groups_table, schemes_table, scores_table
from pipelines.report.facts import read_facts
from pipelines.report.telling.tables import PeopleShare
from tests.report.test_report_page import no_offices
from tests.report.world import with_tables, write_world
from tests.worlds.answers import fictional_area

NOTES = {
    "supply_unit": "centers",
    "centers_left_out": "0",
    "decay": "steps 10:1",
    "people_around": "0.0",
    "counties_around": "0",
    "counties_around_unread": "0",
}


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    warehouse = write_world(tmp_path_factory.mktemp("equity") / "access.duckdb")
    return read_facts(warehouse, fictional_area())


def covered(scheme, site, share, population=1000.0):
    return {
        "scheme": scheme,
        "stratum": "rural",
        "site_of_care": site,
        "within_min": 30.0,
        "population": population,
        "population_within": population * (share or 0.0),
        "share": share,
    }


def test_rural_shares_run_from_the_least_definition_to_the_greatest(facts):
    coverage = [
        covered("nchs", "hospital_based", 0.7),
        covered("ruca", "hospital_based", 0.6),
        covered("cms", "hospital_based", 0.8),
        covered("rucc", "hospital_based", None),
        covered("nchs", "any", 0.9, 2000.0),
        covered("ruca", "any", 0.9, 5000.0),
    ]
    lost = {"scheme": "ruca", "reason": "other_tracts", "population": 400.0, "share_of_area": 0.25}
    first, second, last = scheme_sentences(
        with_tables(facts, coverage_by_scheme=coverage, unclassified=[lost])
    )
    assert first.startswith(
        "Depending on who counts as rural, between 60% (RUCA tracts) and 80% (CMS"
    )
    assert "from 2,000 people as rural (NCHS counties) to 5,000 people (RUCA tracts)" in second
    assert last == (
        "By RUCA tracts, 400 people (25%) are unclassified, because their tracts are not among those of 2010, "
        "by which the codes go: some of them may be rural."
    )
    how = {"places": 3, "share_of_area": 0.5}
    carried = [
        {"carried": "one", "population": 900.0, **how},
        {"carried": "largest", "population": 100.0, **how},
    ]
    tables = {"coverage_by_scheme": coverage, "unclassified": []}
    assert scheme_sentences(with_tables(facts, carried_codes=carried, **tables))[-1] == (
        "RUCA codes are those of the tracts of 2010, carried to those of 2020 by the land that both have: for "
        "900 people all their land lies in tracts of one code and for 100 people parts of their land lie in "
        "tracts of other codes, and the code of the largest part is taken."
    )
    few = with_tables(
        facts, coverage_by_scheme=coverage, unclassified=[lost | {"share_of_area": 0.009}]
    )
    assert len(scheme_sentences(few)) == 2


def scored(measure, stratum, median, zero=0.0, spread=1.0, beyond=None):
    return {
        "measure": measure,
        "stratum": stratum,
        "population": 100.0,
        "population_none": zero,
        "share_none": zero / 100,
        "population_beyond": None if beyond is None else 100 * beyond,
        "share_beyond": beyond,
        "score_mean": median,
        "score_p10": median / 2,
        "score_median": median,
        "score_median_low": median,
        "score_median_high": median * spread,
        "score_p90": median * 2,
    }


def test_scores_are_told_for_a_hundred_thousand_people(facts):
    scores = [
        scored("raam", "all", 1.2),
        scored("e2sfca", "all", 3e-5, zero=7.0),
        scored("e2sfca", "rural", 2e-5),
    ]
    changed = with_tables(facts, accessibility_by_stratum=scores)
    sentences = score_sentences(changed, NOTES)
    assert sentences[0] == (
        "The typical person has 3.00 centers for 100,000 people within reach; one in ten has less than 1.50, "
        "one in ten more than 6.00."
    )
    assert "7 people have no center within the hour at all." in sentences
    rows = scores_table(changed, NOTES).rows
    assert [row[0].split(" (")[0] for row in rows] == [
        "Enhanced two-step floating catchment",
        "Enhanced two-step floating catchment",
        "Rational agent access model",
    ]
    assert rows[0][3] == pytest.approx(1.0)
    assert rows[2][4] == pytest.approx(1.2)
    assert rows[1][6] == PeopleShare(7.0, 0.07)


def test_other_decays_put_a_band_round_the_typical_score(facts):
    varied = with_tables(
        facts, accessibility_by_stratum=[scored("e2sfca", "all", 3e-5, spread=1.5)]
    )
    assert (
        "has 3.00 centers for 100,000 people within reach (3.00 to 4.50 under the decays that are usual); "
        in score_sentences(varied, NOTES)[0]
    )


def test_people_around_are_told_and_what_is_not_known_of_them(facts):
    def told(scores, **notes):
        changed = with_tables(facts, accessibility_by_stratum=scores)
        return score_sentences(changed, NOTES | notes)[1:-1]

    known = [scored("e2sfca", "all", 3e-5, beyond=0.0)]
    (whole,) = told(known)
    assert whole == (
        "No other county lies within 70 miles around Arboria, as far as the boundaries tell: only its own "
        "people share centers."
    )
    (around,) = told(known, counties_around="8", people_around="52000.0")
    assert around.startswith("52,000 people within 70 miles around Arboria are counted among those")
    unread = {"counties_around": "8", "counties_around_unread": "3"}
    (lost,) = told(known, **unread)
    assert (
        "Of 8 counties within 70 miles around Arboria the population files hold nobody in 3:"
        in lost
    )
    scores = [
        scored("e2sfca", "all", 3e-5, beyond=0.25),
        scored("3sfca", "all", 3e-5, beyond=0.5),
        scored("raam", "all", 1.0),
    ]
    _, first, second = told(scores, **unread)
    assert first.startswith(
        "25% of people live where a center within the hour can also be driven to"
    )
    assert second.startswith("For 50% of people, 3SFCA rests on people who were not read, or on")
    table = scores_table(with_tables(facts, accessibility_by_stratum=scores), NOTES)
    assert [row[-1] for row in table.rows] == [
        PeopleShare(25.0, 0.25),
        PeopleShare(50.0, 0.5),
        None,
    ]


def test_centers_of_unknown_capacity_are_counted(facts):
    notes = NOTES | {"supply_unit": "capacity", "centers_left_out": "12"}
    changed = with_tables(facts, accessibility_by_stratum=[scored("e2sfca", "all", 3e-5)])
    assert score_sentences(changed, notes)[-1].startswith(
        "12 centers of unknown capacity are left out"
    )


def test_inequality_has_the_mean_beside_it(facts):
    results = {
        "mean": 10.0,
        "gini": 0.4,
        "kolm_pollak_equivalent": 14.0,
        "kolm_pollak_penalty": 4.0,
        "theil_between": 0.1,
    }
    rows = [
        {
            "burden": "any",
            "index": index,
            "result": result,
            "people_left_out": 3.0,
            "share_of_theil": 0.25 if index == "theil_between" else None,
        }
        for index, result in results.items()
    ]
    told = inequality_sentences(with_tables(facts, inequality=rows))
    assert told[0].startswith(
        "The drive to the nearest center of any kind takes 10.0 minutes on average"
    )
    assert "across scenarios); the Gini" in told[0]
    assert "is 0.40 (" in told[0] and told[0].endswith("), 0 being everyone alike.")
    assert "everyone drove 14.0 minutes (" in told[1]
    assert told[1].endswith("): 4.0 minutes more than on average.")
    assert told[2].startswith("25% of the spread")
    assert told[3] == "3 people who cannot be driven anywhere are in none of these."


def test_every_definition_tells_to_whom_an_office_is_nearer(facts):
    table = schemes_table(facts)
    row = facts.tables.row("out.nearness_by_scheme", scheme="nchs", stratum="all")
    (told,) = (one for one in table.rows if one[0].startswith("NCHS") and one[1] == "Everyone")
    assert told[-1] == PeopleShare(row["population_office_nearer"], row["share_office_nearer"])
    covered_by_hospitals = facts.tables.row(
        "out.coverage_by_scheme",
        scheme="nchs",
        stratum="all",
        site_of_care="hospital_based",
        within_min=30.0,
    )
    assert told[4].share == covered_by_hospitals["share"]
    assert {one[0] for one in table.rows} == {
        "NCHS counties",
        "RUCA tracts",
        "USDA continuum counties",
        "CMS county types",
        "HRSA rural",
    }


def test_without_offices_no_advantage_is_told(tmp_path):
    warehouse = write_world(tmp_path / "access.duckdb", no_offices)
    page = equity_page(read_facts(warehouse, fictional_area()))
    assert "office_advantage" not in page.tables
    headings = [column.heading for column in page.tables["stratum_schemes"].columns]
    assert not any("office" in heading.lower() for heading in headings)


def test_a_percentile_is_called_one(facts):
    headings = [column.heading for column in equity_page(facts).tables["office_advantage"].columns]
    assert headings[-5::4] == ["10th percentile", "90th percentile"]


def counted_group(group="adults_65_plus", count=1200.0, reason=None, unknown=0.0):
    return {
        "group": group,
        "count": count,
        "places_unknown": 2 if unknown else 0,
        "population_unknown": unknown,
        "reason": reason,
    }


def test_a_group_is_told_beside_everyone(facts):
    key = {"stratum": "all"}
    told = with_tables(
        facts,
        groups=[counted_group("population", 9000.0), counted_group(unknown=30.0)],
        gaps_by_group=[
            {"group": "population", "share_none": 0.10, **key},
            {"group": "adults_65_plus", "share_none": 0.25, **key},
        ],
        times_by_group=[
            {"group": name, "site_of_care": "any", "drive_time_min_median": median, **key}
            for name, median in (("population", 12.1), ("adults_65_plus", 17.9))
        ],
    )
    first, second = group_sentences(told)
    assert first == (
        "Of 1,200 people aged 65 and over, 25% have neither kind within 30 minutes, against 10% of all people; "
        "their typical drive to the nearest center is 18 minutes, against 12 minutes."
    )
    assert second.startswith(
        "At 2 places with 30 people the number of people aged 65 and over is not"
    )


def test_groups_without_figures_say_why(facts):
    rows = [
        counted_group("population"),
        counted_group("no_vehicle", 0.0, "nobody"),
        counted_group("dog_owners", None, "unknown"),
    ]
    told = group_sentences(with_tables(facts, groups=rows))
    assert told == [
        (
            "Of households without a vehicle there are no figures: the sources count nobody of this group in "
            "the area."
        ),
        "Of “dog owners” there are no figures: the sources tell no count of this group for any place.",
    ]
    (none,) = group_sentences(with_tables(facts, groups=[]))
    assert none.startswith("Which people drive longer cannot be told")


def test_the_table_of_groups_has_the_cells_of_its_sources(facts):
    table = groups_table(facts)
    older = next(row for row in table.rows if row[:2] == ("Aged 65 and over", "Whole area"))
    gaps = facts.tables.row("out.gaps_by_group", group="adults_65_plus", stratum="all")
    index = facts.tables.row(
        "out.concentration_by_group", group="adults_65_plus", site_of_care="any"
    )
    assert older[2] == gaps["population"]
    assert older[-2:] == (
        PeopleShare(gaps["population_none"], gaps["share_none"]),
        index["concentration"],
    )
    assert [row[-1] for row in table.rows if row[1] == "Rural places"] == [None, None]
