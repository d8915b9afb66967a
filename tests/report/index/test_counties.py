"""Counties are named, ranked and kept whole."""

from dataclasses import replace

from pipelines.report.index.counties import CountyFacts, county_names, most_left_out
from pipelines.report.telling.groups import GapCount


def county(fips, none, state="IL"):
    counts = {"choice": 10.0, "hospital_only": 0.0, "office_only": 0.0, "none": float(none)}
    return CountyFacts(fips, f"C{fips}", state, "rural", GapCount(none + 10.0, counts), 20.0, None)


def test_the_most_left_out_come_first_and_those_without_a_gap_never():
    counties = tuple(county(str(i), none) for i, none in enumerate([5, 0, 50, 20, 0]))
    assert [one.county_fips for one in most_left_out(counties, 2)] == ["2", "3"]
    assert [one.county_fips for one in most_left_out(counties, 10)] == ["2", "3", "0"]


def test_a_tie_at_the_end_keeps_all_of_the_tie_in_any_order_of_rows():
    counties = tuple(county(str(i), none) for i, none in enumerate([7, 9, 7, 7, 1]))
    for order in (counties, counties[::-1]):
        assert [one.county_fips for one in most_left_out(order, 2)] == ["1", "0", "2", "3"]


def test_a_state_that_is_only_a_number_is_left_out_of_the_name():
    assert county("1", 0).full_name == "C1, IL"
    assert county("1", 0, state="17").full_name == "C1"


def test_a_county_without_a_name_is_named_by_its_code_once():
    unnamed = replace(county("51610", 0, "51"), name="51610")
    assert county_names((county("17001", 0, "17"), unnamed)) == {
        "17001": "C17001 (17001)",
        "51610": "51610",
    }
