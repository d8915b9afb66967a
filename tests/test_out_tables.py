"""Tables are read once, and a row is found by what it holds."""

import pandas as pd
import pytest

from pipelines.out_tables import OutTables, records
from pipelines.warehouse import WarehouseError
from tests.report.world import write_world


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return OutTables(write_world(tmp_path_factory.mktemp("tables") / "a.duckdb"))


def test_a_table_is_read_once_and_stays_after_the_warehouse_is_closed(tables):
    first = tables["out.coverage"]
    tables.close()
    assert tables["out.coverage"] is first
    assert len(tables["out.gaps"]) > 0


def test_a_row_is_found_by_what_it_holds(tables):
    found = tables.rows("out.coverage", stratum="rural", site_of_care="any")
    assert [row["within_min"] for row in found] == [15.0, 30.0, 45.0, 60.0]
    key = {"stratum": "rural", "site_of_care": "any", "within_min": 30.0}
    assert tables.row("out.coverage", **key) == found[1]
    assert tables.row("out.coverage", stratum="nowhere") is None


def test_a_table_without_a_reason_is_empty_and_any_other_is_missed(tables):
    assert tables.rows("out.margins") == []
    with pytest.raises(WarehouseError, match="no such table"):
        tables.rows("out.coverages")


def test_single_rows_are_found_without_reading_the_table(tables):
    geoid = tables["core.population"]["geoid"].iloc[3]
    (place,) = tables.find("core.population", geoid=geoid)
    assert place == tables.row("core.population", geoid=geoid)
    assert tables.find("core.population", geoid="nowhere") == []
    assert tables.find("core.center_evidence", center_id="x") == []
    with pytest.raises(WarehouseError, match="no such table"):
        tables.find("out.nothing", geoid=geoid)


def test_a_code_that_is_mistyped_is_answered_with_those_most_like_it(tables):
    center = tables["core.centers"].iloc[0]
    for asked in (f"{center['center_id']}0", f"{center['name']}x".upper()):
        assert center["center_id"] in tables.most_like(asked, "core.centers", ["center_id", "name"])


def test_null_is_none_whatever_the_type():
    frame = pd.DataFrame({"a": [1.5, None], "b": ["x", None]}).astype({"b": "str"})
    frame["c"] = pd.array([3, None], dtype="Int64")
    assert records(frame) == [{"a": 1.5, "b": "x", "c": 3}, {"a": None, "b": None, "c": None}]
