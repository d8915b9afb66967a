"""An area's land, classed and merged once, from which maps of its parts are drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd
import shapely

from pipelines.area import StudyArea
from pipelines.maps.drawing.cells import place_cells
from pipelines.maps.drawing.ground import Ground, lay_ground, projected
from pipelines.maps.local.labels import towns_of
from pipelines.maps.local.land_classes import LandClasses, by_gap, by_minutes
from pipelines.out_tables import OutTables
from pipelines.vocabulary.center_words import center_words


@dataclass(frozen=True, eq=False)
class Plate:
    """An area, ready for maps of its parts.

    Attributes
    ----------
    ground, classes
        The land, and what colours it.
    land
        county_fips, number (of the class) and geometry: of each county the land of each class.
    counties
        county_fips, name (null where the source has none) and geometry of the area's counties and of those
        around.
    centers
        center_id, site_of_care, x, y.
    towns
        name, x, y of the towns that centers lie in, those with most centers first.

    All in the ground's projected CRS.
    """

    ground: Ground
    classes: LandClasses
    land: gpd.GeoDataFrame
    counties: gpd.GeoDataFrame
    centers: pd.DataFrame
    towns: pd.DataFrame


def make_plate(ground: Ground, classes: LandClasses, centers: pd.DataFrame) -> Plate:
    """Merge the land of places by county and class.

    Parameters
    ----------
    ground, classes
        The land, and what colours it.
    centers
        ``core.centers``, for the towns that centers lie in.
    """
    crs = ground.area.area.projected_crs
    cells = place_cells(ground.home, ground.places)
    places = ground.places.assign(number=classes.of_place).set_index("geoid").loc[cells["geoid"]]
    keys = [places["county_fips"].to_numpy(), places["number"].to_numpy()]
    merged = gpd.GeoSeries(cells.geometry).groupby(keys).agg(_merged)
    told = ["center_id", "site_of_care", "city", "state"]
    # A list of centers need not tell towns.
    placed = projected(centers.reindex(columns=[*told, "lon", "lat"]), told, crs)
    fips, number = (merged.index.get_level_values(level) for level in (0, 1))
    return Plate(
        ground,
        classes,
        gpd.GeoDataFrame(
            {"county_fips": fips, "number": number}, geometry=merged.to_numpy(), crs=crs
        ),
        gpd.GeoDataFrame(pd.concat([ground.home, ground.around], ignore_index=True), crs=crs),
        placed,
        towns_of(placed),
    )


def area_ground(tables: OutTables, area: StudyArea) -> Ground:
    """Lay the ground of an area's warehouse, its centers called as they may be."""
    ground = lay_ground(
        area,
        gpd.GeoDataFrame(tables["core.counties"]),
        tables["core.population"],
        tables["core.centers"],
    )
    return replace(ground, center_words=center_words(tables.rows("out.center_lists")))


def minutes_plate(tables: OutTables, ground: Ground) -> Plate:
    """Return an area's land by the minutes to the nearest center of any kind."""
    return make_plate(ground, by_minutes(tables["out.drive_times"], ground), tables["core.centers"])


def gap_plate(tables: OutTables, ground: Ground) -> Plate:
    """Return an area's land by what lies near: both compared kinds of center, one, or neither."""
    return make_plate(ground, by_gap(tables["out.gaps"], ground), tables["core.centers"])


def _merged(shapes: gpd.GeoSeries) -> shapely.Geometry:
    return shapely.union_all(shapes.to_numpy())
