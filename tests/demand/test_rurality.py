import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.demand.rurality import RuralityCodes, codes_of_zones, most_common_code

ANDOVER_OLD, ANDOVER_NEW = "090135281001", "091105281001"


def text(*values: str | None) -> pd.Series:
    return pd.Series(values, dtype="str")


def by_county(name: str, **codes: float) -> pd.DataFrame:
    return pd.DataFrame({"county_fips": text(*(k[1:] for k in codes)), name: list(codes.values())})


def test_codes_by_tract_and_county() -> None:
    geoid = text("170310101001", "170310202002", "180010101001")
    ruca = pd.DataFrame(
        {
            "tract_geoid": text("17031010100", "17031020200"),
            "ruca": [1.0, 4.0],
            "ruca_secondary": text("1.1", None),
        }
    )
    codes = RuralityCodes(ruca, by_county("rucc", c17031=1), by_county("nchs", c18001=5))
    found = codes_of_zones(geoid, geoid.str.slice(0, 5), codes)
    np.testing.assert_array_equal(found["ruca"], [1.1, 4.0, np.nan])
    np.testing.assert_array_equal(found["rucc"], [1, 1, np.nan])
    np.testing.assert_array_equal(found["nchs"], [np.nan, np.nan, 5])


def test_without_sources_every_code_is_null() -> None:
    found = codes_of_zones(text("170310101001"), text("17031"), RuralityCodes())
    assert found.isna().all(axis=None)
    assert list(found.columns) == ["ruca", "rucc", "nchs"]


@pytest.mark.parametrize("geoid", [ANDOVER_OLD, ANDOVER_NEW])
@pytest.mark.parametrize("tract", ["09013528100", "09110528100"])
@pytest.mark.parametrize("county", ["c09013", "c09110"])
def test_connecticut_joins_in_either_vintage(geoid, tract, county) -> None:
    ruca = pd.DataFrame({"tract_geoid": text(tract), "ruca": [2.0], "ruca_secondary": text("2.0")})
    codes = RuralityCodes(ruca, by_county("rucc", **{county: 3}), by_county("nchs", **{county: 4}))
    found = codes_of_zones(text(geoid), text(geoid[:5]), codes)
    assert found.to_dict("records") == [{"ruca": 2.0, "rucc": 3.0, "nchs": 4.0}]


def test_a_tract_coded_twice() -> None:
    ruca = pd.DataFrame(
        {
            "tract_geoid": text("09013528100", "09110528100"),
            "ruca": [2.0, 2.0],
            "ruca_secondary": text("2.0", "2.0"),
        }
    )
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
