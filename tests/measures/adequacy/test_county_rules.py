"""The rule for each county of an area, with and without the CMS file."""

import pandas as pd

from pipelines.contracts import check_contract
from pipelines.measures.adequacy.county_rules import county_rules, published_types
from pipelines.sources.reading import REJECTED_COLUMNS
from tests.measures.worlds import population

HSD = pd.DataFrame(
    {
        "source_file": "hsd.xlsx",
        "source_row": [1, 2],
        "ssa_county": pd.Series(["01000", "99990"], dtype="str"),
        "county_name": pd.Series(["Autauga", "Nowhere"], dtype="str"),
        "state": pd.Series(["AL", "ZZ"], dtype="str"),
        "cms_county_type": pd.Series(["Metro", "Rural"], dtype="str"),
        "beneficiaries": [10_000.0, 50.0],
        "limit_min": [50.0, 75.0],
        "limit_mi": [40.0, 60.0],
        "base_limit_min": [45.0, 75.0],
        "base_limit_mi": [30.0, 60.0],
        "customised": [True, False],
        "certificate_of_need": "none",
    }
)
SSA_FIPS = pd.DataFrame(
    {
        "ssa_county": pd.Series(["01000"], dtype="str"),
        "county_fips": pd.Series(["01001"], dtype="str"),
    }
)


def places():
    rows = population([1.0, 2.0, 3.0], [None] * 3, ["01003", "01001", "01003"])
    rows["cms_county_type"] = pd.Series(["Micro", "Micro", "Micro"], dtype="str")
    return rows


def test_without_the_file_limits_follow_from_the_type():
    limits, noted = county_rules(places(), None, None)
    check_contract("core.adequacy_limits", limits)
    assert limits["county_fips"].tolist() == ["01001", "01003"]
    assert limits["limit_source"].tolist() == ["derived", "derived"]
    assert noted.empty


def test_the_file_counts_where_it_names_a_county_and_other_rows_are_noted():
    limits, noted = county_rules(places(), HSD, SSA_FIPS)
    check_contract("core.adequacy_limits", limits)
    assert limits["limit_source"].tolist() == ["hsd", "derived"]
    assert limits["limit_min"].tolist() == [50.0, 80.0]
    assert limits["customised"].tolist() == [True, False]
    assert noted.columns.tolist() == list(REJECTED_COLUMNS)
    (row,) = noted.to_dict("records")
    assert (row["source"], row["source_row"], row["row_text"]) == ("hsd", 2, "Nowhere,ZZ,99990")
    assert "no county FIPS code" in row["reason"]


def test_types_are_those_that_cms_published():
    fips = pd.Series(["01001", "01003"], dtype="str")
    assert published_types(fips, HSD, SSA_FIPS).to_dict() == {"01001": "Metro"}
    assert published_types(fips, None, None).empty
