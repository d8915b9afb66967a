import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
import shapely
from scipy.sparse.csgraph import dijkstra

import infusion_access as ia
from infusion_access.network import Network
from pipelines.measures.accessibility.decay import LUO_QI_STEPS, WAN_STEPS
from pipelines.units import M_PER_MILE
from tests.measures.road_worlds import road
from tests.roads.worlds import places as degrees_of
from tests.roads.worlds import roads as settings_of

# One straight road to the east on which a mile takes a minute: answers are differences of miles.
HOMES = {"a": 0.0, "b": 12.0, "c": 31.0, "d": 59.0}
CENTERS = {10: 10.0, 20: 20.0, 30: 55.0}
KINDS = ["hospital", "office", "hospital"]


def points(miles, crs="EPSG:4326", **columns):
    lon, lat = degrees_of(*[(mile * M_PER_MILE, 0.0) for mile in miles.values()])
    frame = gpd.GeoDataFrame(columns, geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")
    return frame.set_axis(pd.Index(list(miles))).to_crs(crs)


@pytest.fixture(scope="module")
def network():
    roads, settings = road()
    return Network(roads, settings, pd.DataFrame())


@pytest.fixture(scope="module")
def joined(network):
    homes = points(HOMES, people=[10.0, 20.0, 30.0, 40.0])
    return ia.join(network, homes, points(CENTERS, kind=KINDS, chairs=[4, 2, 8]))


def test_the_nearest_center_of_each_place(joined):
    found = joined.nearest()
    assert found.index.tolist() == list(HOMES)
    assert found.index.name == "place_id"
    assert found["center_id"].tolist() == [10, 10, 20, 30]
    np.testing.assert_allclose(found["drive_time_min"], [10, 2, 11, 4], atol=0.01)
    np.testing.assert_allclose(found["distance_mi"], [10, 2, 11, 4], atol=0.01)
    assert found["unreached_reason"].isna().all()
    assert (found["snap_m"] < 1).all()
    assert joined.places.join(found).loc["c", "center_id"] == 20


def test_the_nearest_of_each_category_and_the_two_nearest(joined):
    found = joined.nearest(by="kind").set_index("kind", append=True)
    assert found.loc[("c", "hospital"), "center_id"] == 10
    assert found.loc[("c", "office"), "drive_time_min"] == pytest.approx(11, abs=0.01)
    two = joined.nearest(k=2)
    assert two.loc["b", "center_id"].tolist() == [10, 20]
    assert two.loc["b", "rank"].tolist() == [1, 2]
    both = joined.nearest(by="kind", k=2).loc["d"]
    assert both["kind"].tolist() == ["hospital", "hospital", "office", "office"]
    assert both["center_id"].tolist() == [30, 10, 20, pd.NA]
    assert both["unreached_reason"].fillna("").tolist() == ["", "", "", "no_center"]
    assert np.isnan(both["drive_time_min"].iloc[3])


def test_one_nearest_is_the_first_of_many(joined):
    first = joined.nearest(by="kind", k=3).query("rank == 1").drop(columns="rank")
    pd.testing.assert_frame_equal(first, joined.nearest(by="kind"))


def test_all_trips_within_a_limit(joined):
    pairs = joined.within(29)
    np.testing.assert_array_equal(pairs.index, ["a", "a", "b", "b", "c", "c", "c", "d"])
    assert pairs["center_id"].tolist() == [10, 20, 10, 20, 20, 10, 30, 30]
    expected = [abs(HOMES[p] - CENTERS[c]) for p, c in pairs["center_id"].items()]
    np.testing.assert_allclose(pairs["drive_time_min"], expected, atol=0.01)


def test_any_crs_gives_the_same_answer(joined, network):
    homes = points(HOMES, "EPSG:32618")
    again = ia.join(network, homes, points(CENTERS, "EPSG:3857"))
    np.testing.assert_allclose(
        again.nearest()["drive_time_min"], joined.nearest()["drive_time_min"], atol=1e-4
    )


def test_catchments_hold_the_road_within_reach(joined):
    drawn = joined.catchments([2, 5], by="kind", cell_m=100.0)
    assert drawn.crs == "EPSG:4326"
    assert drawn["kind"].tolist() == ["hospital", "hospital", "office", "office"]
    assert drawn.geometry.is_valid.all()
    office = drawn.set_index(["kind", "within_min"]).geometry["office"]
    for within, inside, outside in (
        (2, (18.2, 21.8), (17.8, 22.2)),
        (5, (15.2, 24.8), (14.8, 25.2)),
    ):
        area = office[within]
        assert all(area.contains(points({0: mile}).geometry.iloc[0]) for mile in inside)
        assert not any(area.contains(points({0: mile}).geometry.iloc[0]) for mile in outside)
    assert office[5].contains(office[2])
    bands = gpd.GeoSeries(drawn["band_geometry"], crs=drawn.crs)
    assert shapely.union_all(bands[2:]).symmetric_difference(office[5]).area < 1e-12


def test_every_center_counts_as_one_category_without_by(joined):
    drawn = joined.catchments([2], cell_m=100.0)
    assert list(drawn.columns) == ["within_min", "geometry", "band_geometry"]
    assert len(drawn.geometry.iloc[0].geoms) == 3


def floating(minutes, supply, people, decay):
    """E2SFCA by the book, dense."""
    weight = decay(minutes)
    ratio = supply / (weight @ people)
    return weight.T @ ratio


@pytest.mark.parametrize(
    ("score", "given", "decay"),
    [
        ("e2sfca", None, WAN_STEPS),
        ("e2sfca", {10: 1, 20: 0.68, 30: 0.22}, LUO_QI_STEPS),
        ("e2sfca", LUO_QI_STEPS, LUO_QI_STEPS),
        ("2sfca", 30, lambda minutes: (minutes <= 30).astype(float)),
        ("2sfca", None, lambda minutes: (minutes <= 60).astype(float)),
    ],
)
def test_floating_catchments_by_the_book(joined, score, given, decay):
    # Off the bounds of the steps, where the last millisecond decides.
    moved = joined.places.set_geometry(points({k: v + 0.3 for k, v in HOMES.items()}).geometry)
    joined = ia.join(joined.network, moved, joined.centers)
    minutes = np.abs(
        np.array(list(CENTERS.values()))[:, None] - np.array(list(HOMES.values())) - 0.3
    )
    people = joined.places["people"].to_numpy()
    found = joined.accessibility(score, demand="people", supply="chairs", decay=given)
    expected = floating(minutes, np.array([4.0, 2.0, 8.0]), people, decay)
    np.testing.assert_allclose(found["score"], expected, rtol=1e-9)
    assert found["null_reason"].isna().all()
    alike = joined.accessibility(score, demand="people", decay=given)
    np.testing.assert_allclose(alike["score"], floating(minutes, np.ones(3), people, decay))


def test_a_place_without_a_road_has_no_answer_and_a_reason(network):
    homes = points({"near": 5.0, "far": 20.0}, people=[1, 1])
    homes.loc["far", "geometry"] = shapely.Point(-70, 46)
    joined = ia.join(network, homes, points(CENTERS))
    found = joined.nearest().loc["far"]
    assert np.isnan(found["drive_time_min"])
    assert pd.isna(found["center_id"])
    assert found["unreached_reason"] == "no_road_near"
    assert joined.within(60).index.unique().tolist() == ["near"]
    score = joined.accessibility(demand="people").loc["far"]
    assert np.isnan(score["score"])
    assert score["null_reason"] == "no_road_near"
    refused = joined.refused()
    assert refused[["kind", "id"]].to_numpy().tolist() == [["place", "far"]]
    assert "within 5 mi" in refused["reason"].iloc[0]


def broken(homes, **change):
    return homes.set_index(pd.Index(change.pop("index", homes.index))).assign(**change)


HOUSE = points(HOMES)


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (
            pd.DataFrame({"lon": [1.0]}),
            "places: a GeoDataFrame of points is needed, not a DataFrame",
        ),
        (HOUSE.set_crs(None, allow_override=True), "places: has no CRS"),
        (HOUSE[:0], "places: has no rows"),
        (broken(HOUSE, index=list("aabc")), "names 'a' twice"),
        (broken(HOUSE, geometry=[None, *HOUSE.geometry[1:]]), "1 of 4 rows have no geometry: 'a'"),
        (HOUSE.to_crs(32618).buffer(9).to_frame(), "4 of 4 rows have no point .*'c', ..."),
        (HOUSE.set_crs("EPSG:3857", allow_override=True), "places: no road .*same land"),
        (HOUSE.to_crs(3857).set_crs(4326, allow_override=True), "no place on the globe .*WGS 84"),
    ],
)
def test_points_that_cannot_be_joined_are_told(network, frame, words):
    with pytest.raises(ia.InputError, match=words):
        ia.join(network, frame, points(CENTERS))


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda j: j.nearest(by="sort"), "centers: no column 'sort' .*kind, chairs"),
        (lambda j: j.catchments([5], by="gone"), "1 of 3 rows have no gone .*: 20"),
        (lambda j: j.accessibility(demand="men"), "places: no column 'men' .*people"),
        (lambda j: j.accessibility(demand="people", supply="gone"), "no gone"),
        (lambda j: j.accessibility(demand="people", supply="less"), "no possible less: 30"),
    ],
)
def test_columns_that_are_missing_are_told(joined, ask, words):
    centers = joined.centers.assign(gone=[1.0, None, 2.0], less=[1.0, 2.0, -1.0])
    with pytest.raises(ia.InputError, match=words):
        ask(ia.join(joined.network, joined.places, centers))


