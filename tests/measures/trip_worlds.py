"""Small and random matrices of trips, and what they are compared with."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from pipelines.measures.accessibility.trip_matrix import TripMatrix, trip_matrix_from_table

LIMIT_MIN = 60.0


def trips_of_matrix(minutes: list[list[float | None]], limit_min: float = LIMIT_MIN) -> TripMatrix:
    """Return trips from minutes by center (rows) and place (columns); None is out of reach."""
    wide = np.array([[np.nan if m is None else m for m in row] for row in minutes], dtype=float)
    center, place = np.nonzero(~np.isnan(wide))
    return trip_matrix_from_table(center, place, wide[center, place], wide.shape, limit_min)


def random_world(
    seed: int, n_centers: int = 12, n_places: int = 40, reach: float = 0.5
) -> tuple[TripMatrix, np.ndarray, np.ndarray]:
    """Return trips with supply and people; every place reaches a center, and has people."""
    rng = np.random.default_rng(seed)
    minutes = np.round(rng.uniform(0, LIMIT_MIN, (n_centers, n_places)), 3)
    minutes[rng.random(minutes.shape) > reach] = np.nan
    minutes[rng.integers(0, n_centers, n_places), np.arange(n_places)] = 12.5
    center, place = np.nonzero(~np.isnan(minutes))
    trips = trip_matrix_from_table(center, place, minutes[center, place], minutes.shape, LIMIT_MIN)
    supply = rng.integers(1, 20, n_centers).astype(float)
    people = rng.integers(1, 3000, n_places).astype(float)
    return trips, supply, people


def dense(trips: TripMatrix) -> np.ndarray:
    """Return minutes by center and place, NaN out of reach."""
    wide = np.full((trips.n_centers, trips.n_places), np.nan)
    center = np.repeat(np.arange(trips.n_centers), np.diff(trips.center_indptr))
    wide[center, trips.place] = trips.minutes
    return wide


def cost_frame(trips: TripMatrix) -> pd.DataFrame:
    """Return one row a trip, as PySAL access takes them."""
    center = np.repeat(np.arange(trips.n_centers), np.diff(trips.center_indptr))
    return pd.DataFrame({"origin": trips.place.astype(int), "dest": center, "cost": trips.minutes})


def frames(supply: np.ndarray, people: np.ndarray) -> dict[str, pd.DataFrame]:
    """Return demand and supply as PySAL access takes them."""
    demand = pd.DataFrame({"geoid": np.arange(len(people)), "demand": people}).set_index(
        "geoid", drop=False
    )
    offered = pd.DataFrame({"geoid": np.arange(len(supply)), "supply": supply}).set_index(
        "geoid", drop=False
    )
    demand.index.name = offered.index.name = "place"
    return {"demand_df": demand, "supply_df": offered}


@st.composite
def matrices(draw: st.DrawFn) -> tuple[TripMatrix, np.ndarray, np.ndarray]:
    """Draw trips with supply and people, zeros and places out of reach among them."""
    n_centers, n_places = draw(st.integers(1, 5)), draw(st.integers(1, 7))
    minute = st.sampled_from([None, None, 0.0, 3.0, 10.0, 10.001, 29.0, 30.0, 31.5, 60.0])

    def many(of: st.SearchStrategy, count: int) -> list:
        return draw(st.lists(of, min_size=count, max_size=count))

    trips = trips_of_matrix([many(minute, n_places) for _ in range(n_centers)])
    supply = np.array(many(st.sampled_from([0.0, 1.0, 3.0, 7.5]), n_centers))
    people = np.array(many(st.sampled_from([0.0, 1.0, 40.0, 900.0]), n_places))
    return trips, supply, people
