import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.area.sources import RucaSource
from pipelines.demand.rurality import RuralityCodes, codes_of_zones, most_common_code
from pipelines.demand.strata import strata
from pipelines.sources.people.ruca import read_ruca

ANDOVER_OLD, ANDOVER_NEW = "090135281001", "091105281001"


def text(*values: str | None) -> pd.Series:
    return pd.Series(values, dtype="str")


def by_county(name: str, **codes: float) -> pd.DataFrame:
    return pd.DataFrame({"county_fips": text(*(k[1:] for k in codes)), name: list(codes.values())})


def by_tract(
    tracts: list[str],
    ruca: list[float | None],
    secondary: list[str | None] | None = None,
    **columns: object,
) -> pd.DataFrame:
    """Return raw.ruca."""
    rest = {"land_sqmi": np.nan, "people_per_sqmi": np.nan, "census": 2020} | columns
    codes = {"ruca": np.array(ruca, dtype=float)}
    words = text(*(secondary or [None] * len(tracts)))
    return pd.DataFrame({"tract_geoid": text(*tracts), **codes, "ruca_secondary": words, **rest})


def test_codes_by_tract_and_county() -> None:
    geoid = text("170310101001", "170310202002", "180010101001")
    ruca = by_tract(["17031010100", "17031020200"], [1.0, 4.0], ["1.1", None])
    codes = RuralityCodes(ruca, by_county("rucc", c17031=1), by_county("nchs", c18001=5))
    found = codes_of_zones(geoid, geoid.str.slice(0, 5), codes)
    np.testing.assert_array_equal(found["ruca"], [1.1, 4.0, np.nan])
    np.testing.assert_array_equal(found["rucc"], [1, 1, np.nan])
    np.testing.assert_array_equal(found["nchs"], [np.nan, np.nan, 5])


def test_without_sources_every_code_is_null() -> None:
    found = codes_of_zones(text("170310101001"), text("17031"), RuralityCodes())
    assert found.isna().all(axis=None)
    assert {
        *("ruca", "rucc", "nchs", "hrsa", "census", "custom_stratum"),
        *("ruca_missing", "ruca_carried"),
    } == set(found)


def test_hrsa_counts_nonmetropolitan_counties_rural_tracts_and_large_empty_ones() -> None:
    """Nine tracts: five of a metropolitan county, one of a nonmetropolitan, three of one without a code."""
    tracts = [*(f"17031{n:06d}" for n in range(5)), "18001000000"]
    tracts += [f"19001{n:06d}" for n in range(3)]
    ruca = by_tract(
        tracts,
        [1.0, 4.0, 3.0, 2.0, 2.0, 1.0, 5.0, 1.0, None],
        None,
        land_sqmi=[3.0, 3.0, 400.0, 400.0, 399.9, 3.0, 3.0, 3.0, 3.0],
        people_per_sqmi=[900.0, 9.0, 35.0, 35.1, 1.0, 900.0, 9.0, 900.0, 9.0],
    )
    codes = RuralityCodes(ruca, by_county("rucc", c17031=1, c18001=6))
    found = codes_of_zones(text(*tracts), text(*(tract[:5] for tract in tracts)), codes)
    assert list(found["hrsa"].fillna("open")) == [
        "not_rural",
        "rural_tract",
        "large_tract",
        "not_rural",
        "not_rural",
        "nonmetro_county",
        "rural_tract",
        "open",
        "open",
    ]


def test_the_continuum_code_says_whether_a_county_is_metropolitan_before_that_of_nchs() -> None:
    geoid = text("17031010100", "18001010100")
    ruca = by_tract(list(geoid), [1.0, 1.0])
    nchs = by_county("nchs", c17031=6, c18001=5)
    codes = RuralityCodes(ruca, by_county("rucc", c17031=2), nchs)
    found = codes_of_zones(geoid, geoid.str.slice(0, 5), codes)
    assert list(found["hrsa"]) == ["not_rural", "nonmetro_county"]


