"""Write block groups and counties as the Census Bureau publishes them."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from pipelines.demo.land import plan
from pipelines.demo.land.geography import Geography
from pipelines.demo.land.project import shape_to_lon_lat, to_lon_lat
from pipelines.demo.land.rurality import county_numbers, tract_number
from pipelines.demo.land.settlement import Settlement

_FIXED_DATE = (2022, 1, 1, 0, 0, 0)
WATER_TRACT = "990000"
_COASTAL_WATER_SHARE = 0.06
_SIMPLIFY_M = 12.0


def water_counties(geography: Geography) -> list[int]:
    """Return the counties that have a block group of sea, numbered as in `plan.COUNTIES`.

    Only some coastal counties have one in the census, those with water of the Great Lakes or the ocean
    inside their legal boundary; here every third.
    """
    counties = np.array(geography.counties, dtype=object)
    coastal = np.flatnonzero(shapely.intersects(counties, geography.mainland.exterior))
    return coastal.tolist()[::3]


def write_cenpop(path: Path, geography: Geography, settlement: Settlement) -> int:
    """Write centers of population of block groups, and return how many rows.

    Parameters
    ----------
    path
        ``CenPop2020_Mean_BG03.txt``.
    geography, settlement
        Counties and block groups. Block groups of sea have no people but a place, as in the census.

    Notes
    -----
    UTF-8 with byte order mark; zero-padded codes; coordinates with an explicit sign, latitude with two and
    longitude with three digits before the point.
    """
    numbers = county_numbers()
    lon_lat = to_lon_lat(settlement.xy)
    rows = [
        (
            f"{numbers[county]:03d}",
            tract_number(tract),
            group + 1,
            people,
            lat,
            lon,
        )
        for county, tract, group, people, (lon, lat) in zip(
            settlement.county.tolist(),
            settlement.tract.tolist(),
            settlement.block_group.tolist(),
            settlement.population.tolist(),
            lon_lat.tolist(),
            strict=True,
        )
    ]
    for county in water_counties(geography):
        # A little way out to sea from the county's stretch of shore.
        shape = geography.counties[county]
        middle = np.array(shape.centroid.coords[0])
        coast = shapely.intersection(shape.boundary, geography.mainland.exterior.buffer(1.0))
        beach = np.array(
            shapely.line_interpolate_point(_longest(coast), 0.5, normalized=True).coords[0]
        )
        sea = beach + (beach - middle) / np.hypot(*(beach - middle)) * 3000
        ((lon, lat),) = to_lon_lat(sea[None]).tolist()
        rows.append((f"{numbers[county]:03d}", WATER_TRACT, 0, 0, lat, lon))
    lines = ["STATEFP,COUNTYFP,TRACTCE,BLKGRPCE,POPULATION,LATITUDE,LONGITUDE"]
    lines += [
        f"{plan.STATE_FIPS},{county},{tract},{group},{people},{lat:+010.6f},{lon:+011.6f}"
        for county, tract, group, people, lat, lon in sorted(rows)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig", newline="")
    return len(rows)


def _longest(lines: shapely.Geometry) -> shapely.LineString:
    parts = [part for part in shapely.get_parts(shapely.line_merge(lines)) if part.length]
    return max(parts, key=lambda part: part.length)


def write_counties(path: Path, geography: Geography) -> int:
    """Write county boundaries as a zipped shapefile, and return how many.

    Parameters
    ----------
    path
        ``cb_2022_03_county_500k.zip``.
    geography
        Counties.

    Notes
    -----
    Fields, CRS (EPSG:4269) and encoding of the 2022 cartographic boundary files. ALAND is the land in square
    metres. Every date inside is fixed, so that the same counties are the same file.
    """
    numbers = county_numbers()
    order = np.argsort(numbers)
    coastal = set(water_counties(geography))
    # Simplifying all counties as one coverage keeps their shared borders shared.
    simple = shapely.coverage_simplify(np.array(geography.counties, dtype=object), _SIMPLIFY_M)
    fips = [f"{numbers[n]:03d}" for n in order]
    names = [plan.COUNTIES[n].name for n in order]
    land = [round(geography.counties[n].area) for n in order]
    frame = gpd.GeoDataFrame(
        {
            "STATEFP": plan.STATE_FIPS,
            "COUNTYFP": fips,
            "COUNTYNS": [f"{9_900_000 + int(code):08d}" for code in fips],
            "AFFGEOID": [f"0500000US{plan.STATE_FIPS}{code}" for code in fips],
            "GEOID": [plan.STATE_FIPS + code for code in fips],
            "NAME": names,
            "NAMELSAD": [f"{name} County" for name in names],
            "STUSPS": plan.STATE_POSTAL,
            "STATE_NAME": plan.STATE_NAME,
            "LSAD": "06",
            "ALAND": land,
            "AWATER": [
                round(area * (_COASTAL_WATER_SHARE if n in coastal else 0.01))
                for n, area in zip(order.tolist(), land, strict=True)
            ],
        },
        geometry=[shape_to_lon_lat(simple[n]) for n in order],
        crs="EPSG:4269",
    )
    write_zipped_shapefile(path, frame)
    return len(frame)


def write_zipped_shapefile(path: Path, frame: gpd.GeoDataFrame) -> None:
    """Write a shapefile in a ZIP, every date inside fixed."""
    with tempfile.TemporaryDirectory() as scratch:
        shapefile = Path(scratch) / f"{path.stem}.shp"
        frame.to_file(
            shapefile, engine="pyogrio", encoding="UTF-8", DBF_DATE_LAST_UPDATE="2022-01-01"
        )
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member in sorted(Path(scratch).iterdir()):
                entry = zipfile.ZipInfo(member.name, _FIXED_DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, member.read_bytes())
