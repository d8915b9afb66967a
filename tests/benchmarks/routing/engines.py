"""The engines compared: each prepares the network once and then does the two jobs.

Times go to the centers. An engine without a cut-off is asked for everything and cut afterwards; one
without many-to-one searches gets the reversed network. Libraries are imported where they are used,
because most of them live in an environment of their own.
"""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np

LIMIT_MS = 3_600_000


class Engine(ABC):
    """One library on one network; times in milliseconds, infinite where there is no trip."""

    sample = 0
    """Centers that job (b) is timed on, 0 for all; the time is scaled to all of them."""
    remarks = ""
    slow = False
    """Whether one run takes minutes, so that fewer may be asked for."""

    def __init__(self, inputs: Any, threads: int) -> None:
        self.inputs = inputs
        self.threads = threads
        self.n = len(inputs.indptr) - 1
        self.tail = np.repeat(np.arange(self.n, dtype=np.int32), np.diff(inputs.indptr))

    @abstractmethod
    def prepare(self) -> None:
        """Build whatever the library needs from the plain arrays."""

    @abstractmethod
    def nearest(self) -> np.ndarray:
        """Return the time from every node to the nearest center of both categories (2, n)."""

    @abstractmethod
    def times_to(self, centers: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return (points, times) within `LIMIT_MS` for each of these centers, by number."""

    def members(self, category: int) -> np.ndarray:
        return self.inputs.center[self.inputs.category == category]

    def within(self, times: Any) -> tuple[np.ndarray, np.ndarray]:
        """Cut the times of all points at the limit."""
        times = np.asarray(times, dtype=np.float64)
        points = np.flatnonzero(times <= LIMIT_MS)
        return points, times[points]


class InfusionAccess(Engine):
    def prepare(self) -> None:
        from pipelines.routing.router import Router

        self.router = Router.prepare(self.inputs.graph())

    def nearest(self) -> np.ndarray:
        from pipelines.routing.joins import joins_at
        from pipelines.routing.nearest import nearest

        centers = joins_at(self.inputs.center)
        return nearest(self.router, centers, self.inputs.category, 2, threads=self.threads).time_ms

    def times_to(self, centers: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        from pipelines.routing.joins import joins_at
        from pipelines.routing.within import within

        joined, points = joins_at(self.inputs.center[centers]), joins_at(self.inputs.point)
        found = within(self.router, joined, points, LIMIT_MS, threads=self.threads)
        cuts = found.center_indptr[1:-1]
        return list(zip(np.split(found.point, cuts), np.split(found.time_ms, cuts), strict=True))


class Scipy(Engine):
    sample = 50
    remarks = "dense float64 rows; the reference"

    def prepare(self) -> None:
        from scipy.sparse import csr_matrix

        arcs = (self.inputs.time_ms.astype(np.float64), (self.inputs.head, self.tail))
        self.matrix = csr_matrix(arcs, shape=(self.n, self.n))

    def nearest(self) -> np.ndarray:
        from scipy.sparse.csgraph import dijkstra

        return np.stack(
            [dijkstra(self.matrix, indices=self.members(k), min_only=True) for k in (0, 1)]
        )

    def times_to(self, centers: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        from scipy.sparse.csgraph import dijkstra

        return [
            self.within(
                dijkstra(self.matrix, indices=self.inputs.center[c], limit=LIMIT_MS)[
                    self.inputs.point
                ]
            )
            for c in centers
        ]


class Igraph(Engine):
    sample = 3
    remarks = "no cut-off; categories through an extra node"

    def prepare(self) -> None:
        import igraph

        extra = [(self.n + k, c) for k in (0, 1) for c in self.members(k).tolist()]
        arcs = np.column_stack([self.inputs.head, self.tail]).tolist() + extra
        self.graph = igraph.Graph(self.n + 2, arcs, directed=True)
        self.graph.es["ms"] = [*self.inputs.time_ms.astype(float).tolist(), *[0.0] * len(extra)]

    def nearest(self) -> np.ndarray:
        rows = [self.graph.distances(self.n + k, None, "ms", mode="out")[0] for k in (0, 1)]
        return np.array(rows)[:, : self.n]

    def times_to(self, centers: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        points = self.inputs.point.tolist()
        return [
            self.within(self.graph.distances(int(c), points, "ms", mode="out")[0])
            for c in self.inputs.center[centers]
        ]


class Networkit(Engine):
    sample = 10
    remarks = "no cut-off; categories through an extra node"

    def prepare(self) -> None:
        import networkit

        networkit.setNumberOfThreads(self.threads)
        from scipy.sparse import coo_matrix

        extra_tail = np.repeat([self.n, self.n + 1], [len(self.members(k)) for k in (0, 1)])
        extra_head = np.concatenate([self.members(0), self.members(1)])
        weight = np.concatenate([self.inputs.time_ms, np.zeros(len(extra_head))]).astype(float)
        tail = np.concatenate([self.inputs.head, extra_tail])
        head = np.concatenate([self.tail, extra_head])
        arcs = coo_matrix((weight, (tail, head)), shape=(self.n + 2,) * 2)
        self.graph = networkit.GraphFromCoo(arcs, self.n + 2, weighted=True, directed=True)

    def _tree(self, source: int) -> np.ndarray:
        from networkit.distance import Dijkstra

        times = np.array(Dijkstra(self.graph, source, storePaths=False).run().getDistances())
        return np.where(times > 1e300, np.inf, times)

    def nearest(self) -> np.ndarray:
        return np.stack([self._tree(self.n + k)[: self.n] for k in (0, 1)])

    def times_to(self, centers: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        return [
            self.within(self._tree(int(c))[self.inputs.point]) for c in self.inputs.center[centers]
        ]


class Rustworkx(Engine):
    sample = 3
    remarks = "no cut-off; categories through an extra node"

    def prepare(self) -> None:
        import rustworkx

        extra = [(self.n + k, c, 0.0) for k in (0, 1) for c in self.members(k).tolist()]
        columns = (self.inputs.head, self.tail, self.inputs.time_ms.astype(float))
        self.graph = rustworkx.PyDiGraph()
        self.graph.add_nodes_from(range(self.n + 2))
        self.graph.add_edges_from([*zip(*(c.tolist() for c in columns), strict=True), *extra])

    def _tree(self, source: int) -> np.ndarray:
        import rustworkx

        found = rustworkx.digraph_dijkstra_shortest_path_lengths(self.graph, source, float)
        times = np.full(self.n + 2, np.inf)
        times[list(found.keys())] = list(found.values())
        times[source] = 0.0
        return times

    def nearest(self) -> np.ndarray:
        return np.stack([self._tree(self.n + k)[: self.n] for k in (0, 1)])

    def times_to(self, centers: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        return [
            self.within(self._tree(int(c))[self.inputs.point]) for c in self.inputs.center[centers]
        ]


class Pandana(Engine):
    sample = 10
    remarks = "contraction hierarchy; AGPL"
    slow = True
    # It holds weights as 32-bit thousandths, so milliseconds would overflow: seconds go in.
    farthest_s = 1e6

    def prepare(self) -> None:
        import pandana
        import pandas as pd

        self.network = pandana.Network(
            pd.Series(self.inputs.x),
            pd.Series(self.inputs.y),
            pd.Series(self.tail.astype(np.int64)),
            pd.Series(self.inputs.head.astype(np.int64)),
            pd.DataFrame({"s": self.inputs.time_ms / 1000}),
            twoway=False,
        )

    def nearest(self) -> np.ndarray:
        import pandas as pd

        rows = []
        for k in (0, 1):
            at = self.members(k)
            x, y = pd.Series(self.inputs.x[at]), pd.Series(self.inputs.y[at])
            self.network.set_pois(f"category {k}", self.farthest_s, 1, x, y)
            times = self.network.nearest_pois(self.farthest_s, f"category {k}", num_pois=1)
            rows.append(times[1].to_numpy())
        return np.where(np.array(rows) >= self.farthest_s, np.inf, np.multiply(rows, 1000))

    def times_to(self, centers: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        points = self.inputs.point.tolist()
        return [
            self.within(self._seconds(points, [c] * len(points)) * 1000)
            for c in self.inputs.center[centers].tolist()
        ]

    def _seconds(self, homes: list[int], centers: list[int]) -> np.ndarray:
        return np.array(self.network.shortest_path_lengths(homes, centers, "s"))


class Hierarchy(Engine):
    """Two bindings of RoutingKit's customizable contraction hierarchies, on degrees."""

    sample = 50
    slow = True

    def columns(self) -> tuple[np.ndarray, ...]:
        arcs = (self.tail, self.inputs.head, self.inputs.time_ms)
        degrees = (self.inputs.y / 111_195, self.inputs.x / 111_195)
        return *(c.astype(np.uint32) for c in arcs), *(c.astype(np.float32) for c in degrees)


class PyRoutingKit(Hierarchy):
    remarks = "customizable contraction hierarchy, no cut-off"
    nodes_at_once = 20_000

    def prepare(self) -> None:
        import pyroutingkit

        tail, head, time, latitude, longitude = self.columns()
        self.no_trip = pyroutingkit.INF_WEIGHT
        topology = pyroutingkit.CCHTopology()
        topology.build(tail, head, latitude, longitude, self.n)
        self.metric = pyroutingkit.CCHMetric(topology)
        self.metric.customize(time)

    def _table(self, origins: np.ndarray, centers: np.ndarray) -> np.ndarray:
        columns = (origins.astype(np.uint32), centers.astype(np.uint32))
        times = self.metric.distances_many_to_many(*columns).astype(np.float64)
        times[times == self.no_trip] = np.inf
        return times

    def nearest(self) -> np.ndarray:
        best = np.empty((2, self.n))
        for first in range(0, self.n, self.nodes_at_once):
            nodes = np.arange(first, min(first + self.nodes_at_once, self.n))
            for k in (0, 1):
                best[k, nodes] = self._table(nodes, self.members(k)).min(axis=1)
        return best

    def times_to(self, centers: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        table = self._table(self.inputs.point, self.inputs.center[centers])
        return [self.within(column) for column in table.T]


class RoutingKitCch(Hierarchy):
    remarks = "customizable contraction hierarchy, no cut-off"

    def prepare(self) -> None:
        import routingkit_cch

        tail, head, time, *degrees = (column.tolist() for column in self.columns())
        order = routingkit_cch.compute_order_inertial(self.n, tail, head, *degrees)
        cch = routingkit_cch.CCH(order, tail, head, False)
        self.metric = routingkit_cch.CCHMetric(cch, time)

    def nearest(self) -> np.ndarray:
        import routingkit_cch

        every = routingkit_cch.CCHManyToOne(self.metric, list(range(self.n)))
        seeds = [[(c, 0) for c in self.members(k).tolist()] for k in (0, 1)]
        return np.array([every.distances_to_multi(s) for s in seeds], dtype=np.float64)

    def times_to(self, centers: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        import routingkit_cch

        homes = routingkit_cch.CCHManyToOne(self.metric, self.inputs.point.tolist())
        return [self.within(homes.distances_to(c)) for c in self.inputs.center[centers].tolist()]


ENGINES: dict[str, type[Engine]] = {
    "infusion-access": InfusionAccess,
    "scipy": Scipy,
    "igraph": Igraph,
    "rustworkx": Rustworkx,
    "networkit": Networkit,
    "pandana": Pandana,
    "pyroutingkit": PyRoutingKit,
    "routingkit-cch": RoutingKitCch,
}
OWN = ("infusion-access", "scipy")
"""Engines that run in the project's own environment."""
