from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts import check_contract
from pipelines.measures.adequacy.adequacy import (
    GROUPS,
    GROUPS_OF_SCENARIO,
    adequacy,
    adequacy_findings,
    center_groups,
    unjudged_counties,
)
from pipelines.measures.adequacy.adequacy_limits import county_limits, limits_at_places
from pipelines.measures.adequacy.both_limits import settled_by_nearest
from tests.measures.published_hsd import published_hsd
from tests.measures.worlds import population


def limits_of(types: dict[str, str | None]) -> pd.DataFrame:
    counties = pd.DataFrame({"county_fips": list(types), "cms_county_type": list(types.values())})
    return county_limits(counties.astype("str"))


def near(**groups: list[int]) -> np.ndarray:
    """Return which places (1) have which group within both limits."""
    count = len(next(iter(groups.values())))
    found = np.zeros((len(GROUPS), count), dtype=bool)
    for name, places in groups.items():
        found[GROUPS.index(name)] = np.array(places, dtype=bool)
    return found


def judged(table: pd.DataFrame, county: str, scenario: str) -> pd.Series:
    rows = table[(table["county_fips"] == county) & (table["scenario"] == scenario)]
    assert len(rows) == 1
    return rows.iloc[0]


def places_of(counties: list[str], people: list[float]) -> pd.DataFrame:
    return population(people, [None] * len(people), counties)


def test_a_county_passes_at_exactly_its_share() -> None:
    places = places_of(["01001"] * 2 + ["01003"] * 2, [90, 10, 89, 11])
    table = adequacy(
        places,
        limits_of({"01001": "Metro", "01003": "Metro"}),
        near(hospital_based=[1, 0, 1, 0]),
    )
    check_contract("out.adequacy", table)
    passing, failing = (judged(table, fips, "all") for fips in ("01001", "01003"))
    assert (passing["share_within"], passing["adequate"], passing["margin"]) == (0.9, True, 0.0)
    assert (passing["people_within"], passing["people_outside"], passing["people_short"]) == (
        90,
        10,
        0,
    )
    assert not failing["adequate"]
    assert failing["margin"] == pytest.approx(-0.01)
    assert failing["people_short"] == 1


def test_the_last_binary_digit_fails_no_county() -> None:
    # 156.5 + 66.7 of 248 people are nine in ten, though the sum in floats is a little less.
    table = adequacy(
        places_of(["01001"] * 3, [156.5, 66.7, 24.8]),
        limits_of({"01001": "Metro"}),
        near(hospital_based=[1, 1, 0]),
    )
    county = judged(table, "01001", "hospital_based")
    assert county["share_within"] < county["required_share"]
    assert county["adequate"]
    assert county["people_short"] == 0


def test_a_rural_county_needs_less() -> None:
    table = adequacy(
        places_of(["01001"] * 2, [85, 15]), limits_of({"01001": "Rural"}), near(office_based=[1, 0])
    )
    assert judged(table, "01001", "office_based")["adequate"]
    assert not judged(table, "01001", "hospital_based")["adequate"]


def test_each_scenario_counts_its_own_centers() -> None:
    everything = {
        "hospital_based": [1, 0, 0, 0, 0],
        "office_based": [0, 1, 0, 0, 0],
        "pharmacy_based": [0, 0, 1, 0, 0],
        "stand_alone": [0, 0, 0, 1, 0],
        "hospital_based_closed": [0, 0, 0, 0, 1],
    }
    table = adequacy(
        places_of(["01001"] * 5, [1, 2, 4, 8, 16]),
        limits_of({"01001": "Metro"}),
        near(**everything),
        scenarios=tuple(GROUPS_OF_SCENARIO),
    )
    within = table.set_index("scenario")["people_within"].to_dict()
    assert within == {
        "all": 31,
        "hospital_based": 17,
        "office_based": 2,
        "hospital_and_office": 19,
        "without_stand_alone": 23,
        "hospitals_closed": 15,
    }


