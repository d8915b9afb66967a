from collections import Counter

import numpy as np
import pytest

from pipelines.demo.land import plan
from pipelines.demo.land.geography import inside

ACUTE = ("GENERAL ACUTE CARE", "CRITICAL ACCESS")


def test_each_county_has_the_planned_facilities(small):
    state = small.state
    hospitals = Counter((p.county, p.open) for p in state.hospitals if p.kind in ACUTE)
    centers = Counter((p.county, p.kind) for p in state.centers)
    for n, county in enumerate(plan.COUNTIES):
        assert hospitals[n, True] == county.hospitals
        assert hospitals[n, False] == county.closed_hospitals
        assert centers[n, "office_based"] == county.offices
        assert centers[n, "pharmacy_based"] == county.pharmacies
        assert centers[n, "stand_alone"] == county.stand_alones


def test_there_are_as_many_as_such_a_state_has(full):
    hospitals = [p for p in full.state.hospitals if p.kind in ACUTE and p.open]
    kinds = Counter(p.kind for p in full.state.centers)
    assert 60 <= len(hospitals) <= 70
    assert 90 <= kinds["office_based"] <= 120
    assert 6 <= kinds["pharmacy_based"] <= 10
    assert 8 <= kinds["stand_alone"] <= 12
    assert sum(p.kind == "CRITICAL ACCESS" for p in hospitals) >= 6


def test_types_that_give_no_infusions_are_there_to_be_left_out(full):
    kinds = Counter(p.kind for p in full.state.hospitals)
    assert {"PSYCHIATRIC", "REHABILITATION", "LONG TERM CARE", "CHILDREN"} <= set(kinds)
    assert sum(not p.open for p in full.state.hospitals) >= 4


def test_places_stand_in_their_county_beside_their_road(full):
    state = full.state
    for place in state.hospitals + state.centers:
        assert inside(state.geography.counties[place.county], np.array([place.xy]))[0]
        gap = np.hypot(*(state.graph.xy[place.node] - place.xy))
        assert 40 <= gap <= 145


def test_critical_access_hospitals_are_small(full):
    assert all(
        p.size is not None and p.size <= 25
        for p in full.state.hospitals
        if p.kind == "CRITICAL ACCESS"
    )


def test_hospital_names_are_all_different(full):
    names = [p.name for p in full.state.hospitals]
    assert len(set(names)) == len(names)


def test_some_centers_do_not_tell_their_chairs(full):
    unknown = [p for p in full.state.centers if p.size is None]
    assert 2 <= len(unknown) <= 20


def test_offices_stand_farther_out_than_hospitals_in_the_metropolis(full):
    state = full.state
    centre = np.array(state.settlement.towns[0].xy)
    hospital = [p.xy for p in state.hospitals if p.county == 0 and p.kind in ACUTE and p.open]
    office = [p.xy for p in state.centers if p.county == 0 and p.kind == "office_based"]
    away = [np.median(np.hypot(*(np.array(xy) - centre).T)) for xy in (hospital, office)]
    assert away[0] < away[1]


@pytest.mark.parametrize(
    ("hospital", "office"), [(True, True), (True, False), (False, True), (False, False)]
)
def test_rural_counties_of_every_kind_of_supply_exist(hospital, office):
    rural = [c for c in plan.COUNTIES if c.population < 100_000]
    assert any(bool(c.hospitals) == hospital and bool(c.offices) == office for c in rural)