@pytest.fixture(scope="module", params=["bangor_maine", "felton_ca", "reisterstown_md"])
def town(request, shared_data):
    """A real town's roads, with places and centers all over it."""
    path = shared_data / f"real_samples/osm/{request.param}.osm.pbf"
    network = ia.read_roads(path, separate_piece_nodes=2)
    lon, lat = network.roads.node_lon + 1e-4, network.roads.node_lat
    at = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")
    return ia.join(network, at[::7], at[::41])


def test_a_real_town_against_scipy(town):
    cut, homes, doors = town._joined.network, town._joined.places, town._joined.centers
    arcs = pd.DataFrame({"head": cut.head, "tail": cut.tails(), "ms": cut.time_ms})
    arcs = arcs.groupby(["head", "tail"])["ms"].min().reset_index()  # scipy adds parallel arcs up
    graph = sp.csr_array((arcs["ms"], (arcs["head"], arcs["tail"])), shape=(cut.n_nodes,) * 2)
    from_doors = dijkstra(graph, indices=doors.node) + doors.time_ms[:, None]
    # A center on a road of a banned turn has a door on each of its directions.
    from_centers = np.minimum.reduceat(from_doors, doors.indptr[:-1], axis=0)
    ways = from_centers[:, homes.node] + homes.time_ms
    assert not doors.refused.any()
    assert not homes.refused.any()
    expected = np.sort(np.minimum.reduceat(ways, homes.indptr[:-1], axis=1), axis=0)[:3].T
    answer = town.nearest(k=3).set_index("rank", append=True)["drive_time_min"].unstack("rank")
    answer = answer.loc[town.places.index].fillna(np.inf)
    np.testing.assert_allclose(answer, expected / 60_000, atol=1e-9)
    assert np.isfinite(expected).mean() > 0.8


