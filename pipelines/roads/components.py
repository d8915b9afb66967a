"""What hangs together: roads from which one cannot get back are left out, and counted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from pipelines.roads.edges import CLOSED, Edges


def kept_nodes(
    edges: Edges, n_nodes: int, *, separate_piece_nodes: int
) -> tuple[npt.NDArray[np.bool_], dict[str, int]]:
    """Tell which nodes lie in the largest strongly connected part, or in another large one.

    Parameters
    ----------
    edges
        All edges.
    n_nodes
        Number of nodes.
    separate_piece_nodes
        Other strongly connected parts with at least so many nodes are kept as they are: an island's roads
        serve its people, though nobody drives there from the mainland.

    Returns
    -------
    kept : bool (n_nodes,)
    counts : dict
        `nodes_largest_piece`, `separate_pieces`, `nodes_separate_pieces` (kept), `nodes_unconnected`
        and `edges_unconnected` (left out).
    """
    forward, backward = edges.forward_ms != CLOSED, edges.backward_ms != CLOSED
    tail = np.concatenate([edges.tail[forward], edges.head[backward]])
    head = np.concatenate([edges.head[forward], edges.tail[backward]])
    used = np.zeros(n_nodes, dtype=np.bool_)
    used[tail] = used[head] = True
    arcs = csr_array((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(n_nodes, n_nodes))
    _, piece = connected_components(arcs, directed=True, connection="strong")
    sizes = np.bincount(piece[used], minlength=int(piece.max(initial=0)) + 1)
    large = sizes >= separate_piece_nodes
    # Of equally large parts the one with the lowest node number is the largest.
    largest = piece[np.argmax(sizes[piece] * used)]
    large[largest] = True
    kept = large[piece] & used
    stays = kept[edges.tail] & kept[edges.head]
    return kept, {
        "nodes_largest_piece": int(sizes[largest]),
        "separate_pieces": int(large.sum()) - 1,
        "nodes_separate_pieces": int(sizes[large].sum() - sizes[largest]),
        "nodes_unconnected": int((used & ~kept).sum()),
        "edges_unconnected": int((~stays).sum()),
    }
