from collections import Counter

import numpy as np

from pipelines.demo.land import plan
from pipelines.demo.land.geography import inside
from pipelines.demo.registries.lookalikes import (
    LOOKALIKES,
    OFF_CAMPUS,
    place_departments,
    place_lookalikes,
)
from pipelines.demo.registries.registered_places import infusing_hospitals
from pipelines.demo.state import DEFAULT_SEED


def test_there_are_as_many_as_planned(small):
    kinds = Counter(place.kind for place in small.state.others)
    assert kinds == {**LOOKALIKES, "off_campus": OFF_CAMPUS}


def test_they_stand_in_their_county(small):
    for place in small.state.others:
        assert inside(small.state.geography.counties[place.county], np.array([place.xy]))[0]


def test_some_share_the_building_of_a_true_center(small):
    centers = {(place.street, place.town) for place in small.state.centers}
    shared = sum((place.street, place.town) in centers for place in small.state.others)
    assert 20 <= shared <= 150


def test_departments_stand_off_the_campus_of_hospitals_that_infuse(small):
    state = small.state
    infusing = {place.name.title(): place for place in infusing_hospitals(state.hospitals)}
    for place in state.others[:OFF_CAMPUS]:
        hospital = infusing[place.operator]
        away_m = np.hypot(*(np.array(place.xy) - np.array(hospital.xy)))
        assert 250 < away_m < 20_000
        assert plan.COUNTIES[place.county].hospitals >= 4


def test_the_same_seed_places_the_same(small):
    state = small.state
    ground = (state.settlement, state.graph, state.geography)
    hospitals = infusing_hospitals(state.hospitals)
    one, again, other = (
        place_departments(hospitals, *ground, seed) + place_lookalikes(*ground, state.centers, seed)
        for seed in (DEFAULT_SEED, DEFAULT_SEED, 7)
    )
    assert one == again
    assert {place.xy for place in one}.isdisjoint(
        {place.xy for place in other} - {place.xy for place in state.centers}
    )
