import numpy as np
import pandas as pd
import pytest

from pipelines.demand.county_types import derived_county_types


def one(population: float, density: float) -> str:
    # An area smaller by 1e-12 keeps the quotient from falling short of the density by a rounding.
    area = pd.Series([population / density * (1 - 1e-12)])
    return derived_county_types(pd.Series([float(population)]), area)[0]


@pytest.mark.parametrize(
    ("population", "density", "expected"),
    [
        (1_000_000, 1_000, "Large Metro"),
        (1_000_000, 999.9, "Metro"),
        (1_000_000, 10, "Metro"),
        (999_999, 1_500, "Large Metro"),
        (999_999, 1_499.9, "Metro"),
        (500_000, 10, "Metro"),
        (499_999, 5_000, "Large Metro"),
        (200_000, 4_999.9, "Metro"),
        (199_999, 5_000, "Large Metro"),
        (199_999, 100, "Metro"),
        (50_000, 99.9, "Micro"),
        (50_000, 10, "Micro"),
        (49_999, 5_000, "Large Metro"),
        (49_999, 1_000, "Metro"),
        (49_999, 999.9, "Micro"),
        (10_000, 50, "Micro"),
        (10_000, 49.9, "Rural"),
        (10_000, 10, "Rural"),
        (9_999, 5_000, "Large Metro"),
        (9_999, 4_999.9, "Rural"),
        (9_999, 10, "Rural"),
        (9_999, 9.9, "CEAC"),
        (2_000_000, 9.9, "CEAC"),
    ],
)
def test_the_table_of_the_regulation(population, density, expected) -> None:
    assert one(population, density) == expected


def test_nobody_is_a_density_of_zero() -> None:
    assert derived_county_types(pd.Series([0.0]), pd.Series([500.0]))[0] == "CEAC"


def test_unknown_population_or_area_gives_no_type() -> None:
    found = derived_county_types(pd.Series([np.nan, 1e6, 1e6]), pd.Series([10.0, np.nan, 0.0]))
    assert found.isna().all()
