import numpy as np
import pandas as pd
import pytest

from pipelines.measures.scenario_times import times_of
from pipelines.measures.uncertainty.center_sets import other_definitions, search_center_sets
from pipelines.measures.uncertainty.sensitivity import bands, sensitivity_values
from pipelines.measures.uncertainty.variants import Variant, variants
from tests.measures.road_worlds import centers_at, people_at, world

HOSPITAL, OFFICE = "hospital_based", "office_based"


def two_definitions() -> pd.DataFrame:
    wide = centers_at((0.0, HOSPITAL), (10.0, OFFICE), (30.0, OFFICE)).assign(definition="registry")
    return pd.concat([wide, wide.iloc[:2].assign(definition="combined")], ignore_index=True)


def test_the_area_s_own_definition_is_not_asked_again() -> None:
    sets = other_definitions(two_definitions(), "combined")
    assert {name: len(centers) for name, centers in sets.items()} == {"registry": 3}
    assert list(other_definitions(two_definitions(), "registry")) == ["combined"]


def test_centers_that_only_another_definition_knows_are_driven_to() -> None:
    small = world(centers_at((0.0, HOSPITAL), (10.0, OFFICE)), people_at(28.0))
    sets = other_definitions(two_definitions(), "combined")
    found = dict(search_center_sets(small.network, small.roads, sets, small.places))
    times = times_of(found["registry"].found, small.places, small.on_road)
    assert times.minutes_to(OFFICE) == pytest.approx([2.0], abs=0.01)
    assert times.minutes_to(HOSPITAL) == pytest.approx([28.0], abs=0.01)


def test_the_same_centers_give_the_same_times() -> None:
    small = world(centers_at((0.0, HOSPITAL), (10.0, OFFICE)), people_at(3.0, 28.0))
    sets = {"same": small.centers}
    ((_, again),) = search_center_sets(small.network, small.roads, sets, small.places)
    np.testing.assert_array_equal(again.found.time_ms, small.found.time_ms)


def test_the_band_names_the_definition_that_moves_the_figure() -> None:
    small = world(centers_at((0.0, HOSPITAL), (10.0, OFFICE)), people_at(28.0))
    found = variants(
        small.network,
        small.roads,
        small.joined,
        small.found,
        small.centers,
        small.places,
        (1.0,),
        center_sets=other_definitions(two_definitions(), "combined"),
    )
    varied = {
        variant: times_of(searched.found, small.places, small.on_road)
        for variant, searched in found
    }
    assert Variant("definition", "registry") in varied
    table = bands(
        sensitivity_values(times_of(small.found, small.places, small.on_road), varied, 30.0, 5.0)
    )
    mine = table[(table["figure"] == "drive_time_min_median") & (table["stratum"] == "all")]
    office = mine[mine["site_of_care"] == OFFICE].set_index("dimension").loc["definition"]
    assert (office["value"], office["low"]) == pytest.approx((18.0, 2.0), abs=0.01)
    assert (office["low_variant"], office["high_variant"]) == ("registry", "base")
