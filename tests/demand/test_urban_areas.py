import geopandas as gpd
import pandas as pd
import shapely

from pipelines.demand.urban_areas import in_urban_areas


def test_a_place_is_urban_inside_and_at_the_edge_and_rural_in_a_hole() -> None:
    town = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    areas = gpd.GeoDataFrame({"area_code": ["00001"]}, geometry=[town], crs="EPSG:4326")
    places = pd.DataFrame(
        {"geoid": list("abcd"), "lon": [1.0, 10.0, 5.0, 11.0], "lat": [1.0, 5.0, 5.0, 5.0]},
        index=[7, 3, 5, 1],
    )
    found = in_urban_areas(places, areas)
    assert found["geoid"].tolist() == list("abcd")
    assert found["census"].tolist() == ["urban_area", "urban_area", "outside", "outside"]


def test_without_areas_nothing_is_told() -> None:
    assert in_urban_areas(pd.DataFrame({"geoid": ["a"], "lon": [0.0], "lat": [0.0]}), None) is None
