"""The list of the nearest distinct centers that one place keeps."""

from pipelines.routing.compiled import kernel
from pipelines.routing.graph import Int32, Int64


@kernel
def insert_center(costs: Int64, centers: Int32, cost: int, center: int) -> bool:
    """Put a center into one place's sorted list, dropping the farthest; return whether it changed.

    A center is kept once, at its lowest cost; places are filled up with `NO_COST` and `UNREACHED`.
    """
    last = len(costs) - 1
    for i in range(len(costs)):
        if centers[i] == center:
            if costs[i] <= cost:
                return False
            last = i
            break
    if costs[last] < cost or (costs[last] == cost and centers[last] < center):
        return False
    hole = last
    while hole > 0 and (
        costs[hole - 1] > cost or (costs[hole - 1] == cost and centers[hole - 1] > center)
    ):
        costs[hole] = costs[hole - 1]
        centers[hole] = centers[hole - 1]
        hole -= 1
    costs[hole] = cost
    centers[hole] = center
    return True
