import numpy as np
import pandas as pd
from hypothesis import given

from pipelines.contracts import check_contract
from pipelines.measures.local.local_adequacy import adequacy_by_state
from pipelines.measures.local.local_centers import TOLD, local_centers
from tests.measures.worlds import drive_time_rows, joined, population, worlds


def test_centers_are_told_by_how_many_people_they_are_nearest_to() -> None:
    places = population([40, 30, 20, 5, 5], ["urban"] * 5, ["01001"] * 4 + ["01003"])
    times = drive_time_rows({"office_based": [10.0, 20.0, 50.0, None, 7.0]})
    office = times["site_of_care"] == "office_based"
    times.loc[office, "center_id"] = ["b", "a", "b", None, "c"]
    table = local_centers(joined((places, times)), times)
    check_contract("out.local_centers", table)
    county = table[(table["unit"] == "county") & (table["code"] == "01001")]
    assert county["center_id"].tolist() == ["b", "a"]
    assert county["rank"].tolist() == [1, 2]
    assert county["population"].tolist() == [60, 30]
    # Who reaches none is in the denominator.
    np.testing.assert_allclose(county["share"], [60 / 95, 30 / 95])
    assert county["drive_time_min_median"].tolist() == [10, 20]
    assert set(county["centers"]) == {2}
    state = table[table["unit"] == "state"]
    assert state["center_id"].tolist() == ["b", "a", "c"]


def test_no_more_are_told_and_all_are_counted() -> None:
    places = population([5, 4, 3, 2, 0], ["urban"] * 5)
    times = drive_time_rows({"hospital_based": [1.0] * 5})
    hospital = times["site_of_care"] == "hospital_based"
    times.loc[hospital, "center_id"] = list("abcde")
    table = local_centers(joined((places, times)), times)
    county = table[table["unit"] == "county"]
    assert county["center_id"].tolist() == ["a", "b", "c"]
    assert len(county) == TOLD
    assert set(county["centers"]) == {4}


@given(worlds())
def test_shares_of_a_unit_never_exceed_the_whole(world) -> None:
    table = local_centers(joined(world), world[1])
    whole = table.groupby(["unit", "code", "site_of_care"])["share"].sum()
    assert (whole <= 1 + 1e-9).all()
    assert (table["population"] > 0).all()


def test_counties_of_a_state_are_counted_by_finding() -> None:
    findings = pd.DataFrame(
        {
            "county_fips": ["01001", "01003", "01005", "02001"],
            "finding": ["hospitals_suffice", "fails_with_all", "fails_with_all", None],
            "people": [10.0, 20.0, 30.0, 0.0],
            "people_outside": [1.0, 15.0, 25.0, 0.0],
        }
    ).astype({"county_fips": "str", "finding": "str"})
    table = adequacy_by_state(findings)
    check_contract("out.adequacy_by_state", table)
    assert set(table["state_fips"]) == {"01"}
    by_finding = table.set_index("finding")
    assert by_finding["counties"].to_dict() == {
        "hospitals_suffice": 1,
        "only_with_offices": 0,
        "only_with_others": 0,
        "fails_with_all": 2,
    }
    assert by_finding.loc["fails_with_all", "people_outside"] == 40
    assert set(table["counties_judged"]) == {3}
