"""Contracts: what a table promises is enforced, and every fault is listed."""

import pandas as pd
import pytest

from pipelines.contracts import ContractError, check_contract


def coverage(**changes: object) -> pd.DataFrame:
    row = {
        "stratum": "rural",
        "site_of_care": "office_based",
        "within_min": 30.0,
        "population": 10.0,
        "population_within": 4.0,
        "share": 0.4,
    }
    return pd.DataFrame([row | changes])


def test_a_good_table_passes_with_its_extra_columns_and_types() -> None:
    checked = check_contract("out.coverage", coverage(note="x", within_min=30))
    assert checked["note"].tolist() == ["x"]
    assert checked["within_min"].dtype == "float64"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"share": 1.01}, "share"),
        ({"site_of_care": "clinic"}, "site_of_care"),
        ({"stratum": None}, "stratum"),
        ({"population": -1.0}, "population"),
    ],
)
def test_a_broken_cell_is_named(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ContractError, match=rf"out\.coverage breaks its contract:\n  {said}"):
        check_contract("out.coverage", coverage(**changes))


def test_a_missing_column_and_a_repeated_key_are_named() -> None:
    with pytest.raises(ContractError, match="share"):
        check_contract("out.coverage", coverage().drop(columns="share"))
    with pytest.raises(ContractError, match="stratum"):
        check_contract("out.coverage", pd.concat([coverage(), coverage()], ignore_index=True))


def test_null_means_null_only_where_the_contract_says_so() -> None:
    check_contract("out.coverage", coverage(population=0.0, population_within=0.0, share=None))
    with pytest.raises(ContractError):
        check_contract("out.coverage", coverage(within_min=None))


def test_a_table_without_a_contract_passes_as_it_is() -> None:
    frame = pd.DataFrame({"a": [1]})
    assert check_contract("raw.anything", frame) is frame
