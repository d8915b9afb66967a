"""One GeoPackage that a GIS opens: places, catchments, centers and counties, with styles that QGIS applies."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from pipelines.export import qgis_styles
from pipelines.export.qgis_styles import Look
from pipelines.maps.adequacy import FILLS
from pipelines.maps.drawing import style
from pipelines.maps.drawing.cells import place_cells
from pipelines.maps.drawing.classes import minute_edges, minute_labels
from pipelines.maps.drawing.ground import Ground
from pipelines.maps.local.land_classes import GAP_FILLS
from pipelines.out_tables import OutTables
from pipelines.vocabulary.access import GAPS
from pipelines.vocabulary.adequacy import FINDINGS
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE, SITES_OR_ANY, infusion_center_of
from pipelines.vocabulary.wording import capital, limit
from pipelines.warehouse import CRS

_BEYOND_MIN = 1e6
"""Upper end of the last range of minutes."""


@dataclass(frozen=True)
class Style:
    """A named style of a layer; the first of a layer is the one that QGIS applies."""

    layer: str
    name: str
    qml: str


def write_geopackage(tables: OutTables, ground: Ground, path: Path, created: str) -> None:
    """Write the layers of an area with their styles.

    Parameters
    ----------
    tables
        Its warehouse's tables.
    ground
        Its land.
    path
        The file; one that is there is replaced.
    created
        The date of its contents, RFC 3339 in UTC: the same run gives the same bytes.

    Notes
    -----
    All layers are in WGS 84 (EPSG:4326): `counties` (out.counties, finding of network adequacy), `places` (the
    land nearest to each place of its county, with people, stratum, minutes to each kind of center, what lies
    near), `catchments` (out.catchments; the bands are in the Parquet file) and `centers` (core.centers).
    """
    path.unlink(missing_ok=True)
    moment = f"{created.removesuffix('Z')}.000Z"
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": moment})
    try:
        for name, layer in layers(tables, ground).items():
            pyogrio.write_dataframe(
                layer,
                path,
                layer=name,
                driver="GPKG",
                append=path.exists(),
                promote_to_multi=name != "centers",
            )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    _add_styles(path, styles(ground), moment)


def layers(tables: OutTables, ground: Ground) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers by name, the lowest first, in WGS 84."""
    centers = pd.DataFrame(tables["core.centers"])
    points = gpd.points_from_xy(centers["lon"], centers["lat"], crs=CRS)
    catchments = gpd.GeoDataFrame(tables["out.catchments"]).drop(columns="band_geometry")
    return {
        "counties": _counties(tables),
        "places": _places(tables, ground),
        # The widest lies lowest.
        "catchments": catchments.sort_values("within_min", ascending=False, ignore_index=True),
        "centers": gpd.GeoDataFrame(centers, geometry=points),
    }


def _counties(tables: OutTables) -> gpd.GeoDataFrame:
    shapes = gpd.GeoDataFrame(tables["core.counties"])[["county_fips", "geometry"]]
    findings = tables["out.adequacy_findings"][["county_fips", "finding"]]
    told = pd.DataFrame(tables["out.counties"]).merge(findings, on="county_fips", how="left")
    return gpd.GeoDataFrame(shapes.merge(told, on="county_fips", how="inner", validate="1:1"))


def _places(tables: OutTables, ground: Ground) -> gpd.GeoDataFrame:
    times = tables["out.drive_times"]
    minutes = times.pivot(index="geoid", columns="site_of_care", values="drive_time_min")
    minutes = minutes[list(SITES_OR_ANY)].add_suffix("_min").reset_index()
    nearest = times.loc[times["site_of_care"] == "any", ["geoid", "center_id"]]
    told = pd.DataFrame(tables["core.population"])[
        ["geoid", "county_fips", "population", "stratum"]
    ]
    for more in (minutes, nearest, tables["out.gaps"][["geoid", "gap", "nearer"]]):
        told = told.merge(more, on="geoid", how="left", validate="1:1")
    cells = place_cells(ground.home, ground.places).to_crs(CRS)
    return gpd.GeoDataFrame(cells.merge(told, on="geoid", how="left", validate="1:1"))


def styles(ground: Ground) -> list[Style]:
    """Return the named styles of all layers."""
    words = ground.center_words
    edges = minute_edges(ground.area)
    uppers = (*edges, _BEYOND_MIN)
    minutes = [
        Look(label, color, lower=lower, upper=upper)
        for label, color, lower, upper in zip(
            minute_labels(edges),
            style.minute_colors(len(uppers)),
            (0.0, *edges),
            uppers,
            strict=True,
        )
    ]
    near = limit(ground.area.measures.gap_min)
    gaps = [Look(words.said(GAPS.heading(gap)), fill.color, gap) for gap, fill in GAP_FILLS.items()]
    findings = [
        Look(words.said(FINDINGS.heading(name)), FILLS[name].color, name) for name in FINDINGS
    ]
    within = ground.area.measures.within_min
    rings = [
        Look(f"within {limit(one)} minutes", color, lower=lower, upper=one, opacity=0.6)
        for one, color, lower in zip(
            within, style.minute_colors(len(within)), (0.0, *within), strict=False
        )
    ]
    marks = [
        Look(
            capital(words.said(infusion_center_of(site))),
            style.SITE_SYMBOLS[site].color,
            site,
            marker=qgis_styles.mark(site),
        )
        for site in SITES_OF_CARE
    ]
    return [
        Style("places", f"What lies within {near} minutes", qgis_styles.categorized("gap", gaps)),
        *(
            Style(
                "places",
                words.said(f"Minutes to the nearest {infusion_center_of(site)}"),
                qgis_styles.graduated(f"{site}_min", minutes),
            )
            for site in reversed(SITES_OR_ANY)
        ),
        Style("counties", "Network adequacy", qgis_styles.categorized("finding", findings)),
        Style("catchments", "Minutes", qgis_styles.graduated("within_min", rings)),
        Style("centers", "Kind of center", qgis_styles.categorized("site_of_care", marks)),
    ]


_STYLES_TABLE = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
    f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT CURRENT_TIMESTAMP
)
"""


def _add_styles(path: Path, named: Sequence[Style], moment: str) -> None:
    """Keep styles where QGIS looks for them, in `layer_styles`."""
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.execute(_STYLES_TABLE)
            first = {one.layer: one for one in reversed(named)}
            connection.executemany(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
                "styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time) "
                "VALUES ('', '', ?, 'geom', ?, ?, '', ?, ?, '', ?)",
                [
                    (one.layer, one.name, one.qml, first[one.layer] is one, one.name, moment)
                    for one in named
                ],
            )
            connection.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) "
                "VALUES ('layer_styles', 'attributes', 'layer_styles', ?)",
                (moment,),
            )
    finally:
        connection.close()
