"""A fictional state whose answers are known in closed form, for whoever reads `core` and `out`.

Every center reaches places along a star: the drive time to it is the straight distance over a speed that
depends only on the direction. So the drive times, the catchment polygons (unions of such stars) and the
counts agree exactly, without roads or routing. Nothing here is computed by the code under test.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer
from scipy.spatial import Voronoi
from shapely.affinity import scale

from pipelines.area import StudyArea
from pipelines.contracts import CONTRACTS
from pipelines.measures.access.time_summary import times_by_stratum
from pipelines.measures.place_times import place_times
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE
from pipelines.warehouse import replace_layers, writing
from tests.worlds.naive_tables import (
    adequacy_of,
    center_lists_of,
    coverage_of,
    findings_of,
    gaps_of,
)

LOCAL_CRS = "+proj=laea +lat_0=36 +lon_0=-68 +datum=NAD83 +units=m +no_defs +type=crs"
"""Equal-area metres around the middle of the state, which lies in the open ocean."""

STATE_FIPS, NEIGHBOUR_FIPS = "03", "07"
"""Two codes that are assigned to no state."""

SPEED_M_PER_MIN = 1_150.0
DETOUR = 1.25
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
_CENTERS_BY_STRATUM = {
    "hospital_based": {"urban": 9, "suburban": 2, "small_metro": 2, "rural": 3},
    "office_based": {"urban": 7, "suburban": 9, "small_metro": 4, "rural": 3},
    "pharmacy_based": {"urban": 2, "suburban": 1, "small_metro": 1, "rural": 0},
    "stand_alone": {"urban": 2, "suburban": 2, "small_metro": 0, "rural": 0},
}


def fictional_area(*, scheme: str = "nchs") -> StudyArea:
    """Return the settings of the fictional state."""
    invented = {
        "vintage": "2026, invented",
        "licence": "CC0",
    }
    return StudyArea.model_validate(
        {
            "area": {
                "name": "arboria",
                "title": "Arboria",
                "fictional": True,
                "caveat": "Centers are invented and stand for no real place.",
                "states": [STATE_FIPS],
                "projected_crs": LOCAL_CRS,
            },
            "sources": {
                "population": {
                    "kind": "cenpop",
                    "files": ["raw:people.txt"],
                    "publisher": "Arboria Census Office",
                    "label": "people",
                    **invented,
                },
                "counties": {
                    "files": ["raw:counties.zip"],
                    "publisher": "Arboria Survey",
                    **invented,
                },
                "roads": {
                    "kind": "osm_pbf",
                    "files": ["raw:roads.osm.pbf"],
                    "publisher": "OpenStreetMap contributors",
                    **invented,
                },
                **{
                    name: {"files": [f"raw:{name}.csv"], "publisher": name.upper(), **invented}
                    for name in ("nchs", "rucc", "ruca")
                },
                "centers": {
                    "files": ["raw:centers.csv"],
                    "publisher": "Arboria Department of Health",
                    "completeness": "complete",
                    "completeness_in_buffer": "complete",
                    **invented,
                },
            },
            "measures": {"stratum_scheme": scheme},
            "scenarios": {"closures": ["hospital_based_01", "office_based_01"]},
        }
    )


def fictional_answers(
    seed: int = 2026,
    *,
    width_km: float = 340.0,
    height_km: float = 280.0,
    counties: int = 20,
    places: int = 600,
) -> dict[str, pd.DataFrame]:
    """Return every table of `core` and `out` for the fictional state, keyed by full name.

    Parameters
    ----------
    seed
        Seed of shapes, places and centers.
    width_km, height_km
        Extent of the state, for a tall or a wide one.
    counties
        How many counties the state has (1 to 24); eight neighbouring counties surround it.
    places
        How many population points there are; up to eleven rural ones have no drive time.
    """
    rng = np.random.default_rng(seed)
    county_table = _counties(rng, width_km * KM, height_km * KM, counties)
    home = county_table[county_table["county_fips"].str.startswith(STATE_FIPS)]
    population = _population(rng, home, places)
    centers = _centers(rng, county_table, population)
    stars = _stars(rng, centers)
    land = shapely.union_all(county_table.geometry.to_numpy())
    drive_times = _drive_times(rng, population, centers, stars)
    sums = population.groupby("county_fips")["population"].sum()
    county_table["population"] = county_table["county_fips"].map(sums).astype("float64")
    within = fictional_area().measures.within_min
    adequacy = adequacy_of(home, population, drive_times)
    return {
        "core.counties": county_table.drop(columns="stratum").to_crs("EPSG:4326"),
        "core.centers": pd.DataFrame(centers.drop(columns=["x", "y"])),
        "core.population": pd.DataFrame(population.drop(columns=["x", "y"])),
        "out.drive_times": drive_times,
        "out.catchments": _catchments(centers, stars, land, population, drive_times, within),
        "out.center_lists": center_lists_of(centers),
        "out.coverage": coverage_of(population, drive_times, within),
        "out.gaps": gaps_of(drive_times, fictional_area().measures.gap_min),
        "out.adequacy": adequacy,
        "out.adequacy_findings": findings_of(adequacy),
        "out.times_by_stratum": times_by_stratum(place_times(drive_times, population)),
        "out.sensitivity": pd.DataFrame(columns=list(CONTRACTS["out.sensitivity"].columns)),
        "out.sensitivity_values": pd.DataFrame(
            columns=["dimension", "variant", "stratum", "site_of_care", "figure", "value", "reason"]
        ),
    }


def write_fictional_warehouse(path: Path, seed: int = 2026) -> Path:
    """Write `fictional_answers` as a warehouse at `path`, checked against the contracts."""
    with writing(path) as warehouse:
        replace_layers(warehouse, fictional_answers(seed))
    return path


def _counties(
    rng: np.random.Generator, width_m: float, height_m: float, count: int
) -> gpd.GeoDataFrame:
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


def _population(rng: np.random.Generator, home: gpd.GeoDataFrame, places: int) -> pd.DataFrame:
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


def _centers(
    rng: np.random.Generator, counties: gpd.GeoDataFrame, population: pd.DataFrame
) -> pd.DataFrame:
    rows = []
    for site, by_stratum in _CENTERS_BY_STRATUM.items():
        for stratum, wanted in by_stratum.items():
            candidates = population[population["stratum"] == stratum]
            count = min(wanted, len(candidates))
            picks = rng.choice(len(candidates), size=count, replace=False) if count else []
            for pick in picks:
                x, y = candidates.iloc[pick][["x", "y"]] + rng.normal(0, 1.5 * KM, 2)
                rows.append((site, x, y))
    neighbour = counties[counties["county_fips"].str.startswith(NEIGHBOUR_FIPS)].iloc[0].geometry
    over_the_border = neighbour.representative_point()
    rows.append(("hospital_based", over_the_border.x, over_the_border.y))
    frame = pd.DataFrame(rows, columns=["site_of_care", "x", "y"])
    back = Transformer.from_crs(LOCAL_CRS, "EPSG:4326", always_xy=True)
    frame["lon"], frame["lat"] = back.transform(frame["x"].to_numpy(), frame["y"].to_numpy())
    number = frame.groupby("site_of_care").cumcount() + 1
    frame["center_id"] = frame["site_of_care"] + "_" + number.astype("str").str.zfill(2)
    kind = {
        "hospital_based": "General Hospital",
        "office_based": "Infusion Suite",
        "pharmacy_based": "Home Infusion Pharmacy",
        "stand_alone": "Infusion Center",
    }
    frame["name"] = frame["site_of_care"].map(kind) + " " + number.astype("str")
    frame["city"] = "PORT " + (number % 5).map(dict(enumerate("ABCDE"))) + "SHORE"
    frame["state"] = "ZZ"
    frame["in_area"] = frame.index < len(frame) - 1
    frame["therapy_line"] = (
        frame["site_of_care"].map({"hospital_based": "both"}).fillna("specialty")
    )
    for column in ("operator", "npi", "ccn", "supervision"):
        frame[column] = pd.Series(pd.NA, index=frame.index, dtype="str")
    frame["geocode_precision"] = "listed"
    payable = {"hospital_based": True, "office_based": True, "pharmacy_based": False}
    frame["medicare_payable"] = frame["site_of_care"].map(payable).astype("boolean")
    frame["capacity"] = np.nan
    frame["beds"] = np.nan
    frame["confidence"] = 1.0
    frame["evidence"] = "invented"
    return frame


_ANGLES = np.linspace(0, 2 * np.pi, 181)[:-1]


def _stars(rng: np.random.Generator, centers: pd.DataFrame) -> np.ndarray:
    """Draw each center's reach in metres a minute at 180 directions: shape (centers, 180)."""
    phase = rng.uniform(0, 2 * np.pi, (len(centers), 3, 1))
    amplitude = rng.uniform(0.03, 0.16, (len(centers), 3, 1))
    waves = np.array([2, 3, 7])[None, :, None] * _ANGLES[None, None, :]
    return SPEED_M_PER_MIN * (1 + (amplitude * np.sin(waves + phase)).sum(axis=1))


