"""Registered records: when two are one center, one pair of facts at a time."""

import pandas as pd
import pytest

from pipelines.facilities.matching.same_center import SAME_CENTER_COLUMNS, center_numbers
from tests.facilities.worlds import MILE_DEG

BLANK = dict.fromkeys(("site_of_care", "family", "ccn", "npi", "names", "phone", "unit"), "")
HERE = {"building": 0, "lon": -90.0, "lat": 40.0, "geocode_precision": "street", "taxonomies": ""}
PLACE = {"city": "DOVER", "state": "DE", "zip": "19901", "infuses": False, "prescribes": False}
CLINIC = BLANK | HERE | PLACE | {"record_kind": "organization", "names": "DELTA INFUSION"}
PERSON = CLINIC | {"record_kind": "individual", "names": ""}
FAR = {"building": 9, "lat": 40.0 + 5 * MILE_DEG}


def groups(*rows: dict) -> list[int]:
    frame = pd.DataFrame(list(rows))[list(SAME_CENTER_COLUMNS)]
    return center_numbers(frame).tolist()


def joined(one: dict, other: dict) -> bool:
    first, second = groups(one, other)
    assert groups(other, one) == [0, second - first]
    return first == second


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({}, True),
        ({"names": "OMEGA CARE"}, False),
        ({"names": "OMEGA CARE", "phone": "1", "unit": "4"}, False),
        ({"names": "DELTA SUITES", "unit": "9"}, True),
        ({"names": "DELTA SUITES", "unit": "9", "phone": "2"}, False),
        ({"names": "DELTA INFUSION", "unit": "9", "phone": "2"}, True),
        ({"names": "OMEGA CARE", "phone": "1", "unit": ""}, False),
        ({"building": 3, "lat": 40.0 + 0.19 * MILE_DEG}, True),
        ({"building": 3, "lat": 40.0 + 0.21 * MILE_DEG}, False),
        ({"building": 3, "names": "DELTA SUITES", "lat": 40.0 + 0.1 * MILE_DEG}, False),
        (FAR, False),
        (FAR | {"npi": "1"}, False),
    ],
)
def test_two_organizations(other, same) -> None:
    unit = "4" if "unit" in other else ""
    phone = "3" if "phone" in other else ""
    assert joined(CLINIC | {"unit": unit, "phone": phone}, CLINIC | other) is same


def test_a_suite_or_telephone_in_common() -> None:
    strange = {"names": "OMEGA CARE"}
    assert joined(CLINIC | {"phone": "1"}, CLINIC | strange | {"phone": "1"})
    assert not joined(
        CLINIC | {"phone": "1", "unit": "4"}, CLINIC | strange | {"phone": "1", "unit": "5"}
    )
    assert joined(CLINIC | {"unit": "4"}, CLINIC | strange | {"unit": "4"})
    assert not joined(
        CLINIC | {"unit": "4", "phone": "1"}, CLINIC | strange | {"unit": "4", "phone": "2"}
    )


def test_two_families_are_two_centers() -> None:
    for one, other in (
        ("hospital", "practice"),
        ("pharmacy", "practice"),
        ("hospital", "pharmacy"),
    ):
        assert not joined(CLINIC | {"family": one}, CLINIC | {"family": other})
    assert joined(CLINIC | {"family": "hospital"}, CLINIC)


def test_what_joins_two_families_joins_one_of_them() -> None:
    found = groups(CLINIC | {"family": "hospital"}, CLINIC | {"family": "practice"}, CLINIC)
    assert len(set(found)) == 2


def test_a_post_office_box_is_found_by_name_in_its_town() -> None:
    box = CLINIC | {"building": -1, "geocode_precision": "zip", "lat": 40.05}
    assert joined(CLINIC, box)
    assert joined(CLINIC | {"zip": "19999"}, box)
    assert not joined(CLINIC | {"zip": "19999", "city": "LEWES"}, box)
    assert not joined(CLINIC, box | {"names": "OMEGA CARE"})


