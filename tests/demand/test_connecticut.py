import pandas as pd

from pipelines.demand.connecticut import _crosswalk, counties_of, county_in_vintage, tract_key

OLD = [f"090{i:02d}" for i in range(1, 16, 2)]
REGIONS = [f"09{i}" for i in range(110, 200, 10)]
# Andover's tract: Tolland County until 2021, Capitol Planning Region from 2022.
ANDOVER_OLD, ANDOVER_NEW = "090135281001", "091105281001"
ILLINOIS = "170310101001"


def text(*values: str) -> pd.Series:
    return pd.Series(values, dtype="str")


def test_either_vintage_of_a_block_group_leads_to_both() -> None:
    found = counties_of(text(ANDOVER_OLD, ANDOVER_NEW))
    assert list(found["county_fips"]) == ["09013", "09013"]
    assert list(found["region_fips"]) == ["09110", "09110"]


def test_no_other_zone_does() -> None:
    # Another state, a whole county, open water, and a tract number that belongs to another county.
    found = counties_of(text(ILLINOIS, "09013", "09001990000", "09001528100"))
    assert found.isna().all(axis=None)
    assert list(found.index) == [0, 1, 2, 3]


def test_every_county_and_region_occurs_in_the_pairs_that_census_names() -> None:
    pairs = {
        "09001": "120 140 190",
        "09003": "110 140 160",
        "09005": "140 160 190",
        "09007": "130",
        "09009": "140 170",
        "09011": "130 150 180",
        "09013": "110 150",
        "09015": "150 180",
    }

    table = _crosswalk()
    assert len(table) == 879
    found = table.groupby("county_fips")["region_fips"].agg(
        lambda r: " ".join(sorted(set(r.str[2:])))
    )
    assert found.to_dict() == pairs


def test_tracts_are_keyed_alike() -> None:
    keys = tract_key(text(ANDOVER_OLD, ANDOVER_NEW, ILLINOIS, "09001990000", "17031"))
    assert list(keys[:4]) == ["09013528100", "09013528100", "17031010100", "09001990000"]
    assert pd.isna(keys[4])


def test_county_in_the_vintage_of_another_table() -> None:
    geoid = text(ANDOVER_OLD, ANDOVER_NEW, ILLINOIS)
    county = geoid.str.slice(0, 5)
    old = county_in_vintage(geoid, county, {*OLD, "17031"})
    assert list(old) == ["09013", "09013", "17031"]
    new = county_in_vintage(geoid, county, {*REGIONS})
    assert list(new[:2]) == ["09110", "09110"]
    assert pd.isna(new[2])
