"""Gaps are counted as a walk over the places counts them."""

import numpy as np
from hypothesis import given, settings

from pipelines.measures.access.gap_counts import example_place, gaps_by_stratum
from pipelines.measures.access.gaps import gaps
from pipelines.vocabulary.access import GAPS
from tests.measures.worlds import drive_time_rows, is_of, joined, population, worlds


@settings(max_examples=25, deadline=None)
@given(worlds())
def test_every_person_is_in_one_gap_of_the_stratum(world) -> None:
    times = joined(world)
    gap = gaps(times, 30.0, 5.0)["gap"]
    table = gaps_by_stratum(times, gap, 30.0).set_index("stratum")
    for name, row in table.iterrows():
        mine = np.array([is_of(str(name), one) for one in times.places["stratum"]])
        people = {code: times.people[mine & (gap == code).to_numpy()].sum() for code in GAPS}
        assert {code: row[f"population_{code}"] for code in GAPS} == people
        assert sum(people.values()) == row["population"]
        assert row["population_near_hospital"] == people["choice"] + people["hospital_only"]
        assert row["population_near_office"] == people["choice"] + people["office_only"]
        if row["population"] == 0:
            assert np.isnan(row["share_none"])
        else:
            assert row["share_none"] == people["none"] / row["population"]


def test_people_without_a_road_are_counted_apart_and_in_every_share() -> None:
    near = {"hospital_based": [10.0, 40.0, None, None], "office_based": [None] * 4}
    places = population([50, 30, 15, 5], ["rural"] * 4)
    times = joined((places, drive_time_rows(near, roadless=(3,))))
    rows = gaps_by_stratum(times, gaps(times, 30.0, 5.0)["gap"], 30.0).set_index("stratum")
    everyone = rows.loc["all"]
    assert (everyone["population_none"], everyone["population_unknown"]) == (45, 5)
    assert (everyone["share_none"], everyone["share_unknown"]) == (0.45, 0.05)


def test_the_example_is_the_left_out_place_with_most_people_and_the_first_of_those() -> None:
    far = {"hospital_based": [40.0, 10.0, 40.0, 40.0], "office_based": [None] * 4}
    times = joined((population([1, 99, 7, 7], ["rural"] * 4), drive_time_rows(far)))
    gap = gaps(times, 30.0, 5.0)["gap"]
    assert list(example_place(times, gap)["geoid"]) == ["g002"]
    assert list(example_place(times, gap.replace("none", "choice"))["geoid"]) == ["g001"]