def _minutes(x: np.ndarray, y: np.ndarray, center: pd.Series, star: np.ndarray) -> np.ndarray:
    """Return minutes to one center: how often its one-minute star fits into the way there."""
    dx, dy = x - center["x"], y - center["y"]
    step = _ANGLES[1]
    angle = np.mod(np.arctan2(dy, dx), 2 * np.pi)
    left = np.floor(angle / step).astype(int) % len(star)
    right = (left + 1) % len(star)
    # The star's edge between two directions is a straight line: express the point in both spokes.
    a = np.column_stack([np.cos(_ANGLES[left]), np.sin(_ANGLES[left])]) * star[left, None]
    b = np.column_stack([np.cos(_ANGLES[right]), np.sin(_ANGLES[right])]) * star[right, None]
    area = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return ((dx * b[:, 1] - dy * b[:, 0]) + (a[:, 0] * dy - a[:, 1] * dx)) / area


def _drive_times(
    rng: np.random.Generator, population: pd.DataFrame, centers: pd.DataFrame, stars: np.ndarray
) -> pd.DataFrame:
    x, y = population["x"].to_numpy(), population["y"].to_numpy()
    minutes = np.column_stack(
        [_minutes(x, y, centers.iloc[i], stars[i]) for i in range(len(stars))]
    )
    rural = np.flatnonzero((population["stratum"] == "rural").to_numpy())
    lost = rng.choice(rural, size=min(11, len(rural) // 2), replace=False)
    reason = pd.Series(pd.NA, index=population.index, dtype="str")
    reason.iloc[lost[:6]] = "no_road_near"
    reason.iloc[lost[6:]] = "no_path"
    snap = pd.Series(rng.uniform(4, 400, len(population)).round(1), index=population.index)
    snap = snap.where(reason.ne("no_road_near").fillna(True))
    tables = []
    for site in (*SITES_OF_CARE, ANY_SITE):
        allowed = np.flatnonzero((centers["site_of_care"] == site) | (site == ANY_SITE))
        if len(allowed) == 0:
            tables.append(_without_center(population["geoid"], site, snap))
            continue
        best = allowed[minutes[:, allowed].argmin(axis=1)]
        chosen = centers.iloc[best]
        straight_m = np.hypot(x - chosen["x"].to_numpy(), y - chosen["y"].to_numpy())
        reached = reason.isna().to_numpy()
        table = pd.DataFrame(
            {
                "geoid": population["geoid"],
                "site_of_care": site,
                "drive_time_min": np.where(reached, minutes[np.arange(len(best)), best], np.nan),
                "distance_mi": np.where(reached, straight_m * DETOUR / MILE_M, np.nan),
                "center_id": pd.Series(chosen["center_id"].to_numpy(), dtype="str").where(reached),
                "snap_m": snap,
                "unreached_reason": reason,
            }
        )
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _without_center(geoid: pd.Series, site: str, snap: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "geoid": geoid,
            "site_of_care": site,
            "drive_time_min": np.nan,
            "distance_mi": np.nan,
            "center_id": pd.Series(pd.NA, index=geoid.index, dtype="str"),
            "snap_m": snap,
            "unreached_reason": "no_center",
        }
    )


def _catchments(
    centers: pd.DataFrame,
    stars: np.ndarray,
    land: shapely.Geometry,
    population: pd.DataFrame,
    drive_times: pd.DataFrame,
    within_min: tuple[float, ...],
) -> gpd.GeoDataFrame:
    people = population.set_index("geoid")["population"]
    spokes = np.column_stack([np.cos(_ANGLES), np.sin(_ANGLES)])
    rows = []
    for site in ("hospital_based", "office_based"):
        of_site = np.flatnonzero(centers["site_of_care"] == site)
        times = drive_times[drive_times["site_of_care"] == site]
        inner: shapely.Geometry = shapely.Polygon()
        for limit in within_min:
            shapes = [
                shapely.Polygon(
                    centers.iloc[i][["x", "y"]].to_numpy(dtype="float64")
                    + spokes * stars[i][:, None] * limit
                )
                for i in of_site
            ]
            reach = shapely.union_all(shapes).intersection(land)
            near = times.loc[times["drive_time_min"] <= limit, "geoid"]
            rows.append((site, limit, people[near].sum(), reach, reach.difference(inner)))
            inner = reach
    names = ["site_of_care", "within_min", "population", "geometry", "band_geometry"]
    frame = gpd.GeoDataFrame(pd.DataFrame(rows, columns=names), crs=LOCAL_CRS)
    bands = gpd.GeoSeries(frame["band_geometry"], crs=LOCAL_CRS).to_crs("EPSG:4326")
    return frame.to_crs("EPSG:4326").assign(band_geometry=bands)
