"""Warehouses for the report's tests: the fictional answers with the tables that only a report reads."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pandas as pd
import shapely

from pipelines.measures.county_summary import county_summary
from pipelines.measures.coverage import coverage
from pipelines.measures.gaps import gaps
from pipelines.measures.place_times import place_times
from pipelines.measures.time_summary import times_by_stratum
from pipelines.provenance import RUN_COLUMNS, SOURCE_COLUMNS
from pipelines.warehouse import replace_layers, writing
from tests.worlds.answers import fictional_answers, fictional_area

Tables = dict[str, pd.DataFrame]


def write_world(path: Path, change: Callable[[Tables], None] | None = None, **size: int) -> Path:
    """Write a warehouse whose `core` and drive times `change` may alter before the rest is counted."""
    path.write_bytes(_warehouse(change, **{"counties": 9, "places": 120, **size}))
    return path


@cache
def _warehouse(change: Callable[[Tables], None] | None, **size: int) -> bytes:
    tables = fictional_answers(**size)
    centers = tables["core.centers"]
    points = gpd.GeoSeries.from_xy(centers["lon"], centers["lat"], crs="EPSG:4326")
    centers["in_area"] = points.within(own_land(tables)).to_numpy()
    if change is not None:
        change(tables)
    times = place_times(tables["out.drive_times"], tables["core.population"])
    measures, counties = fictional_area().measures, tables["core.counties"]
    strata = tables["core.population"].groupby("county_fips")["stratum"].first()
    named = counties.assign(stratum=counties["county_fips"].map(strata))
    tables["out.coverage"] = coverage(times, measures.within_min)
    tables["out.gaps"] = gaps(times, measures.gap_min)
    tables["out.times_by_stratum"] = times_by_stratum(times)
    tables["out.counties"] = county_summary(times, named, measures.gap_min)
    tables["out.provenance"] = provenance()
    tables["raw.rejected"] = rejected()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "access.duckdb"
        with writing(path) as warehouse:
            replace_layers(warehouse, tables)
        return path.read_bytes()


def own_land(tables: Tables) -> shapely.Geometry:
    counties = tables["core.counties"]
    return shapely.union_all(counties.geometry[counties["population"].notna()].to_numpy())


def provenance() -> pd.DataFrame:
    source = {
        "kind": "source",
        "publisher": "Arboria Census Office",
        "vintage": "2026, invented",
        "licence": "CC0",
        "read_at": "2026-01-02T03:04:05Z",
    }
    people = {
        **source,
        "source": "population",
        "file": "people.txt",
        "url": "https://example.org/people.txt",
        "sha256": "ab" * 32,
        "rows_read": 1_234,
        "rows_rejected": 3,
    }
    roads = {
        **source,
        "source": "roads",
        "file": "roads.osm.pbf",
        "url": "raw:roads.osm.pbf",
        "sha256": "cd" * 32,
    }
    run = {
        "kind": "run",
        "settings_digest": "ef" * 32,
        "network_digest": "01" * 32,
        "network_counts": '{"nodes": 1000, "edges": 1500}',
        "versions": '{"python": "3.11.0"}',
        "started_at": "2026-01-02T03:04:06Z",
    }
    columns = [*SOURCE_COLUMNS, *(name for name in RUN_COLUMNS if name not in SOURCE_COLUMNS)]
    counts = dict.fromkeys(("bytes", "rows_read", "rows_used", "rows_rejected"), "Int64")
    return pd.DataFrame([people, roads, run], columns=columns).astype(counts)


def rejected() -> pd.DataFrame:
    rows = [
        ("population", "people.txt", 7, "LATITUDE", "not a number", "x"),
        ("population", "people.txt", 9, "LATITUDE", "not a number", "y"),
        ("population", "people.txt", 12, None, "outside <the> area & beyond", "z"),
    ]
    names = ["source", "source_file", "source_row", "column_name", "reason", "row_text"]
    return pd.DataFrame(rows, columns=names)
