import numpy as np
import pandas as pd
import pytest

from pipelines.demand.strata import strata
from pipelines.vocabulary.strata import STRATA


def codes(**columns: list) -> pd.DataFrame:
    count = len(next(iter(columns.values())))
    blank = {"nchs": np.nan, "rucc": np.nan, "ruca": np.nan, "cms_county_type": None}
    frame = pd.DataFrame({name: [value] * count for name, value in blank.items()})
    return frame.assign(**columns).astype({"cms_county_type": "str"})


@pytest.mark.parametrize(
    ("scheme", "code", "expected"),
    [
        ("nchs", [1, 2, 3, 4, 5, 6], "urban suburban small_metro small_metro rural rural"),
        ("rucc", [1, 2, 3, 4, 5, 9], "urban small_metro small_metro rural rural rural"),
        ("ruca", [1.0, 1.1, 2.0, 2.1, 4.0, 4.1], "urban urban suburban suburban suburban suburban"),
        ("ruca", [3.0, 4.2, 5.0, 7.1, 10.0, 10.3], "rural rural rural rural rural rural"),
    ],
)
def test_each_code(scheme, code, expected) -> None:
    given = codes(**{scheme: [float(c) for c in code]})
    assert list(strata(given, scheme)) == expected.split()


def test_cms_county_types() -> None:
    given = codes(cms_county_type=["Large Metro", "Metro", "Micro", "Rural", "CEAC"])
    assert list(strata(given, "cms")) == ["urban", "small_metro", "rural", "rural", "rural"]


@pytest.mark.parametrize("scheme", ["nchs", "rucc", "ruca", "cms"])
def test_an_uncoded_place_has_no_stratum(scheme) -> None:
    found = strata(codes(nchs=[np.nan]), scheme)
    assert found.isna().all()
    assert found.dtype == "str"


def test_a_code_read_from_text_is_the_code() -> None:
    given = codes(ruca=[float(text) for text in ("1.1", "2.1", "4.1")])
    assert list(strata(given, "ruca")) == ["urban", "suburban", "suburban"]
    assert set(strata(given, "ruca")) <= set(STRATA)
