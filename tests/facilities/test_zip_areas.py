"""ZIP areas and towns: their middles, and how far they reach."""

import numpy as np
import pandas as pd
import pytest

from pipelines.facilities.zip_areas import town_keys, zip_areas
from tests.facilities.worlds import MILE_DEG, centroids

TOWNS = pd.DataFrame(
    {
        "zip": ["90001", "90003", "90099"],
        "town": ["Saint Rosby", "ST. ROSBY", "St Rosby"],
        "state": ["ZZ", "ZZ", "ZZ"],
    }
)


def test_an_area_without_land_reaches_to_its_third_neighbour():
    areas = zip_areas(centroids(0, 1, 3, 6), None).areas
    assert areas["radius_mi"].tolist() == pytest.approx([6, 5, 3, 6], rel=0.01)
    assert areas["reach_mi"].equals(areas["radius_mi"].rename("reach_mi"))


def test_an_area_with_land_reaches_as_a_circle_of_it():
    land_m2 = np.pi * (2 * 1609.344) ** 2
    areas = zip_areas(centroids(0, 1, 3, 6).assign(land_area_m2=land_m2), None).areas
    assert areas["radius_mi"].tolist() == pytest.approx([2] * 4)
    assert areas["reach_mi"].tolist() == pytest.approx([6, 5, 3, 6], rel=0.01)


def test_among_few_areas_it_is_not_known_how_far_they_reach():
    assert (
        zip_areas(centroids(0, 1, 3), None).areas[["radius_mi", "reach_mi"]].isna().all(axis=None)
    )


def test_a_town_is_the_middle_of_its_areas_and_holds_them():
    areas = zip_areas(centroids(0, 1, 3, 6), TOWNS)
    town = areas.of_town(pd.DataFrame({"zip": ["90099"], "city": [""], "state": [""]}))
    assert town["lat"].item() == pytest.approx(40 + 1.5 * MILE_DEG)
    # 90001 reaches six miles and lies a mile and a half from the middle, 90003 three.
    assert town["radius_mi"].item() == pytest.approx(7.5, rel=0.01)


@pytest.mark.parametrize(
    ("city", "state"), [("St. Rosby", "ZZ"), ("SAINT ROSBY", "zz"), ("St-Rosby", "ZZ")]
)
def test_a_town_is_known_by_its_own_name(city, state):
    address = pd.DataFrame({"zip": [None], "city": [city], "state": [state]}).astype("str")
    assert zip_areas(centroids(0, 1, 3, 6), TOWNS).of_town(address)["lon"].item() == -90


def test_states_are_one_by_letters_and_by_name():
    keys = town_keys(pd.Series(["Saint Albans"] * 2), pd.Series(["Vermont", "VT"]))
    assert keys.tolist() == ["STALBANS|VT"] * 2


def test_without_sources_nothing_is_known():
    address = pd.DataFrame({"zip": ["90001"], "city": ["Rosby"], "state": ["ZZ"]})
    nothing = zip_areas(None, None)
    assert nothing.of_zip(address["zip"]).isna().all(axis=None)
    assert nothing.of_town(address).isna().all(axis=None)
