from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipelines.demand.county_types import derived_county_types
from pipelines.measures.adequacy.adequacy_limits import (
    BASE_LIMITS_2026,
    REQUIRED_SHARES,
    AdequacyRule,
    county_limits,
    hsd_by_county,
    limits_at_places,
)
from tests.measures.published_hsd import published_hsd


def hsd_rows(rows: list[tuple]) -> pd.DataFrame:
    """Return rows of the HSD file: SSA code, type, minutes, miles, beneficiaries."""
    table = pd.DataFrame(
        rows, columns=["ssa_county", "cms_county_type", "limit_min", "limit_mi", "beneficiaries"]
    )
    base = table["cms_county_type"].map(BASE_LIMITS_2026)
    table["base_limit_min"], table["base_limit_mi"] = base.str[0], base.str[1]
    table["customised"] = (table["limit_min"] != table["base_limit_min"]) | (
        table["limit_mi"] != table["base_limit_mi"]
    )
    return table.astype({"ssa_county": "str", "cms_county_type": "str"})


CROSSWALK = pd.DataFrame({"ssa_county": ["01000"], "county_fips": ["01001"]}, dtype="str")
CONNECTICUT = [(f"070{n}0", "Metro", 45.0, 30.0, 1000.0) for n in range(1, 8)]


