"""What in what-ifs does not fit the area: centers that it lacks, openings that lie elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import geopandas as gpd
import numpy as np
import pandas as pd

from pipelines.area import Case, Opening, Scenarios, StudyArea
from pipelines.demand.study_region import StudyRegion, study_region


def closure_faults(
    scenarios: Scenarios, centers: pd.DataFrame, definitions: pd.DataFrame | None
) -> list[str]:
    """Tell of each list of closures which of its centers do not exist, and of definitions without centers.

    Parameters
    ----------
    scenarios
        The settings.
    centers, definitions
        core.centers, and core.center_definitions or None where no registries are read.

    Returns
    -------
    list of str
        A line a fault: its place in the area file, what is wrong, and the mend.
    """
    known = set(centers["center_id"])
    faults = _strangers("scenarios.closures", scenarios.closures, known)
    for case in scenarios.case:
        place, counted = _place(case), known
        if case.definition is not None and definitions is not None:
            listed = definitions.loc[definitions["definition"] == case.definition, "center_id"]
            counted = known | set(listed)
            if listed.empty:
                faults.append(
                    f"{place}.definition: under {case.definition!r} this area has no center; choose another"
                )
        faults += _strangers(f"{place}.closures", case.closures, counted)
    return faults


def closures_without_record(scenarios: Scenarios, records: set[str]) -> list[str]:
    """Tell, before anything is placed, which closures name what no source has a row of.

    Parameters
    ----------
    scenarios
        The settings.
    records
        Ids of the rows that were read, as in core.centers, without the digest of an address behind '@'.

    Returns
    -------
    list of str
        A line a fault, as in `closure_faults`.
    """
    asked = [("scenarios.closures", scenarios.closures)]
    asked += [(f"{_place(case)}.closures", case.closures) for case in scenarios.case]
    return [
        fault
        for place, closures in asked
        for fault in _strangers(
            place, tuple(one for one in closures if one.partition("@")[0] not in records), records
        )
    ]


def opening_faults(area: StudyArea, boundaries: gpd.GeoDataFrame) -> list[str]:
    """Tell which openings lie outside the area and its buffer.

    Parameters
    ----------
    area
        The settings.
    boundaries
        county_fips and geometry, in any CRS, of the area's counties at least.

    Returns
    -------
    list of str
        A line a fault, as in `closure_faults`.
    """
    asked = list(_openings(area.scenarios))
    if not asked:
        return []
    region = study_region(boundaries, area)
    return [
        fault
        for place, opening in asked
        for fault in _elsewhere(f"{place} {opening.name!r}", opening, region)
    ]


def _openings(scenarios: Scenarios) -> Iterator[tuple[str, Opening]]:
    for opening in scenarios.openings:
        yield "scenarios.openings", opening
    for case in scenarios.case:
        for opening in case.openings:
            yield f"{_place(case)}.openings", opening


def _place(case: Case) -> str:
    return f"scenarios.case {case.name!r}"


def _strangers(place: str, center_ids: tuple[str, ...], known: set[str]) -> list[str]:
    strangers = sorted(set(center_ids) - known)
    if not strangers:
        return []
    alike = get_close_matches(strangers[0], sorted(known), n=3, cutoff=0.0)
    which = "a center" if len(strangers) == 1 else f"{len(strangers)} centers"
    told = (
        f"{place}: names {which} that this area does not have: {', '.join(strangers[:5])} "
        f"(it has {', '.join(alike)} and others: see center_id in core.centers)"
    )
    return [told]


def _elsewhere(place: str, opening: Opening, region: StudyRegion) -> list[str]:
    if _reaches(region, opening.lon, opening.lat):
        return []
    exchanged = abs(opening.lon) <= 90 and _reaches(region, opening.lat, opening.lon)
    mend = (
        f"longitude and latitude are exchanged: write lon = {opening.lat:g} and lat = {opening.lon:g}"
        if exchanged
        else "check lon and lat, or widen area.buffer_mi"
    )
    return [
        f"{place}: lon = {opening.lon:g}, lat = {opening.lat:g} lies outside the area and its buffer; {mend}"
    ]


def _reaches(region: StudyRegion, lon: float, lat: float) -> bool:
    return bool(region.reaches(np.array([lon]), np.array([lat]))[0])
