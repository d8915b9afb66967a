"""Where new office-based centers would serve most: MCLP, p-median and the fewest sites for a required share.

Existing centers are locked in. Each choice is proved to be best among all candidates, or a bound against all of
them says how far from the best it may be. Only drive time counts: rent, staff, referrals and
the law of the state do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from pipelines.area import Scenarios
from pipelines.measures.siting.siting_case import (
    SitingCase,
    capped_minutes,
    covered_by_existing,
    minutes_with,
    people_newly_within,
    person_minutes_saved,
)
from pipelines.measures.siting.siting_choice import Choice, fewest, most
from pipelines.measures.siting.siting_greedy import Int, total

MCLP, P_MEDIAN, LSCP = "mclp", "p_median", "lscp"
UNITS = {MCLP: "people", P_MEDIAN: "person-minutes one way", LSCP: "sites"}
"""Problem -> unit of its objective and bound."""


@dataclass(frozen=True, eq=False)
class Sited:
    """The answers.

    Attributes
    ----------
    choices : DataFrame
        out.siting, a row a problem and number of sites asked for: problem, sites_asked (null for 'lscp'),
        sites (fewer than asked where no further one adds anything), within_min, cap_min, required_share (null
        but for 'lscp'); status ('optimal', 'bounded' or 'out_of_reach'), objective and bound with their unit,
        gap (what may be missed, as a share; null where out of reach); population, population_within_before
        and _after, population_newly_within (their difference), share_within_before and _after;
        person_minutes_before and _after (one way, capped), person_hours_saved (their difference); places,
        candidates (of them), spacing_mi (they lie at least so far apart; 0 where every place is one), pairs
        (useful ones).
    sites : DataFrame
        out.siting_sites, a row a chosen site: problem, sites_asked, rank (in the order in which each adds
        most), candidate_id, county_fips, lon, lat, gain (what it adds to those before it, in the unit of the
        problem; for 'lscp' people), population_newly_within (whom it brings within the threshold after those
        before it).
    candidates : DataFrame
        out.siting_candidates, a row a candidate, as if it alone opened: candidate_id, lon, lat,
        population_newly_within, population_shorter (people whose drive gets shorter, drives capped),
        person_minutes_saved (one way, capped).
    """

    choices: pd.DataFrame
    sites: pd.DataFrame
    candidates: pd.DataFrame


def siting(case: SitingCase, settings: Scenarios) -> Sited:
    """Choose new sites under each problem.

    Parameters
    ----------
    case
        Candidates, places and existing centers.
    settings
        `siting_new_sites`, `siting_within_min`, `siting_cap_min`, `siting_share`, `siting_looked_at`,
        `siting_exact_pairs` and `siting_time_limit_s`.

    Returns
    -------
    Sited
    """
    newly = people_newly_within(case, settings.siting_within_min)
    saved = person_minutes_saved(case, settings.siting_cap_min)
    answers: list[tuple[str, int | None, sp.csr_array, Choice]] = [
        (problem, n_sites, benefit, most(benefit, n_sites, settings))
        for problem, benefit in ((MCLP, newly), (P_MEDIAN, saved))
        for n_sites in settings.siting_new_sites
    ]
    covered = case.people[covered_by_existing(case, settings.siting_within_min)].sum()
    missing = settings.siting_share * case.people.sum() - covered
    answers.append((LSCP, None, newly, fewest(newly, float(missing), settings)))
    choices = [_choice_row(case, settings, *answer) for answer in answers]
    sites = [
        _site_rows(case, newly, problem, n_sites, benefit, choice)
        for problem, n_sites, benefit, choice in answers
    ]
    return Sited(
        pd.DataFrame(choices).astype({"sites_asked": "Int64", "required_share": "float64"}),
        pd.concat(sites, ignore_index=True),
        case.candidates[["candidate_id", "lon", "lat"]].assign(
            population_newly_within=newly.sum(axis=1),
            population_shorter=(saved > 0).astype(np.float64) @ case.people,
            person_minutes_saved=saved.sum(axis=1),
        ),
    )


def _choice_row(
    case: SitingCase,
    settings: Scenarios,
    problem: str,
    sites_asked: int | None,
    benefit: sp.csr_array,
    choice: Choice,
) -> dict[str, object]:
    within, cap = settings.siting_within_min, settings.siting_cap_min
    everyone = case.people.sum()
    row: dict[str, Any] = {
        "problem": problem,
        "sites_asked": sites_asked,
        "sites": len(choice.sites),
        "within_min": within,
        "cap_min": cap,
        "required_share": settings.siting_share if problem == LSCP else None,
        "status": choice.status,
        "objective": choice.objective,
        "bound": choice.bound,
        "unit": UNITS[problem],
        "gap": choice.gap,
        "population": everyone,
    }
    for when, minutes in (
        ("before", case.existing_min),
        ("after", minutes_with(case, choice.sites)),
    ):
        inside = case.people[minutes <= within].sum()
        row[f"population_within_{when}"] = inside
        row[f"share_within_{when}"] = inside / everyone if everyone > 0 else np.nan
        row[f"person_minutes_{when}"] = (case.people * capped_minutes(minutes, cap)).sum()
    newly = row["population_within_after"] - row["population_within_before"]
    saved = row["person_minutes_before"] - row["person_minutes_after"]
    row |= {"population_newly_within": newly, "person_hours_saved": saved / 60}
    return row | {
        "places": len(case.people),
        "candidates": len(case.candidates),
        "spacing_mi": settings.siting_spacing_mi,
        "pairs": benefit.nnz,
    }


def _site_rows(
    case: SitingCase,
    newly: sp.csr_array,
    problem: str,
    sites_asked: int | None,
    benefit: sp.csr_array,
    choice: Choice,
) -> pd.DataFrame:
    rows = case.candidates.iloc[choice.sites].reset_index(drop=True)
    table = pd.DataFrame(
        {
            "problem": pd.Series(problem, index=rows.index, dtype="str"),
            "sites_asked": pd.Series(sites_asked, index=rows.index, dtype="Int64"),
            "rank": np.arange(1, len(rows) + 1),
        }
    )
    return table.assign(
        candidate_id=rows["candidate_id"],
        county_fips=rows["county_fips"],
        lon=rows["lon"],
        lat=rows["lat"],
        gain=_added(benefit, choice.sites),
        population_newly_within=_added(newly, choice.sites),
    )


def _added(benefit: sp.csr_array, sites: Int) -> list[float]:
    """Return what each site adds to those before it."""
    sums = [total(benefit, sites[:count]) for count in range(len(sites) + 1)]
    return np.diff(sums).tolist()
