import numpy as np
import pandas as pd
import pytest

from pipelines.measures.accessibility.supply import supply_of

CAPACITY = pd.Series([4.0, np.nan, 0.0], dtype="float64")


def test_every_center_alike_counts_as_one() -> None:
    supply = supply_of(CAPACITY, "equal")
    assert supply.amount.tolist() == [1.0, 1.0, 1.0]
    assert supply.counts.all()
    assert (supply.unit, supply.left_out) == ("centers", 0)


def test_unknown_capacity_is_left_out_and_counted() -> None:
    supply = supply_of(CAPACITY, "known")
    assert supply.amount.tolist() == [4.0, 0.0, 0.0]
    assert supply.counts.tolist() == [True, False, True]
    assert (supply.unit, supply.left_out) == ("capacity", 1)


def test_without_any_capacity_nothing_can_be_weighed() -> None:
    with pytest.raises(ValueError, match="no center's capacity is known"):
        supply_of(pd.Series([np.nan, np.nan]), "known")


def test_a_negative_capacity_is_refused() -> None:
    with pytest.raises(ValueError, match="capacity -1 is negative"):
        supply_of(pd.Series([-1.0]), "known")
