import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.facilities.matching.addresses import (
    ADDRESS_COLUMNS,
    PART_COLUMNS,
    address_parts,
    plain,
)

KEY = ["house_number", "direction", "street_name", "suffix", "unit", "po_box"]


def parts(first, second=None, city="Dover", state="DE", zip_code="19901"):
    row = pd.DataFrame([(first, second, city, state, zip_code)], columns=list(ADDRESS_COLUMNS))
    return address_parts(row).iloc[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4600 Silver Hill Road, Suite #200", "4600 SILVER HILL RD STE 200"),
        ("4600 silver hill rd.  STE200", "4600 SILVER HILL ROAD UNIT 200"),
        ("100 North Main Street", "100 N. MAIN ST."),
        ("One Hospital Plaza", "1 HOSPITAL PLZ"),
        ("12 First Avenue South", "12 1ST AVE S"),
        ("1000 Saint Mary's Avenue", "1000 ST MARYS AVE"),
        ("55 Cañon Boulevard", "55 CANON BLVD"),
        ("1 Medical Center Drive Building C", "1 MEDICAL CTR DR BLDG C"),
        ("N2150 County Road K", "N2150 COUNTY RD K"),
    ],
)
def test_spellings_of_one_address(one, other) -> None:
    pd.testing.assert_series_equal(parts(one)[KEY], parts(other)[KEY], check_names=False)


@pytest.mark.parametrize(
    "second", ["STE 210", "Suite 210", "210", "#210", "Ste. 210 Attn: Billing"]
)
def test_a_unit_on_the_second_line(second) -> None:
    found = parts("2020 W Ogden Ave", second)
    assert (found["unit"], found["street"]) == ("210", "2020 W OGDEN AVE")


@pytest.mark.parametrize("box", ["PO BOX 12", "P.O. Box 12", "Post Office Box 12", "Box 12"])
def test_a_box_is_no_place(box) -> None:
    found = parts(box)
    assert found["po_box"]
    assert found["street"] == ""
    beside = parts(box, "100 Main St")
    assert beside["po_box"]
    assert beside["street"] == "100 MAIN ST"


def test_parts_are_text_and_never_null() -> None:
    nothing = pd.DataFrame([dict.fromkeys(ADDRESS_COLUMNS)], index=[7])
    found = address_parts(nothing)
    assert list(found.columns) == list(PART_COLUMNS)
    assert list(found.index) == [7]
    assert not found.isna().any().any()
    assert not found["po_box"].any()
    assert address_parts(nothing[:0]).empty


def test_city_and_zip() -> None:
    found = parts("1 A St", city="Saint Louis", zip_code="631011234")
    assert (found["city"], found["zip"]) == ("ST LOUIS", "63101")
    assert parts("1 A St", city="Peñasco")["city"] == "PENASCO"
    assert parts("1 A St", zip_code="K1A 0B1")["zip"] == ""


def test_the_street_is_asked_as_it_was_written() -> None:
    assert parts("4600 Silver Hill Road Ste 2")["street"] == "4600 SILVER HILL ROAD"
    assert parts("Medical Arts Building")["street"] == ""


words = st.sampled_from(
    ["100", "N", "MAIN", "ST", "STE", "B", "#4", "PO", "BOX", "1ST", "-", "/", "é"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, max_size=6).map(" ".join), st.sampled_from(["", "STE 5", "5", "x"]))
def test_no_line_breaks_it_and_spelling_again_changes_no_letter(first, second) -> None:
    found = parts(first, second)
    again = parts(first.lower(), f" {second} ")
    pd.testing.assert_series_equal(found, again)


def test_plain_text() -> None:
    text = pd.Series(["  Peña & Sons,  Inc.", None, "O'Brien's"], dtype="str")
    assert list(plain(text)) == ["PENA AND SONS INC", "", "OBRIENS"]
