import numpy as np

from pipelines.area import Source
from pipelines.demo.land.project import to_lon_lat
from pipelines.demo.state import ZIP_CENTROIDS
from pipelines.demo.writing.write_facilities import county_of_zip, zip_code
from pipelines.sources.people.zip_centroids import read_zip_centroids
from tests.demo.conftest import source, written


def test_a_code_tells_its_county():
    assert [county_of_zip(zip_code(county, "Tollan Bay")) for county in (0, 1, 40)] == [0, 1, 40]


def test_every_zip_code_of_a_place_has_a_centroid_among_its_towns_or_places(small):
    reading = read_zip_centroids([written(small, ZIP_CENTROIDS)], Source(**source()))
    assert not len(reading.rejected)
    table = reading.table.set_index("zip")
    assert {place.zip for place in small.places} <= set(table.index)
    for code, (lon, lat) in table[["lon", "lat"]].iterrows():
        towns = [
            town
            for town in small.state.settlement.towns
            if zip_code(town.county, town.name) == code
        ]
        own = [(place.lon, place.lat) for place in small.places if place.zip == code]
        corners = to_lon_lat(np.array([town.xy for town in towns])) if towns else np.array(own)
        assert (corners.min(axis=0) - 1e-5 <= (lon, lat)).all()
        assert ((lon, lat) <= corners.max(axis=0) + 1e-5).all()
