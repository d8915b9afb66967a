"""A square state of four square counties, one more to its east and one far away."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from pipelines.area import StudyArea

CRS = "EPSG:5070"
SIDE_M = 50_000.0
"""Side of a county."""


def boundaries(land_area_m2: float | None = 1e9) -> gpd.GeoDataFrame:
    """Return counties 01001, 01003 / 01005, 01007 of state 01, 02001 at its side, 02999 far off."""
    corners = {
        "01001": (0, 0),
        "01003": (1, 0),
        "01005": (0, 1),
        "01007": (1, 1),
        "02001": (2, 0),
        "02999": (9, 0),
    }
    shapes = [
        shapely.box(x * SIDE_M, y * SIDE_M + 1e6, (x + 1) * SIDE_M, (y + 1) * SIDE_M + 1e6)
        for x, y in corners.values()
    ]
    table = gpd.GeoDataFrame(
        {
            "county_fips": pd.Series(list(corners), dtype="str"),
            "name": pd.Series([f"County {code}" for code in corners], dtype="str"),
            "state": pd.Series([code[:2] for code in corners], dtype="str"),
            "land_area_m2": np.nan if land_area_m2 is None else land_area_m2,
        },
        geometry=shapely.segmentize(np.array(shapes), 1_000.0),
        crs=CRS,
    )
    return table.to_crs("EPSG:4326")


def lonlat(x_counties: list[float], y_counties: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """Return WGS 84 degrees of places given in county sides from the south-west corner."""
    points = gpd.GeoSeries(
        gpd.points_from_xy(
            np.array(x_counties) * SIDE_M, np.array(y_counties) * SIDE_M + 1e6, crs=CRS
        )
    ).to_crs("EPSG:4326")
    return points.x.to_numpy(), points.y.to_numpy()


def people(rows: dict[str, float]) -> pd.DataFrame:
    """Return a reading's table of points from geoid -> population."""
    geoid = pd.Series(list(rows), dtype="str")
    return pd.DataFrame(
        {
            "geoid": geoid,
            "county_fips": geoid.str.slice(0, 5),
            "lon": -96.0,
            "lat": 32.0,
            "population": list(rows.values()),
            "adults_65_plus": 1.0,
            "source_file": pd.Series(["people.txt"] * len(rows), dtype="str"),
            "source_row": np.arange(1, len(rows) + 1),
        }
    )


def area(**identity: object) -> StudyArea:
    """Return the settings of state 01."""
    source = {"files": ["a.csv"], "vintage": "v", "publisher": "p", "licence": "l"}
    return StudyArea.model_validate(
        {
            "area": {
                "name": "square",
                "title": "Square",
                "states": ["01"],
                "buffer_mi": 20.0,
                "projected_crs": CRS,
                **identity,
            },
            "sources": {
                "population": {"kind": "cenpop", **source},
                "counties": source,
                "roads": {"kind": "osm_pbf", **source},
                "centers": source,
            },
        }
    )
