"""Counts of counties against tables made by hand."""

import numpy as np
import pandas as pd
import pytest

from pipelines.contracts import check_contract
from pipelines.measures.adequacy.adequacy_counts import (
    adequacy_by_scenario,
    adequacy_by_type,
    adequacy_limits_by_type,
    adequacy_unjudged_by_reason,
)

FINDINGS = pd.DataFrame(
    {
        "county_fips": ["03001", "03003", "03005", "03007"],
        "cms_county_type": ["Rural", "Rural", "Rural", "CEAC"],
        "finding": pd.Series(
            ["hospitals_suffice", "only_with_offices", None, "fails_with_all"], dtype="str"
        ),
        "people": [10.0, 20.0, 0.0, 40.0],
        "people_gained": [0.0, 15.0, 0.0, 0.0],
        "people_gained_others": [0.0, 3.0, 0.0, 0.0],
        "people_outside": [1.0, 2.0, 0.0, 35.0],
    }
)
BANDS = pd.DataFrame(
    {
        "county_fips": FINDINGS["county_fips"],
        "holds": pd.array([True, False, None, True], dtype="boolean"),
    }
)


def judged(**changes: list[object]) -> pd.DataFrame:
    columns = {
        "county_fips": ["03001", "03003", "03005"],
        "scenario": ["all"] * 3,
        "cms_county_type": ["Metro", "Rural", "Rural"],
        "limit_min": [45.0, 75.0, 90.0],
        "limit_mi": [30.0, 60.0, 75.0],
        "required_share": [0.9, 0.85, 0.85],
        "adequate": [True, False, None],
        "people": [100.0, 50.0, 0.0],
        "people_outside": [5.0, 25.0, 0.0],
        "limit_source": ["hsd", "derived", "hsd"],
        "customised": [False, False, True],
    }
    return pd.DataFrame(columns | changes).astype({"adequate": "boolean", "customised": "boolean"})


def test_counties_are_counted_by_type_and_finding() -> None:
    table = adequacy_by_type(FINDINGS, BANDS)
    check_contract("out.adequacy_by_type", table)
    found = table.set_index(["cms_county_type", "finding"])
    assert found.index.get_level_values(0).unique().tolist() == ["Rural", "CEAC", "all"]
    assert found.loc[("Rural", "all"), ["counties", "counties_of_type"]].tolist() == [2, 3]
    assert found.loc[("Rural", "fails_with_all"), ["counties", "people"]].tolist() == [0, 0]
    everywhere = found.loc["all"]
    assert everywhere["counties"].tolist() == [1, 1, 0, 1, 3]
    assert everywhere["counties_steady"].tolist() == [1, 0, 0, 1, 2]
    assert everywhere.loc["only_with_offices", "people_gained"] == 15
    assert everywhere.loc["all", "people_gained_others"] == 3
    assert everywhere.loc["fails_with_all", "people_outside"] == 35
    assert everywhere.loc["all", ["people", "counties_of_type"]].tolist() == [70, 4]


def test_a_county_without_people_neither_passes_nor_fails() -> None:
    table = adequacy_by_scenario(judged(), {"hospital_based"}, closing=False)
    check_contract("out.adequacy_by_scenario", table)
    row = table.iloc[0]
    assert (row["counties_passing"], row["counties_failing"], row["people_in_failing"]) == (
        1,
        1,
        50,
    )
    assert row["share_outside"] == pytest.approx(30 / 150)
    nobody = adequacy_by_scenario(judged(people=[0.0] * 3), {"hospital_based"}, closing=False)
    assert np.isnan(nobody["share_outside"].iloc[0])


def test_a_scenario_is_distinct_where_its_centers_are() -> None:
    names = ["all", "hospital_and_office", "hospital_based", "office_based", "hospitals_closed"]
    tables = [judged(scenario=[name] * 3) for name in names]
    every = pd.concat(tables, ignore_index=True)

    def distinct(*sites: str, closing: bool = False) -> list[str]:
        table = adequacy_by_scenario(every, sites, closing=closing)
        return table.loc[table["distinct"], "scenario"].tolist()

    assert distinct("hospital_based", "office_based") == ["all", "hospital_based", "office_based"]
    assert distinct("hospital_based") == ["all"]
    assert distinct("office_based", "stand_alone") == ["all", "hospital_and_office"]
    assert "hospitals_closed" in distinct("hospital_based", "office_based", closing=True)


def test_limits_are_those_of_the_type_unless_all_have_their_own() -> None:
    table = adequacy_limits_by_type(judged())
    check_contract("out.adequacy_limits_by_type", table)
    found = table.set_index("cms_county_type")
    assert found.loc["Rural", ["limit_min", "limit_mi", "required_share"]].tolist() == [
        75,
        60,
        0.85,
    ]
    assert found.loc["Rural", ["counties", "counties_customised"]].tolist() == [2, 1]
    assert found.loc["all", ["counties_from_file", "counties_derived"]].tolist() == [2, 1]
    assert found.loc["all", ["limit_min", "required_share"]].isna().all()
    own = adequacy_limits_by_type(judged(customised=[True] * 3)).set_index("cms_county_type")
    assert own["limit_min"].isna().all() and own.loc["Metro", "required_share"] == 0.9


def test_counties_that_cannot_be_judged_are_counted_by_reason() -> None:
    unjudged = pd.DataFrame(
        {"county_fips": ["03001", "03003"], "people": [12.0, 3.0], "reason": "no type"}
    )
    table = adequacy_unjudged_by_reason(unjudged)
    check_contract("out.adequacy_unjudged_by_reason", table)
    assert table.to_dict("records") == [{"reason": "no type", "counties": 2, "people": 15.0}]
    none = adequacy_unjudged_by_reason(unjudged.head(0))
    check_contract("out.adequacy_unjudged_by_reason", none)
    assert none.empty
