import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipelines.provenance import (
    RUN_COLUMNS,
    SOFTWARE,
    SOURCE_COLUMNS,
    as_read,
    changed_settings,
    rejected_by_reason,
    run_facts,
    run_row,
    source_rows,
)
from pipelines.roads.network import RoadNetwork
from pipelines.sources.files.download import SourceFile
from pipelines.sources.reading import REJECTED_COLUMNS, Reading
from pipelines.warehouse import read_table, replace_layers, writing
from tests.demand.worlds import area

MOMENT = datetime(2026, 1, 2, 5, 4, 5, tzinfo=timezone(timedelta(hours=2)))


def fetched(name: str, url: str | None = None) -> SourceFile:
    return SourceFile(
        Path("raw") / name, url, "ab" * 32, 1_000, MOMENT, from_cache=True, changed_ns=0
    )


def reading(
    used: list[tuple[str, int]], rejected: list[tuple[str, int]], rows_read: int
) -> Reading:
    rows = pd.DataFrame(rejected, columns=["source_file", "source_row"])
    return Reading(
        table=pd.DataFrame(used, columns=["source_file", "source_row"]),
        rejected=rows.reindex(columns=list(REJECTED_COLUMNS)),
        rows_read=rows_read,
    )


def network() -> RoadNetwork:
    arrays = {field.name: np.zeros(0) for field in fields(RoadNetwork)}
    given = {"node_lon": np.zeros(3), "classes": ("street",), "counts": {"ways_read": 7}}
    return RoadNetwork(**(arrays | given))


PEOPLE = tuple(pd.DataFrame({"population": rows}) for rows in ([5.0, 7.0], [3.0]))
CENTERS = pd.DataFrame(
    {
        "site_of_care": ["office_based", "hospital_based", "hospital_based", "hospital_based"],
        "in_area": [True, True, False, False],
    }
)


def test_a_row_a_file() -> None:
    files = {
        "population": [fetched("a.csv", "https://example.org/a.csv")],
        "roads": [fetched("a.csv")],
    }
    # Row 2 has a refused cell and is used; rows 3 and 4 are refused, row 4 for two faults.
    rows = reading([("a.csv", 1), ("a.csv", 2)], [("a.csv", n) for n in (2, 3, 4, 4)], 4)
    table = source_rows(area(), files, {"population": rows})
    assert tuple(table.columns) == SOURCE_COLUMNS
    people, roads = table.to_dict("records")
    assert (people["rows_read"], people["rows_used"], people["rows_rejected"]) == (4, 2, 2)
    assert people["url"] == "https://example.org/a.csv"
    assert people["read_at"] == "2026-01-02T03:04:05Z"
    assert (people["publisher"], people["vintage"], people["licence"]) == ("p", "v", "l")
    assert roads["url"] == "a.csv"
    assert pd.isna(roads["rows_read"])


def test_rows_of_a_source_that_was_read_again_stand_where_they_stood() -> None:
    old = pd.DataFrame({"source": ["counties", "roads", "roads", "nppes"], "n": [1, 2, 3, 4]})
    new = pd.DataFrame({"source": ["roads"], "n": [9]})
    assert as_read(old, "roads", new)["n"].tolist() == [1, 9, 4]
    assert as_read(old, "acs", new)["n"].tolist() == [1, 2, 3, 4, 9]
    assert as_read(old, "roads", new.iloc[:0])["n"].tolist() == [1, 4]


def test_no_provenance_tells_what_opens_an_address() -> None:
    secret = "https://me:pass@example.org/a.csv?token=letmein&year=2020"
    settings = area()
    roads = settings.sources.roads.model_copy(update={"files": (secret,)})
    sources = settings.sources.model_copy(update={"roads": roads})
    settings = settings.model_copy(update={"sources": sources})
    (rows,) = source_rows(settings, {"roads": [fetched("a.csv", secret)]}, {}).to_dict("records")
    open_to_all = "https://example.org/a.csv?token=redacted&year=2020"
    assert rows["url"] == open_to_all
    row = run_row(settings, network(), CENTERS, PEOPLE, started_at=MOMENT, computed_at={})
    told = row["settings"].iloc[0]
    assert open_to_all in told
    assert not any(word in told for word in ("me:pass", "letmein"))
    assert changed_settings(settings, row) == []


