"""Centers counted by site of care and by how they are placed."""

import pandas as pd
import pytest

from pipelines.measures.centers.center_counts import centers_by_site, centers_placed

CENTERS = pd.DataFrame(
    [
        ("office_based", True, "zip"),
        ("office_based", False, "rooftop"),
        ("office_based", True, "zip"),
        ("stand_alone", True, "rooftop"),
    ],
    columns=["site_of_care", "in_area", "geocode_precision"],
)


def test_by_site_of_care_with_all_together() -> None:
    assert centers_by_site(CENTERS).to_numpy().tolist() == [
        ["hospital_based", 0, 0, 0],
        ["office_based", 3, 2, 1],
        ["pharmacy_based", 0, 0, 0],
        ["stand_alone", 1, 1, 0],
        ["any", 4, 3, 1],
    ]


def test_by_precision_as_shares_of_the_site() -> None:
    assert centers_placed(CENTERS).to_numpy().tolist() == [
        ["office_based", "rooftop", 1, pytest.approx(1 / 3)],
        ["office_based", "zip", 2, pytest.approx(2 / 3)],
        ["stand_alone", "rooftop", 1, 1.0],
        ["stand_alone", "zip", 0, 0.0],
        ["any", "rooftop", 2, 0.5],
        ["any", "zip", 2, 0.5],
    ]
