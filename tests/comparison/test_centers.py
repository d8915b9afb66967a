"""Centers of two runs are matched by id, CCN, NPI, name and place, in this order, and told apart exactly."""

from collections.abc import Mapping

import pandas as pd
import pytest

from pipelines.comparison.centers import center_changes, match_centers

MILE_OF_LATITUDE = 0.0144577
HOME = {"17001"}


def centers(*rows: Mapping[str, object]) -> pd.DataFrame:
    plain = {
        "name": None,
        "site_of_care": "office_based",
        "ccn": None,
        "npi": None,
        "address": None,
        "zip": "62001",
        "lon": -89.0,
        "lat": 40.0,
        "county_fips": "17001",
    }
    columns = ["center_id", *plain]
    return pd.DataFrame([plain | dict(row) for row in rows], columns=columns).astype(
        {"lon": "float64", "lat": "float64"}
    )


def rule(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    matched = match_centers(
        centers({"center_id": "a", **one}), centers({"center_id": "b", **other})
    )
    return list(matched["matched_by"])


def test_each_rule_holds_where_those_before_it_do_not() -> None:
    assert rule({"center_id": "x", "npi": "1"}, {"center_id": "x", "npi": "2"}) == ["center_id"]
    assert rule({"ccn": "140001", "npi": "1"}, {"ccn": "140001", "npi": "2"}) == ["ccn"]
    assert rule({"npi": "1", "name": "North"}, {"npi": "1", "name": "South"}) == ["npi"]
    assert rule({"name": "North Clinic LLC"}, {"name": "NORTH CLINIC"}) == ["name_and_place"]
    assert rule({"name": "North Clinic"}, {"name": "South Clinic"}) == []


def test_a_name_far_away_is_another_center_but_for_its_address() -> None:
    far = {"name": "North Clinic", "lat": 40.0 + 3 * MILE_OF_LATITUDE}
    assert rule({"name": "North Clinic"}, far) == []
    street = {"address": "12 Elm St."}
    assert rule({"name": "North Clinic"} | street, far | street) == ["name_and_place"]


def test_a_number_of_two_centers_names_none() -> None:
    one = centers({"center_id": "a", "npi": "1"}, {"center_id": "b", "npi": "1"})
    other = centers({"center_id": "c", "npi": "1"})
    assert match_centers(one, other).empty


def test_two_branches_of_a_name_find_their_own() -> None:
    here, there = {"name": "North"}, {"name": "North", "lat": 40.0 + 0.1 * MILE_OF_LATITUDE}
    one = centers({"center_id": "a"} | here, {"center_id": "b"} | there)
    other = centers({"center_id": "c"} | there, {"center_id": "d"} | here)
    matched = match_centers(one, other).set_index("center_id_a")["center_id_b"]
    assert matched.to_dict() == {"a": "d", "b": "c"}


def test_what_happened_is_told_exactly() -> None:
    a = centers(
        {"center_id": "stays"},
        {"center_id": "closes"},
        {"center_id": "moves"},
        {"center_id": "turns"},
        {"center_id": "renamed", "name": "Old"},
        {"center_id": "jitters"},
    )
    b = centers(
        {"center_id": "stays"},
        {"center_id": "opens"},
        {"center_id": "moves", "lat": 40.0 + 2 * MILE_OF_LATITUDE},
        {"center_id": "turns", "site_of_care": "hospital_based"},
        {"center_id": "renamed", "name": "New"},
        {"center_id": "jitters", "lat": 40.0 + 0.05 * MILE_OF_LATITUDE},
    )
    changes, counts = center_changes(a, b, HOME, HOME)
    named = changes["center_id_b"].fillna(changes["center_id_a"])
    assert dict(zip(named, changes["change"], strict=True)) == {
        "closes": "closed",
        "opens": "opened",
        "moves": "moved",
        "turns": "reclassified",
        "renamed": "described_anew",
    }
    moved = changes.set_index("center_id_a").loc["moves"]
    assert moved["moved_mi"] == pytest.approx(2.0, abs=0.01)
    assert changes.set_index("center_id_a").loc["renamed", "columns_changed"] == "name"
    assert counts.set_index(["change", "site_of_care"])["centers"].to_dict() == {
        ("closed", "office_based"): 1,
        ("described_anew", "office_based"): 1,
        ("moved", "office_based"): 1,
        ("opened", "office_based"): 1,
        ("reclassified", "hospital_based"): 1,
        ("unchanged", "office_based"): 2,
    }


def test_a_center_on_land_that_the_other_lacks_neither_opened_nor_closed() -> None:
    a = centers({"center_id": "both"}, {"center_id": "a", "county_fips": "17003"})
    b = centers({"center_id": "both"}, {"center_id": "b", "county_fips": "17005"})
    changes, _ = center_changes(a, b, {"17001", "17003"}, {"17001", "17005"})
    assert sorted(changes["change"]) == ["beyond_a", "beyond_b"]


def test_ids_of_another_fictional_land_match_nothing() -> None:
    a = b = centers({"center_id": "same"})
    changes, _ = center_changes(a, b, HOME, HOME, same_land=False)
    assert sorted(changes["change"]) == ["beyond_a", "beyond_b"]


def test_a_run_without_centers_closes_and_opens_all() -> None:
    none, some = centers(), centers({"center_id": "a"})
    assert list(center_changes(some, none, HOME, HOME)[0]["change"]) == ["closed"]
    assert list(center_changes(none, some, HOME, HOME)[0]["change"]) == ["opened"]
    assert center_changes(none, none, HOME, HOME)[0].empty
