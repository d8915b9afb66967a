"""Every fact equals a naive count over the tables."""

import math
from collections import defaultdict

import pytest

from pipelines.maps.nearness import SAME_WITHIN_MIN
from pipelines.report.facts import read_facts
from pipelines.warehouse import WarehouseError, read_table
from tests.report.test_report_page import no_offices, uncoded
from tests.report.world import write_world
from tests.worlds.answers import fictional_area


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
    assert facts.places == len(known)
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
        elif abs(hospital - office) <= SAME_WITHIN_MIN:
            side = "same"
        else:
            side = "office" if office < hospital else "hospital"
        for name in (stratum, "all"):
            gaps[name, row["gap"]] += place["population"]
            nearer[name, side] += place["population"]
    for name in facts.strata:
        group = facts.nearness[name]
        assert group.office_nearer == nearer[name, "office"]
        assert group.hospital_nearer == nearer[name, "hospital"]
        assert group.about_as_near == nearer[name, "same"]
        assert group.neither_reached == nearer[name, "neither"]
        for gap, count in facts.gaps[name].people.items():
            assert count == gaps[name, gap]
        assert sum(facts.gaps[name].people.values()) == facts.gaps[name].population


def test_drives_are_weighted_medians_of_the_reached(world):
    path, facts = world
    known, trips = people(path), defaultdict(list)
    for row in rows(path, "out.drive_times"):
        stratum, place = known[row["geoid"]]
        for name in (stratum, "all"):
            trips[name, row["site_of_care"]].append((row["drive_time_min"], place["population"]))
    for key, drive in facts.drives.items():
        reached = sorted((time, count) for time, count in trips[key] if not math.isnan(time))
        assert drive.reached == sum(count for _, count in reached)
        assert drive.reached + drive.unreached == sum(count for _, count in trips[key])
        if not reached:
            assert drive.median_min is None
            continue
        below = sum(count for time, count in reached if time < drive.median_min)
        above = sum(count for time, count in reached if time > drive.median_min)
        assert max(below, above) <= drive.reached / 2
        mean = sum(time * count for time, count in reached) / drive.reached
        assert drive.mean_min == pytest.approx(mean)


def test_within_shares(world):
    path, facts = world
    known, near, everyone = people(path), defaultdict(float), defaultdict(float)
    for row in rows(path, "out.drive_times"):
        stratum, place = known[row["geoid"]]
        for limit in fictional_area().measures.within_min:
            for name in (stratum, "all"):
                everyone[name, row["site_of_care"], limit] += place["population"]
                if row["drive_time_min"] <= limit:
                    near[name, row["site_of_care"], limit] += place["population"]
    for key, within in facts.within.items():
        assert within.population_within == near[key]
        assert within.share == pytest.approx(near[key] / everyone[key])


def test_unreached(world):
    path, facts = world
    known, lost, places = people(path), defaultdict(float), defaultdict(int)
    for row in rows(path, "out.drive_times"):
        if isinstance(row["unreached_reason"], str):
            stratum, place = known[row["geoid"]]
            for name in (stratum, "all"):
                key = (name, row["site_of_care"], row["unreached_reason"])
                lost[key] += place["population"]
                places[key] += 1
    assert len(facts.unreached) == len(lost) > 0
    for one in facts.unreached:
        key = (one.stratum, one.site_of_care, one.reason)
        assert (one.population, one.places) == (lost[key], places[key])


def test_counties(world):
    path, facts = world
    known, left_out = people(path), defaultdict(float)
    for row in rows(path, "out.gaps"):
        place = known[row["geoid"]][1]
        left_out[place["county_fips"]] += place["population"] * (row["gap"] == "none")
    assert {one.county_fips: one.gaps.people["none"] for one in facts.counties} == dict(left_out)
    assert sum(one.gaps.population for one in facts.counties) == facts.population


def test_centers(world):
    path, facts = world
    counted, inside = defaultdict(int), defaultdict(int)
    for row in rows(path, "core.centers"):
        counted[row["site_of_care"]] += 1
        inside[row["site_of_care"]] += bool(row["in_area"])
    assert dict(facts.centers) == {site: counted[site] for site in facts.centers}
    assert dict(facts.centers_in_area) == {site: inside[site] for site in facts.centers}
    assert sum(facts.precision.values()) == sum(counted.values())


def test_the_example_is_the_left_out_place_with_most_people(world):
    path, facts = world
    known = people(path)
    left_out = [row["geoid"] for row in rows(path, "out.gaps") if row["gap"] == "none"]
    most = max(known[geoid][1]["population"] for geoid in left_out)
    assert known[facts.example_geoid][1]["population"] == most
    assert facts.example_geoid in left_out


def test_a_missing_warehouse_is_named(tmp_path):
    with pytest.raises(WarehouseError, match="no warehouse yet"):
        read_facts(tmp_path / "none.duckdb", fictional_area())
