"""Bands beneath headline figures: taken from the row over all uncertainties, written in plain words."""

import pandas as pd
import pytest

from pipelines.report.facts import read_facts
from pipelines.report.telling.bands import (
    NO_SITE,
    Band,
    count_band,
    exact_minutes_band,
    in_brackets,
    index_band,
    minutes_band,
    read_bands,
    share_band,
)
from pipelines.report.telling.findings import cards
from tests.report.world import write_world
from tests.worlds.answers import fictional_area


def row(site, dimension, low, high):
    return {
        "stratum": "all",
        "site_of_care": site,
        "figure": "share_neither" if site is None else "share_within",
        "dimension": dimension,
        "low": low,
        "high": high,
    }


def test_only_the_band_over_all_uncertainties_counts():
    table = pd.DataFrame(
        [
            row(None, "all", 0.04, 0.12),
            row(None, "speed", 0.05, 0.11),
            row("any", "all", 0.8, 0.9),
            row("stand_alone", "all", None, None),
        ]
    ).astype({"site_of_care": "str"})
    assert read_bands(table) == {
        ("all", NO_SITE, "share_neither"): Band(0.04, 0.12),
        ("all", "any", "share_within"): Band(0.8, 0.9),
    }


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


def test_every_headline_number_carries_its_band(tmp_path):
    facts = read_facts(write_world(tmp_path / "access.duckdb"), fictional_area())
    numbers = [number for card in cards(facts) for number in card.numbers]
    assert numbers
    assert all("scenario" in number.band for number in numbers)


def test_bands_of_counts_and_indices():
    assert count_band(Band(12.0, 1500.0)) == "12 to 1,500"
    assert count_band(Band(3.0, 3.0)) == "3"
    assert index_band(Band(0.421, 0.458)) == "0.42 to 0.46 across scenarios"
    assert index_band(Band(0.421, 0.4211)) == "0.42 in every scenario"
    assert in_brackets(index_band(None)) == in_brackets(count_band(None)) == ""
    assert in_brackets("1 to 2") == " (1 to 2)"
