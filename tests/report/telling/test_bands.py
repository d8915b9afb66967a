"""Bands beneath headline figures: taken from the row over all uncertainties, written in plain words."""

import pytest

from pipelines.report.telling.bands import (
    Band,
    count_band,
    exact_minutes_band,
    in_brackets,
    index_band,
    minutes_band,
    share_band,
)


@pytest.mark.parametrize(
    ("band", "said"),
    [
        (None, ""),
        (Band(8.2, 11.7), "8 to 12 minutes across scenarios"),
        (Band(12.1, 12.4), "12 minutes in every scenario"),
        (Band(0.6, 1.2), "1 minute in every scenario"),
    ],
)
def test_minutes_in_words(band, said):
    assert minutes_band(band) == said


def test_a_band_holds_the_figure_that_is_written_with_a_decimal():
    assert exact_minutes_band(None) == ""
    assert exact_minutes_band(Band(9.6, 14.1)) == "9.6 to 14.1 minutes across scenarios"
    assert exact_minutes_band(Band(9.61, 9.62)) == "9.6 minutes in every scenario"


@pytest.mark.parametrize(
    ("band", "said"),
    [
        (None, ""),
        (Band(0.041, 0.119), "4% to 12% across scenarios"),
        (Band(0.001, 0.004), "under 1% in every scenario"),
        (Band(0.0, 1.0), "0% to 100% across scenarios"),
    ],
)
def test_shares_in_words(band, said):
    assert share_band(band) == said


def test_bands_of_counts_and_indices():
    assert count_band(Band(12.0, 1500.0)) == "12 to 1,500"
    assert count_band(Band(3.0, 3.0)) == "3"
    assert index_band(Band(0.421, 0.458)) == "0.42 to 0.46 across scenarios"
    assert index_band(Band(0.421, 0.4211)) == "0.42 in every scenario"
    assert in_brackets(index_band(None)) == in_brackets(count_band(None)) == ""
    assert in_brackets("1 to 2") == " (1 to 2)"
