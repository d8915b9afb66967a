"""A trip's time and length in one integer: compared by time first, then by length.

A cost is ``time_ms * 2**32 + length_dm``. Adding two costs adds both parts and comparing two costs
compares trips in the order that the tie rules name, so one 64-bit addition and one comparison do
the work of four.
"""

import numpy as np
from numpy.typing import NDArray

from pipelines.routing.graph import Int32, Int64

LENGTH_BITS = 32
LENGTH_MASK = (1 << LENGTH_BITS) - 1

LONGEST_MS = 2**30 - 1
"""The longest trip that is followed, 12.4 days in milliseconds: costs beyond could overflow."""

LONGEST_DM = 2**31 - 1
"""The longest trip that can be told, 214,748 km in decimetres."""

TOO_LONG = "a trip is longer than 214,748 km: are the lengths in decimetres?"

UNREACHED = np.int32(-1)
"""The center of a place from which no center is reached."""

NO_TRIP = np.int32(2**31 - 1)
"""``time_ms`` and ``length_dm`` where there is no trip. Test ``center == UNREACHED``, not this."""

NO_COST = np.int64(1) << 62
"""The cost of a trip that does not exist; larger than every cost."""


def pack(time_ms: NDArray[np.int32], length_dm: NDArray[np.int32]) -> Int64:
    """Return costs; times that can never be followed are cut to one just beyond the longest."""
    time = np.minimum(time_ms, LONGEST_MS + 1).astype(np.int64)
    return (time << LENGTH_BITS) | length_dm


def unpack(cost: Int64) -> tuple[Int32, Int32]:
    """Return times and lengths of costs, `NO_TRIP` where the cost is `NO_COST`."""
    gone = cost >= NO_COST
    time = np.where(gone, NO_TRIP, cost >> LENGTH_BITS).astype(np.int32)
    length = np.where(gone, NO_TRIP, cost & LENGTH_MASK).astype(np.int32)
    return time, length


def limit_cost(limit_ms: int | None) -> int:
    """Return the largest cost whose time is within the limit; no limit means `LONGEST_MS`.

    Raises
    ------
    ValueError
        If the limit is negative.
    """
    if limit_ms is not None and limit_ms < 0:
        raise ValueError(f"limit_ms is {limit_ms}; it must not be negative")
    time = LONGEST_MS if limit_ms is None else min(int(limit_ms), LONGEST_MS)
    return ((time + 1) << LENGTH_BITS) - 1
