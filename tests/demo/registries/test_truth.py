import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from pipelines.area import load_area
from pipelines.contracts import check_contract
from pipelines.demand.study_region import study_region
from pipelines.demo import write_demo
from pipelines.demo.land.invented_names import MANAGEMENT_COMPANIES
from pipelines.demo.registries.truth import (
    SCORE_COLUMNS,
    TRUTH_COLUMNS,
    center_scores,
    read_truth,
    truth_table,
    write_truth,
)
from pipelines.demo.state import CENTERS, COUNTIES, HOSPITALS, TRUTH, ZIP_CENTROIDS
from pipelines.facilities.centers import core_centers
from pipelines.facilities.placed_sources import PlacedSources
from pipelines.sources.registry import read_source
from pipelines.vocabulary.centers import DEFINITIONS
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE
from tests.demo.conftest import SMALL_DETAIL, written
from tests.demo.test_state import ROOT
from tests.facilities.registry_world import OTHER_MESS, read_registries

MILE_DEG = 1 / 69.0


def truth(*rows: tuple[str, str, float, str, str]) -> pd.DataFrame:
    """Return true places from truth_id, site of care, miles north, organizations and people."""
    return pd.DataFrame(
        {
            **dict.fromkeys(TRUTH_COLUMNS, ""),
            "truth_id": [row[0] for row in rows],
            "site_of_care": [row[1] for row in rows],
            "lon": -69.0,
            "lat": [35.0 + row[2] * MILE_DEG for row in rows],
            "organizations": [row[3] for row in rows],
            "people": [row[4] for row in rows],
        }
    )


def found(*rows: tuple[str, str, float, str], precision: str = "street") -> pd.DataFrame:
    """Return centers under one definition from center_id, site of care, miles north and members."""
    return pd.DataFrame(
        {
            "definition": "combined",
            "center_id": [row[0] for row in rows],
            "site_of_care": [row[1] for row in rows],
            "lon": -69.0,
            "lat": [35.0 + row[2] * MILE_DEG for row in rows],
            "geocode_precision": precision,
            "members": [row[3] for row in rows],
        }
    )


THREE = truth(
    ("a", "office_based", 0.0, "npi:1", "npi:9"),
    ("b", "hospital_based", 5.0, "hifld:1 npi:2", "npi:8"),
    ("c", "", 10.0, "npi:3", ""),
    ("d", "stand_alone", 15.0, "npi:4", ""),
)


def scores(centers, places=THREE):
    return center_scores(centers, places).set_index("site_of_care")


def test_scores_count_true_wrong_missed_and_twice_found_centers():
    table = scores(
        found(
            ("1", "office_based", 0.0, "npi:1"),
            ("2", "office_based", 0.1, "npi:9"),  # the same place again, by its physician
            ("3", "stand_alone", 5.0, "hifld:1 npi:2"),  # of the wrong site
            ("4", "office_based", 10.0, "npi:3"),  # no center
        )
    )
    every = table.loc[ANY_SITE]
    assert (every["true_centers"], every["found"], every["matched"]) == (3, 4, 2)
    assert every["precision"] == pytest.approx(2 / 4)
    assert every["recall"] == pytest.approx(2 / 3)
    assert every["site_right_share"] == pytest.approx(1 / 2)
    assert every["duplicate_share"] == pytest.approx(1 / 4)
    office = table.loc["office_based"]
    assert (office["true_centers"], office["found"], office["matched"]) == (1, 3, 1)
    assert office["precision"] == pytest.approx(1 / 3)
    assert table.loc["hospital_based", "recall"] == 1.0
    assert table.loc["hospital_based", "site_right_share"] == 0.0
    assert np.isnan(table.loc["hospital_based", "precision"])
    assert np.isnan(table.loc["pharmacy_based", ["precision", "recall"]].to_numpy(float)).all()


def test_a_center_far_from_the_place_is_another_unless_only_its_zip_is_known():
    far = ("1", "office_based", 0.4, "npi:1@0a1b2c3d")
    assert scores(found(far)).loc[ANY_SITE, "matched"] == 0
    assert scores(found(far, precision="zip")).loc[ANY_SITE, "matched"] == 1


def test_organizations_tell_more_than_people():
    places = truth(
        ("a", "office_based", 0.0, "npi:1", "npi:7 npi:8 npi:9"),
        ("b", "stand_alone", 0.1, "npi:2", ""),
    )
    center = found(("1", "stand_alone", 0.05, "npi:2 npi:7 npi:8 npi:9"))
    assert scores(center, places).loc["stand_alone", "matched"] == 1