def test_closing_is_judged_only_when_asked_for() -> None:
    places, limits = places_of(["01001"], [1]), limits_of({"01001": "Metro"})
    table = adequacy(places, limits, near(hospital_based=[1]))
    assert set(table["scenario"]) == set(GROUPS_OF_SCENARIO) - {"hospitals_closed"}
    with pytest.raises(ValueError, match="unknown scenarios: none"):
        adequacy(places, limits, near(hospital_based=[1]), scenarios=["none"])


def test_a_county_without_people_is_null_and_one_without_a_type_is_told_apart() -> None:
    places = places_of(["01001", "01003", "01005"], [0, 5, 7])
    limits = limits_of({"01001": "Metro", "01003": None, "01005": "CEAC", "01007": "Metro"})
    table = adequacy(places, limits, near(hospital_based=[1, 1, 1]))
    check_contract("out.adequacy", table)
    assert set(table["county_fips"]) == {"01001", "01005"}
    empty = judged(table, "01001", "all")
    assert empty[["share_within", "adequate", "margin", "people_short"]].isna().all()
    lost = unjudged_counties(places, limits)
    older = unjudged_counties(places.assign(older=1.0), limits, "older")
    assert older["people"].tolist() == [1.0] * len(older) and len(older) == len(lost)
    assert lost[["county_fips", "people"]].to_numpy().tolist() == [["01003", 5.0]]


def test_other_people_may_be_counted() -> None:
    places = places_of(["01001"] * 2, [90, 10]).assign(adults_65_plus=[1.0, 3.0])
    limits = limits_of({"01001": "Metro"})
    table = adequacy(places, limits, near(hospital_based=[1, 0]), counted="adults_65_plus")
    assert judged(table, "01001", "all")["share_within"] == 0.25


def test_findings_name_what_offices_decide() -> None:
    counties = ["01001", "01001", "01003", "01003", "01005", "01005", "01007"]
    table = adequacy(
        places_of(counties, [95, 5, 50, 50, 50, 50, 0]),
        limits_of(dict.fromkeys(["01001", "01003", "01005", "01007"], "Metro")),
        near(hospital_based=[1, 0, 1, 0, 1, 0, 1], office_based=[0, 1, 1, 1, 1, 0, 0]),
    )
    found = adequacy_findings(table).set_index("county_fips")
    assert found["finding"].fillna("-").tolist() == [
        "hospitals_suffice",
        "only_with_offices",
        "fails_with_all",
        "-",
    ]
    assert found["people_gained"].tolist() == [5, 50, 0, 0]
    assert found["people_gained_others"].tolist() == [0, 0, 0, 0]
    assert found["people_outside"].tolist() == [0, 0, 50, 0]
    assert found["offices_suffice"].fillna(False).tolist() == [False, True, False, False]
    with pytest.raises(ValueError, match="do not speak of the same counties"):
        adequacy_findings(table.drop(index=table[table["scenario"] == "hospital_based"].index[0]))


def test_findings_take_freestanding_centers_where_hospitals_and_offices_fail() -> None:
    """01001 passes by a stand-alone center, 01003 by a pharmacy's, 01005 by neither; 9 in 10 are asked for."""
    counties = ["01001", "01001", "01003", "01003", "01005", "01005"]
    table = adequacy(
        places_of(counties, [50, 50, 80, 20, 50, 50]),
        limits_of(dict.fromkeys(["01001", "01003", "01005"], "Metro")),
        near(
            hospital_based=[1, 0, 1, 0, 0, 0],
            stand_alone=[0, 1, 0, 0, 1, 0],
            pharmacy_based=[0, 0, 1, 1, 0, 0],
        ),
    )
    found = adequacy_findings(table).set_index("county_fips")
    assert found["finding"].tolist() == ["only_with_others", "only_with_others", "fails_with_all"]
    assert found["people_gained"].tolist() == [0, 0, 0]
    assert found["people_gained_others"].tolist() == [50, 20, 50]
    assert found["people_outside"].tolist() == [0, 0, 50]


