"""Drive times: from each place to the nearest center of each site of care, and of any.

A trip runs from home to the center. Nearest is potential access: it does not say where people go.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.routing.cost import UNREACHED
from pipelines.routing.nearest import Nearest
from pipelines.units import DM_PER_MILE, MS_PER_MIN
from pipelines.vocabulary.access import UNREACHED_REASONS
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE, SITES_OR_ANY

Int = npt.NDArray[np.signedinteger]


def site_categories(site_of_care: pd.Series[str]) -> npt.NDArray[np.int64]:
    """Return the number of each center's site of care: its category in a search.

    Parameters
    ----------
    site_of_care
        One of `SITES_OF_CARE` a center.

    Returns
    -------
    int64 (c,)
        Position in `SITES_OF_CARE`.

    Raises
    ------
    ValueError
        A center has another site of care, or none.
    """
    category = pd.Index(SITES_OF_CARE).get_indexer(pd.Index(site_of_care)).astype(np.int64)
    if (category < 0).any():
        stranger = site_of_care.iloc[int(np.argmax(category < 0))]
        raise ValueError(f"site_of_care {stranger!r} is not one of {', '.join(SITES_OF_CARE)}")
    return category


def drive_times(
    geoid: pd.Series[str],
    centers: pd.DataFrame,
    nearest: Nearest,
    snap_m: npt.NDArray[np.float64],
    on_road: npt.NDArray[np.bool_],
) -> pd.DataFrame:
    """Tell the nearest center of each site of care, and of any, from each place.

    Parameters
    ----------
    geoid
        The p places.
    centers
        center_id and site_of_care of the c centers, in the order in which the search numbered them.
    nearest
        The search's answer at the places, one category for each of `SITES_OF_CARE`: (4, p).
    snap_m : float64 (p,)
        Metres from each place to the road nearest to it.
    on_road : bool (p,)
        Which places joined the network; the others lie too far from any road, and their snap is null.

    Returns
    -------
    DataFrame
        out.drive_times: p x 5 rows, place by place. Of centers equally near in time the one over the
        shorter way counts, of those the first of `centers`. Where there is no drive time,
        `unreached_reason` is `no_center` if the site of care has no center at all, else `no_road_near` if
        the place has no road, else `no_path`.

    Raises
    ------
    ValueError
        The parts do not fit together.
    """
    shape = (len(SITES_OF_CARE), len(geoid))
    if (nearest.center.shape, snap_m.shape, on_road.shape) != (shape, shape[1:], shape[1:]):
        raise ValueError(
            f"{len(geoid)} places need answers of shape {shape}, snap distances and roads, not "
            f"{nearest.center.shape}, {snap_m.shape} and {on_road.shape}"
        )
    counts = np.bincount(site_categories(centers["site_of_care"]), minlength=shape[0])
    has_center = np.append(counts > 0, counts.sum() > 0)
    center_id = centers["center_id"].astype("str")
    n_sites = len(SITES_OR_ANY)
    return pd.DataFrame(
        {
            "geoid": geoid.astype("str").repeat(n_sites).reset_index(drop=True),
            "site_of_care": _named(np.tile(np.arange(n_sites), len(geoid)), SITES_OR_ANY),
            **trip_columns(with_any(nearest), center_id, has_center, snap_m, on_road),
        }
    )


def trip_columns(
    found: Nearest,
    center_id: pd.Series[Any],
    has_center: npt.NDArray[np.bool_],
    snap_m: npt.NDArray[np.float64],
    on_road: npt.NDArray[np.bool_],
) -> dict[str, Any]:
    """Tell trips in minutes and miles, place by place, every null with its reason.

    Parameters
    ----------
    found
        Trips of p places in a rows: (a, p).
    center_id
        Of each center, in the order in which the search numbered them.
    has_center : bool (a,)
        Whether there is a center that such a trip might have led to.
    snap_m, on_road
        As in `drive_times`.

    Returns
    -------
    dict
        drive_time_min, distance_mi, center_id, snap_m and unreached_reason, p x a rows each.
    """
    time_ms, length_dm, center = found.time_ms.T, found.length_dm.T, found.center.T
    reached = center != UNREACHED
    reason = np.select(
        [reached, ~has_center[np.newaxis, :], ~on_road[:, np.newaxis]],
        [-1, UNREACHED_REASONS.index("no_center"), UNREACHED_REASONS.index("no_road_near")],
        UNREACHED_REASONS.index("no_path"),
    )
    return {
        "drive_time_min": np.where(reached, time_ms / MS_PER_MIN, np.nan).ravel(),
        "distance_mi": np.where(reached, length_dm / DM_PER_MILE, np.nan).ravel(),
        "center_id": _named(center.ravel(), center_id),
        "snap_m": np.repeat(np.where(on_road, snap_m, np.nan), len(found.center)),
        "unreached_reason": _named(reason.ravel(), UNREACHED_REASONS),
    }


def with_any(nearest: Nearest) -> Nearest:
    """Add the best of the categories as one more: by time, then length, then center."""
    order = np.lexsort((nearest.center, nearest.length_dm, nearest.time_ms), axis=0)
    # Where there is no trip the time is the largest number, so that it comes last.
    best = order[:1]
    return Nearest(
        *(
            np.concatenate([values, np.take_along_axis(values, best, axis=0)])
            for values in (nearest.time_ms, nearest.length_dm, nearest.center)
        )
    )


def _named(number: Int, names: Sequence[str] | pd.Series[Any]) -> pd.Series[Any]:
    """Return the name with each number; null where the number is -1."""
    by_number = (
        names.reset_index(drop=True)
        if isinstance(names, pd.Series)
        else pd.Series(list(names), dtype="str")
    )
    return by_number.reindex(number).reset_index(drop=True)
