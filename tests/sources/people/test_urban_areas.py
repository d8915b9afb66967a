import geopandas as gpd
import pandas as pd
import pytest
import shapely

from pipelines.sources.people.urban_areas import read_urban_areas
from pipelines.sources.reading import SourceError
from tests.sources.samples import PLAIN


def areas(year="20"):
    """Two urban areas as the Census Bureau publishes them, one with a hole."""
    ring = shapely.box(-88, 41, -87, 42).difference(shapely.box(-87.6, 41.4, -87.4, 41.6))
    return gpd.GeoDataFrame(
        {
            f"UACE{year}": ["16264", "00064"],
            f"NAME{year}": ["Chicago, IL--IN", "Abbeville, LA"],
            f"NAMELSAD{year}": ["Chicago, IL--IN Urban Area", "Abbeville, LA Urban Area"],
        },
        geometry=[ring, shapely.box(-92.2, 29.9, -92.1, 30)],
        crs="EPSG:4269",
    )


def read(tmp_path, frame):
    path = tmp_path / "tl_2023_us_uac20.shp"
    frame.to_file(path)
    return read_urban_areas([path], PLAIN)


@pytest.mark.parametrize("year", ["20", "10"])
def test_codes_keep_their_zeros_and_shapes_their_holes(tmp_path, year):
    table = read(tmp_path, areas(year)).table
    assert table["area_code"].tolist() == ["16264", "00064"]
    assert table["name"].tolist()[0] == "Chicago, IL--IN"
    assert table.crs == "EPSG:4326"
    assert not table.geometry.iloc[0].contains(shapely.Point(-87.5, 41.5))


def test_an_area_that_is_there_already_is_left_out(tmp_path):
    frame = areas()
    reading = read(tmp_path, pd.concat([frame, frame[:1]], ignore_index=True))
    assert len(reading.table) == 2
    assert reading.rejected["reason"].tolist() == ["area_code 16264 is there already"]


def test_another_file_is_refused(tmp_path):
    with pytest.raises(SourceError, match="lacks the field 'UACE20' or 'UACE10'"):
        read(tmp_path, areas().rename(columns={"UACE20": "GEOID"}))