def test_a_told_center_keeps_its_kind() -> None:
    told = {"record_kind": "listed", "site_of_care": "office_based", "family": "practice"}
    stand_alone = {"record_kind": "listed", "site_of_care": "stand_alone"}
    assert joined(CLINIC | told, CLINIC)
    found = groups(CLINIC | told, CLINIC | stand_alone, CLINIC)
    assert found[0] != found[1]
    assert found[2] in found[:2]


@pytest.mark.parametrize(
    ("person", "clinic", "same"),
    [
        ({}, {}, True),
        ({"unit": "4"}, {"unit": "4"}, True),
        ({"unit": "4"}, {"unit": "5"}, False),
        ({"unit": "4", "phone": "1"}, {"unit": "5", "phone": "1"}, True),
        ({"prescribes": True, "taxonomies": "a"}, {"taxonomies": "a b"}, True),
        ({"prescribes": True, "taxonomies": "a"}, {"taxonomies": "b"}, False),
        ({"prescribes": True, "infuses": True}, {"infuses": True}, True),
        (
            {"prescribes": True, "infuses": True, "taxonomies": "a"},
            {"infuses": True, "taxonomies": "b", "family": "practice"},
            False,
        ),
        ({"infuses": True}, {"family": "hospital"}, False),
        ({"phone": "1", "building": -1}, {"phone": "1"}, True),
        ({"phone": "1"}, {"phone": "1", "building": -1}, True),
        ({"phone": "1", "building": 7}, {"phone": "1"}, False),
    ],
)
def test_whose_a_person_is(person, clinic, same) -> None:
    assert joined(PERSON | person, CLINIC | clinic) is same


def test_of_two_practices_it_is_not_known_whose_a_person_is() -> None:
    other = CLINIC | {"names": "OMEGA CARE"}
    assert len(set(groups(CLINIC, other, PERSON))) == 3
    infusing = PERSON | {"infuses": True, "prescribes": True, "taxonomies": "a"}
    practices = (CLINIC | {"taxonomies": "a"}, other | {"taxonomies": "a"})
    assert groups(*practices, infusing) == [0, 1, 0]


def test_people_without_an_organization() -> None:
    suite = PERSON | {"unit": "4"}
    assert joined(suite, suite)
    assert joined(PERSON | {"phone": "1"}, PERSON | {"phone": "1"})
    assert not joined(PERSON, PERSON)
    assert not joined(suite, PERSON | {"unit": "5"})
    infusing = PERSON | {"infuses": True, "taxonomies": "a"}
    assert joined(infusing, infusing | {"unit": "4"})
    assert not joined(infusing | {"unit": "5"}, infusing | {"unit": "4"})


def test_whom_a_guard_keeps_from_an_organization_still_has_colleagues() -> None:
    box = CLINIC | {"building": -1, "geocode_precision": "zip", "phone": "1"}
    caller = PERSON | {"phone": "1"}
    assert groups(box, caller) == [0, 0]
    # The box is that of a clinic across the town, too far for one center.
    assert groups(CLINIC | FAR, box, caller, caller) == [0, 0, 2, 2]


def test_who_shares_a_suite_follows_into_its_organization() -> None:
    clinic = CLINIC | {"unit": "9", "phone": "1"}
    colleague = PERSON | {"unit": "4", "phone": "1"}
    follower = PERSON | {"unit": "4", "phone": "2"}
    assert groups(clinic, colleague, follower) == [0, 0, 0]


def test_a_chain_along_a_street_is_cut() -> None:
    steps = [
        CLINIC | {"building": k, "lat": 40.0 + 0.15 * k * MILE_DEG, "npi": "1"} for k in range(9)
    ]
    found = groups(*steps)
    assert len(set(found)) > 1
    for number in set(found):
        members = [k for k, one in enumerate(found) if one == number]
        assert 0.15 * (max(members) - min(members)) <= 0.5
