"""What the page on who is worse off says, against small tables made by hand."""

import pandas as pd
import pytest

from pipelines.report.equity.equity_page import (
    equity_page,
    inequality_sentences,
    scheme_sentences,
    score_sentences,
)
from pipelines.report.equity.equity_tables import schemes_table, scores_table
from pipelines.report.facts import read_facts
from pipelines.report.telling.pages import read_frames
from pipelines.report.telling.tables import PeopleShare
from pipelines.vocabulary.accessibility import decay_words, score_name, score_order
from tests.report.test_report_page import no_offices
from tests.report.world import write_world
from tests.worlds.answers import fictional_area

NOTES = {"supply_unit": "centers", "centers_left_out": "0", "decay": "steps 10:1"}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    warehouse = write_world(tmp_path_factory.mktemp("equity") / "access.duckdb")
    return warehouse, read_facts(warehouse, fictional_area())


def covered(scheme, site, share, population=1000.0):
    return {
        "scheme": scheme,
        "stratum": "rural",
        "site_of_care": site,
        "within_min": 30.0,
        "population": population,
        "population_within": population * share,
        "share": share,
    }


def test_rural_shares_run_from_the_least_definition_to_the_greatest(world):
    table = pd.DataFrame(
        [
            covered("nchs", "hospital_based", 0.7),
            covered("ruca", "hospital_based", 0.6),
            covered("cms", "hospital_based", 0.8),
            covered("nchs", "any", 0.9, 2000.0),
            covered("ruca", "any", 0.9, 5000.0),
        ]
    )
    first, second = scheme_sentences(table, world[1])
    assert first.startswith(
        "Depending on who counts as rural, between 60% (RUCA tracts) and 80% (CMS"
    )
    assert "from 2,000 people as rural (NCHS counties) to 5,000 people (RUCA tracts)" in second
    lost = table.iloc[[0]].assign(
        scheme="ruca",
        stratum="unclassified",
        population=0.25 * world[1].population,
        site_of_care="any",
    )
    *_, last = scheme_sentences(pd.concat([table, lost], ignore_index=True), world[1])
    assert last.startswith("RUCA tracts leave") and "(25%) unclassified" in last
    few = lost.assign(population=0.001 * world[1].population)
    assert len(scheme_sentences(pd.concat([table, few], ignore_index=True), world[1])) == 2


def scored(measure, stratum, median, zero=0.0, spread=1.0):
    return {
        "measure": measure,
        "stratum": stratum,
        "population": 100.0,
        "population_without_score": 0.0,
        "population_zero": zero,
        "score_mean": median,
        "score_p10": median / 2,
        "score_median": median,
        "score_median_low": median,
        "score_median_high": median * spread,
        "score_p90": median * 2,
    }


def test_scores_are_told_for_a_hundred_thousand_people(world):
    table = pd.DataFrame(
        [
            scored("raam", "all", 1.2),
            scored("e2sfca", "all", 3e-5, zero=7.0),
            scored("e2sfca", "rural", 2e-5),
        ]
    )
    told = score_sentences(table, NOTES, world[1])
    assert told[0] == (
        "The typical person has 3.00 centers for 100,000 people within reach; one in ten has less than 1.50, "
        "one in ten more than 6.00."
    )
    assert "7 people have no center within the hour at all." in told
    varied = pd.DataFrame([scored("e2sfca", "all", 3e-5, spread=1.5)])
    assert (
        "has 3.00 centers for 100,000 people within reach (3.00 to 4.50 under the decays that are usual); "
        in (score_sentences(varied, NOTES, world[1])[0])
    )
    rows = scores_table(table, NOTES).rows
    assert [row[0].split(" (")[0] for row in rows] == [
        "Enhanced two-step floating catchment",
        "Enhanced two-step floating catchment",
        "Rational agent access model",
    ]
    assert rows[0][3] == pytest.approx(1.0)
    assert rows[2][4] == pytest.approx(1.2)
    assert rows[1][6] == PeopleShare(7.0, 0.07)


def test_centers_of_unknown_capacity_are_counted(world):
    notes = NOTES | {"supply_unit": "capacity", "centers_left_out": "12"}
    told = score_sentences(pd.DataFrame([scored("e2sfca", "all", 3e-5)]), notes, world[1])
    assert told[-1].startswith("12 centers of unknown capacity are left out")


def test_inequality_has_the_mean_beside_it(world):
    found = {"mean": 10.0, "gini": 0.4, "kolm_pollak_equivalent": 14.0}
    found |= {"theil": 0.4, "theil_between": 0.1}
    table = pd.DataFrame(
        [
            {
                "burden": "any",
                "index": index,
                "result": result,
                "people": 9.0,
                "people_left_out": 3.0,
            }
            for index, result in found.items()
        ]
    )
    told = inequality_sentences(table, world[1])
    assert told[0].startswith(
        "The drive to the nearest center of any kind takes 10.0 minutes on average"
    )
    assert "across scenarios); the Gini" in told[0]
    assert "is 0.40 (" in told[0] and told[0].endswith("), 0 being everyone alike.")
    assert "everyone drove 14 minutes" in told[1]
    assert told[2].startswith("25% of the unevenness")
    assert told[3] == "3 people who cannot be driven anywhere are in none of these."


def test_people_for_whom_no_office_is_nearer_are_the_rest(world):
    _, facts = world
    names = ("coverage_by_scheme", "times_by_scheme", "nearness_by_scheme")
    frames = read_frames(facts.tables, names)
    table = schemes_table(frames, facts)
    nearness = frames["nearness_by_scheme"]
    row = nearness[(nearness["scheme"] == "nchs") & (nearness["stratum"] == "all")].iloc[0]
    gains = row["population_office_nearer"]
    (told,) = (one for one in table.rows if one[0].startswith("NCHS") and one[1] == "Everyone")
    assert isinstance(told[-1], PeopleShare)
    assert told[-1].people == pytest.approx(row["population"] - gains)
    assert {one[0] for one in table.rows} == {
        "NCHS counties",
        "RUCA tracts",
        "USDA continuum counties",
        "CMS county types",
    }


def test_without_offices_no_advantage_is_told(tmp_path):
    warehouse = write_world(tmp_path / "access.duckdb", no_offices)
    page = equity_page(read_facts(warehouse, fictional_area()))
    assert "advantage" not in page.tables
    assert not any("office" in column.heading.lower() for column in page.tables["schemes"].columns)


def test_names_of_scores_and_decays():
    assert score_name("cumulative_22.5", "centers") == "Centers within 22.5 minutes"
    assert score_name("2sfca", "capacity").endswith("(2SFCA), capacity for 100,000 people")
    names = ["cumulative_60", "raam", "cumulative_7.5", "2sfca", "e2sfca"]
    assert sorted(names, key=score_order) == [
        "e2sfca",
        "2sfca",
        "raam",
        "cumulative_7.5",
        "cumulative_60",
    ]
    assert (
        decay_words("steps 10:1, 20:0.68")
        == "1 up to 10 minutes, 0.68 up to 20 minutes, none beyond"
    )
    assert decay_words("gaussian sigma 17.9 min, within 60 min").startswith("gaussian")
