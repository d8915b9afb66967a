"""What if centers close or open: who loses and who gains, and which counties change their adequacy.

Minutes are one way, by the nearest center of each site of care and of any. Closing alone never shortens a drive
and opening alone never lengthens one. People follow the nearest center that is left: whether it has room for
them is not asked.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipelines.area import Opening, Roads
from pipelines.measures.access.drive_times import site_categories
from pipelines.measures.adequacy.adequacy import adequacy
from pipelines.measures.center_search import CenterSearch
from pipelines.measures.place_times import Float, PlaceTimes
from pipelines.measures.scenario_times import Bool
from pipelines.measures.strata_groups import stratum_groups
from pipelines.measures.weighted import ranked
from pipelines.roads.network import RoadNetwork
from pipelines.routing.cost import NO_TRIP, UNREACHED
from pipelines.routing.nearest import Nearest
from pipelines.trips import at_pace, join_network, nearest_at_nodes, nearest_at_places
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE, SITES_OR_ANY
from pipelines.vocabulary.what_if import CENTER_CHANGES, COUNTY_CHANGES

KEY = ["what_if", "stratum", "site_of_care"]
"""Columns of texts of out.what_if."""

ROUNDING_MIN = 0.01
"""A smaller change is none: roads are cut at other centers, and each piece takes whole milliseconds."""


def search_openings(
    network: RoadNetwork,
    roads: Roads,
    openings: Sequence[Opening],
    places: pd.DataFrame,
    *,
    time_factor: float = 1.0,
    threads: int = 1,
) -> list[CenterSearch]:
    """Search trips to each opening alone; nothing is searched for the centers that exist.

    Parameters
    ----------
    network, roads
        The network before it was cut at centers, and how things join.
    openings
        The o centers that open.
    places
        core.population, p rows.
    time_factor
        Multiplies the time on the road.
    threads
        Searches side by side.

    Returns
    -------
    list of CenterSearch
        One an opening: what is found is null (`UNREACHED`) for the other sites of care.
    """
    if not openings:
        return []
    frame = pd.DataFrame([opening.model_dump() for opening in openings])
    joined = join_network(network, roads, frame, places)
    if time_factor != 1:
        joined = at_pace(joined, time_factor)
    number = np.arange(len(openings))
    at_nodes = nearest_at_nodes(joined, number, len(openings), threads=threads)
    alone = nearest_at_places(joined, at_nodes, number)
    site = site_categories(frame["site_of_care"])
    searched = []
    for opening in number:
        found = Nearest(
            *(
                np.where(
                    (np.arange(len(SITES_OF_CARE)) == site[opening])[:, np.newaxis], column, nothing
                )
                for column, nothing in (
                    (alone.time_ms[opening], NO_TRIP),
                    (alone.length_dm[opening], NO_TRIP),
                    (alone.center[opening], UNREACHED),
                )
            )
        )
        searched.append(CenterSearch(joined, found, np.where(number == opening, site, -1)))
    return searched


def what_if(name: str, before: PlaceTimes, after: PlaceTimes, within_min: float) -> pd.DataFrame:
    """Tell who gains and who loses.

    Parameters
    ----------
    name
        Of the what-if.
    before, after
        Drive times to the nearest centers, of the same places.
    within_min
        Threshold in minutes, inclusive.

    Returns
    -------
    DataFrame
        out.what_if, a row a stratum (those that occur, 'unclassified' if any, 'all') and site of care or
        'any': population; population_longer and population_shorter (drive of both times known);
        population_moved (either); population_cut_off (reached before, not after) and population_connected
        (the other way round); population_within_before and population_within_after, with their shares,
        share_within_before and share_within_after (null without people); drive_time_min_median_before
        and _after (over people reached, null without any); change_min_mean (after minus before,
        over the people whose drive changes and is known both times; null without any); person_minutes (the
        sum of those changes, one way).

    Raises
    ------
    ValueError
        The places differ.
    """
    if not before.places["geoid"].equals(after.places["geoid"]):
        raise ValueError("before and after do not speak of the same places")
    rows = [
        {
            "what_if": name,
            "stratum": stratum,
            "site_of_care": site,
            **_change(
                before.people[member],
                before.minutes_to(site)[member],
                after.minutes_to(site)[member],
                within_min,
            ),
        }
        for stratum, member in stratum_groups(before.places).items()
        for site in SITES_OR_ANY
    ]
    return pd.DataFrame(rows).astype(dict.fromkeys(KEY, "str"))


def _change(people: Float, before: Float, after: Float, within_min: float) -> dict[str, float]:
    change = changed_minutes(before, after)
    moved = (change != 0) & ~np.isnan(change) & (people > 0)
    person_minutes = float((people[moved] * change[moved]).sum())
    everyone = people.sum()
    within = {
        "before": people[before <= within_min].sum(),
        "after": people[after <= within_min].sum(),
    }
    return {
        "population": everyone,
        "population_longer": people[change > 0].sum(),
        "population_shorter": people[change < 0].sum(),
        "population_moved": people[moved].sum(),
        "population_cut_off": people[~np.isnan(before) & np.isnan(after)].sum(),
        "population_connected": people[np.isnan(before) & ~np.isnan(after)].sum(),
        **{f"population_within_{when}": count for when, count in within.items()},
        **{
            f"share_within_{when}": count / everyone if everyone > 0 else np.nan
            for when, count in within.items()
        },
        "drive_time_min_median_before": _median(before, people),
        "drive_time_min_median_after": _median(after, people),
        "change_min_mean": person_minutes / people[moved].sum() if moved.any() else np.nan,
        "person_minutes": person_minutes,
    }


def changed_minutes(before: Float, after: Float) -> Float:
    """Return after minus before, 0 where only rounding differs; NaN where no center is reached either time."""
    change = after - before
    return np.where(np.abs(change) < ROUNDING_MIN, 0.0, change)


def _median(minutes: Float, people: Float) -> float:
    return ranked(minutes, people).median()


def county_changes(
    name: str,
    places: pd.DataFrame,
    limits: pd.DataFrame,
    before: Bool,
    after: Bool,
    scenarios: Sequence[str] = ("all", "hospital_based", "hospital_and_office"),
    *,
    counted: str = "population",
) -> pd.DataFrame:
    """Tell which counties change their network adequacy, or the people within both limits.

    Parameters
    ----------
    name
        Of the what-if.
    places, limits
        core.population, and `adequacy_limits.county_limits`.
    before, after : bool (len(GROUPS), p)
        From `within_both`.
    scenarios
        Some of `adequacy.GROUPS_OF_SCENARIO`: which centers count.
    counted
        Column of `places` whose people are counted, as in `adequacy`.

    Returns
    -------
    DataFrame
        out.what_if_adequacy, a row a county and scenario in which people within both limits change: what_if,
        county_fips, scenario, cms_county_type, required_share, people, people_within_before and _after,
        share_before and _after, adequate_before and _after, change (one of `COUNTY_CHANGES`, null where the
        county is adequate as before).
    """
    then, now = (
        adequacy(places, limits, which, counted=counted, scenarios=scenarios)
        for which in (before, after)
    )
    same = ["county_fips", "scenario", "cms_county_type", "required_share", "people"]
    table = then[same].copy()
    table.insert(0, "what_if", pd.Series(name, index=table.index, dtype="str"))
    for column, told in (
        ("people_within", "people_within"),
        ("share", "share_within"),
        ("adequate", "adequate"),
    ):
        table[f"{column}_before"] = then[told]
        table[f"{column}_after"] = now[told]
    was, is_now = (
        table[f"adequate_{when}"].fillna(False).to_numpy(dtype=bool) for when in ("before", "after")
    )
    change = pd.Series(pd.NA, index=table.index, dtype="str")
    change[was & ~is_now] = COUNTY_CHANGES[0]
    change[~was & is_now] = COUNTY_CHANGES[1]
    table["change"] = change
    changed = table["people_within_before"] != table["people_within_after"]
    return table[changed].reset_index(drop=True)


def place_changes(name: str, before: PlaceTimes, after: PlaceTimes) -> pd.DataFrame:
    """Set the drives to the nearest center of any kind before and after side by side, a row a place.

    Parameters
    ----------
    name
        Of the what-if.
    before, after
        Drive times of the same places.

    Returns
    -------
    DataFrame
        out.what_if_places: what_if, geoid, drive_time_min_before and drive_time_min_after (null where no
        center is reached), change_min (after minus before; null where either is).
    """
    then, now = before.minutes_to(ANY_SITE), after.minutes_to(ANY_SITE)
    geoid = before.places["geoid"].reset_index(drop=True)
    table = pd.DataFrame(
        {"what_if": pd.Series(name, index=geoid.index, dtype="str"), "geoid": geoid}
    )
    return table.assign(
        drive_time_min_before=then, drive_time_min_after=now, change_min=changed_minutes(then, now)
    )


def center_changes(name: str, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Tell which centers count no more and which are new.

    Parameters
    ----------
    name
        Of the what-if.
    before, after
        center_id, site_of_care, lon and lat of the centers that count.

    Returns
    -------
    DataFrame
        out.what_if_centers, a row a center that counts before or after and not both: what_if, center_id,
        site_of_care, lon, lat, change (one of `CENTER_CHANGES`); ordered by change, then as given.
    """
    columns = ["center_id", "site_of_care", "lon", "lat"]
    parts = [
        one.loc[~one["center_id"].isin(other["center_id"]), columns].assign(change=change)
        for change, one, other in zip(CENTER_CHANGES, (before, after), (after, before), strict=True)
    ]
    table = pd.concat(parts, ignore_index=True)
    table.insert(0, "what_if", pd.Series(name, index=table.index, dtype="str"))
    return table.astype({"change": "str"})
