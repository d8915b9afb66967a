"""The nearest few of each kind, on a road where a mile takes a minute."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts import check_contract
from pipelines.measures.access.drive_times import site_categories
from pipelines.measures.access.nearest_centers import NEAREST, nearest_centers
from pipelines.trips import k_nearest_at_places
from tests.measures.road_worlds import centers_at, people_at, world

KINDS = ("hospital_based", "office_based", "pharmacy_based")


def told(centers, places):
    here = world(centers, places)
    return check_contract(
        "out.nearest_centers",
        nearest_centers(
            places["geoid"],
            centers["center_id"],
            site_categories(centers["site_of_care"]),
            partial(k_nearest_at_places, here.joined),
        ),
    )


def test_three_of_each_kind_are_told_nearest_first():
    centers = centers_at(*[(mile, KINDS[0]) for mile in (55, 12, 40, 20)], (9, KINDS[1]))
    rows = told(centers, people_at(10))
    assert rows["center_id"].tolist() == ["c1", "c3", "c2", "c4"]
    assert rows["site_of_care"].tolist() == [KINDS[0]] * 3 + [KINDS[1]]
    assert rows["rank"].tolist() == [1, 2, 3, 1]
    np.testing.assert_allclose(rows["drive_time_min"], [2, 10, 30, 1], atol=0.05)
    np.testing.assert_allclose(rows["distance_mi"], [2, 10, 30, 1], atol=0.05)


def test_without_centers_there_are_no_rows():
    assert told(centers_at(), people_at(10)).empty


@settings(max_examples=15)
@given(
    st.lists(st.tuples(st.integers(0, 59), st.sampled_from(KINDS)), min_size=1, max_size=12),
    st.lists(st.integers(0, 59), min_size=1, max_size=4),
)
def test_no_center_of_the_kind_is_nearer_than_those_that_are_told(at, miles):
    centers, places = centers_at(*at), people_at(*miles)
    rows = told(centers, places)
    for geoid, mile in zip(places["geoid"], miles, strict=True):
        for kind in KINDS:
            apart = sorted(abs(mile - one) for one, of in at if of == kind)
            mine = rows[(rows["geoid"] == geoid) & (rows["site_of_care"] == kind)]
            assert mine["drive_time_min"].tolist() == pytest.approx(apart[:NEAREST], abs=0.05)
            assert mine["rank"].tolist() == list(range(1, len(mine) + 1))
            assert mine["center_id"].is_unique
