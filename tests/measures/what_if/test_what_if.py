import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.area import Opening
from pipelines.contracts import check_contract
from pipelines.measures.center_search import CenterSearch, closed, search_of, within_both
from pipelines.measures.scenario_times import times_of, with_new
from pipelines.measures.what_if.cases import chosen_centers
from pipelines.measures.what_if.what_if import county_changes, search_openings, what_if
from pipelines.routing.nearest import Nearest
from pipelines.trips import join_network
from pipelines.units import M_PER_MILE
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from tests.measures.road_worlds import World, centers_at, people_at, search, world
from tests.roads import worlds as on_roads

HOSPITAL, OFFICE = "hospital_based", "office_based"


def opening_at(mile: float, site: str = OFFICE, name: str = "new") -> Opening:
    lon, lat = on_roads.degrees(mile * M_PER_MILE, 0.0)
    return Opening(name=name, lon=lon, lat=lat, site_of_care=site)


def searched(small: World) -> CenterSearch:
    return search_of(small.joined, small.found, small.centers)


def opened(before: CenterSearch, opening: CenterSearch) -> Nearest:
    return with_new(before.found, opening.found, len(before.group))


def two_hospitals() -> World:
    return world(
        centers_at((0.0, HOSPITAL), (40.0, HOSPITAL)),
        people_at(
            5.0,
            35.0,
            people=[100.0, 60.0],
            strata=["urban", "rural"],
            counties=["01001", "01003"],
        ),
    )


def row(table: pd.DataFrame, stratum: str, site: str) -> pd.Series:
    (found,) = table[(table["stratum"] == stratum) & (table["site_of_care"] == site)].index
    return table.loc[found]


def test_a_closure_sends_people_to_the_other_hospital() -> None:
    small = two_hospitals()
    before = times_of(small.found, small.places, small.on_road)
    after = closed(searched(small), chosen_centers(small.centers, ["c1"]))
    table = what_if("closures", before, times_of(after.found, small.places, small.on_road), 30.0)
    check_contract("out.what_if", table)
    hit, spared = row(table, "rural", HOSPITAL), row(table, "urban", HOSPITAL)
    assert (hit["population_longer"], spared["population_longer"]) == (60, 0)
    assert (hit["population_moved"], spared["population_moved"]) == (60, 0)
    assert hit["share_within_before"] == hit["population_within_before"] / hit["population"]
    assert hit["change_min_mean"] == pytest.approx(30, abs=0.01)
    assert hit["person_minutes"] == pytest.approx(1800, abs=1)
    assert (hit["population_within_before"], hit["population_within_after"]) == (60, 0)
    assert np.isnan(spared["change_min_mean"]) and spared["person_minutes"] == 0
    assert row(table, "all", "any")["drive_time_min_median_after"] == pytest.approx(5, abs=0.01)
    np.testing.assert_array_equal(after.group, [0, -1])


def test_closing_every_hospital_cuts_people_off() -> None:
    small = two_hospitals()
    after = closed(searched(small), np.array([True, True]))
    table = what_if(
        "closures",
        times_of(small.found, small.places, small.on_road),
        times_of(after.found, small.places, small.on_road),
        30.0,
    )
    everyone = row(table, "all", HOSPITAL)
    assert everyone["population_cut_off"] == 160 and everyone["population_longer"] == 0
    assert np.isnan(everyone["drive_time_min_median_after"])


def test_an_opening_connects_people_and_shortens_drives() -> None:
    small = two_hospitals()
    (new,) = search_openings(small.network, small.roads, [opening_at(34.0)], small.places)
    after = opened(searched(small), new)
    table = what_if(
        "opening: new",
        times_of(small.found, small.places, small.on_road),
        times_of(after, small.places, small.on_road),
        30.0,
    )
    assert row(table, "all", OFFICE)["population_connected"] == 160
    assert row(table, "rural", "any")["population_shorter"] == 60
    assert row(table, "rural", "any")["change_min_mean"] == pytest.approx(-4, abs=0.01)
    assert row(table, "rural", HOSPITAL)["population_shorter"] == 0
    assert after.center[1].tolist() == [2, 2]
    assert search_openings(small.network, small.roads, [], small.places) == []


def test_other_places_are_refused() -> None:
    small = two_hospitals()
    with pytest.raises(ValueError, match="same places"):
        what_if("x", times_of(small.found, small.places, small.on_road), other_places(), 30.0)


def other_places():
    small = world(centers_at((0.0, HOSPITAL)), people_at(1.0))
    return times_of(small.found, small.places, small.on_road)


