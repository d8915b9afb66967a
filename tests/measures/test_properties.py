"""What must hold of the measures together, on drawn roads: from centers and people to the tables."""

from itertools import pairwise

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.area import Measures
from pipelines.measures.access.coverage import coverage
from pipelines.measures.access.gaps import gap_of, gaps
from pipelines.measures.access.nearness import nearness
from pipelines.measures.access.time_summary import office_advantage_by_stratum, times_by_stratum
from pipelines.measures.accessibility.scores import CATCHMENT_MIN, scores
from pipelines.measures.accessibility.supply import supply_of
from pipelines.measures.accessibility.trip_matrix import trip_matrix
from pipelines.measures.adequacy.adequacy import adequacy, adequacy_findings
from pipelines.measures.adequacy.adequacy_bands import VARIED_SCENARIOS
from pipelines.measures.center_search import CenterSearch, closed, search_of, within_both
from pipelines.measures.scenario_times import times_of
from pipelines.measures.uncertainty.sensitivity import bands, sensitivity_values
from pipelines.measures.uncertainty.variants import variants
from pipelines.trips import pairs_within
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from tests.measures.road_worlds import World, centers_at, people_at, world
from tests.measures.what_if.test_what_if import limits_of

WITHIN = (10.0, 20.0, 30.0, 60.0)
COUNTIES = ("01001", "01003", "01005")
LIMITS = limits_of(("01001", 8.0, 6.0), ("01003", 15.0, 20.0), ("01005", 30.0, 12.0))
SCORES = ("e2sfca", "2sfca", "gravity", "cumulative")
SEEDS = st.integers(0, 10_000)


def drawn(seed: int, centers: int = 5, places: int = 9) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return core.centers and core.population along the straight road."""
    rng = np.random.default_rng(seed)
    sites = rng.choice(SITES_OF_CARE, centers).tolist()
    at = rng.uniform(0, 60, centers).tolist()
    people = people_at(
        *rng.uniform(0, 60, places).tolist(),
        people=rng.integers(0, 50, places).astype(float).tolist(),
        strata=rng.choice(["urban", "rural"], places).tolist(),
        counties=rng.choice(COUNTIES, places).tolist(),
    )
    return centers_at(*zip(at, sites, strict=True)), people


def judged(
    small: World, searched: CenterSearch | None = None, limits: pd.DataFrame = LIMITS
) -> pd.DataFrame:
    searched = searched or search_of(small.joined, small.found, small.centers)
    near = within_both(searched, small.places, limits)
    return adequacy(small.places, limits, near, scenarios=VARIED_SCENARIOS)


def scored(small: World, counting: np.ndarray | None = None) -> dict[str, np.ndarray]:
    pairs = pairs_within(small.joined, CATCHMENT_MIN)
    matrix = trip_matrix(pairs, len(small.places), CATCHMENT_MIN)
    if counting is not None:
        matrix = matrix.of_centers(counting)
    supply = supply_of(pd.Series(np.nan, index=range(len(small.centers))), "equal")
    people = small.places["population"].to_numpy()
    return scores(matrix, supply, people, Measures(scores=SCORES, within_min=WITHIN))


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_a_center_more_lengthens_no_drive_and_lowers_nothing(seed: int) -> None:
    small = world(*drawn(seed))
    last = np.arange(5) == 4
    more = search_of(small.joined, small.found, small.centers)
    fewer = closed(more, last)
    before, after = (times_of(one.found, small.places, small.on_road) for one in (fewer, more))
    assert not (after.minutes > before.minutes).any()
    assert not (np.isnan(after.minutes) & ~np.isnan(before.minutes)).any()
    then, now = (coverage(times, WITHIN)["population_within"] for times in (before, after))
    assert (now >= then).all()
    then, now = (gap_of(times, 20.0) == "none" for times in (before, after))
    assert not (now & ~then).any()
    then, now = judged(small, fewer), judged(small, more)
    assert (now["people_within"] >= then["people_within"]).all()
    assert not (then["adequate"].fillna(False) & ~now["adequate"].fillna(False)).any()
    then, now = scored(small, ~last), scored(small)
    for name in then:
        known = ~np.isnan(then[name])
        assert (now[name][known] >= then[name][known] - 1e-12).all(), name


@settings(deadline=None, max_examples=10)
@given(SEEDS)
def test_a_center_that_cuts_a_road_lengthens_no_drive(seed: int) -> None:
    centers, places = drawn(seed)
    before, after = (
        times_of(small.found, small.places, small.on_road)
        for small in (world(some, places) for some in (centers[:4], centers))
    )
    # Both halves of a road that is cut are rounded to a millisecond.
    assert not (after.minutes > before.minutes + 3 / 60_000).any()
    assert not (np.isnan(after.minutes) & ~np.isnan(before.minutes)).any()


@settings(deadline=None, max_examples=20)
@given(SEEDS, st.sampled_from(["limit_min", "limit_mi", "required_share"]))
def test_a_looser_rule_loses_no_county(seed: int, loosened: str) -> None:
    small = world(*drawn(seed))
    factor = 0.8 if loosened == "required_share" else 1.3
    looser = LIMITS.assign(**{loosened: factor * LIMITS[loosened]})
    strict, loose = judged(small), judged(small, limits=looser)
    assert (loose["people_within"] >= strict["people_within"]).all()
    assert not (strict["adequate"].fillna(False) & ~loose["adequate"].fillna(False)).any()
    assert (loose["people_short"].fillna(0) <= strict["people_short"].fillna(0)).all()


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_a_longer_threshold_holds_whoever_a_shorter_one_holds(seed: int) -> None:
    small = world(*drawn(seed))
    table = coverage(times_of(small.found, small.places, small.on_road), WITHIN)
    wide = table.pivot(
        index=["stratum", "site_of_care"], columns="within_min", values="population_within"
    )
    assert (wide.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    reached = scored(small)
    within = [reached[f"cumulative_{limit:g}"] for limit in WITHIN]
    assert all((longer >= shorter).all() for shorter, longer in pairwise(within))


@settings(deadline=None, max_examples=10)
@given(SEEDS)
def test_no_table_depends_on_the_order_of_people_or_centers(seed: int) -> None:
    centers, places = drawn(seed)
    turned = [
        frame.sample(frac=1, random_state=seed, ignore_index=True) for frame in (centers, places)
    ]
    told = []
    for small in (world(centers, places), world(*turned)):
        times = times_of(small.found, small.places, small.on_road)
        found = variants(
            small.network,
            small.roads,
            small.joined,
            small.found,
            small.centers,
            small.places,
            (1.0, 1.25),
        )
        varied = {v: times_of(searched.found, small.places, small.on_road) for v, searched in found}
        by_geoid = np.argsort(small.places["geoid"].to_numpy(dtype=str))
        table = judged(small)
        told.append(
            {
                "coverage": coverage(times, WITHIN),
                "gaps": gaps(times, 20.0, 5.0),
                "nearness": nearness(times, 5.0),
                "times": times_by_stratum(times),
                "advantage": office_advantage_by_stratum(times),
                "bands": bands(sensitivity_values(times, varied, 20.0, 5.0)),
                "adequacy": table,
                "findings": adequacy_findings(table),
                "scores": pd.DataFrame(scored(small)).iloc[by_geoid].reset_index(drop=True),
            }
        )
    for name, table in told[0].items():
        pd.testing.assert_frame_equal(table, told[1][name], obj=name, rtol=1e-12, atol=1e-12)
