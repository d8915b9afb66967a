"""A lost zero is put back where point and county agree; tracts are no block groups of another state."""

import geopandas as gpd
import pytest
import shapely

from pipelines.area import PopulationSource
from pipelines.sources.people.population import read_population
from pipelines.sources.reading import SourceError
from tests.sources.samples import ABOUT

COUNTIES = gpd.GeoDataFrame(
    {"county_fips": ["01001", "05000", "17031"]},
    geometry=[
        shapely.box(-87.0, 32.0, -86.0, 33.0),
        shapely.box(-93.0, 34.0, -92.0, 35.0),
        shapely.box(-88.0, 41.0, -87.0, 42.0),
    ],
    crs="EPSG:4326",
)
COLUMNS = {name: name for name in ("geoid", "lon", "lat", "population")}
SOURCE = PopulationSource(kind="csv", columns=COLUMNS, **ABOUT)
ALABAMA = "10010201001,-86.5,32.5,575"
VERMONT = "50007000100,-73.2,44.5,900"


@pytest.fixture
def read(tmp_path):
    def read(*rows):
        path = tmp_path / "points.csv"
        path.write_text("\n".join(["geoid,lon,lat,population", *rows, ""]))
        return read_population([path], SOURCE, counties=COUNTIES)

    return read


def test_a_lost_zero_is_put_back_where_the_zone_lies(read):
    assert read(ALABAMA).table["geoid"].tolist() == ["010010201001"]


def test_a_county_of_another_year_is_known_by_its_state(read):
    assert read("17990201001,-86.5,32.5,5").table["county_fips"].tolist() == ["01799"]


def test_a_tract_is_no_block_group_of_another_state(read):
    reading = read(ALABAMA, "170310201001,-87.5,41.5,5", VERMONT)
    assert reading.table["county_fips"].tolist() == ["01001", "17031"]
    assert reading.rejected["source_row"].tolist() == [3]
    assert "geoid 50007000100 has 11 digits" in reading.rejected["reason"].item()


def test_a_file_of_tracts_says_which_setting_to_write(read):
    with pytest.raises(SourceError, match="set geoid_digits = 11"):
        read("17031010100,-87.5,41.5,5", "17031010200,-87.6,41.6,7")
