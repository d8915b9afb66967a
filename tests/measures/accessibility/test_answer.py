"""A state cut out of a larger world keeps the scores that it has there, in its interior and at its border."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from pipelines.contracts import check_contract
from pipelines.measures.accessibility.answer import answer
from pipelines.measures.run import AccessRun, Core
from pipelines.units import M_PER_MILE
from tests.demand.worlds import area
from tests.measures.road_worlds import centers_at, people_at, road
from tests.roads import worlds as on_roads

WORLD_MI, COUNTY_MI = 480, 40
BORDERS = (200, 280)
"""The state lies between these miles of a straight road on which a mile takes a minute."""

CATCHMENTS = ("e2sfca", "2sfca", "m2sfca")


def counties() -> gpd.GeoDataFrame:
    """Return a county every 40 miles along the road, 01000 the first."""
    starts = np.arange(0, WORLD_MI, COUNTY_MI)
    west, south = on_roads.places(*[(mile * M_PER_MILE, -1e4) for mile in starts])
    east, north = on_roads.places(*[((mile + COUNTY_MI) * M_PER_MILE, 1e4) for mile in starts])
    fips = [county_of(mile) for mile in starts]
    shapes = shapely.box(west, south, east, north)
    return gpd.GeoDataFrame(
        {"county_fips": pd.Series(fips, dtype="str"), "people_read": True},
        geometry=shapes,
        crs="EPSG:4326",
    )


def county_of(mile: float) -> str:
    return f"01{int(min(mile, WORLD_MI - 1) // COUNTY_MI):03d}"


def cut(
    miles: np.ndarray,
    people: np.ndarray,
    centers: np.ndarray,
    borders: tuple[float, float],
    buffer_mi: float,
) -> AccessRun:
    """Return the run of a state: its places, and the places and centers of its buffer."""
    network, roads = road(WORLD_MI)
    places = people_at(*miles, people=list(people), counties=[county_of(mile) for mile in miles])
    west, east = borders
    inside = (miles >= west) & (miles < east)
    near = (miles >= west - buffer_mi) & (miles < east + buffer_mi)
    there = centers[(centers >= west - buffer_mi) & (centers < east + buffer_mi)]
    shapes = counties()
    own = shapes["county_fips"].between(county_of(west), county_of(east - 1))
    surrounding = places[near & ~inside].drop(columns="stratum")
    core = Core(
        places[inside].reset_index(drop=True),
        surrounding.reset_index(drop=True),
        gpd.GeoDataFrame(shapes.assign(in_area=own)),
        centers_at(*((mile, "office_based") for mile in there), capacity=np.nan),
        pd.DataFrame(),
        pd.DataFrame(),
    )
    settings = area(states=[], counties=sorted(shapes.loc[own, "county_fips"]), buffer_mi=buffer_mi)
    scores = (*CATCHMENTS, "3sfca", "gravity", "raam")
    measures = settings.measures.model_copy(update={"scores": scores})
    return AccessRun(
        settings.model_copy(update={"roads": roads, "measures": measures}), core, network
    )


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw miles and people of 120 places, and miles of 40 centers; no drive is a whole zone long."""
    rng = np.random.default_rng(seed)
    miles = np.sort(rng.choice(WORLD_MI * 10 - 1, 120, replace=False)) / 10 + 0.01
    centers = np.sort(rng.choice(WORLD_MI * 10 - 1, 40, replace=False)) / 10 + 0.05
    return miles, rng.integers(1, 500, 120).astype(float), centers


def scores_of(run: AccessRun) -> pd.DataFrame:
    table = check_contract("out.accessibility", answer(run)["out.accessibility"])
    return table.pivot(index="geoid", columns="measure", values="score")


@pytest.mark.parametrize("seed", range(5))
def test_a_state_has_the_scores_that_it_has_in_the_larger_world(seed: int) -> None:
    world = drawn(seed)
    whole = scores_of(cut(*world, (0, WORLD_MI), 0.0))
    state = scores_of(cut(*world, BORDERS, 120.0))
    assert set(state.index) < set(whole.index)
    exact = [*CATCHMENTS, "gravity"]
    pd.testing.assert_frame_equal(state[exact], whole.loc[state.index, exact], rtol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_without_the_people_around_scores_at_the_border_are_too_high(seed: int) -> None:
    world = drawn(seed)
    run = cut(*world, BORDERS, 120.0)
    nobody = run.core.surrounding_population[:0]
    alone = AccessRun(run.area, run.core._replace(surrounding_population=nobody), run.network)
    more, fair = scores_of(alone), scores_of(run)
    assert (more[[*CATCHMENTS]] >= fair[[*CATCHMENTS]] - 1e-15).all(axis=None)
    assert (more["e2sfca"] > 1.01 * fair["e2sfca"]).any()


def marked(run: AccessRun) -> pd.DataFrame:
    table = answer(run)["out.accessibility"]
    return table.pivot(index="geoid", columns="measure", values="reaches_beyond")


@pytest.mark.parametrize("buffer_mi", [65.0, 90.0, 130.0, 190.0])
@pytest.mark.parametrize("seed", range(3))
def test_a_score_that_is_not_marked_is_that_of_the_larger_world(
    seed: int, buffer_mi: float
) -> None:
    world = drawn(seed)
    whole = scores_of(cut(*world, (0, WORLD_MI), 0.0))
    run = cut(*world, BORDERS, buffer_mi)
    state, beyond = scores_of(run), marked(run)
    for measure in (*CATCHMENTS, "3sfca"):
        known = state.index[~beyond[measure].astype(bool)]
        np.testing.assert_allclose(
            state.loc[known, measure], whole.loc[known, measure], rtol=1e-12, err_msg=measure
        )
    assert (state[[*CATCHMENTS]] >= whole.loc[state.index, [*CATCHMENTS]] - 1e-15).all(axis=None)
    assert beyond["gravity"].isna().all()
    assert beyond["raam"].isna().all()


def test_marks_end_where_all_land_is_known() -> None:
    world = drawn(0)
    assert not marked(cut(*world, BORDERS, 130.0))[[*CATCHMENTS]].any(axis=None)
    near = marked(cut(*world, BORDERS, 90.0))["e2sfca"]
    assert near.any()
    assert not near.all()


def test_a_county_that_the_population_files_lack_is_beyond() -> None:
    run = cut(*drawn(0), BORDERS, 130.0)
    unread = county_of(360)
    around = run.core.surrounding_population
    core = run.core._replace(
        counties=run.core.counties.assign(people_read=run.core.counties["county_fips"] != unread),
        surrounding_population=around[around["county_fips"] != unread],
    )
    without = AccessRun(run.area, core, run.network)
    beyond = marked(without)["e2sfca"]
    miles = drawn(0)[0][[int(geoid[1:]) for geoid in beyond.index]]
    # Its people reach centers from mile 300 on, which are within the hour from mile 240 on.
    assert not beyond[miles < 235].any()
    assert beyond[miles > 250].all()
    told = answer(without)["out.measure_notes"].set_index(["measure", "note"])["value"]
    assert told["accessibility", "counties_around_unread"] == "1"
