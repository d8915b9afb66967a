"""People without a drive time, counted by the reason."""

from __future__ import annotations

import pandas as pd

from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.strata_groups import stratum_groups
from pipelines.vocabulary.access import UNREACHED_REASONS
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY


def unreached(drive_times: pd.DataFrame, times: PlaceTimes) -> pd.DataFrame:
    """Count people without a drive time by stratum, reason and site of care.

    Parameters
    ----------
    drive_times
        out.drive_times.
    times
        The people of the places.

    Returns
    -------
    DataFrame
        out.unreached: stratum, unreached_reason, site_of_care, places (those with people) and population. Each
        reason for which people of a stratum miss a site of care has a row for every site of care and 'any'.
    """
    reasons = drive_times.pivot(
        index="geoid", columns="site_of_care", values="unreached_reason"
    ).reindex(times.places["geoid"])
    rows = []
    for stratum, member in stratum_groups(times.places).items():
        inhabited = member & (times.people > 0)
        mine, people = reasons[inhabited], times.people[inhabited]
        for reason in UNREACHED_REASONS:
            lost = {site: (mine[site] == reason).to_numpy(dtype=bool) for site in SITES_OR_ANY}
            if any(places.any() for places in lost.values()):
                rows += [
                    (stratum, reason, site, int(places.sum()), float(people[places].sum()))
                    for site, places in lost.items()
                ]
    columns = ["stratum", "unreached_reason", "site_of_care", "places", "population"]
    return pd.DataFrame(rows, columns=columns)
