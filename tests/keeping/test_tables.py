"""Tables that are kept come back as they went, or are not kept."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point

from pipelines.keeping.tables import table_bytes, table_of

COMES_BACK = {
    "numbers": pd.DataFrame({"n": [1, 2], "x": [0.1, np.nan], "b": [True, False]}),
    "texts": pd.DataFrame({"t": pd.Series(["a", None], dtype="str")}),
    "whole numbers with nulls": pd.DataFrame({"n": pd.array([1, None], dtype="Int64")}),
    "codes": pd.DataFrame({"c": pd.Categorical(["b", "a", None], ["b", "a"], ordered=True)}),
    "days": pd.DataFrame({"d": pd.Series(["2026-01-31", None], dtype="datetime64[s]")}),
    "moments": pd.DataFrame({"d": pd.Series(["2026-01-31T01:02:03.004"], dtype="datetime64[ns]")}),
    "none at all": pd.DataFrame({"t": pd.Series(dtype="str"), "x": pd.Series(dtype="float64")}),
    "another index": pd.DataFrame({"x": [1.0, 2.0]}, index=pd.Index(["p", "q"], name="geoid")),
    "shapes": gpd.GeoDataFrame({"n": [1, 2]}, geometry=[Point(0, 1), None], crs="EPSG:4326"),
}
DOES_NOT = {
    "numbers beside texts": pd.DataFrame({"o": [1, "a"]}),
    "nulls of two kinds": pd.DataFrame({"o": pd.Series(["a", None, np.nan], dtype="object")}),
    "whole numbers as objects": pd.DataFrame({"o": pd.Series([1, None], dtype="object")}),
    "shapes among objects": pd.DataFrame({"o": pd.Series([Point(0, 1)], dtype="object")}),
}


@pytest.mark.parametrize("kind", COMES_BACK)
def test_a_table_comes_back_as_it_was(kind: str) -> None:
    table = COMES_BACK[kind]
    content = table_bytes(table)
    assert content is not None
    assert content == table_bytes(table.copy())
    again = table_of(content, geo=isinstance(table, gpd.GeoDataFrame))
    assert type(again) is type(table)
    pd.testing.assert_frame_equal(pd.DataFrame(again), pd.DataFrame(table), check_exact=True)


@pytest.mark.parametrize("kind", DOES_NOT)
def test_what_would_come_back_otherwise_is_not_kept(kind: str) -> None:
    assert table_bytes(DOES_NOT[kind]) is None
