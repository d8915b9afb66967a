"""Centers of the study area and its buffer, from a registry of hospitals and a user's list."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipelines.area import StudyArea
from pipelines.demand.study_region import StudyRegion
from pipelines.errors import InputError
from pipelines.facilities.candidates import from_hospitals, from_list
from pipelines.facilities.same_place import merge_same_places


class CentersError(InputError):
    """No center is left to drive to."""


@dataclass(frozen=True, eq=False)
class Centers:
    """The centers of a run.

    Attributes
    ----------
    centers
        core.centers.
    counts
        What became of the candidates: `candidates`, `outside_buffer` (too far from the area to matter),
        `merged` (records of a center that has another) and `centers`.
    """

    centers: pd.DataFrame
    counts: dict[str, int]


def core_centers(
    hospitals: pd.DataFrame | None,
    centers_list: pd.DataFrame | None,
    *,
    hospital_source: str,
    region: StudyRegion,
    area: StudyArea,
) -> Centers:
    """Find the centers that count for an area.

    Hospitals stand in for hospital-based centers; the list names centers of any kind and wins where the two
    tell of the same place (`pipelines.facilities.same_place`).

    Parameters
    ----------
    hospitals
        A hospital reading's table; None without such a source.
    centers_list
        A centers list's table; None without such a source.
    hospital_source
        Name of the registry, the prefix of the ids: `hifld` or `cms`.
    region
        Which places are in the area or its buffer.
    area
        Whose counties are the area's own.

    Returns
    -------
    Centers
        core.centers in the order of center_id, with `county_fips` (null outside every county of the region),
        `in_area` (whether it lies in the area, not its buffer), `beds` (staffed beds, null where unknown),
        address, city, state, zip and `members` (ids of the records brought together, separated by spaces)
        beside the contract's columns. Capacity is chairs, and null where no source tells them.

    Raises
    ------
    CentersError
        No candidate lies in the area or its buffer.
    """
    parts = []
    if centers_list is not None:
        parts.append(from_list(centers_list))
    if hospitals is not None:
        parts.append(from_hospitals(hospitals, hospital_source))
    # The list wins; within a source the order of ids decides, never that of rows.
    candidates = pd.concat([part.sort_values("center_id") for part in parts], ignore_index=True)
    near = region.reaches(candidates["lon"].to_numpy(), candidates["lat"].to_numpy())
    if not near.any():
        raise CentersError(
            f"none of the {len(candidates)} centers lies within {area.area.buffer_mi:g} miles of "
            f"{area.area.title} (check sources.hospitals, sources.centers and area.buffer_mi)"
        )
    merged = merge_same_places(candidates[near].reset_index(drop=True))
    county = region.county_of(merged["lon"].to_numpy(), merged["lat"].to_numpy())
    merged["county_fips"] = county
    known = county.notna()
    merged["in_area"] = known & county.where(known, "").map(area.in_area)
    return Centers(
        merged.sort_values("center_id", ignore_index=True),
        {
            "candidates": len(candidates),
            "outside_buffer": int((~near).sum()),
            "merged": int(near.sum()) - len(merged),
            "centers": len(merged),
        },
    )
