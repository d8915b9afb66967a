"""Records of lists and hospital registries: when two are one center, and what they say together."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.facilities.candidates import from_hospitals, from_list
from pipelines.facilities.matching.merging import merged as merged_records
from pipelines.facilities.matching.same_center import center_numbers
from pipelines.facilities.records import all_records, listed_records, same_center_view
from tests.facilities.worlds import MILE_DEG, centers_list, hospitals

BASE = {"name": "Mercy Hospital", "lon": -90.0, "lat": 40.0, "zip": "60601"}


def listed(*rows: dict) -> pd.DataFrame:
    table = centers_list(
        *(
            {"center_id": f"l{i}", "site_of_care": "hospital_based"} | row
            for i, row in enumerate(rows)
        )
    )
    return from_list(table)


def registered(*rows: dict) -> pd.DataFrame:
    return from_hospitals(
        hospitals(*({"hospital_id": f"h{i}"} | row for i, row in enumerate(rows))), "hifld"
    )


def merged(*parts: pd.DataFrame) -> pd.DataFrame:
    listed = listed_records(pd.concat(parts, ignore_index=True), None)
    records = all_records([listed])
    return merged_records(records, center_numbers(same_center_view(records)))


@pytest.mark.parametrize(
    ("other", "count"),
    [
        ({}, 1),
        ({"name": "THE MERCY HOSPITAL."}, 1),
        ({"name": "Saint Elsewhere"}, 2),
        ({"name": "Saint Elsewhere", "ccn": "140001"}, 1),
        ({"lat": 40.0 + 0.19 * MILE_DEG}, 1),
        ({"lat": 40.0 + 0.21 * MILE_DEG}, 2),
        ({"ccn": "140001", "lat": 40.0 + 0.21 * MILE_DEG}, 2),
        ({"lat": 40.0 + 3 * MILE_DEG, "geocode_precision": "zip"}, 1),
        ({"lat": 40.0 + 3 * MILE_DEG, "geocode_precision": "zip", "zip": "60602"}, 2),
        ({"site_of_care": "office_based"}, 2),
    ],
)
def test_when_two_records_are_one_center(other, count) -> None:
    found = merged(listed(BASE | other), registered(BASE | {"ccn": "140001"}))
    assert len(found) == count


def test_an_npi_joins_two_rows_of_a_list() -> None:
    one = {"npi": "1234567893", "therapy_line": "oncology"}
    found = merged(listed(BASE | one, BASE | one | {"name": "Other", "therapy_line": "specialty"}))
    assert len(found) == 1
    assert found.loc[0, "therapy_line"] == "both"
    assert found.loc[0, "members"] == "list:l0 list:l1"


def test_the_first_record_wins_and_the_others_fill_what_it_leaves_open() -> None:
    found = merged(
        listed(BASE | {"geocode_precision": "zip", "capacity": 12, "operator": "Mercy Health"}),
        registered(BASE | {"lon": -90.01, "ccn": "140001", "beds": 200.0}),
    )
    center = found.iloc[0]
    assert center["center_id"] == "list:l0"
    assert center["members"] == "list:l0 hifld:h0"
    assert (center["capacity"], center["beds"], center["ccn"]) == (12, 200, "140001")
    assert (center["lon"], center["geocode_precision"]) == (-90.01, "rooftop")
    assert center["evidence"] == (
        "listed as hospital_based, no source note [list.csv row 1]; "
        "hifld hospital (GENERAL ACUTE CARE, OPEN) [hospitals.csv row 1]"
    )
    assert pd.isna(center["therapy_line"])


def test_two_blank_names_are_no_match() -> None:
    assert len(merged(registered(BASE | {"name": "..."}, BASE | {"name": "!!"}))) == 2


records = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["Mercy", "mercy", "Grace"]),
            "ccn": st.sampled_from([None, "140001", "140002"]),
            "lon": st.just(-90.0),
            "lat": st.integers(0, 6).map(lambda step: 40 + step * 0.15 * MILE_DEG),
            "zip": st.sampled_from([None, "60601"]),
            "geocode_precision": st.sampled_from(["rooftop", "zip"]),
        }
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=25, deadline=None)
@given(records)
def test_groups_equal_a_flood_over_all_pairs(rows) -> None:
    def same(a: dict, b: dict) -> bool:
        near = abs(a["lat"] - b["lat"]) < 0.2 * MILE_DEG
        coarse = "zip" in (a["geocode_precision"], b["geocode_precision"])
        in_place = near or (coarse and a["zip"] is not None and a["zip"] == b["zip"])
        key = a["ccn"] is not None and a["ccn"] == b["ccn"]
        return in_place and (key or a["name"].lower() == b["name"].lower())

    left, expected = list(range(len(rows))), []
    while left:
        flood = [left.pop(0)]
        for member in flood:
            joined = [i for i in left if same(rows[member], rows[i])]
            flood += joined
            left = [i for i in left if i not in joined]
        expected.append(" ".join(f"hifld:h{i}" for i in sorted(flood)))
    found = merged(registered(*rows))
    assert list(found["members"]) == expected
    assert list(found["center_id"]) == [members.split()[0] for members in expected]
