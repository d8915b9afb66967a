"""What `show` tells of a place's drives is what the run told."""

from itertools import pairwise

import numpy as np
import pytest

from flows.folders import Folders
from pipelines.area import load_area
from pipelines.measures.access.nearest_centers import NEAREST
from pipelines.measures.access.place_drives import place_drives
from pipelines.measures.run import read_core
from pipelines.roads.network import load_network
from pipelines.trips import join_network, pairs_within
from pipelines.units import MS_PER_MIN
from pipelines.warehouse import read_table


@pytest.fixture(scope="module")
def told(small_run: Folders, small_area):
    area = load_area(small_area)
    geoids = read_table(small_run.warehouse, "core.population")["geoid"].iloc[[0, 7, 23]]
    return {
        geoid: place_drives(small_run.warehouse, small_run.network, area, geoid) for geoid in geoids
    }


def test_the_first_of_each_kind_is_the_nearest_that_the_run_found(told, small_run: Folders) -> None:
    times = read_table(small_run.warehouse, "out.drive_times").set_index(["geoid", "site_of_care"])
    for geoid, drives in told.items():
        for row in drives[drives["rank"] == 1].itertuples():
            nearest = times.loc[(geoid, row.site_of_care)]
            assert row.center_id == nearest["center_id"]
            assert row.drive_time_min == pytest.approx(nearest["drive_time_min"], abs=1e-9)
            assert row.distance_mi == pytest.approx(nearest["distance_mi"], abs=1e-9)


def test_three_are_told_and_no_other_center_is_nearer(told, small_run: Folders, small_area) -> None:
    area, core = load_area(small_area), read_core(small_run.warehouse)
    network = load_network(small_run.network)
    joined = join_network(network, area.roads, core.centers, core.population)
    pairs = pairs_within(joined, 600.0)
    center = np.repeat(np.arange(len(core.centers)), np.diff(pairs.center_indptr))
    for geoid, drives in told.items():
        point = int(np.flatnonzero(core.population["geoid"] == geoid)[0])
        mine = pairs.point == point
        sites = core.centers["site_of_care"].to_numpy()[center[mine]]
        for site, rows in drives.groupby("site_of_care"):
            every = np.sort(pairs.time_ms[mine][sites == site]) / MS_PER_MIN
            expected = every[:NEAREST]
            np.testing.assert_allclose(rows["drive_time_min"], expected, atol=1e-9)
            assert rows["rank"].tolist() == list(range(1, len(expected) + 1))


def test_the_roads_of_a_drive_are_as_long_as_the_drive(told) -> None:
    for drives in told.values():
        first = drives[drives["rank"] == 1]
        assert len(first) >= 2
        for row in first.itertuples():
            assert sum(miles for _, miles in row.roads) == pytest.approx(row.distance_mi, abs=1e-6)
            names = [name for name, _ in row.roads]
            assert all(one != other for one, other in pairwise(names))
        assert drives.loc[drives["rank"] > 1, "roads"].map(len).eq(0).all()


def test_without_a_network_nothing_is_told(small_run: Folders, small_area, tmp_path) -> None:
    area = load_area(small_area)
    assert place_drives(small_run.warehouse, tmp_path / "network", area, "x") is None


def test_drives_at_other_speeds_than_the_runs_are_not_told(told, small_run, small_area) -> None:
    area = load_area(small_area)
    roads = area.roads.model_copy(update={"speed_factor": 0.5})
    slower = area.model_copy(update={"roads": roads})
    geoid = next(iter(told))
    assert place_drives(small_run.warehouse, small_run.network, slower, geoid) is None
