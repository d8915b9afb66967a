import numpy as np
import pandas as pd
import pytest

from pipelines.measures.uncertainty.definitions import (
    COARSE,
    coarsely_placed,
    definition_masks,
    geocoding,
    therapy_line_masks,
)
from pipelines.vocabulary.centers import GEOCODE_PRECISIONS
from tests.measures.road_worlds import centers_at

HOSPITAL, OFFICE = "hospital_based", "office_based"


def some_centers(**columns) -> pd.DataFrame:
    return centers_at((0.0, HOSPITAL), (1.0, HOSPITAL), (2.0, OFFICE), (3.0, OFFICE), **columns)


def test_a_definition_leaves_out_what_a_column_speaks_against() -> None:
    masks = definition_masks(
        some_centers(
            beds=[25.0, 26.0, 10.0, np.nan],
            medicare_payable=pd.array([True, pd.NA, False, True], dtype="boolean"),
            confidence=[0.49, 0.5, np.nan, 1.0],
        )
    )
    assert list(masks) == ["larger_hospitals", "paid_by_medicare", "sure"]
    told = {name: "".join(str(int(k)) for k in kept) for name, kept in masks.items()}
    assert told == {
        "larger_hospitals": "0111",
        "paid_by_medicare": "1101",
        "sure": "0111",
    }


def test_a_center_of_unknown_line_serves_both_lines_of_therapy() -> None:
    masks = therapy_line_masks(some_centers(therapy_line=["oncology", "specialty", "both", None]))
    assert list(masks) == ["for_specialty", "for_oncology"]
    np.testing.assert_array_equal(masks["for_specialty"], [False, True, True, True])
    np.testing.assert_array_equal(masks["for_oncology"], [True, False, True, True])
    assert therapy_line_masks(some_centers()) == {}


def test_a_definition_that_changes_nothing_or_leaves_nothing_is_not_told() -> None:
    assert definition_masks(some_centers()) == {}
    assert definition_masks(some_centers(confidence=[0.1] * 4)) == {}


def test_geocoding_counts_centers_at_the_middle_of_a_zip_or_town() -> None:
    centers = some_centers(geocode_precision=["zip", "rooftop", "city", "address"])
    assert set(COARSE) <= set(GEOCODE_PRECISIONS)
    np.testing.assert_array_equal(coarsely_placed(centers), [True, False, True, False])
    table = geocoding(centers).set_index("site_of_care")
    assert list(table.index) == [HOSPITAL, OFFICE, "any"]
    assert table.loc["any"].tolist() == [4, 2, 0.5]
    assert table.loc[OFFICE, "share_coarse"] == pytest.approx(0.5)
    assert geocoding(centers[:0]).empty
