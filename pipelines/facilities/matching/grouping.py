"""Groups of records that links join, some unions being refused: never an effect of the order of rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Int = npt.NDArray[np.int64]


class Groups:
    """A union-find forest that keeps, for each group, what its guards need to know.

    Parameters
    ----------
    claims
        For each guard, one claim a record: what the record says that a group may say but once; the empty
        string says nothing. A union whose claims differ under any guard is refused.
    compatible
        A further test of two groups, given the members of both; None for none.
    """

    def __init__(
        self,
        claims: Sequence[Sequence[str]],
        compatible: Callable[[list[int], list[int]], bool] | None = None,
    ) -> None:
        count = len(claims[0])
        self._parent = list(range(count))
        self._claims = [list(column) for column in claims]
        self._members: list[list[int]] = [[number] for number in range(count)]
        self._compatible = compatible

    def find(self, number: int) -> int:
        """Return the record that stands for the group of another."""
        root = number
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[number] != root:
            self._parent[number], number = root, self._parent[number]
        return root

    def join(self, one: int, other: int) -> bool:
        """Unite two records' groups unless a guard refuses; tell whether they are one group now."""
        root, child = sorted((self.find(one), self.find(other)))
        if root == child:
            return True
        for column in self._claims:
            if column[root] and column[child] and column[root] != column[child]:
                return False
        if self._compatible and not self._compatible(self._members[root], self._members[child]):
            return False
        self.unite(root, child)
        return True

    def unite(self, one: int, other: int) -> None:
        """Unite two records' groups, asking no guard; the claims of the first record's group stand."""
        root, child = sorted((self.find(one), self.find(other)))
        if root == child:
            return
        self._parent[child] = root
        self._members[root] += self._members[child]
        for column in self._claims:
            column[root] = column[root] or column[child]

    def numbers(self) -> Int:
        """Return the group of each record, by the number of its first member."""
        return np.array([self.find(number) for number in range(len(self._parent))], dtype=np.int64)


def join_in_order(
    groups: Groups,
    one: npt.NDArray[np.int64],
    other: npt.NDArray[np.int64],
    strength: npt.NDArray[np.float64],
) -> None:
    """Join the pairs of records, the strongest link first, of equal links that of the first records."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    for at in np.lexsort((high, low, -strength)):
        groups.join(int(low[at]), int(high[at]))
