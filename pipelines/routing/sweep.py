"""From the core of a network back to the nodes that were taken out of it."""

from pipelines.routing.compiled import kernel
from pipelines.routing.contraction import Removed
from pipelines.routing.cost import NO_COST, UNREACHED
from pipelines.routing.graph import Int32, Int64
from pipelines.routing.ranking import insert_center


@kernel
def sweep(removed: Removed, limit: int, label: Int64, owner: Int32) -> None:
    """Give the nodes taken out the best of the nodes that outlived them, last out first."""
    for i in range(len(removed.node) - 1, -1, -1):
        node = removed.node[i]
        best, center = NO_COST, UNREACHED
        for arc in range(removed.indptr[i], removed.indptr[i + 1]):
            onward = label[removed.head[arc]]
            if onward == NO_COST:
                continue
            cost = removed.cost[arc] + onward
            if cost > limit:
                continue
            if cost < best or (cost == best and owner[removed.head[arc]] < center):
                best, center = cost, owner[removed.head[arc]]
        label[node] = best
        owner[node] = center


@kernel
def sweep_k(removed: Removed, limit: int, cost: Int64, center: Int32) -> None:
    """Do the same for lists of the k nearest."""
    for i in range(len(removed.node) - 1, -1, -1):
        node = removed.node[i]
        for arc in range(removed.indptr[i], removed.indptr[i + 1]):
            head = removed.head[arc]
            for rank in range(cost.shape[1]):
                if cost[head, rank] == NO_COST:
                    break
                total = removed.cost[arc] + cost[head, rank]
                if total <= limit:
                    insert_center(cost[node], center[node], total, center[head, rank])