def test_a_real_town_in_ten_lines_agrees_with_itself(town):
    nearest, pairs = town.nearest(), town.within(10)
    first = pairs[~pairs.index.duplicated()]
    soon = nearest[nearest["drive_time_min"] <= 10]
    np.testing.assert_array_equal(first.sort_index().index, soon.sort_index().index)
    pd.testing.assert_series_equal(
        first["drive_time_min"].sort_index(), soon["drive_time_min"].sort_index()
    )
    land = town.catchments([2, 5, 10], cell_m=50.0).set_index("within_min").geometry
    reached = nearest["drive_time_min"]
    inside = {limit: town.places.within(land[limit]) for limit in (2, 5, 10)}
    for limit, within in inside.items():
        assert (within == (reached <= limit)).mean() > 0.93, limit


def test_main_roads_with_connectors(network):
    roads, _ = road()
    settings = settings_of(snapping="connectors", connector_mph=30.0, connector_detour=1.0)
    joined = ia.join(Network(roads, settings, pd.DataFrame()), points(HOMES), points(CENTERS))
    two = joined.nearest(k=2)
    first = two[two["rank"] == 1].drop(columns="rank")
    pd.testing.assert_frame_equal(first, joined.nearest())
    drawn = joined.catchments([5, 10], cell_m=500.0).geometry
    assert drawn[1].contains(drawn[0])
