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

from pipelines.area import StudyArea
from pipelines.contracts import CONTRACTS
from pipelines.measures.access.time_summary import times_by_stratum
from pipelines.measures.place_times import place_times
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE
from pipelines.warehouse import replace_layers, writing
from tests.worlds.fictional_land import (
    KM,
    LOCAL_CRS,
    MILE_M,
    NEIGHBOUR_FIPS,
    STATE_FIPS,
    counties_of_state,
    population_of_state,
)
from tests.worlds.naive_tables import (
    adequacy_of,
    center_lists_of,
    coverage_of,
    findings_of,
    gaps_of,
)

SPEED_M_PER_MIN = 1_150.0
DETOUR = 1.25
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
    county_table = counties_of_state(rng, width_km * KM, height_km * KM, counties)
    home = county_table[county_table["county_fips"].str.startswith(STATE_FIPS)]
    population = population_of_state(rng, home, places)
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
