import pandas as pd
import pytest

from pipelines.facilities.matching.organization_names import (
    all_names,
    likeness,
    telling_words,
    written_names,
)


def names(*values: str) -> pd.Series:
    return pd.Series(list(values), dtype="str")


def alike(one: str, other: str, town: str = "DOVER") -> tuple[float, float]:
    left, right = (all_names(names(name)).tolist() for name in (one, other))
    found = likeness(left, right, [town])
    return found.whole[0], found.telling[0]


def test_names_are_written_one_way() -> None:
    given = names("The  St. Mary's Hosp, Inc.", "SAINT MARYS HOSPITAL", "Peña & Sons, LLC", "Inc.")
    assert list(written_names(given)) == [
        *["SAINT MARYS HOSPITAL"] * 2,
        "PENA SONS",
        "INC",
    ]


def test_all_names_of_a_record_once() -> None:
    one = all_names(names("Dover Arthritis LLC", ""), names("DOVER ARTHRITIS|Delta Infusion", None))
    assert list(one) == ["DOVER ARTHRITIS|DELTA INFUSION", ""]


def test_words_that_tell() -> None:
    assert telling_words("PRAIRIE RHEUMATOLOGY ASSOCIATES") == "PRAIRIE"
    assert telling_words("FORT TARN INFUSION CENTER", ["FORT", "TARN"]) == ""


@pytest.mark.parametrize(
    ("one", "other", "whole", "told"),
    [
        ("Prairie Rheumatology Associates, S.C.", "PRAIRIE RHEUMATOLOGY ASSOC", True, True),
        ("Prairie Rheumatology", "Prairie Rheumatology Infusion Center", True, True),
        ("Prairie Arthritis Clinic", "Prairie Infusion Suite", False, True),
        ("Prairie Oncology", "Prairie Rheumatology", False, False),
        ("Dover Infusion", "Dover Pharmacy", False, False),
        ("Dover Arthritis Clinic", "Dover Arthritis Clinic Infusion Ctr", True, False),
        ("Dover Infusion", "Dover Infusion Services", False, False),
        ("Outpatient Infusion Center", "OUTPATIENT INFUSION CENTER LLC", True, False),
        ("", "Prairie", False, False),
    ],
)
def test_likeness(one, other, whole, told) -> None:
    found = alike(one, other)
    assert (found[0] >= 88, found[1] >= 88) == (whole, told)
    assert alike(other, one) == pytest.approx(found)


def test_a_town_tells_nothing_however_it_is_spelt() -> None:
    assert alike("Fort Tarn Infusion", "Ft Tarn Cardiology", "FT TARN")[1] == 0


def test_no_pairs() -> None:
    assert likeness([], [], []).whole.shape == (0,)
