"""One center's evidence is that of its rows."""

import pandas as pd
import pytest

from pipelines.demo.registries.registry_mess import Mess
from pipelines.report.facts import read_facts
from pipelines.report.show.center import describe_center, is_center
from pipelines.warehouse import WarehouseError, read_table, replace_layers, writing
from tests.facilities.registry_world import SMALL, registry_world
from tests.report.world import write_world
from tests.worlds.answers import fictional_area
from tests.worlds.naive_tables import center_lists_of


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return registry_world(tmp_path_factory.mktemp("state") / "raw", 5, SMALL, Mess()).centers()


@pytest.fixture(scope="module")
def warehouse(found, tmp_path_factory):
    path = tmp_path_factory.mktemp("center") / "access.duckdb"
    tables = {
        "core.centers": found.centers,
        "out.center_lists": center_lists_of(found.centers),
        "core.center_definitions": found.definitions,
        "core.center_evidence": found.evidence,
    }
    with writing(path) as warehouse:
        replace_layers(warehouse, tables)
    return path


def test_every_rule_is_told_with_its_source_rows(warehouse, found) -> None:
    center = found.centers.iloc[0]
    told = describe_center(read_facts(warehouse, fictional_area()), center["center_id"])
    assert center["name"] in told
    assert "Arboria, fictional" in told
    assert "Is it an infusion center?" in told
    evidence = found.evidence[found.evidence["center_id"].eq(center["center_id"])]
    for row in evidence.itertuples():
        assert row.explanation in told
        assert row.told_by in told
    assert f"combined ({center['confidence']:.2f})" in told


def test_a_place_that_another_definition_counts_is_told_too(warehouse, found) -> None:
    others = set(found.definitions["center_id"]) - set(found.centers["center_id"])
    told = describe_center(read_facts(warehouse, fictional_area()), min(others))
    assert "registry (" in told
    assert "combined (" not in told


def test_without_registries_the_sources_are_told(tmp_path) -> None:
    path = write_world(tmp_path / "access.duckdb", lambda tables: tables)
    center = read_table(path, "core.centers").iloc[0]
    told = describe_center(read_facts(path, fictional_area()), center["center_id"])
    assert center["evidence"] in told
    assert "Is it an infusion center?" not in told


def test_an_unknown_center_is_answered_with_known_ones(warehouse, found) -> None:
    known = found.centers["center_id"].iloc[0]
    assert is_center(read_facts(warehouse, fictional_area()), known)
    assert not is_center(read_facts(warehouse, fictional_area()), known + "0")
    with pytest.raises(WarehouseError, match=rf"no such center in Arboria .*{known}"):
        describe_center(read_facts(warehouse, fictional_area()), known + "0")


def test_numbers_that_are_not_known_are_not_told(warehouse, found) -> None:
    bare = found.centers[found.centers["capacity"].isna() & found.centers["ccn"].isna()].iloc[0]
    told = describe_center(read_facts(warehouse, fictional_area()), bare["center_id"])
    assert "Capacity" not in told
    assert "CCN" not in told
    assert pd.isna(bare["capacity"])