def test_centers_to_close_must_be_hospital_based() -> None:
    centers = pd.DataFrame(
        {
            "center_id": ["h1", "h2", "o1"],
            "site_of_care": ["hospital_based", "hospital_based", "office_based"],
        }
    ).astype("str")
    groups = [GROUPS[number] for number in center_groups(centers, closed=["h2"])]
    assert groups == ["hospital_based", "hospital_based_closed", "office_based"]
    with pytest.raises(ValueError, match=r"1 centers to close are not hospital-based .*: o1"):
        center_groups(centers, closed=["o1"])
    with pytest.raises(ValueError, match="site_of_care 'clinic'"):
        center_groups(centers.assign(site_of_care="clinic"))


def test_parts_must_fit() -> None:
    places, limits = places_of(["01001"], [1]), limits_of({"01001": "Metro"})
    with pytest.raises(ValueError, match="do not fit answers of shape"):
        adequacy(places, limits, np.zeros((4, 1), dtype=bool))
    with pytest.raises(ValueError, match="1 counties have no limits: 01009"):
        adequacy(places_of(["01009"], [1]), limits, near(hospital_based=[1]))


WORLD = st.lists(
    st.tuples(st.sampled_from(["01001", "01003"]), st.integers(0, 50), st.integers(0, 31)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(WORLD, st.integers(0, 99))
def test_more_centers_never_hurt_and_order_makes_no_difference(rows, seed: int) -> None:
    counties, people, bits = zip(*rows, strict=True)
    places = places_of(list(counties), [float(count) for count in people])
    limits = limits_of({"01001": "Metro", "01003": "Rural"})
    found = np.array([[bool(b >> g & 1) for b in bits] for g in range(len(GROUPS))])
    table = adequacy(places, limits, found, scenarios=tuple(GROUPS_OF_SCENARIO))
    order = np.random.default_rng(seed).permutation(len(rows))
    turned = adequacy(
        places.iloc[order].reset_index(drop=True),
        limits.iloc[::-1],
        found[:, order],
        scenarios=tuple(GROUPS_OF_SCENARIO),
    )
    pd.testing.assert_frame_equal(table, turned, check_exact=True)
    more = adequacy(
        places, limits, found | (np.arange(len(rows)) == 0), scenarios=tuple(GROUPS_OF_SCENARIO)
    )
    assert (more["people_within"] >= table["people_within"]).all()
    assert (more["adequate"].fillna(True) >= table["adequate"].fillna(True)).all()
    wide = table.pivot(index="county_fips", columns="scenario", values="people_within")
    assert (wide["all"] >= wide["hospital_and_office"]).all()
    assert (wide["hospital_and_office"] >= wide["hospital_based"]).all()


BY_HAND = {
    # county: (type by population and density, drives as (people, minutes, miles), then by hand from the
    # reference file: minutes, miles, required share, source, share within, passes)
    "17031": (
        "Metro",
        [(90, 20, 10), (10, 21, 9)],
        20,
        10,
        0.90,
        "hsd",
        0.90,
        True,
    ),  # Cook, Large Metro
    "17097": (
        "Metro",
        [(80, 30, 15), (20, 30, 16)],
        30,
        15,
        0.90,
        "hsd",
        0.80,
        False,
    ),  # Lake, customised
    "06037": (
        "Metro",
        [(60, 5, 2), (40, 15, 11)],
        20,
        10,
        0.90,
        "hsd",
        0.60,
        False,
    ),  # two SSA codes
    "01001": (
        "Micro",
        [(91, 45, 30), (9, 46, 30)],
        45,
        30,
        0.90,
        "hsd",
        0.91,
        True,
    ),  # Autauga, Metro
    "06029": (
        "Metro",
        [(50, 60, 40), (50, 60, 41)],
        60,
        40,
        0.90,
        "hsd",
        0.50,
        False,
    ),  # Kern, customised
    "01009": (
        "Metro",
        [(85, 80, 60), (15, 80, 61)],
        80,
        60,
        0.85,
        "hsd",
        0.85,
        True,
    ),  # Blount, Micro
    "04017": ("CEAC", [(84, 150, 115), (16, 151, 9)], 150, 115, 0.85, "hsd", 0.84, False),  # Navajo
    "01005": (
        "Rural",
        [(87, 75, 60), (13, 76, 59)],
        75,
        60,
        0.85,
        "hsd",
        0.87,
        True,
    ),  # Barbour, Rural
    "01129": (
        "Rural",
        [(99, 80, 65), (1, 79, 66)],
        80,
        65,
        0.85,
        "hsd",
        0.99,
        True,
    ),  # Washington, AL
    "30069": (
        "CEAC",
        [(86, 110, 100), (14, 111, 1)],
        110,
        100,
        0.85,
        "hsd",
        0.86,
        True,
    ),  # Petroleum
    "48043": (
        "CEAC",
        [(10, 250, 225), (90, 251, 2)],
        250,
        225,
        0.85,
        "hsd",
        0.10,
        False,
    ),  # Brewster
    "46102": (
        "CEAC",
        [(1, 110, 100), (1, None, None)],
        110,
        100,
        0.85,
        "hsd",
        0.50,
        False,
    ),  # renamed
    "02261": (
        "CEAC",
        [(9, 110, 100), (1, 999, 1)],
        110,
        100,
        0.85,
        "derived",
        0.90,
        True,
    ),  # not in it
    "09001": ("Metro", [(1, 20, 10), (9, 21, 10)], 20, 10, 0.90, "hsd", 0.10, False),  # Fairfield
    "09110": (
        "Metro",
        [(9, 45, 30), (1, 45, 31)],
        45,
        30,
        0.90,
        "hsd",
        0.90,
        True,
    ),  # Capitol region
    "09120": (
        "Metro",
        [(9, 20, 10), (1, 45, 30)],
        20,
        10,
        0.90,
        "hsd",
        0.90,
        True,
    ),  # Greater Bridgeport
    "09140": ("Metro", [(8, 45, 30), (2, 45, 31)], 45, 30, 0.90, "derived", 0.80, False),  # mixed
    "09190": ("Metro", [(1, 45, 30)], 45, 30, 0.90, "derived", 1.0, True),  # mixed
}


def test_counties_checked_by_hand(shared_data: Path) -> None:
    drives = [(fips, *drive) for fips, row in BY_HAND.items() for drive in row[1]]
    counties, people, minutes, miles = (list(column) for column in zip(*drives, strict=True))
    places = places_of(counties, people)
    types = pd.DataFrame(
        {"county_fips": list(BY_HAND), "cms_county_type": [r[0] for r in BY_HAND.values()]}
    )
    limits = county_limits(types.astype("str"), published_hsd(shared_data))
    wide = np.full((2, len(GROUPS), len(places)), np.nan)
    wide[:, 0] = np.array([minutes, miles], dtype=float)
    verdict = settled_by_nearest(*wide, *limits_at_places(places["county_fips"], limits))
    table = adequacy(places, limits, verdict.within)
    check_contract("out.adequacy", table)
    for fips, (_, _, limit_min, limit_mi, required, source, share, passes) in BY_HAND.items():
        row = judged(table, fips, "hospital_based")
        found = (row["limit_min"], row["limit_mi"], row["required_share"], row["limit_source"])
        assert found == (limit_min, limit_mi, required, source), fips
        assert row["share_within"] == pytest.approx(share), fips
        assert bool(row["adequate"]) is passes, fips
    assert {judged(table, f, "all")["cms_county_type"] for f in BY_HAND} == {
        "Large Metro",
        "Metro",
        "Micro",
        "Rural",
        "CEAC",
    }