def test_each_file_of_a_source_has_its_own_counts() -> None:
    settings = area()
    two = settings.sources.population.model_copy(update={"files": ("a.csv", "b.csv")})
    sources = settings.sources.model_copy(update={"population": two})
    settings = settings.model_copy(update={"sources": sources})
    rows = reading([("a.csv", 1), ("b.csv", 1), ("b.csv", 3)], [("b.csv", 2)], 4)
    table = source_rows(
        settings, {"population": [fetched("a.csv"), fetched("b.csv")]}, {"population": rows}
    )
    assert list(table["rows_read"]) == [1, 3]
    assert list(table["rows_used"]) == [1, 2]
    assert list(table["rows_rejected"]) == [0, 1]


def test_a_run() -> None:
    table = run_row(area(), network(), CENTERS, PEOPLE, started_at=MOMENT, computed_at={})
    assert tuple(table.columns) == RUN_COLUMNS
    run = table.iloc[0]
    assert run["settings_digest"] == area().digest()
    assert json.loads(run["settings"])["area"]["states"] == ["01"]
    assert set(json.loads(run["versions"])) == {"python", *SOFTWARE}
    assert json.loads(run["network_counts"]) == {"ways_read": 7, "nodes": 3, "arcs": 0, "edges": 0}
    assert json.loads(run["people_counts"]) == {"in_area": 12.0, "in_buffer": 3.0}
    assert json.loads(run["center_counts"]) == {
        "hospital_based": {"in_area": 1, "in_buffer": 2},
        "office_based": {"in_area": 1, "in_buffer": 0},
    }
    assert run["started_at"] == "2026-01-02T03:04:05Z"


def test_a_moment_without_a_time_zone_is_none() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        run_row(area(), network(), CENTERS, PEOPLE, started_at=datetime(2026, 1, 2), computed_at={})


def test_both_kinds_of_row_fit_one_table(tmp_path: Path) -> None:
    sources = source_rows(area(), {"roads": [fetched("a.csv")]}, {})
    run = run_row(area(), network(), CENTERS, PEOPLE, started_at=datetime.now(UTC), computed_at={})
    path = tmp_path / "access.duckdb"
    with writing(path) as warehouse:
        replace_layers(warehouse, {"raw.sources": sources})
    both = pd.concat([read_table(path, "raw.sources"), run], ignore_index=True)
    with writing(path) as warehouse:
        replace_layers(warehouse, {"out.provenance": both})
    found = read_table(path, "out.provenance")
    assert list(found["kind"]) == ["source", "run"]
    facts = dict(run_facts(found))
    assert facts["Road network"] == "3 junctions, 0 stretches of road between them"
    assert facts["Settings (SHA-256)"] == area().digest()
    assert "pandas" in facts["Software"]


def test_refused_rows_are_counted_by_reason_most_first() -> None:
    names = ["source", "source_file", "column_name", "reason"]
    rows = [("a", "f", None, "one"), ("a", "f", "x", "two"), ("a", "f", "x", "two")]
    counts = rejected_by_reason(pd.DataFrame(rows, columns=names))
    assert list(counts["reason"]) == ["two", "one"]
    assert list(counts["rows"]) == [2, 1]
    assert rejected_by_reason(pd.DataFrame(columns=names)).empty


def test_changed_settings_are_named_as_in_the_area_file() -> None:
    table = run_row(area(), network(), CENTERS, PEOPLE, started_at=MOMENT, computed_at={})
    assert changed_settings(area(), table) == []
    measures = area().measures.model_copy(update={"within_min": (20.0, 40.0), "gap_min": 20.0})
    words = area().area.model_copy(update={"title": "Other", "caveat": "Mind this."})
    now = area().model_copy(update={"measures": measures, "area": words})
    assert changed_settings(now, table) == ["measures.gap_min", "measures.within_min"]
