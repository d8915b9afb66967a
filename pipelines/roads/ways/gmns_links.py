"""GMNS links to segments: one segment a straight piece, both directions unless the link is directed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from pipelines.area import Roads
from pipelines.roads.build import FLOWING
from pipelines.roads.edges import ranges
from pipelines.roads.segments import Between, Kinds, Segments
from pipelines.roads.speeds import class_mph
from pipelines.roads.ways.bends import bend_degrees
from pipelines.sources.reading import SourceError
from pipelines.sources.roads.gmns import GmnsRoads
from pipelines.sphere import great_circle_m
from pipelines.units import MS_PER_S

Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]

MAX_CLASSES = 256

SAME_PLACE_DEGREES = 1e-6
SAME_LENGTH_M = 17.0
"""Two directions of one road: drawn alike to 0.1 m, as long to the hundredth of a mile."""


def gmns_segments(gmns: GmnsRoads, roads: Roads) -> Segments:
    """Turn the links of a GMNS network into segments.

    Parameters
    ----------
    gmns
        What `read_gmns` read.
    roads
        Settings: `speeds_mph` for links without free_speed; with snapping to connectors every node of the
        source stays a node, because connectors lead to nodes.

    Returns
    -------
    Segments
        The length of a link is spread over its geometry. A link without free_speed has the speed of its
        class.

    Raises
    ------
    SourceError
        A link has neither a free_speed nor a class whose speed is known.
    """
    nodes = gmns.nodes.table
    links = gmns.links.table.assign(mph=_link_mph(gmns, roads))
    n_by_class = int(links["free_speed_mph"].isna().sum())
    links = _both_directions(links)
    class_names = sorted(links["facility_type"].unique())
    road_class = pd.Categorical(links["facility_type"], categories=class_names).codes
    if len(class_names) > MAX_CLASSES:
        raise SourceError(
            gmns.links.files[0],
            f"has {len(class_names)} facility types, more than {MAX_CLASSES}",
            column="facility_type",
            mend="this column holds road classes, not names of roads",
        )
    shape = _shape_points(links, n_nodes=len(nodes))
    used = np.concatenate([nodes[["lon", "lat"]].to_numpy(dtype=np.float64), shape.points], axis=0)
    lon, lat = used[:, 0], used[:, 1]
    drawn_m = great_circle_m(lon[shape.tail], lat[shape.tail], lon[shape.head], lat[shape.head])
    kind, kinds = _kinds(road_class, links, class_names)
    keep_nodes = roads.snapping == "connectors"
    bend_ms = np.zeros(len(lon), dtype=np.int32)
    if keep_nodes:
        degrees = bend_degrees(shape.tail, shape.head, lon, lat)
        bend_ms = np.round(degrees * roads.bend_delay_s * MS_PER_S).astype(np.int32)
    return Segments(
        node_lon=lon,
        node_lat=lat,
        node_kept=(np.arange(len(lon)) < len(nodes)) & keep_nodes,
        tail=shape.tail,
        head=shape.head,
        kind=kind[shape.link],
        length_m=_spread(links["length_m"].to_numpy(dtype=np.float64), drawn_m, shape.link),
        head_delay_ms=bend_ms[shape.head],
        tail_delay_ms=bend_ms[shape.tail],
        between=Between.nothing(len(shape.tail)),
        kinds=kinds,
        classes=tuple(class_names),
        counts={
            "nodes_read": gmns.nodes.rows_read,
            "nodes_rejected": gmns.nodes.rows_read - len(nodes),
            "links_read": gmns.links.rows_read,
            "links_rejected": gmns.links.rows_read - len(gmns.links.table) - gmns.links_outside,
            "links_outside": gmns.links_outside,
            "lengths_replaced": int(gmns.links.table["length_replaced"].sum()),
            "speeds_by_class": n_by_class,
        },
    )


def _link_mph(gmns: GmnsRoads, roads: Roads) -> pd.Series:
    links = gmns.links.table
    by_class = links["facility_type"].map(class_mph(roads))
    mph = links["free_speed_mph"].fillna(by_class)
    unknown = mph.isna()
    if unknown.any():
        names = sorted(links.loc[unknown, "facility_type"].unique())
        first = links.loc[unknown].iloc[0]
        raise SourceError(
            gmns.links.files[0],
            f"{int(unknown.sum())} links have no free_speed, and no speed is known for facility_type "
            + ", ".join(repr(name) for name in names[:10]),
            row=int(first["source_row"]),
            column="facility_type",
            mend="give it in mph under roads.speeds_mph of the area file",
        )
    return mph


def _both_directions(links: pd.DataFrame) -> pd.DataFrame:
    """Join two directed links along the same line, one each way, to one with two speeds.

    A car that comes out of a driveway between them may turn either way, and a center between them is
    reached from both sides. Adds `forward_mph` and `backward_mph` (0 where closed).
    """
    links = links.assign(
        forward_mph=links["mph"], backward_mph=links["mph"].where(~links["directed"], 0.0)
    )
    directed = links[links["directed"]]
    # The n-th link from a to b pairs with the n-th from b to a of the same class.
    keys = ["tail", "head", "facility_type"]
    there = directed.assign(turn=directed.groupby(keys).cumcount(), row=directed.index)
    back = there.rename(columns={"tail": "head", "head": "tail"})
    pairs = there[there["tail"] < there["head"]].merge(
        back, on=[*keys, "turn"], suffixes=("", "_back"), validate="1:1"
    )
    lines = [
        np.where(pd.isna(pairs[name]), shapely.LineString(), pairs[name])
        for name in ("geometry", "geometry_back")
    ]
    same_line = shapely.equals_exact(lines[0], shapely.reverse(lines[1]), SAME_PLACE_DEGREES)
    alike = pairs["length_m"].sub(pairs["length_m_back"]).abs() <= SAME_LENGTH_M
    pairs = pairs[same_line & alike]
    links.loc[pairs["row"], "backward_mph"] = pairs["mph_back"].to_numpy()
    joined: pd.DataFrame = links.drop(index=pairs["row_back"]).reset_index(drop=True)
    return joined


class _ShapePoints:
    """Links as chains of straight pieces: the points between their ends become nodes."""

    def __init__(self, points: Float64, tail: Int32, head: Int32, link: npt.NDArray[np.int64]):
        self.points = points
        self.tail = tail
        self.head = head
        self.link = link


def _shape_points(links: pd.DataFrame, *, n_nodes: int) -> _ShapePoints:
    tail = links["tail"].to_numpy(dtype=np.int32)
    head = links["head"].to_numpy(dtype=np.int32)
    lines = links["geometry"].to_numpy(dtype=object)
    drawn = np.flatnonzero(~pd.isna(lines))
    n_between = np.zeros(len(links), dtype=np.int64)
    points = np.empty((0, 2))
    if len(drawn):
        coordinates, line = shapely.get_coordinates(lines[drawn], return_index=True)
        inner = np.ones(len(line), dtype=np.bool_)
        inner[1:] &= line[1:] == line[:-1]
        inner[:-1] &= line[1:] == line[:-1]
        inner[[0, -1]] = False
        points = coordinates[inner]
        n_between[drawn] = np.bincount(line[inner], minlength=len(drawn))
    link = np.repeat(np.arange(len(links)), n_between + 1)
    first_point = np.cumsum(n_between) - n_between + n_nodes
    step, _ = ranges(np.zeros(len(links), dtype=np.int64), n_between + 1)
    piece_tail = np.where(step == 0, tail[link], first_point[link] + step - 1)
    piece_head = np.where(step == n_between[link], head[link], first_point[link] + step)
    return _ShapePoints(points, piece_tail.astype(np.int32), piece_head.astype(np.int32), link)


def _spread(length_m: Float64, drawn_m: Float64, link: npt.NDArray[np.int64]) -> Float64:
    """Share the length of each link among its pieces by their drawn length, evenly where that is 0."""
    total = np.bincount(link, weights=drawn_m, minlength=len(length_m))
    pieces = np.bincount(link, minlength=len(length_m))
    some = total[link] > 0
    share = np.where(some, drawn_m / np.where(some, total[link], 1), 1 / pieces[link])
    return length_m[link] * share


def _kinds(
    road_class: npt.NDArray[np.signedinteger], links: pd.DataFrame, class_names: list[str]
) -> tuple[Int32, Kinds]:
    rows = np.column_stack([road_class, links["forward_mph"], links["backward_mph"]])
    table, kind = np.unique(rows, axis=0, return_inverse=True)
    flowing = np.array([name in FLOWING for name in class_names])
    classes = table[:, 0].astype(np.uint8)
    return kind.reshape(-1).astype(np.int32), Kinds(
        road_class=classes,
        forward_mph=table[:, 1],
        backward_mph=table[:, 2],
        snappable=~flowing[classes],
        trip_end_only=np.zeros(len(table), dtype=np.bool_),
    )