def test_without_true_centers_or_finds_nothing_is_divided():
    none = center_scores(found(), THREE)
    assert list(none.columns) == list(SCORE_COLUMNS)
    assert none.empty
    table = scores(found(("1", "office_based", 10.0, "npi:3")), THREE.iloc[[2]])
    assert np.isnan(table.loc[ANY_SITE, "recall"])
    assert table.loc[ANY_SITE, "precision"] == 0.0


def test_the_order_of_rows_decides_nothing():
    centers = found(("1", "office_based", 0.0, "npi:1"), ("2", "stand_alone", 0.0, "npi:1"))
    table = center_scores(centers, THREE)
    pd.testing.assert_frame_equal(center_scores(centers[::-1], THREE[::-1]), table)
    assert table.loc[0, "site_right_share"] == 1.0


def test_what_is_written_is_read(small, registered, tmp_path):
    table = truth_table(small.places, registered)
    pd.testing.assert_frame_equal(read_truth(write_truth(tmp_path, table)), table)
    assert written(small, TRUTH).read_bytes() == (tmp_path / TRUTH).read_bytes()
    assert table["truth_id"].is_unique
    listed = table["organizations"].str.contains("list:")
    assert listed.sum() == len(small.state.listed)


def centers_of(demo):
    """Return what is found in a fictional state, under every definition."""
    area = load_area(ROOT / "flows/areas/demo.toml")

    def read(name, file):
        return read_source(area, name, [written(demo, file)], {}).table

    registries = read_registries(demo.files[0].parent, read("zip_centroids", ZIP_CENTROIDS))
    return core_centers(
        PlacedSources(read("hospitals", HOSPITALS), read("centers", CENTERS), registries),
        hospital_source="hifld",
        region=study_region(gpd.GeoDataFrame(read("counties", COUNTIES)), area),
        area=area,
    )


def scores_of(demo, centers):
    """Return the scores of the default definition's centers of every site of care together."""
    table = center_scores(centers.definitions, read_truth(written(demo, TRUTH)))
    return table.set_index(["definition", "site_of_care"]).loc[("combined", ANY_SITE)]


@pytest.fixture(scope="module")
def demo_centers(small):
    return centers_of(small)


def are_found_once_and_of_their_kind(score):
    assert score["true_centers"] > 150
    assert score["precision"] >= 0.95
    assert score["recall"] >= 0.95
    assert score["site_right_share"] >= 0.95
    assert score["duplicate_share"] <= 0.01


def test_the_demos_centers_are_found_once_and_of_their_kind(small, demo_centers):
    are_found_once_and_of_their_kind(scores_of(small, demo_centers))


def test_so_are_those_of_another_state_with_more_mess(tmp_path):
    other = write_demo(tmp_path, seed=1, detail=SMALL_DETAIL, mess=OTHER_MESS)
    are_found_once_and_of_their_kind(scores_of(other, centers_of(other)))


def test_scores_keep_their_contract(small, demo_centers):
    table = center_scores(demo_centers.definitions, read_truth(written(small, TRUTH)))
    check_contract("core.center_scores", table)
    assert len(table) == len(DEFINITIONS) * (1 + len(SITES_OF_CARE))


def test_the_users_list_wins_in_the_demo(small, demo_centers):
    centers = demo_centers.centers.set_index("center_id")
    listed = [name for name in centers.index if name.startswith("list:")]
    assert len(listed) == len(small.state.listed)
    assert centers.loc[listed, "capacity"].notna().sum() >= len(listed) - 3
    assert centers["capacity"].drop(listed).isna().all()
    # What the list names is in registries too.
    merged = centers.loc[listed, "members"].str.contains("npi:")
    assert merged.mean() > 0.8


def test_operators_are_told_by_the_list_or_the_registry(demo_centers):
    centers = demo_centers.centers
    run = centers["operator"].isin(MANAGEMENT_COMPANIES)
    assert run.sum() > 10
    assert not centers.loc[run, "operator_kind"].eq("independent").any()


def test_closures_of_the_area_file_are_centers_of_the_default_seed(demo_centers):
    area = load_area(ROOT / "flows/areas/demo.toml")
    for asked in (area.scenarios, *area.scenarios.case):
        assert set(asked.closures) <= set(demo_centers.centers["center_id"])
