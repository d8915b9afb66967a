"""Roads as GMNS tables: the nodes and links of a planning network.

General Modeling Network Specification 0.96 (Zephyr Foundation), https://github.com/zephyr-data-specs/GMNS.
Vintage and licence are those of the data set at hand.

Quirks: the units stand in a separate config.csv, often wrongly (lengths in feet declared as miles), so that
each length is held against the geometry; a length or speed of 0 means that it is not known; `directed` is 0,
1, true or false; an undirected link goes both ways; `dir_flag` -1 means that the geometry is drawn from the
link's end to its beginning. Networks of DTALite, Path4GMNS and osm2gmns have no `directed`: there `dir_flag` is
1 (or blank) for one way, -1 for the way from end to beginning and 0 for both; the class of a road stands in
`link_type_name`, and railways have no uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from pipelines.area import RoadsSource
from pipelines.sources.reading import Reading, SourceError
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import TEXT, read_text
from pipelines.sphere import great_circle_m
from pipelines.units import M_PER_MILE

SOURCE = "roads"

_NODE_COLUMNS = {
    "node_id": ("node_id",),
    "lon": ("x_coord",),
    "lat": ("y_coord",),
}
_LINK_COLUMNS = {
    "link_id": ("link_id",),
    "from_node_id": ("from_node_id",),
    "to_node_id": ("to_node_id",),
    "directed": ("directed",),
    "length": ("length",),
    "free_speed": ("free_speed",),
    "facility_type": ("facility_type",),
    "link_type_name": ("link_type_name",),
    "allowed_uses": ("allowed_uses",),
    "dir_flag": ("dir_flag",),
    "geometry": ("geometry",),
}
_LINK_NEEDED = ("link_id", "from_node_id", "to_node_id")

METRES = {"mile": M_PER_MILE, "km": 1000.0, "m": 1.0, "foot": 0.3048}
MPH = {"mph": 1.0, "kmh": 1 / 1.609344}

HIGHEST_MPH = 130.0
"""A free-flow speed beyond this is a slip or a placeholder (999); the class speed stands in."""

MAX_DETOUR = 6.0
MIN_DETOUR = 0.7
LENGTH_SLACK_M = 400.0
"""A length between `MIN_DETOUR` and `MAX_DETOUR` times the geometry's, give or take the slack, is plausible:
roads wind, planning networks are drawn coarsely and coordinates are rounded."""

MAX_IMPLAUSIBLE_SHARE = 0.5
"""Where more lengths than this do not fit the geometry, the unit is wrong, not the lengths."""

_NOT_CARS = frozenset(
    {"bicycle", "bike", "bus", "ped", "pedestrian", "rail", "transit", "walk", "wheelchair"}
)
_CARLESS_CLASSES = frozenset(
    {
        "cycleway",
        "footway",
        "light_rail",
        "path",
        "pedestrian",
        "railway",
        "rail",
        "steps",
        "subway",
        "track",
        "tram",
    }
)
"""Classes (of osm2gmns) of links that carry no cars, where their uses are not named."""


@dataclass(frozen=True)
class GmnsRoads:
    """One network as GMNS tables.

    Attributes
    ----------
    nodes : Reading
        `node_id` (text), `lon`, `lat` (WGS 84 degrees).
    links : Reading
        `link_id`, `tail`, `head` (rows of `nodes.table`), `directed` (bool), `length_m` (from the file, or
        the geometry's where that is null or implausible), `length_replaced` (bool), `free_speed_mph` (null
        where unknown), `facility_type` ('' where unknown), `geometry` (line from tail to head in WGS 84
        degrees, None where it is straight).
    links_outside : int
        Sound links that were left out because they lie outside the box asked for.
    """

    nodes: Reading
    links: Reading
    links_outside: int = 0


def read_gmns(
    files: Sequence[Path],
    settings: RoadsSource,
    *,
    bbox: tuple[float, float, float, float] | None = None,
) -> GmnsRoads:
    """Read a node table and a link table.

    Parameters
    ----------
    files
        Node table, then link table; CSV, gzipped or not.
    settings
        `length_unit` and `speed_unit`.
    bbox
        (west, south, east, north), WGS 84 degrees. Links with an end inside are kept.

    Returns
    -------
    GmnsRoads
        A link that names an unknown node, or whose length or direction cannot be read, is in `rejected`;
        a missing or implausible length is replaced by that of the geometry.

    Raises
    ------
    SourceError
        A file cannot be used, or most lengths do not fit the coordinates (a wrong unit).
    """
    node_file, link_file = files
    nodes = _read_nodes(node_file)
    links = _read_links(link_file, nodes.table, settings)
    if bbox is None:
        return GmnsRoads(nodes, links)
    inside = _ends_within(nodes.table, links.table, bbox)
    if not inside.any():
        raise SourceError(
            link_file, f"holds no link within {bbox}", mend="check that it covers the study area"
        )
    near = replace(links, table=links.table[inside].reset_index(drop=True))
    return GmnsRoads(nodes, near, int((~inside).sum()))


def _ends_within(
    nodes: pd.DataFrame, links: pd.DataFrame, bbox: tuple[float, float, float, float]
) -> npt.NDArray[np.bool_]:
    west, south, east, north = bbox
    within = nodes["lon"].between(west, east) & nodes["lat"].between(south, north)
    inside = within.to_numpy()
    either: npt.NDArray[np.bool_] = inside[links["tail"]] | inside[links["head"]]
    return either


def _read_nodes(path: Path) -> Reading:
    checks = RowChecks(read_text([path], _NODE_COLUMNS), SOURCE)
    node_id = checks.text("node_id", required=True)
    lon, lat = checks.point()
    checks.unique(node_id, "node_id")
    return checks.reading({"node_id": node_id, "lon": lon, "lat": lat})


def _read_links(path: Path, nodes: pd.DataFrame, settings: RoadsSource) -> Reading:
    optional = [name for name in _LINK_COLUMNS if name not in _LINK_NEEDED]
    checks = RowChecks(read_text([path], _LINK_COLUMNS, optional=optional), SOURCE)
    link_id = checks.text("link_id", required=True)
    ends = {}
    index = pd.Index(nodes["node_id"])
    for ours, column in (("tail", "from_node_id"), ("head", "to_node_id")):
        named = checks.text(column, required=True)
        ends[ours] = pd.Series(index.get_indexer(pd.Index(named)), index=named.index)
        unknown = named.notna() & ends[ours].lt(0)
        checks.reject(unknown, column, f"{column} " + named.fillna("") + " is no usable node")
    facility = _facility_type(checks)
    directed = _directed(checks, ends)
    _leave_out_without_cars(checks, facility)
    length = _measure(checks, "length")
    speed = _measure(checks, "free_speed") * MPH[settings.speed_unit]
    too_fast = speed.gt(HIGHEST_MPH)
    checks.note(
        too_fast & facility.ne(""), "free_speed", f"free_speed is above {HIGHEST_MPH:g} mph"
    )
    checks.reject(
        too_fast & facility.eq("") & checks.usable,
        "free_speed",
        f"free_speed is above {HIGHEST_MPH:g} mph, and the link has no class to take a speed from",
    )
    geometry = _geometries(checks, nodes, ends)
    loop = ends["tail"].eq(ends["head"]) & pd.isna(geometry)
    checks.reject(loop & checks.usable, "to_node_id", "the link ends where it begins")
    drawn_m = _drawn_length_m(nodes, ends, geometry)
    length_m = length * METRES[settings.length_unit]
    plausible = length_m.between(
        MIN_DETOUR * drawn_m - LENGTH_SLACK_M, MAX_DETOUR * drawn_m + LENGTH_SLACK_M
    )
    _refuse_wrong_unit(path, checks, length_m / drawn_m, plausible, settings.length_unit)
    replaced = ~plausible
    return checks.reading(
        {
            "link_id": link_id,
            **{name: end.astype(np.int64) for name, end in ends.items()},
            "directed": directed,
            "length_m": length_m.where(plausible, drawn_m),
            "length_replaced": replaced,
            "free_speed_mph": speed.mask(too_fast),
            "facility_type": facility.astype(TEXT),
            "geometry": pd.Series(geometry, index=length.index, dtype=object),
        }
    )


def _measure(checks: RowChecks, column: str) -> pd.Series:
    """Return a column of numbers above zero; blank and 0 are null, what is no number from 0 up rejects."""
    words = checks.text(column, nulls=("NaN",))
    numbers = pd.to_numeric(words.to_numpy(dtype=object), errors="coerce")
    values = pd.Series(np.asarray(numbers, dtype=np.float64), index=words.index)
    bad = words.notna() & ~(values.ge(0) & values.lt(np.inf))
    checks.reject(bad, column, f"{column} " + words.fillna("") + " is no number from 0 up")
    return values.mask(bad | values.eq(0))


def _facility_type(checks: RowChecks) -> pd.Series:
    """Return the class of each link, whichever column names it; '' where none does."""
    facility = checks.text("facility_type", nulls=("NaN",))
    return facility.fillna(checks.text("link_type_name", nulls=("NaN",))).fillna("")


def _directed(checks: RowChecks, ends: dict[str, pd.Series]) -> pd.Series:
    """Tell which links go one way, and turn those whose `dir_flag` says that it is the other way round.

    Where neither column says anything a link goes one way, as all tools that write no `directed` mean it.
    """
    if checks.rows["directed"].ne("").any():
        named = checks.among("directed", ("0", "1", "true", "false"), required=True)
        return named.isin(["1", "true"])
    flag = pd.to_numeric(checks.among("dir_flag", ("-1", "0", "1", "-1.0", "0.0", "1.0")))
    turned = flag.eq(-1)
    tail, head = ends["tail"], ends["head"]
    ends |= {"tail": tail.mask(turned, head), "head": head.mask(turned, tail)}
    return flag.ne(0)


def _leave_out_without_cars(checks: RowChecks, facility: pd.Series) -> None:
    uses = checks.text("allowed_uses").fillna("").str.casefold()
    named = uses[uses.ne("")].drop_duplicates()
    carless = [
        text
        for text in named
        if {use.strip() for use in text.replace(";", ",").split(",")} <= _NOT_CARS
    ]
    by_class = uses.eq("") & facility.isin(_CARLESS_CLASSES)
    checks.leave_out(uses.isin(carless) | by_class, "allowed_uses", "the link is not open to cars")


def _geometries(
    checks: RowChecks, nodes: pd.DataFrame, ends: dict[str, pd.Series]
) -> npt.NDArray[np.object_]:
    """Return lines from tail to head; None where the file has none, or none that can be used."""
    text = checks.text("geometry", nulls=("NaN",))
    lines = np.full(len(text), None, dtype=object)
    given = np.flatnonzero(text.notna().to_numpy() & checks.usable)
    if not len(given):
        return lines
    read = shapely.from_wkt(text.iloc[given].to_numpy(dtype=object), on_invalid="ignore")
    west, south, east, north = shapely.bounds(read).T
    usable = (shapely.get_type_id(read) == shapely.GeometryType.LINESTRING) & (
        (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)
    )
    unusable = np.zeros(len(text), dtype=np.bool_)
    unusable[given[~usable]] = True
    checks.note(unusable, "geometry", "the geometry is no line in degrees")
    given, read = given[usable], read[usable]
    lon, lat = nodes["lon"].to_numpy(), nodes["lat"].to_numpy()
    tail, head = ends["tail"].to_numpy()[given], ends["head"].to_numpy()[given]
    first, last = shapely.get_point(read, 0), shapely.get_point(read, -1)
    begin, end = shapely.points(lon[tail], lat[tail]), shapely.points(lon[head], lat[head])
    as_drawn = shapely.distance(first, begin) + shapely.distance(last, end)
    turned = shapely.distance(first, end) + shapely.distance(last, begin)
    backward = turned < as_drawn
    flags = checks.rows["dir_flag"].to_numpy()[given]
    backward |= (turned == as_drawn) & (flags == "-1")
    read[backward] = shapely.reverse(read[backward])
    lines[given] = read
    return lines


def _drawn_length_m(
    nodes: pd.DataFrame, ends: dict[str, pd.Series], geometry: npt.NDArray[np.object_]
) -> pd.Series:
    """Return great-circle metres along the geometry, straight where there is none."""
    known = (ends["tail"] >= 0) & (ends["head"] >= 0)
    tail, head = ends["tail"].where(known, 0), ends["head"].where(known, 0)
    lon, lat = nodes["lon"].to_numpy(), nodes["lat"].to_numpy()
    metres = great_circle_m(lon[tail], lat[tail], lon[head], lat[head])
    drawn = np.flatnonzero(~pd.isna(geometry))
    if len(drawn):
        points, line = shapely.get_coordinates(geometry[drawn], return_index=True)
        step = great_circle_m(points[:-1, 0], points[:-1, 1], points[1:, 0], points[1:, 1])
        within = line[:-1] == line[1:]
        metres[drawn] = np.bincount(line[1:][within], weights=step[within], minlength=len(drawn))
    return pd.Series(metres, index=ends["tail"].index).where(known)


def _refuse_wrong_unit(
    path: Path, checks: RowChecks, ratio: pd.Series, plausible: pd.Series, unit: str
) -> None:
    given = ratio.notna() & checks.usable
    implausible = given & ~plausible
    if given.any() and implausible.sum() > MAX_IMPLAUSIBLE_SHARE * given.sum():
        raise SourceError(
            path,
            f"{implausible.sum()} of {given.sum()} lengths do not fit the coordinates: read as {unit}, "
            f"the median length is {ratio[given].median():.3g} times that of the geometry",
            column="length",
            mend="set length_unit of the roads source to mile, km, m or foot",
        )
