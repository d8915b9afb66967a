"""Every fact equals a naive count over the tables."""

import math
from collections import Counter, defaultdict

import pandas as pd
import pytest

from pipelines.report.facts import full_county_name, read_facts
from pipelines.report.telling.bands import NO_SITE
from pipelines.vocabulary.access import GAPS
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from pipelines.warehouse import WarehouseError, read_table
from tests.report.test_report_page import no_offices, uncoded
from tests.report.world import with_tables, write_world
from tests.worlds.answers import fictional_area

NEARER_BY_MIN = fictional_area().measures.nearer_by_min


@pytest.fixture(scope="module", params=[None, uncoded, no_offices])
def world(request, tmp_path_factory):
    path = write_world(tmp_path_factory.mktemp("facts") / "access.duckdb", request.param)
    return path, read_facts(path, fictional_area())


def rows(path, table):
    return read_table(path, table).to_dict("records")


def people(path):
    return {
        row["geoid"]: (row["stratum"] if isinstance(row["stratum"], str) else "unclassified", row)
        for row in rows(path, "core.population")
    }


def test_population_and_strata(world):
    path, facts = world
    known = people(path)
    assert facts.population == sum(row["population"] for _, row in known.values())
    assert facts.nearness("all")["places"] == len(known)
    assert set(facts.strata) == {stratum for stratum, _ in known.values()} | {"all"}
    assert facts.strata[-1] == "all"


def test_gaps_and_nearness(world):
    path, facts = world
    known, gaps, nearer = people(path), defaultdict(float), defaultdict(float)
    for row in rows(path, "out.gaps"):
        stratum, place = known[row["geoid"]]
        hospital, office = row["hospital_min"], row["office_min"]
        if math.isnan(hospital) and math.isnan(office):
            side = "neither"
        elif math.isnan(office):
            side = "hospital"
        elif math.isnan(hospital):
            side = "office"
        elif abs(hospital - office) <= NEARER_BY_MIN:
            side = "same"
        else:
            side = "office" if office < hospital else "hospital"
        for name in (stratum, "all"):
            gaps[name, row["gap"]] += place["population"]
            nearer[name, side] += place["population"]
    for name in facts.strata:
        group, gap = facts.nearness(name), facts.gaps(name)
        assert group["population_office_nearer"] == nearer[name, "office"]
        assert group["population_hospital_nearer"] == nearer[name, "hospital"]
        assert group["population_about_the_same"] == nearer[name, "same"]
        assert group["population_neither_reached"] == nearer[name, "neither"]
        for code in GAPS:
            assert gap[f"population_{code}"] == gaps[name, code]
        assert sum(gap[f"population_{code}"] for code in GAPS) == gap["population"]


def test_unreached(world):
    path, _ = world
    known, lost, places = people(path), defaultdict(float), defaultdict(int)
    for row in rows(path, "out.drive_times"):
        if isinstance(row["unreached_reason"], str):
            stratum, place = known[row["geoid"]]
            for name in (stratum, "all"):
                key = (name, row["site_of_care"], row["unreached_reason"])
                lost[key] += place["population"]
                places[key] += 1
    told = rows(path, "out.unreached")
    assert sum(row["places"] > 0 for row in told) == len(lost) > 0
    for row in told:
        key = (row["stratum"], row["site_of_care"], row["unreached_reason"])
        assert (row["population"], row["places"]) == (lost[key], places[key])


def test_centers(world):
    path, facts = world
    counted = Counter(row["site_of_care"] for row in rows(path, "core.centers"))
    assert facts.centers == {site: counted[site] for site in SITES_OF_CARE}
    assert facts.all_centers == counted.total()


def test_the_example_is_the_left_out_place_with_most_people(world):
    path, facts = world
    known = people(path)
    left_out = [row["geoid"] for row in rows(path, "out.gaps") if row["gap"] == "none"]
    most = max(known[geoid][1]["population"] for geoid in left_out)
    example = facts.tables.rows("out.example_place")[0]["geoid"]
    assert known[example][1]["population"] == most
    assert example in left_out


def test_a_missing_warehouse_is_named(tmp_path):
    with pytest.raises(WarehouseError, match="no warehouse yet"):
        _ = read_facts(tmp_path / "none.duckdb", fictional_area()).strata


def county(fips, state="IL", name=""):
    return {"county_fips": fips, "name": name or f"C{fips}", "state": state}


def test_counties_of_one_state_go_by_their_name(world):
    _, facts = world
    rows = [county("17001"), county("17003") | {"name": None}]
    told = with_tables(facts, counties=pd.DataFrame(rows))
    assert told.county_names == {"17001": "C17001", "17003": "17003"}


def test_counties_of_many_states_go_with_their_state_or_code(world):
    _, facts = world
    rows = [county("17001", "17"), county("51610", "51", "51610"), county("29001", "MO")]
    told = with_tables(facts, counties=pd.DataFrame(rows))
    assert told.county_names == {
        "17001": "C17001 (17001)",
        "51610": "51610",
        "29001": "C29001, MO",
    }


def test_a_state_that_is_only_a_number_is_left_out_of_the_name():
    assert full_county_name(county("1")) == "C1, IL"
    assert full_county_name(county("1", state="17")) == "C1"


def test_only_the_band_over_all_uncertainties_counts(world):
    _, facts = world
    table = pd.DataFrame(
        [
            (None, "all", 0.04, 0.12),
            (None, "speed", 0.05, 0.11),
            ("any", "all", 0.8, 0.9),
            ("stand_alone", "all", None, None),
        ],
        columns=["site_of_care", "dimension", "low", "high"],
    ).assign(stratum="all", figure="share_within")
    told = with_tables(facts, sensitivity=table)
    assert told.band("all", NO_SITE, "share_within") == (0.04, 0.12)
    assert told.band("all", "any", "share_within") == (0.8, 0.9)
    assert told.band("all", "stand_alone", "share_within") is None
    assert told.band("rural", "any", "share_within") is None