def limits_of(*counties: tuple[str, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "county_fips": [fips for fips, _, _ in counties],
            "cms_county_type": ["Rural"] * len(counties),
            "limit_min": [minutes for _, minutes, _ in counties],
            "limit_mi": [miles for _, _, miles in counties],
            "required_share": [0.85] * len(counties),
            "limit_source": ["derived"] * len(counties),
            "customised": pd.array([False] * len(counties), dtype="boolean"),
            "beneficiaries": [np.nan] * len(counties),
        }
    )
    return frame.astype(dict.fromkeys(("county_fips", "cms_county_type", "limit_source"), "str"))


def test_a_closure_costs_a_county_its_adequacy_and_an_opening_gives_it_back() -> None:
    small = two_hospitals()
    limits = limits_of(("01001", 10.0, 10.0), ("01003", 10.0, 10.0))
    start = searched(small)
    before = within_both(start, small.places, limits)
    shut = closed(start, np.array([False, True]))
    after = within_both(shut, small.places, limits)
    lost = county_changes("closures", small.places, limits, before, after)
    check_contract("out.what_if_adequacy", lost)
    assert set(lost["county_fips"]) == {"01003"} and set(lost["change"]) == {"lost"}
    assert set(lost["scenario"]) == {"all", "hospital_based", "hospital_and_office"}
    (new,) = search_openings(small.network, small.roads, [opening_at(30.0)], small.places)
    reopened = after | within_both(new, small.places, limits)
    gained = county_changes("opening: new", small.places, limits, after, reopened)
    assert sorted(gained["scenario"]) == ["all", "hospital_and_office"]
    assert set(gained["change"]) == {"gained"}
    assert county_changes("none", small.places, limits, before, before).empty
    older = small.places.assign(adults_65_plus=[9.0, 7.0])
    lost = county_changes(
        "closures", older, limits, before, after, ["all"], counted="adults_65_plus"
    )
    assert lost["people_within_before"].tolist() == [7]


def drawn_world(seed: int) -> tuple[World, np.random.Generator]:
    rng = np.random.default_rng(seed)
    sites = rng.choice(SITES_OF_CARE[:2], 5).tolist()
    centers = centers_at(*zip(rng.uniform(0, 60, 5).tolist(), sites, strict=True))
    counties = rng.choice(["01001", "01003"], 8).tolist()
    return world(centers, people_at(*rng.uniform(0, 60, 8).tolist(), counties=counties)), rng


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 1000))
def test_closing_never_shortens_and_opening_never_lengthens(seed: int) -> None:
    small, rng = drawn_world(seed)
    limits = limits_of(("01001", 8.0, 6.0), ("01003", 15.0, 20.0))
    start = searched(small)
    before = times_of(small.found, small.places, small.on_road)
    shut = closed(start, rng.random(5) < 0.5)
    after = times_of(shut.found, small.places, small.on_road)
    assert not (after.minutes < before.minutes).any()
    assert not (np.isnan(before.minutes) & ~np.isnan(after.minutes)).any()
    assert not (
        within_both(shut, small.places, limits) & ~within_both(start, small.places, limits)
    ).any()
    mile, site = float(rng.uniform(0, 60)), str(rng.choice(SITES_OF_CARE[:2]))
    (new,) = search_openings(small.network, small.roads, [opening_at(mile, site)], small.places)
    more = times_of(opened(start, new), small.places, small.on_road)
    assert not (more.minutes > before.minutes).any()
    assert not (np.isnan(more.minutes) & ~np.isnan(before.minutes)).any()


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 1000))
def test_an_opening_equals_a_run_with_that_center(seed: int) -> None:
    small, rng = drawn_world(seed)
    limits = limits_of(("01001", 8.0, 6.0), ("01003", 15.0, 20.0))
    mile, site = float(rng.uniform(0, 60)), str(rng.choice(SITES_OF_CARE[:2]))
    others = [opening_at(1.0, OFFICE, "other"), opening_at(mile, site)]
    new = search_openings(small.network, small.roads, others, small.places)[1]
    added = centers_at((mile, site)).assign(center_id="new")
    all_centers = pd.concat([small.centers, added], ignore_index=True)
    joined = join_network(small.network, small.roads, all_centers, small.places)
    found = search(joined, all_centers)
    expected = times_of(found, small.places, small.on_road)
    told = times_of(opened(searched(small), new), small.places, small.on_road)
    np.testing.assert_allclose(told.minutes, expected.minutes, atol=1e-3)
    both = within_both(searched(small), small.places, limits) | within_both(
        new, small.places, limits
    )
    anew = within_both(search_of(joined, found, all_centers), small.places, limits)
    np.testing.assert_array_equal(both, anew)
