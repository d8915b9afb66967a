"""Ways over a network as stretches of road: each drawn once, however many ways lead over it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from pipelines.roads.edges import ranges
from pipelines.roads.network import RoadNetwork
from pipelines.routing.ways import Ways

Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Stretches:
    """Stretches of road (s) on ways to centers, and which of them lead to which center (t).

    Attributes
    ----------
    line : LineString (s,)
        In the direction of travel, WGS 84 degrees.
    tail, head : int64 (s,)
        The junctions at which each begins and ends, numbered from 0.
    center : int32 (t,)
        Ascending.
    stretch : int64 (t,)
        A stretch on ways to that center, ascending for each. From a junction at most one goes on to a center.
    first : int64 (w,)
        The stretch that each way begins with; -1 where it keeps off the network.
    """

    line: npt.NDArray[np.object_]
    tail: Int64
    head: Int64
    center: npt.NDArray[np.int32]
    stretch: Int64
    first: Int64


def stretches(network: RoadNetwork, ways: Ways, center: Int64) -> Stretches:
    """Draw ways as stretches of road.

    Parameters
    ----------
    network
        What was searched.
    ways
        The w ways, arc by arc.
    center : int64 (w,)
        Where each leads.

    Returns
    -------
    Stretches
        Arcs that all ways over them travel one after the other are one stretch. Numbered along the ground, so
        that neighbours have near numbers, as have their junctions.
    """
    tails = network.tails().astype(np.int64)
    arcs, step_arc = np.unique(ways.arc, return_inverse=True)
    chain, place = _chains(tails, arcs, step_arc, ways)
    order = np.lexsort((place, chain))
    begins = np.flatnonzero(np.diff(chain[order], prepend=-1))
    ends = np.append(begins[1:], len(arcs)) - 1
    tail, head = tails[arcs[order[begins]]], network.head[arcs[order[ends]]].astype(np.int64)
    number = np.empty(len(begins), dtype=np.int64)
    along = _along_the_ground(network, tail)
    number[along] = np.arange(len(begins))
    stretch = pd.DataFrame({"center": ways.center, "stretch": number[chain[step_arc]]})
    stretch = stretch.drop_duplicates().sort_values(["center", "stretch"])
    tail_number, head_number = np.split(
        pd.factorize(np.concatenate([tail[along], head[along]]))[0], 2
    )
    first = _first(ways, center, tails, number[chain[step_arc]])
    return Stretches(
        _lines(network, arcs[order], np.repeat(np.arange(len(begins)), ends - begins + 1))[along],
        tail_number.astype(np.int64),
        head_number.astype(np.int64),
        stretch["center"].to_numpy(),
        stretch["stretch"].to_numpy(),
        first,
    )


def _chains(tails: Int64, arcs: Int64, step_arc: Int64, ways: Ways) -> tuple[Int64, Int64]:
    """Return the chain of each arc that is used, and its place in the chain.

    An arc follows another in one chain if every way over the one goes over the other, before or after, and none
    begins between them.
    """
    onward = np.searchsorted(arcs, ways.onward)
    onward[ways.onward < 0] = -1
    n = len(arcs)
    least, most = np.full(n, n), np.full(n, -1)
    np.minimum.at(least, step_arc, onward)
    np.maximum.at(most, step_arc, onward)
    used = np.bincount(step_arc, minlength=n)
    arrivals = np.bincount(onward[onward >= 0], minlength=n)
    one = np.flatnonzero((least == most) & (most >= 0))
    following = most[one]
    whole = (used[one] == used[following]) & (used[one] == arrivals[following])
    whole &= ~np.isin(tails[arcs[following]], ways.start)
    before = np.full(n, -1)
    before[following[whole]] = one[whole]
    return _by_root(before)


def _by_root(before: Int64) -> tuple[Int64, Int64]:
    """Return of each link the number of its chain and how many links stand before it.

    Doubles the step until all are at the first link. A ring cannot be: a way ends.
    """
    root, count = (
        np.where(before < 0, np.arange(len(before)), before),
        (before >= 0).astype(np.int64),
    )
    while True:
        further = root[root]
        if np.array_equal(further, root):
            break
        count, root = count + count[root], further
    return np.unique(root, return_inverse=True)[1], count


def _along_the_ground(network: RoadNetwork, node: Int64) -> Int64:
    """Return the order of nodes along a curve that stays near where it is (Morton's), equal nodes together."""
    columns = [
        np.interp(degrees[node], (degrees.min(), degrees.max()), (0, 2**15 - 1)).astype(np.int64)
        for degrees in (network.node_lon, network.node_lat)
    ]
    code = np.zeros(len(node), dtype=np.int64)
    for bit in range(15):
        for shift, column in enumerate(columns):
            code |= ((column >> bit) & 1) << (2 * bit + shift)
    return np.lexsort((node, code))


def _first(ways: Ways, center: Int64, tails: Int64, stretch_of_step: Int64) -> Int64:
    """Return the stretch that begins at the start of each way."""
    at = pd.MultiIndex.from_arrays([ways.center.astype(np.int64), tails[ways.arc]])
    step = at.get_indexer(pd.MultiIndex.from_arrays([center, ways.start]))
    return np.where((step < 0) | (ways.start < 0), -1, np.append(stretch_of_step, -1)[step])


def _lines(network: RoadNetwork, arcs: Int64, chain: Int64) -> npt.NDArray[np.object_]:
    """Return the line of each chain of arcs, given in their order."""
    edge = network.edge[arcs]
    sizes = np.diff(network.shape_indptr)[edge]
    at, _ = ranges(network.shape_indptr[edge], sizes)
    # Against its edge an arc has the shape's points from the last to the first.
    begin = np.repeat(network.shape_indptr[edge], sizes)
    end = np.repeat(network.shape_indptr[edge + 1], sizes)
    at = np.where(np.repeat(network.along[arcs], sizes), at, begin + end - 1 - at)
    lines: npt.NDArray[np.object_] = shapely.linestrings(
        network.shape_lon[at], network.shape_lat[at], indices=np.repeat(chain, sizes)
    )
    return lines
