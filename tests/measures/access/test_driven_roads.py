"""The roads that the explorer draws are as long as the drives that the run told."""

import numpy as np
import pytest
import shapely

from flows.folders import Folders
from pipelines.area import load_area
from pipelines.measures.access.driven_roads import driven_roads
from pipelines.measures.run import read_core
from pipelines.sphere import great_circle_m
from pipelines.units import M_PER_MILE
from pipelines.warehouse import read_table


@pytest.fixture(scope="module")
def drives(small_run: Folders):
    return read_table(small_run.warehouse, "out.nearest_centers")


def test_a_road_leads_from_near_the_place_to_the_center_and_is_as_long_as_the_drive(
    small_run: Folders, small_area, drives
) -> None:
    roads = driven_roads(small_run.warehouse, small_run.network, load_area(small_area), drives)
    core = read_core(small_run.warehouse)
    places, centers = core.population.set_index("geoid"), core.centers.set_index("center_id")
    number = {one: at for at, one in enumerate(core.centers["center_id"])}
    length_m = np.array([_length_m(line) for line in roads.line])
    longer = []
    for row, first in zip(drives.itertuples(), roads.first, strict=True):
        if first < 0:
            continue
        mine = roads.stretch[roads.center == number[row.center_id]]
        onward = dict(zip(roads.tail[mine], mine, strict=True))
        way = [first]
        while (following := onward.get(roads.head[way[-1]])) is not None:
            way.append(following)
        drive_m = row.distance_mi * M_PER_MILE
        ends = [
            great_circle_m(*point, end["lon"], end["lat"])
            for point, end in (
                (roads.line[way[0]].coords[0], places.loc[row.geoid]),
                (roads.line[way[-1]].coords[-1], centers.loc[row.center_id]),
            )
        ]
        # What is drawn is a part of the drive; the rest leads to the first junction and from the last.
        road_m = length_m[way].sum()
        assert road_m <= 1.002 * drive_m + 5
        assert road_m + sum(ends) <= 1.1 * drive_m + 200
        longer.append(road_m / drive_m)
    assert len(longer) > 0.5 * len(drives)
    assert np.median(longer) > 0.5


def test_without_a_network_no_roads_are_told(small_run, small_area, drives, tmp_path) -> None:
    area = load_area(small_area)
    assert driven_roads(small_run.warehouse, tmp_path / "network", area, drives) is None


def _length_m(line: shapely.LineString) -> float:
    lon, lat = np.array(line.coords).T
    return float(great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum())