@pytest.mark.parametrize(("census", "reason"), [(2010, "other_tracts"), (2020, "not_named")])
def test_a_place_without_a_ruca_code_says_why(census, reason) -> None:
    geoid = text("170310101001", "170310202002", "170319900000")
    ruca = by_tract(["17031010100", "17031990000"], [1.0, None], None, census=census)
    found = codes_of_zones(geoid, geoid.str.slice(0, 5), RuralityCodes(ruca))
    assert list(found["ruca_missing"].fillna("-")) == ["-", reason, "not_coded"]


def test_a_list_of_ones_own_names_the_smallest_zone_first() -> None:
    zones = {"17031": "urban", "17031010100": "suburban", "170310101002": "rural"}
    codes = RuralityCodes(
        strata=pd.DataFrame({"zone": list(zones), "stratum": list(zones.values())})
    )
    geoid = text("170310202001", "170310101001", "170310101002", "180010101001")
    found = codes_of_zones(geoid, geoid.str.slice(0, 5), codes)["custom_stratum"]
    assert list(found.fillna("-")) == ["urban", "suburban", "rural", "-"]


@pytest.mark.parametrize("geoid", [ANDOVER_OLD, ANDOVER_NEW])
@pytest.mark.parametrize("tract", ["09013528100", "09110528100"])
@pytest.mark.parametrize("county", ["c09013", "c09110"])
def test_connecticut_joins_in_either_vintage(geoid, tract, county) -> None:
    ruca = by_tract([tract], [2.0], ["2.0"])
    codes = RuralityCodes(ruca, by_county("rucc", **{county: 3}), by_county("nchs", **{county: 4}))
    found = codes_of_zones(text(geoid), text(geoid[:5]), codes)
    assert found[["ruca", "rucc", "nchs"]].to_dict("records") == [
        {"ruca": 2.0, "rucc": 3.0, "nchs": 4.0}
    ]


def test_a_tract_coded_twice() -> None:
    ruca = by_tract(["09013528100", "09110528100"], [2.0, 2.0], ["2.0", "2.0"])
    with pytest.raises(ValueError, match="codes tract 09013528100 twice"):
        codes_of_zones(text(ANDOVER_OLD), text("09013"), RuralityCodes(ruca))


zones = st.lists(
    st.tuples(
        st.sampled_from(["01001", "01003", "01005"]),
        st.one_of(st.none(), st.integers(1, 4)),
        st.integers(0, 5),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(zones, st.randoms(use_true_random=False))
def test_most_common_equals_a_loop_in_any_order(rows, random) -> None:
    expected = {}
    for county in {row[0] for row in rows}:
        totals: dict[int, int] = {}
        for _, code, people in (row for row in rows if row[0] == county):
            if code is not None and people > 0:
                totals[code] = totals.get(code, 0) + people
        if totals:
            expected[county] = min(totals, key=lambda code, t=totals: (-t[code], code))
    random.shuffle(rows)
    found = most_common_code(
        text(*(row[0] for row in rows)),
        pd.Series([np.nan if row[1] is None else float(row[1]) for row in rows], dtype="float64"),
        pd.Series([float(row[2]) for row in rows], dtype="float64"),
    )
    assert found.to_dict() == expected


def test_the_block_groups_of_illinois_under_the_codes_of_2010(shared_data) -> None:
    """Adults of 2020, and the tracts of 2020 that the codes of 2010 do not name."""
    people = pd.read_csv(
        shared_data / "us/population/block_groups.csv.gz",
        usecols=["geoid", "adults_20_plus"],
        dtype={"geoid": "str"},
    ).query("geoid.str.startswith('17')")
    source = RucaSource(files=("-",), vintage="-", publisher="-", licence="-", census=2010)
    ruca = read_ruca([shared_data / "us/rurality/ruca_2010_tract.csv.gz"], source).table
    codes = codes_of_zones(people["geoid"], people["geoid"].str.slice(0, 5), RuralityCodes(ruca))
    adults = people["adults_20_plus"].groupby(strata(codes, "ruca").fillna("none")).sum()
    assert adults.to_dict() == {
        "metropolitan": 7_588_352,
        "micropolitan": 509_300,
        "small_town": 448_762,
        "rural_area": 128_952,
        "none": 880_978,
    }
    assert codes["ruca_missing"].value_counts().to_dict() == {"other_tracts": 731, "not_coded": 4}
