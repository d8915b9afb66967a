"""All trips from places to centers within a time bound, as the measures of supply and demand take them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from pipelines.measures.accessibility.decay import Decay
from pipelines.routing.within import Pairs
from pipelines.units import MS_PER_MIN

Float = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TripMatrix:
    """The sparse matrix of c centers by p places, by center and then by place.

    A pair that is not there takes longer than `limit_min`. Trips run from the place to the center.

    Attributes
    ----------
    center_indptr : int64 (c + 1,)
        The trips to center ``i`` are ``center_indptr[i]:center_indptr[i + 1]``.
    place : int32 (m,)
        Where each trip begins.
    minutes : float64 (m,)
    n_places
        Number p of places.
    limit_min
        How far was searched, inclusive.
    """

    center_indptr: npt.NDArray[np.int64]
    place: npt.NDArray[np.int32]
    minutes: Float
    n_places: int
    limit_min: float

    @property
    def n_centers(self) -> int:
        """Number c of centers."""
        return len(self.center_indptr) - 1

    def weights(self, decay: Decay) -> sp.csr_array:
        """Return the weight of each trip, (c, p).

        Raises
        ------
        ValueError
            The decay reaches beyond what was searched.
        """
        if decay.limit_min > self.limit_min:
            raise ValueError(
                f"trips were searched within {self.limit_min:g} min, the decay needs {decay.limit_min:g}"
            )
        shape = (self.n_centers, self.n_places)
        return sp.csr_array((decay(self.minutes), self.place, self.center_indptr), shape=shape)

    def of_centers(self, kept: npt.NDArray[np.bool_]) -> TripMatrix:
        """Return the trips to some of the centers only; centers keep their numbers.

        Parameters
        ----------
        kept : bool (c,)
        """
        sizes = np.diff(self.center_indptr)
        chosen = np.repeat(kept, sizes)
        indptr = np.concatenate([[0], np.cumsum(np.where(kept, sizes, 0))]).astype(np.int64)
        return TripMatrix(
            indptr, self.place[chosen], self.minutes[chosen], self.n_places, self.limit_min
        )


def trip_matrix(pairs: Pairs, n_places: int, limit_min: float) -> TripMatrix:
    """Return the trips that a search within a bound found.

    Parameters
    ----------
    pairs
        From `pipelines.routing.within.within`.
    n_places
        Number of places that were searched from.
    limit_min
        The bound of the search in minutes.
    """
    return TripMatrix(
        pairs.center_indptr, pairs.point, pairs.time_ms / MS_PER_MIN, n_places, limit_min
    )


def trip_matrix_from_table(
    center: npt.NDArray[np.int64],
    place: npt.NDArray[np.int64],
    minutes: Float,
    shape: tuple[int, int],
    limit_min: float,
) -> TripMatrix:
    """Return trips from one row a pair, in any order.

    Parameters
    ----------
    center, place : int (m,)
        Numbers from 0; a pair may stand there once.
    minutes : float64 (m,)
    shape
        Numbers of centers and of places.
    limit_min
        The bound within which the table is complete.

    Raises
    ------
    ValueError
        A pair is repeated.
    """
    order = np.lexsort((place, center))
    key = center[order] * np.int64(shape[1]) + place[order]
    if (key[1:] == key[:-1]).any():
        at = int(np.argmax(key[1:] == key[:-1]))
        raise ValueError(
            f"center {center[order[at]]} and place {place[order[at]]} stand there twice"
        )
    indptr = np.concatenate([[0], np.cumsum(np.bincount(center, minlength=shape[0]))])
    return TripMatrix(
        indptr.astype(np.int64),
        place[order].astype(np.int32),
        minutes[order].astype(np.float64),
        shape[1],
        limit_min,
    )
