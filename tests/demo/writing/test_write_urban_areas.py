import geopandas as gpd
import numpy as np
import pytest
import shapely

from pipelines.demo.land.project import to_lon_lat
from pipelines.demo.state import URBAN_AREAS
from pipelines.sources.people.urban_areas import read_urban_areas
from tests.demo.conftest import written
from tests.sources.samples import PLAIN


@pytest.fixture(scope="module")
def areas(full) -> gpd.GeoDataFrame:
    reading = read_urban_areas([written(full, URBAN_AREAS)], PLAIN)
    assert reading.rejected.empty
    return reading.table


def test_towns_of_5000_are_urban_and_areas_do_not_touch(full, areas):
    large = [town for town in full.state.settlement.towns if town.population >= 5_000]
    assert 10 <= len(areas) <= len(large)
    assert len(shapely.get_parts(areas.union_all())) == len(areas)


def test_about_as_many_people_live_in_urban_areas_as_in_the_country_at_large(full, areas):
    settlement = full.state.settlement
    points = shapely.points(to_lon_lat(settlement.xy))
    inside = np.zeros(len(points), dtype=bool)
    inside[np.unique(shapely.STRtree(points).query(areas.geometry.to_numpy(), "contains")[1])] = (
        True
    )
    share = settlement.population[inside].sum() / settlement.population.sum()
    assert 0.6 < share < 0.9