def counties(types: dict[str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(
        {"county_fips": list(types), "cms_county_type": list(types.values())}
    ).astype("str")


def limits_of(types: dict[str, str | None], rows: list[tuple] | None = None) -> pd.DataFrame:
    named = None if rows is None else hsd_by_county(hsd_rows(rows), CROSSWALK)[0]
    return county_limits(counties(types), named).set_index("county_fips")


def test_several_codes_of_one_county_are_one_if_they_agree() -> None:
    rows = hsd_rows(
        [
            ("05200", "Large Metro", 20.0, 10.0, 900.0),
            ("05210", "Large Metro", 20.0, 10.0, 600.0),
            ("65170", "Rural", 75.0, 60.0, 5.0),
        ]
    )
    named, unnamed = hsd_by_county(rows, CROSSWALK)
    assert named["county_fips"].tolist() == ["06037"]
    assert named["beneficiaries"].tolist() == [1500.0]
    assert unnamed["reason"].tolist() == ["no county FIPS code belongs to this SSA code"]
    rows.loc[1, "limit_min"] = 30.0
    named, unnamed = hsd_by_county(rows, CROSSWALK)
    assert named.empty
    assert "different types or limits" in unnamed["reason"].iloc[0]
    assert len(unnamed) == 3


def test_without_the_file_limits_are_those_of_the_type_and_say_so() -> None:
    found = limits_of({"01001": "Metro", "01003": "CEAC", "01005": None})
    assert found.loc["01001", ["limit_min", "limit_mi", "required_share"]].tolist() == [45, 30, 0.9]
    assert found.loc["01003", ["limit_min", "limit_mi", "required_share"]].tolist() == [
        110,
        100,
        0.85,
    ]
    assert found["limit_source"].tolist()[:2] == ["derived", "derived"]
    assert found.loc["01005"].isna().all()


def test_the_file_goes_before_population_and_density() -> None:
    found = limits_of(
        {"01001": "Micro", "01003": "Micro"}, [("01000", "Metro", 60.0, 40.0, 12236.0)]
    )
    assert found.loc["01001"].tolist() == ["Metro", 60.0, 40.0, 0.9, "hsd", True, 12236.0]
    assert found.loc["01003"].tolist()[:6] == ["Micro", 80.0, 60.0, 0.85, "derived", False]
    assert np.isnan(found.loc["01003", "beneficiaries"])


def test_another_years_file_brings_its_own_base_limits() -> None:
    named, _ = hsd_by_county(hsd_rows([("01000", "Metro", 50.0, 35.0, 1.0)]), CROSSWALK)
    named["base_limit_min"], named["base_limit_mi"] = 50.0, 35.0
    found = county_limits(counties({"01003": "Metro", "01005": "Rural"}), named)
    assert found["limit_min"].tolist() == [50.0, 75.0]


def test_connecticut_by_region_takes_what_all_its_old_counties_share() -> None:
    rows = [("07000", "Large Metro", 20.0, 10.0, 1000.0), *CONNECTICUT]
    types = {
        "09001": "Metro",
        "09110": "Metro",
        "09120": "Metro",
        "09140": "Metro",
        "09190": "Metro",
    }
    found = limits_of(types, rows)
    assert found["limit_source"].to_dict() == {
        "09001": "hsd",  # Fairfield itself
        "09110": "hsd",  # Hartford and Tolland, both Metro
        "09120": "hsd",  # wholly within Fairfield
        "09140": "derived",  # Fairfield is Large Metro, New Haven is not
        "09190": "derived",
    }
    assert found["cms_county_type"].tolist() == [
        "Large Metro",
        "Metro",
        "Large Metro",
        "Metro",
        "Metro",
    ]
    assert found["limit_min"].tolist() == [20, 45, 20, 45, 45]
    assert found["beneficiaries"].notna().tolist() == [True, False, False, False, False]


def test_the_order_of_the_rows_makes_no_difference() -> None:
    types = {"09110": "Metro", "01001": "Rural", "01003": "CEAC"}
    rows = [("01000", "Metro", 60.0, 40.0, 5.0), *CONNECTICUT]
    turned = dict(reversed(types.items()))
    assert limits_of(types, rows).equals(limits_of(turned, rows[::-1]))


def test_limits_at_places() -> None:
    limits = county_limits(counties({"01001": "Metro", "01003": None}))
    minutes, miles = limits_at_places(pd.Series(["01003", "01001", "01001"]), limits)
    np.testing.assert_array_equal(minutes, [np.nan, 45, 45])
    np.testing.assert_array_equal(miles, [np.nan, 30, 30])
    with pytest.raises(ValueError, match="county 01009 has no limits"):
        limits_at_places(pd.Series(["01009"]), limits)


def test_tables_that_name_a_county_twice_are_refused() -> None:
    twice = pd.concat([counties({"01001": "Metro"})] * 2)
    with pytest.raises(ValueError, match="named twice"):
        county_limits(twice)
    named = hsd_by_county(hsd_rows([("01000", "Metro", 45.0, 30.0, 1.0)]), CROSSWALK)[0]
    with pytest.raises(ValueError, match="names a county twice"):
        county_limits(counties({"01001": "Metro"}), pd.concat([named, named]))


def test_a_rule_must_name_every_type() -> None:
    with pytest.raises(ValueError, match="base_limits must name Large Metro, Metro"):
        AdequacyRule(base_limits={"Metro": (45.0, 30.0)})
    with pytest.raises(ValueError, match="required_shares must name"):
        AdequacyRule(required_shares={"Metro": 0.9})
    assert REQUIRED_SHARES["Micro"] == 0.85


def test_the_constants_are_those_of_the_published_file(shared_data: Path) -> None:
    base = (
        published_hsd(shared_data).drop_duplicates("cms_county_type").set_index("cms_county_type")
    )
    found = {name: (row["base_limit_min"], row["base_limit_mi"]) for name, row in base.iterrows()}
    assert found == BASE_LIMITS_2026


def test_population_and_density_agree_with_the_file_for_98_percent_of_counties(
    shared_data: Path,
) -> None:
    svi = pd.read_csv(
        shared_data / "us/demographics/SVI_2022_US_county.csv",
        usecols=["FIPS", "E_TOTPOP", "AREA_SQMI"],
        dtype={"FIPS": str},
    )
    svi["county_fips"] = svi["FIPS"].str.zfill(5)
    svi["derived"] = derived_county_types(svi["E_TOTPOP"].astype(float), svi["AREA_SQMI"])
    both = svi.merge(published_hsd(shared_data), on="county_fips", validate="one_to_one")
    assert len(both) > 3100
    assert (both["derived"] == both["cms_county_type"]).mean() >= 0.98
