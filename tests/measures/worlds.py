"""Small worlds for measures: places with people, strata and drawn drive times."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from pipelines.measures.place_times import PlaceTimes, place_times
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from pipelines.vocabulary.strata import RURAL, RURAL_STRATA, STRATA

MINUTES = (None, 0.0, 14.999, 15.0, 15.001, 29.9, 30.0, 30.1, 45.0, 59.0, 60.0, 60.5, 120.0)
"""Minutes that lie on, just inside and just outside the usual thresholds; None is unreached."""


def population(
    people: list[float], strata: list[str | None], counties: list[str] | None = None
) -> pd.DataFrame:
    """Return core.population with geoids g000, g001, ... in that order."""
    count = len(people)
    return pd.DataFrame(
        {
            "geoid": pd.Series([f"g{i:03d}" for i in range(count)], dtype="str"),
            "lon": np.zeros(count),
            "lat": np.zeros(count),
            "county_fips": pd.Series(counties or ["01001"] * count, dtype="str"),
            "population": np.array(people, dtype="float64"),
            "stratum": pd.Series(strata, dtype="str"),
            "ruca": np.nan,
            "rucc": np.nan,
            "nchs": np.nan,
            "cms_county_type": pd.Series([None] * count, dtype="str"),
            "hrsa": pd.Series([None] * count, dtype="str"),
            "census": pd.Series([None] * count, dtype="str"),
            "custom_stratum": pd.Series([None] * count, dtype="str"),
            "ruca_missing": pd.Series([None] * count, dtype="str"),
        }
    )


def drive_time_rows(
    minutes: dict[str, list[float | None]], roadless: tuple[int, ...] = ()
) -> pd.DataFrame:
    """Return out.drive_times from minutes by site of care; sites left out have no center.

    Places are g000, g001, ...; 'any' is the smallest of the four; every mile takes two minutes. The places
    with these numbers have no road near.
    """
    count = len(next(iter(minutes.values())))
    wide = np.full((len(SITES_OR_ANY), count), np.nan)
    for site, values in minutes.items():
        wide[SITES_OR_ANY.index(site)] = [np.nan if v is None else v for v in values]
    wide[-1] = np.fmin.reduce(wide[:-1])
    frames = []
    for site, row in zip(SITES_OR_ANY, wide, strict=True):
        known = not np.isnan(row).all()
        gone = np.isnan(row)
        why = ["no_road_near" if i in roadless else "no_path" for i in range(count)]
        frames.append(
            pd.DataFrame(
                {
                    "geoid": pd.Series([f"g{i:03d}" for i in range(count)], dtype="str"),
                    "site_of_care": pd.Series([site] * count, dtype="str"),
                    "drive_time_min": row,
                    "distance_mi": row / 2,
                    "center_id": pd.Series([None if g else f"c:{site}" for g in gone], dtype="str"),
                    "snap_m": [np.nan if i in roadless else 1.0 for i in range(count)],
                    "unreached_reason": pd.Series(
                        [
                            (reason if known else "no_center") if g else None
                            for g, reason in zip(gone, why, strict=True)
                        ],
                        dtype="str",
                    ),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw core.population and out.drive_times of one to nine places."""
    count = draw(st.integers(1, 9))

    def each(of: st.SearchStrategy) -> list:
        return draw(st.lists(of, min_size=count, max_size=count))

    places = population(
        each(st.integers(0, 50).map(float)),
        each(st.sampled_from([*STRATA, None])),
        each(st.sampled_from(["01001", "01003", "01005"])),
    )
    minutes = st.sampled_from(MINUTES)
    by_site = {site: each(minutes) for site in SITES_OR_ANY[:-1]}
    nowhere = [i for i in range(count) if all(times[i] is None for times in by_site.values())]
    roadless = draw(st.sets(st.sampled_from(nowhere))) if nowhere else ()
    return places, drive_time_rows(by_site, tuple(roadless))


def shuffled(frame: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Return the rows in another order."""
    return frame.sample(frac=1, random_state=seed, ignore_index=True)


def joined(world: tuple[pd.DataFrame, pd.DataFrame]) -> PlaceTimes:
    """Return the world as measures take it."""
    places, times = world
    return place_times(times, places)


def is_of(group: str, stratum: object) -> bool:
    """Tell whether a place of a stratum (null where it has none) belongs to a group of tables by stratum."""
    if group == "all":
        return True
    if pd.isna(stratum):
        return group == "unclassified"
    return stratum == group or (group == RURAL and stratum in RURAL_STRATA)
