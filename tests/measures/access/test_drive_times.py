import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts import check_contract
from pipelines.measures.access.drive_times import drive_times, site_categories
from pipelines.routing.cost import NO_TRIP, UNREACHED
from pipelines.routing.nearest import Nearest
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE, SITES_OR_ANY


def answer(trips: list[list[tuple[int, int, int] | None]]) -> Nearest:
    """Make an answer from (minutes in ms, length in dm, center) by category and place."""
    gone = (int(NO_TRIP), int(NO_TRIP), int(UNREACHED))
    cells = np.array([[trip or gone for trip in row] for row in trips], dtype=np.int32)
    cells = cells.reshape(4, -1, 3)
    return Nearest(*(np.ascontiguousarray(cells[:, :, i]) for i in range(3)))


def centers(*sites: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "center_id": pd.Series([f"list:{i}" for i in range(len(sites))], dtype="str"),
            "site_of_care": pd.Series(sites, dtype="str"),
        }
    )


def one_place(trips: list[tuple[int, int, int] | None], *sites: str, on_road: bool = True):
    rows = drive_times(
        pd.Series(["g1"], dtype="str"),
        centers(*sites),
        answer([[trip] for trip in trips]),
        np.array([5.0]),
        np.array([on_road]),
    )
    check_contract("out.drive_times", rows)
    return rows.set_index("site_of_care")


def test_units_are_minutes_and_miles_to_the_millisecond() -> None:
    rows = one_place([(1_800_001, 160_934, 0), None, None, None], "hospital_based")
    assert rows.loc["hospital_based", "drive_time_min"] == 1_800_001 / 60_000
    assert rows.loc["hospital_based", "distance_mi"] == pytest.approx(10, abs=1e-4)
    assert rows.loc["hospital_based", "center_id"] == "list:0"
    assert pd.isna(rows.loc["hospital_based", "unreached_reason"])


def test_half_an_hour_is_exactly_thirty() -> None:
    rows = one_place([(1_800_000, 0, 0), None, None, None], "hospital_based")
    assert rows.loc["hospital_based", "drive_time_min"] == 30.0


def test_every_reason() -> None:
    trips = [None, None, None, None]
    rows = one_place(trips, "office_based")
    assert rows["unreached_reason"].to_dict() == {
        "hospital_based": "no_center",
        "office_based": "no_path",
        "pharmacy_based": "no_center",
        "stand_alone": "no_center",
        "any": "no_path",
    }
    rows = one_place(trips, "office_based", on_road=False)
    assert rows.loc["office_based", "unreached_reason"] == "no_road_near"
    assert rows.loc["any", "unreached_reason"] == "no_road_near"
    assert rows["snap_m"].isna().all()
    rows = one_place(trips)
    assert list(rows["unreached_reason"]) == ["no_center"] * 5
    assert rows[["drive_time_min", "distance_mi", "center_id"]].isna().all(axis=None)


def test_any_is_the_best_by_time_then_way_then_number() -> None:
    sites = ("office_based", "hospital_based", "pharmacy_based", "stand_alone")
    assert one_place([(5, 9, 1), (4, 9, 0), (6, 1, 2), None], *sites).loc["any", "center_id"] == (
        "list:0"
    )
    assert one_place([(4, 8, 1), (4, 9, 0), (6, 1, 2), None], *sites).loc["any", "center_id"] == (
        "list:1"
    )
    assert one_place([(4, 9, 1), (4, 9, 0), (6, 1, 2), None], *sites).loc["any", "center_id"] == (
        "list:0"
    )


def test_a_place_reached_without_a_road_has_a_time_and_no_snap() -> None:
    rows = one_place([(60_000, 100, 0), None, None, None], "hospital_based", on_road=False)
    assert rows.loc["hospital_based", "drive_time_min"] == 1.0
    assert pd.isna(rows.loc["hospital_based", "snap_m"])


def test_no_places() -> None:
    rows = drive_times(
        pd.Series([], dtype="str"),
        centers("stand_alone"),
        answer([[]] * 4),
        np.array([]),
        np.array([], dtype=bool),
    )
    assert len(check_contract("out.drive_times", rows)) == 0


def test_parts_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="2 places need answers"):
        drive_times(
            pd.Series(["a", "b"], dtype="str"),
            centers(),
            answer([[None]] * 4),
            np.ones(1),
            np.ones(1, dtype=bool),
        )
    with pytest.raises(ValueError, match="'clinic' is not one of"):
        site_categories(pd.Series(["office_based", "clinic"]))


trip = st.one_of(st.none(), st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 3)))


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 6).flatmap(
        lambda n: st.lists(st.lists(trip, min_size=n, max_size=n), min_size=4, max_size=4)
    )
)
def test_any_equals_a_loop(trips) -> None:
    n = len(trips[0])
    rows = drive_times(
        pd.Series([f"g{i}" for i in range(n)], dtype="str"),
        centers(*SITES_OF_CARE),
        answer(trips),
        np.ones(n),
        np.ones(n, dtype=bool),
    )
    assert list(rows["site_of_care"]) == list(SITES_OR_ANY) * n
    for i in range(n):
        found = [row[i] for row in trips if row[i] is not None]
        said = rows[(rows["geoid"] == f"g{i}") & (rows["site_of_care"] == "any")].iloc[0]
        if not found:
            assert said["unreached_reason"] == "no_path"
            continue
        time_ms, length_dm, center = min(found)
        assert said["drive_time_min"] == time_ms / 60_000
        assert said["distance_mi"] == length_dm / 16_093.44
        assert said["center_id"] == f"list:{center}"
