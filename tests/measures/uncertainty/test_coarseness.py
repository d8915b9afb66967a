"""The share with neither kind near, from places and from the middle of larger units, counted by hand."""

import numpy as np
import pandas as pd
import pytest

from pipelines.contracts import check_contract
from pipelines.measures.run import AccessRun, Core
from pipelines.measures.uncertainty.coarseness import (
    answer_by_grain,
    coarser_units,
    weighted_centroids,
)
from tests.demand.worlds import area
from tests.measures.road_worlds import centers_at, people_at, road


def run() -> AccessRun:
    """Two tracts of a county on a road of a mile a minute, an office at its beginning."""
    network, roads = road()
    places = people_at(10.0, 50.0, 20.0, 50.0, people=[30.0, 10.0, 10.0, 20.0])
    tracts = ["01001000100", "01001000100", "01001000200", "01001000200"]
    places["geoid"] = pd.Series([f"{tract}{i}" for i, tract in enumerate(tracts)], dtype="str")
    core = Core(
        places,
        places[:0],
        pd.DataFrame(),
        centers_at((0.0, "office_based")),
        pd.DataFrame(),
        pd.DataFrame(),
    )
    return AccessRun(area().model_copy(update={"roads": roads}), core, network)


def test_everyone_starts_in_the_middle_of_the_unit() -> None:
    table = check_contract("out.coarseness", answer_by_grain(run()))
    rows = table[table["stratum"] == "all"].set_index("grain")
    assert rows["starts"].to_dict() == {"place": 4, "tract": 2, "county": 1}
    # The middles lie at miles 20 and 40; that of the county, at mile 27.1, has the office within 30 minutes.
    assert rows["population_none"].to_dict() == {"place": 30.0, "tract": 30.0, "county": 0.0}
    assert rows["share_none"].tolist() == pytest.approx([30 / 70, 30 / 70, 0.0])


def test_units_that_are_no_coarser_are_left_out() -> None:
    places = run().core.population
    assert list(coarser_units(places)) == ["tract", "county"]
    assert list(coarser_units(places.assign(geoid=places["geoid"].str.slice(0, 11)))) == ["county"]


def test_a_unit_in_which_nobody_lives_has_its_middle() -> None:
    places = pd.DataFrame(
        {"lon": [0.0, 1.0, 4.0], "lat": [0.0, 1.0, 2.0], "population": [0.0, 0.0, 5.0]}
    )
    middle = weighted_centroids(places, pd.Series(["a", "a", "b"], dtype="str"))
    np.testing.assert_allclose(middle.to_numpy(), [[0.5, 0.5], [4.0, 2.0]])
