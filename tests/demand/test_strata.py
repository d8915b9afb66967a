from typing import get_args

import numpy as np
import pandas as pd
import pytest

from pipelines.demand.strata import strata
from pipelines.vocabulary.adequacy import CMS_COUNTY_TYPES
from pipelines.vocabulary.strata import (
    CENSUS_CODES,
    HRSA_CODES,
    SCHEMES,
    SOURCES_OF_SCHEME,
    STRATA,
    STRATA_OF_SCHEME,
    Stratum,
    StratumScheme,
)


def codes(**columns: list) -> pd.DataFrame:
    count = len(next(iter(columns.values())))
    blank = {"nchs": np.nan, "rucc": np.nan, "ruca": np.nan}
    blank |= dict.fromkeys(("cms_county_type", "hrsa", "census", "custom_stratum"))
    frame = pd.DataFrame({name: [value] * count for name, value in blank.items()})
    return frame.assign(**columns).astype(
        dict.fromkeys(("cms_county_type", "hrsa", "census", "custom_stratum"), "str")
    )


@pytest.mark.parametrize(
    ("scheme", "code", "expected"),
    [
        ("nchs", [1, 2, 3, 4, 5, 6], "urban suburban small_metro small_metro rural rural"),
        ("rucc", [1, 2, 3, 4, 5, 9], "urban small_metro small_metro rural rural rural"),
        ("ruca", [1.0, 1.1, 2.0, 2.1, 3.0], " ".join(["metropolitan"] * 5)),
        ("ruca", [4.0, 4.1, 5.0, 6.1], " ".join(["micropolitan"] * 4)),
        ("ruca", [7.0, 7.2, 8.1, 9.2], " ".join(["small_town"] * 4)),
        ("ruca", [10.0, 10.1, 10.3], " ".join(["rural_area"] * 3)),
    ],
)
def test_each_code(scheme, code, expected) -> None:
    given = codes(**{scheme: [float(c) for c in code]})
    assert list(strata(given, scheme)) == expected.split()


def test_cms_county_types() -> None:
    given = codes(cms_county_type=["Large Metro", "Metro", "Micro", "Rural", "CEAC"])
    assert list(strata(given, "cms")) == ["urban", "small_metro", "rural", "rural", "rural"]


def test_what_hrsa_counts_as_rural_is_rural() -> None:
    given = codes(hrsa=["nonmetro_county", "rural_tract", "large_tract", "not_rural"])
    assert list(strata(given, "hrsa")) == ["rural", "rural", "rural", "not_rural"]


def test_a_list_of_ones_own_is_taken_at_its_word() -> None:
    assert list(strata(codes(custom_stratum=list(STRATA)), "custom")) == list(STRATA)


def test_every_scheme_that_can_be_set_has_its_words_and_strata() -> None:
    assert set(get_args(StratumScheme)) == set(SCHEMES) == set(STRATA_OF_SCHEME)
    assert set(SOURCES_OF_SCHEME) == set(SCHEMES)
    assert get_args(Stratum) == tuple(STRATA)


def test_each_scheme_gives_its_own_strata_and_no_other() -> None:
    for scheme, column, values in (
        ("nchs", "nchs", range(1, 7)),
        ("rucc", "rucc", range(1, 10)),
        ("ruca", "ruca", range(1, 11)),
        ("cms", "cms_county_type", CMS_COUNTY_TYPES),
        ("hrsa", "hrsa", HRSA_CODES),
        ("census", "census", CENSUS_CODES),
    ):
        assert set(strata(codes(**{column: list(values)}), scheme)) == set(STRATA_OF_SCHEME[scheme])


@pytest.mark.parametrize("scheme", [*SCHEMES, None])
def test_an_uncoded_place_has_no_stratum(scheme) -> None:
    found = strata(codes(nchs=[np.nan]), scheme)
    assert found.isna().all()
    assert found.dtype == "str"


def test_a_code_read_from_text_is_the_code() -> None:
    given = codes(ruca=[float(text) for text in ("1.1", "2.1", "4.1")])
    assert list(strata(given, "ruca")) == ["metropolitan", "metropolitan", "micropolitan"]
    assert set(strata(given, "ruca")) <= set(STRATA)
