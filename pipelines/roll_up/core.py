"""The core layer of a land: people, counties and centers of its parts, each once."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

from pipelines.measures.run import Core
from pipelines.roll_up.parts import AreaPart

log = logging.getLogger("pipelines.roll_up")

PLACED = ["site_of_care", "lon", "lat"]


def core_of(parts: Sequence[AreaPart]) -> Core:
    """Bring the core layers of parts together.

    Parameters
    ----------
    parts
        As `check_parts` found them good.

    Returns
    -------
    Core
        The people of all parts; around them those of the buffers who are of no part. Counties and centers that
        several parts know are as the part has them in which they lie, else as the first has them. Steps
        from records to centers (`center_counts`) are none: records of a buffer would count twice.
    """
    population = _each_once(parts, "core.population", "geoid")
    around = _each_once(parts, "core.surrounding_population", "geoid")
    around = around[~around["geoid"].isin(population["geoid"])].reset_index(drop=True)
    counties = _own_first(parts, "core.counties", ["county_fips"])
    centers = _own_first(parts, "core.centers", ["center_id"])
    _tell_differing(parts)
    counts = parts[0].tables["core.center_counts"].head(0)
    definitions = _optional(parts, "core.center_definitions", ["definition", "center_id"])
    return Core(
        population,
        around,
        gpd.GeoDataFrame(counties, geometry="geometry", crs=parts[0].tables["core.counties"].crs),
        centers,
        _each_once(parts, "core.adequacy_limits", "county_fips"),
        counts,
        definitions,
        None if definitions is None else _evidence(parts),
    )


def stacked(parts: Sequence[AreaPart], table: str) -> pd.DataFrame:
    """Put the rows of all parts one under the other; parts without any are left out."""
    frames = [frame for part in parts if len(frame := part.tables[table])]
    if not frames:
        return parts[0].tables[table]
    return pd.concat(frames, ignore_index=True)


def _each_once(parts: Sequence[AreaPart], table: str, key: str) -> pd.DataFrame:
    """Return the rows of all parts in the order of their key, each key once."""
    rows = stacked(parts, table)
    return rows.drop_duplicates(key).sort_values(key, kind="stable", ignore_index=True)


def _own_first(parts: Sequence[AreaPart], table: str, key: list[str]) -> pd.DataFrame:
    """Return each key once: of the part in whose area it lies, else of the first that knows it."""
    rows = stacked(parts, table)
    inside = rows["in_area"].fillna(False).astype(bool)
    ordered = rows.assign(_outside=~inside).sort_values("_outside", kind="stable")
    kept = ordered.drop_duplicates(key).drop(columns="_outside")
    return kept.sort_values(key, kind="stable", ignore_index=True)


def _optional(parts: Sequence[AreaPart], table: str, key: list[str]) -> pd.DataFrame | None:
    """Return a table that runs without registries lack; parts are run alike, so that all have it or none."""
    return _own_first(parts, table, key) if any(len(part.tables[table]) for part in parts) else None


def _evidence(parts: Sequence[AreaPart]) -> pd.DataFrame:
    """Return the evidence for each center of the part that speaks of the center itself."""
    of_center = "core.center_definitions"
    inside, rows = [], []
    for number, part in enumerate(parts):
        known = part.tables[of_center]
        if len(known):
            own = known.groupby("center_id")["in_area"].any()
            inside.append(pd.DataFrame({"center_id": own.index, "part": number, "own": own.array}))
            rows.append(part.tables["core.center_evidence"].assign(part=number))
    owner = pd.concat(inside, ignore_index=True)
    owner = owner.sort_values("own", ascending=False, kind="stable").drop_duplicates("center_id")
    told = pd.concat(rows, ignore_index=True)
    kept = told.merge(owner[["center_id", "part"]], on=["center_id", "part"])
    return kept.drop(columns="part").sort_values(["center_id", "rule_id"], ignore_index=True)


def _tell_differing(parts: Sequence[AreaPart]) -> None:
    """Say how many centers two parts do not place alike: each part drove to its own."""
    known = stacked(parts, "core.centers")[["center_id", *PLACED]]
    differing = known.drop_duplicates()["center_id"].duplicated().sum()
    if differing:
        log.warning(
            "%s centers lie elsewhere, or are of another kind, in the part to which they are the buffer: "
            "its people drove to them as that part knows them",
            f"{differing:,}",
        )
