import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts import check_contract
from pipelines.measures.place_times import place_times
from pipelines.measures.uncertainty.margins import margins
from tests.measures.worlds import drive_time_rows, is_of, population, shuffled, worlds

HOSPITAL = "hospital_based"
COUNTS = st.sampled_from([0.0, 3.0, 40.0, None])


def row(table: pd.DataFrame, stratum: str, site: str, within_min: float) -> pd.Series:
    mine = (table["stratum"] == stratum) & (table["site_of_care"] == site)
    (found,) = [one for _, one in table[mine & (table["within_min"] == within_min)].iterrows()]
    return found


def test_margins_of_a_world_worked_out_by_hand() -> None:
    places = population([100, 50, 0, 0, 50], ["rural"] * 4 + ["urban"]).assign(
        over_65=[30.0, 40.0, 0.0, 0.0, 10.0], over_65_moe=[12.0, 9.0, 5.0, 4.0, np.nan]
    )
    times = place_times(drive_time_rows({HOSPITAL: [10.0, 20.0, 20.0, 40.0, 10.0]}), places)
    table = check_contract("out.margins", margins(times, [15.0, 30.0], "over_65", "over_65_moe"))
    near = row(table, "rural", HOSPITAL, 30.0)
    # Two empty places: of 5 and 4 the larger counts, once.
    assert near["people"] == 70
    assert near["people_margin"] == pytest.approx(np.sqrt(12**2 + 9**2 + 5**2))
    assert near["people_within"] == 70 and near["share"] == 1
    # The place 40 minutes away has nobody, and its margin of 4 gives way to the 5 of the other.
    assert near["people_within_margin"] == near["people_margin"]
    close = row(table, "rural", HOSPITAL, 15.0)
    assert (close["people_within"], close["people_within_margin"]) == (30, 12)
    # sqrt(144 - (3/7)^2 * 250) / 70
    assert close["share_margin"] == pytest.approx(np.sqrt(144 - 9 / 49 * 250) / 70)
    # The one urban place has no margin: nothing is known of it.
    urban = row(table, "urban", HOSPITAL, 30.0)
    assert (urban["people"], urban["places_left_out"], urban["people_left_out"]) == (0, 1, 10)
    assert np.isnan(urban["share"]) and np.isnan(urban["share_margin"])
    everyone = row(table, "all", "any", 30.0)
    assert (everyone["people"], everyone["places_left_out"]) == (70, 1)


def oracle(people, error, near) -> tuple[float, float]:
    total, squares, largest = 0.0, 0.0, 0.0
    for count, margin, counts in zip(people, error, near, strict=True):
        if counts and not np.isnan(count) and not np.isnan(margin):
            total += count
            if count == 0:
                largest = max(largest, margin)
            else:
                squares += margin**2
    return total, np.sqrt(squares + largest**2)


@settings(deadline=None, max_examples=40)
@given(worlds(), st.data())
def test_every_row_equals_a_sum_by_hand(drawn, data) -> None:
    places, drives = drawn
    size = len(places)
    each = st.lists(COUNTS, min_size=size, max_size=size)
    counted = np.array(data.draw(each), dtype="float64")
    error = np.array(data.draw(each), dtype="float64")
    places = places.assign(people=counted, moe=error)
    times = place_times(drives, places)
    table = margins(times, [30.0, 60.0], "people", "moe")
    for one in table.to_dict("records"):
        mine = np.array([is_of(one["stratum"], stratum) for stratum in times.places["stratum"]])
        near = mine & (times.minutes_to(one["site_of_care"]) <= one["within_min"])
        whole, whole_margin = oracle(counted, error, mine)
        part, part_margin = oracle(counted, error, near)
        assert (one["people"], one["people_within"]) == (whole, part)
        assert one["people_margin"] == pytest.approx(whole_margin)
        assert one["people_within_margin"] == pytest.approx(part_margin)
        if whole == 0:
            assert np.isnan(one["share"]) and np.isnan(one["share_margin"])
            continue
        share = part / whole
        root = part_margin**2 - (share * whole_margin) ** 2
        if root < -1e-9:
            root = part_margin**2 + (share * whole_margin) ** 2
        assert one["share"] == pytest.approx(share)
        assert one["share_margin"] == pytest.approx(np.sqrt(max(root, 0)) / whole, abs=1e-6)


@settings(deadline=None, max_examples=15)
@given(worlds(), st.integers(0, 5))
def test_margins_do_not_depend_on_the_order_of_rows(drawn, seed: int) -> None:
    places, drives = drawn
    places = places.assign(moe=places["population"] / 3 + 2)
    told = [
        margins(place_times(d, p), [30.0], "population", "moe")
        for p, d in ((places, drives), (shuffled(places, seed), shuffled(drives, seed)))
    ]
    pd.testing.assert_frame_equal(*told)
