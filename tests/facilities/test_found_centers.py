"""Centers found in the registries of invented states, whose truth is known."""

import pandas as pd
import pytest

from pipelines.contracts import check_contract
from pipelines.demo.registries.registry_mess import Mess
from pipelines.demo.writing.write_claims import CLAIMS
from pipelines.facilities.centers import REGISTRY_COLUMNS, CentersError
from pipelines.facilities.definitions import EVIDENCE_COLUMNS
from pipelines.facilities.placed_sources import PlacedSources
from pipelines.facilities.rules import rule_table
from pipelines.vocabulary.centers import DEFINITIONS
from tests.facilities.registry_world import (
    OTHER_COUNTS,
    OTHER_MESS,
    SMALL,
    pooled,
    registry_world,
    scored,
)
from tests.facilities.worlds import centers_list
from tests.worlds.registry_towns import Counts

SEEDS = (301, 302)
OTHER_SEEDS = (401, 402)
"""States that were not looked at while the rules were written."""


@pytest.fixture(scope="module")
def states(tmp_path_factory):
    return [
        registry_world(tmp_path_factory.mktemp("state") / "raw", seed, Counts(), Mess())
        for seed in SEEDS
    ]


@pytest.fixture(scope="module")
def score(states):
    return pooled([scored(world.centers().definitions, world) for world in states])


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return registry_world(tmp_path_factory.mktemp("small") / "raw", 5, SMALL, Mess())


@pytest.fixture(scope="module")
def found(small):
    return small.centers()


def test_centers_are_found_once_and_of_their_kind(score) -> None:
    assert score.precision >= 0.95
    assert score.recall >= 0.95
    assert score.site_right_share >= 0.95
    assert score.duplicate_share <= 0.01


def test_another_state_with_other_proportions_is_found_as_well(score, tmp_path_factory) -> None:
    others = [
        registry_world(
            tmp_path_factory.mktemp("other") / "raw",
            seed,
            OTHER_COUNTS,
            OTHER_MESS,
            shared_building=0.5,
        )
        for seed in OTHER_SEEDS
    ]
    other = pooled([scored(world.centers().definitions, world) for world in others])
    assert other.precision >= score.precision - 0.02
    assert other.recall >= score.recall - 0.02
    assert other.site_right_share >= score.site_right_share - 0.02
    assert other.duplicate_share <= score.duplicate_share + 0.02


def test_the_definition_moves_the_result(small, found) -> None:
    by_definition = {
        name: found.definitions[found.definitions["definition"].eq(name)] for name in DEFINITIONS
    }
    scores = {name: scored(found.definitions, small, name) for name in DEFINITIONS}
    # Taxonomy alone takes offices of prescribers and hospitals without infusion for centers.
    assert scores["registry"].precision < scores["combined"].precision
    # What Medicare is billed for in an office knows nothing of pharmacies and stand-alone centers.
    assert scores["billing"].recall < scores["combined"].recall
    assert set(by_definition["billing"]["site_of_care"]) <= {"hospital_based", "office_based"}
    pd.testing.assert_frame_equal(
        by_definition["combined"].drop(columns="definition").reset_index(drop=True), found.centers
    )
    assert small.centers(definition="registry").centers["center_id"].tolist() == (
        by_definition["registry"]["center_id"].tolist()
    )


def test_the_tables_keep_their_contract(found) -> None:
    table = check_contract("core.centers", found.centers)
    assert set(REGISTRY_COLUMNS) <= set(table.columns)
    assert table["confidence"].between(0.5, 1).all()
    assert list(found.evidence.columns) == list(EVIDENCE_COLUMNS)
    assert not found.evidence.duplicated(["center_id", "rule_id"]).any()
    assert set(found.evidence["rule_id"]) <= set(rule_table()["rule_id"])


def test_every_center_has_evidence_with_source_rows(found) -> None:
    speaks = found.evidence[
        found.evidence["concludes"].eq("is_center") & found.evidence["weight"].gt(0)
    ]
    assert set(found.centers["center_id"]) <= set(speaks["center_id"])
    assert speaks["told_by"].str.contains(r"\[.* row \d+\]").all()
    billed = speaks[speaks["rule_id"].eq("C30")]
    assert billed["told_by"].str.contains(CLAIMS, regex=False).all()


def test_what_medicare_pays_names_its_rule(found) -> None:
    table = found.centers
    rules = rule_table().set_index("rule_id")
    said = table["medicare_rule"].map(rules["value"])
    assert (said.eq("yes") == table["medicare_payable"]).all()
    assert table["medicare_payable"].notna().all()
    hospital = table["site_of_care"].eq("hospital_based")
    assert table.loc[hospital, "place_of_service"].isin(["19", "22"]).all()
    assert {"19", "22"} <= set(table["place_of_service"])


def test_the_order_of_rows_decides_nothing(small, found) -> None:
    registries = small.registries
    order = registries.practices.sample(frac=1, random_state=3).index
    shuffled = type(registries)(
        registries.practices.loc[order].reset_index(drop=True),
        registries.placed.loc[order].reset_index(drop=True),
        registries.billing[::-1].reset_index(drop=True),
        registries.hospital_evidence[::-1].reset_index(drop=True),
    )
    again = small.centers(registries=shuffled)
    for table in ("centers", "definitions", "evidence"):
        pd.testing.assert_frame_equal(getattr(again, table), getattr(found, table))


def test_no_place_is_lost_without_a_reason(small, found) -> None:
    counts = found.counts
    rows = PlacedSources(small.hospitals, None, small.registries).rows()
    assert counts["unplaced"] == rows["unplaced_reason"].notna().sum() > 0
    assert rows["lon"].isna().eq(rows["unplaced_reason"].notna()).all()
    left = counts["candidates"] - counts["unplaced"] - counts["outside_buffer"] - counts["merged"]
    assert left == counts["no_center"] + counts["centers"]


def test_hospitals_count_without_a_source_that_tells_which_infuse(small) -> None:
    registries = small.registries
    blind = type(registries)(registries.practices, registries.placed, registries.billing)
    centers = small.centers(registries=blind).centers
    hospitals = centers[centers["members"].str.contains("hifld:")]
    assert len(hospitals) == len(small.hospitals)
    assert hospitals["evidence"].str.contains("no source of this run tells").all()


def test_the_definition_by_billing_needs_bills(small) -> None:
    registries = small.registries
    blind = type(registries)(registries.practices, registries.placed)
    with pytest.raises(CentersError, match=r"needs to know who bills.*physician_puf"):
        small.centers(registries=blind, definition="billing")
    assert set(small.centers(registries=blind).definitions["definition"]) == {
        "registry",
        "combined",
    }


def test_the_list_wins(small, found) -> None:
    office = found.centers[found.centers["site_of_care"].eq("stand_alone")].iloc[0]
    spoken = {"name": office["name"], "lon": office["lon"], "lat": office["lat"], "capacity": 9}
    listed = centers_list(
        spoken | {"center_id": "own", "supervision": "nurse", "npi": office["npi"]}
    )
    told = small.centers_with(listed).centers.set_index("center_id").loc["list:own"]
    assert told["site_of_care"] == "office_based"
    assert (told["supervision"], told["capacity"]) == ("nurse", 9)
    assert office["center_id"] in told["members"].split()
    assert told["confidence"] > 0.99
