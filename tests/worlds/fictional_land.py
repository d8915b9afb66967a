"""The land and the people of the fictional state: counties with crooked borders, strata, population points."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer
from scipy.spatial import Voronoi
from shapely.affinity import scale

LOCAL_CRS = "+proj=laea +lat_0=36 +lon_0=-68 +datum=NAD83 +units=m +no_defs +type=crs"
"""Equal-area metres around the middle of the state, which lies in the open ocean."""

STATE_FIPS, NEIGHBOUR_FIPS = "03", "07"
"""Two codes that are assigned to no state."""

MILE_M = 1_609.344
KM = 1_000.0

_NAMES = [
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elm",
    "Fir",
    "Ginkgo",
    "Hazel",
    "Ironwood",
    "Juniper",
    "Katsura",
    "Larch",
    "Maple",
    "Nutmeg",
    "Oak",
    "Poplar",
    "Quince",
    "Rowan",
    "Spruce",
    "Tupelo",
    "Upland",
    "Viburnum",
    "Willow",
    "Yew",
]
_NCHS = {"urban": 1, "suburban": 2, "small_metro": 4, "rural": 6}
_RUCC = {"urban": 1, "suburban": 1, "small_metro": 3, "rural": 8}
_RUCA = {"urban": 1.0, "suburban": 2.0, "small_metro": 4.0, "rural": 10.0}
_HRSA = dict.fromkeys(("urban", "suburban", "small_metro"), "not_rural") | {
    "rural": "nonmetro_county"
}
_CMS = {"urban": "Large Metro", "suburban": "Metro", "small_metro": "Metro", "rural": "Rural"}


def counties_of_state(
    rng: np.random.Generator, width_m: float, height_m: float, count: int
) -> gpd.GeoDataFrame:
    """Draw the state's counties, eight neighbours around them, and the stratum and codes of each."""
    half = np.array([width_m, height_m]) / 2
    columns = max(1, round(np.sqrt(count * width_m / height_m)))
    rows = int(np.ceil(count / columns))
    grid = np.array([(i % columns, i // columns) for i in range(count)], dtype="float64")
    size = np.array([columns, rows])
    seeds = ((grid + 0.5 + rng.uniform(-0.28, 0.28, grid.shape)) / size * 2 - 1) * 0.92 * half
    angle = np.arange(8) * np.pi / 4 + 0.2
    ring = np.column_stack([np.cos(angle), np.sin(angle)]) * (1.45 * half)
    far = np.column_stack([np.cos(angle), np.sin(angle)]) * (9 * half)
    voronoi = Voronoi(np.vstack([seeds, ring, far]))
    outer = scale(shapely.Point(0, 0).buffer(1, quad_segs=32), *(1.5 * half))
    state = scale(shapely.box(-1, -1, 1, 1).buffer(0.12), *(0.9 * half))
    shapes, fips = [], []
    for index in range(count + len(ring)):
        cell = shapely.Polygon(voronoi.vertices[voronoi.regions[voronoi.point_region[index]]])
        own = index < count
        shape = cell.intersection(state) if own else cell.difference(state).intersection(outer)
        shapes.append(_warped(shapely.segmentize(shape, 4 * KM), half))
        prefix = STATE_FIPS if own else NEIGHBOUR_FIPS
        fips.append(f"{prefix}{2 * (index if own else index - count) + 1:03d}")
    table = gpd.GeoDataFrame({"county_fips": fips}, geometry=shapes, crs=LOCAL_CRS)
    own_names = [_NAMES[index] for index in range(count)]
    table["name"] = [*own_names, *(f"Neighbour {index + 1}" for index in range(len(ring)))]
    table["state"] = ["ZZ"] * count + ["ZY"] * len(ring)
    table["area_sqmi"] = table.geometry.area / MILE_M**2
    stratum = _strata(seeds, half, count) + ["rural"] * len(ring)
    table["stratum"] = stratum
    for column, codes in (("ruca", _RUCA), ("rucc", _RUCC), ("nchs", _NCHS)):
        table[column] = table["stratum"].map(codes).astype("float64")
    table["hrsa"] = table["stratum"].map(_HRSA).astype("str")
    table["census"] = pd.Series(None, index=table.index, dtype="str")
    table["custom_stratum"] = pd.Series(None, index=table.index, dtype="str")
    table["cms_county_type"] = table["stratum"].map(_CMS).astype("str")
    sparse = int(np.flatnonzero(np.array(stratum[:count]) == "rural")[-1]) if count > 4 else 0
    table.loc[sparse, "cms_county_type"] = "CEAC"
    return table


def _warped(shape: shapely.Geometry, half: np.ndarray) -> shapely.Geometry:
    """Bend a shape smoothly, neighbours alike, so that no border is straight."""

    def bend(points: np.ndarray) -> np.ndarray:
        x, y = (points / half).T
        bent_x = x + 0.035 * np.sin(5.1 * y + 0.4) + 0.02 * np.sin(13 * y + 7 * x)
        bent_y = y + 0.035 * np.sin(4.7 * x + 1.1) + 0.02 * np.sin(11 * x - 9 * y)
        return np.round(np.column_stack([bent_x, bent_y]) * half)

    return shapely.make_valid(shapely.transform(shape, bend))


def _strata(seeds: np.ndarray, half: np.ndarray, count: int) -> list[str]:
    if count == 1:
        return ["rural"]
    order = np.argsort(np.hypot(*((seeds - 0.25 * half) / half.min()).T), kind="stable")
    mid_size = np.argsort(np.hypot(*((seeds + 0.6 * half) / half.min()).T), kind="stable")[:2]
    stratum = ["rural"] * count
    for index in mid_size:
        stratum[index] = "small_metro"
    for index in order[1:5]:
        stratum[index] = "suburban"
    stratum[order[0]] = "urban"
    return stratum


def population_of_state(
    rng: np.random.Generator, home: gpd.GeoDataFrame, places: int
) -> pd.DataFrame:
    """Draw population points around the middle of each county of the state, denser in towns."""
    weight = home["stratum"].map({"urban": 9.0, "suburban": 4.0, "small_metro": 2.5, "rural": 1.0})
    exact = weight / weight.sum() * places
    counts = np.floor(exact).astype(int)
    counts.iloc[: places - counts.sum()] += 1
    xs, ys, fips = [], [], []
    for county, count in zip(home.itertuples(), counts, strict=True):
        spread = {"urban": 9, "suburban": 16, "small_metro": 11, "rural": 40}[county.stratum] * KM
        middle = county.geometry.representative_point()
        found = 0
        while found < count:
            x, y = rng.normal((middle.x, middle.y), spread)
            if county.geometry.contains(shapely.Point(x, y)):
                xs.append(x)
                ys.append(y)
                fips.append(county.county_fips)
                found += 1
    lon, lat = Transformer.from_crs(LOCAL_CRS, "EPSG:4326", always_xy=True).transform(xs, ys)
    frame = pd.DataFrame(
        {
            "geoid": [f"{county}{index:07d}" for index, county in enumerate(fips)],
            "lon": lon,
            "lat": lat,
            "county_fips": fips,
            "population": rng.integers(600, 2_600, places).astype("float64"),
            "x": xs,
            "y": ys,
        }
    )
    frame["adults_65_plus"] = np.floor(frame["population"] * rng.uniform(0.1, 0.3, places))
    frame["ruca_missing"] = pd.Series(None, index=frame.index, dtype="str")
    codes = home[
        [
            *("county_fips", "stratum", "ruca", "rucc", "nchs"),
            *("hrsa", "census", "custom_stratum", "cms_county_type"),
        ]
    ]
    return pd.DataFrame(frame.merge(pd.DataFrame(codes), on="county_fips", validate="many_to_one"))
