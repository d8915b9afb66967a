"""Small problems of siting: candidates and places on a line or at random, and all subsets as an oracle."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from pipelines.measures.siting.siting_case import SitingCase
from tests.measures.trip_worlds import trips_of_matrix

LIMIT_MIN = 200.0


def case_of(minutes, people, existing_min) -> SitingCase:
    """Return a case from minutes by candidate (rows) and place (columns); None is out of reach."""
    trips = trips_of_matrix(minutes, LIMIT_MIN)
    candidates = pd.DataFrame(
        {
            "candidate_id": pd.Series([f"s{i}" for i in range(len(minutes))], dtype="str"),
            "county_fips": pd.Series("03001", index=range(len(minutes)), dtype="str"),
            "lon": np.arange(len(minutes), dtype=float),
            "lat": 0.0,
        }
    )
    existing = np.array([np.nan if m is None else m for m in existing_min], dtype=float)
    return SitingCase(candidates, trips, np.array(people, dtype=float), existing)


def random_case(seed: int, n_candidates: int = 9, n_places: int = 25) -> SitingCase:
    """Return a case in the plane: minutes are distances, two existing centers, one place out of reach."""
    rng = np.random.default_rng(seed)
    sites, places = rng.uniform(0, 100, (n_candidates, 2)), rng.uniform(0, 100, (n_places, 2))
    existing = rng.uniform(0, 100, (2, 2))
    minutes = np.round(np.linalg.norm(sites[:, np.newaxis] - places, axis=2), 2)
    before = np.round(np.linalg.norm(existing[:, np.newaxis] - places, axis=2).min(axis=0), 2)
    before[0] = np.nan
    return case_of(minutes.tolist(), rng.integers(0, 500, n_places), before)


def best_of_all(benefit: sp.csr_array, n_sites: int) -> float:
    """Try every choice of so many sites."""
    dense = benefit.toarray()
    return max(
        dense[list(chosen)].max(axis=0).sum()
        for chosen in combinations(range(len(dense)), min(n_sites, len(dense)))
    )


def fewest_of_all(benefit: sp.csr_array, required: float) -> int | None:
    """Try every number of sites until one choice reaches what is required."""
    for n_sites in range(len(benefit.toarray()) + 1):
        reached = best_of_all(benefit, n_sites) if n_sites else 0.0
        if reached >= required - 1e-9:
            return n_sites
    return None
