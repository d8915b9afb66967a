"""Data to take away: whole, described, with CRS and styles, and the same bytes each time."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import yaml

from flows.export import FOLDER, write_export
from pipelines.contracts import CONTRACTS
from pipelines.export.data_package import TYPES, table_resource
from pipelines.export.tables import to_csv
from pipelines.maps.local.land_classes import GAP_FILLS
from pipelines.report.facts import read_facts
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from tests.report.world import write_world
from tests.worlds.answers import fictional_area


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory) -> Path:
    return write_world(tmp_path_factory.mktemp("world") / "access.duckdb")


@pytest.fixture(scope="module")
def facts(warehouse):
    return read_facts(warehouse, fictional_area())


@pytest.fixture(scope="module")
def archive(facts, tmp_path_factory) -> Path:
    return write_export(facts, tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def unpacked(archive, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return folder / archive.stem


def test_a_second_export_has_the_same_bytes(archive, warehouse, tmp_path: Path) -> None:
    again = write_export(read_facts(warehouse, fictional_area()), tmp_path)
    assert again.read_bytes() == archive.read_bytes()
    assert again == tmp_path / FOLDER / "infusion-access-arboria.zip"
    assert {path.name for path in again.parent.iterdir()} == {again.name, "arboria.gpkg"}


def test_every_table_of_core_and_out_is_there_with_all_its_rows(facts, unpacked) -> None:
    names = facts.tables.names("core", "out")
    assert {"core.centers", "out.coverage", "out.catchments"} <= set(names)
    assert {path.stem for path in (unpacked / "csv").iterdir()} == set(names)
    assert {path.stem for path in (unpacked / "parquet").iterdir()} == set(names)
    for name in names:
        rows = len(facts.tables[name])
        assert pq.read_metadata(unpacked / "parquet" / f"{name}.parquet").num_rows == rows
        assert len(pd.read_csv(unpacked / "csv" / f"{name}.csv", dtype=str)) == rows


def test_codes_keep_their_zeros_null_is_empty_and_truth_is_in_small_letters(unpacked) -> None:
    assert (
        to_csv(
            pd.DataFrame(
                {
                    "code": pd.Series(["01", None], dtype="str"),
                    "share": [0.1, None],
                    "open": pd.Series([True, None], dtype="boolean"),
                    "rank": pd.Series([1, None], dtype="Int64"),
                }
            )
        )
        == b"code,share,open,rank\n01,0.1,true,1\n,,,\n"
    )
    header, first, *_ = (unpacked / "csv" / "core.counties.csv").read_text("utf-8").splitlines()
    assert dict(zip(header.split(","), first.split(","), strict=False))["county_fips"] == "03001"


def test_shapes_and_points_have_their_crs_in_parquet(facts, unpacked) -> None:
    for name, kinds in (
        ("core.counties", {"Polygon", "MultiPolygon"}),
        ("out.catchments", {"Polygon", "MultiPolygon"}),
        ("core.centers", {"Point"}),
        ("core.population", {"Point"}),
    ):
        shapes = gpd.read_parquet(unpacked / "parquet" / f"{name}.parquet")
        assert shapes.crs.to_epsg() == 4326
        assert set(shapes.geom_type) <= kinds
    catchments = gpd.read_parquet(unpacked / "parquet" / "out.catchments.parquet")
    assert catchments["band_geometry"].crs.to_epsg() == 4326


def test_the_data_package_is_valid_and_its_tables_are_as_it_says(unpacked) -> None:
    # In a process of its own: it warns of its own ways, and knows nothing of ours.
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "frictionless",
            "validate",
            "datapackage.json",
            "--json",
        ],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(done.stdout)
    faults = [(task["name"], task["errors"][:2]) for task in told["tasks"] if not task["valid"]]
    assert told["valid"], (told["errors"], faults)
    assert told["stats"]["tasks"] > 50


def test_fields_are_told_as_their_contract_tells_them(facts, unpacked) -> None:
    package = json.loads((unpacked / "datapackage.json").read_text("utf-8"))
    resources = {one["title"]: one for one in package["resources"] if one.get("type") == "table"}
    for name in ("out.coverage", "core.population", "out.local_figures"):
        told = {field["name"]: field for field in resources[name]["schema"]["fields"]}
        for column, promised in CONTRACTS[name].columns.items():
            if column in told:
                assert told[column]["type"] == TYPES[promised.type]
                assert told[column]["description"] == promised.meaning
                assert told[column].get("unit", "") == promised.unit
                assert told[column].get("missing", "") == promised.null
                assert told[column].get("constraints", {}).get("required", False) == (
                    not promised.null
                )
    assert resources["out.coverage"]["schema"]["primaryKey"] == [
        "stratum",
        "site_of_care",
        "within_min",
    ]
    assert {source["terms"] for source in package["sources"]} != {""}
    assert package["description"].endswith("no real place.")


def test_a_column_beyond_the_contract_is_told_as_such() -> None:
    resource = table_resource("out.own", "csv/out.own.csv", pd.DataFrame({"chairs": [1, 2]}))
    (field,) = resource["schema"]["fields"]
    assert field["type"] == "integer"
    assert "contract does not promise" in field["description"]


def test_checksums_settings_and_citation_are_those_of_the_run(facts, unpacked) -> None:
    lines = (unpacked / "checksums.txt").read_text("utf-8").splitlines()
    listed = {path: digest for digest, path in (line.split("  ") for line in lines)}
    files = [
        path for path in unpacked.rglob("*") if path.is_file() and path.name != "checksums.txt"
    ]
    assert listed == {
        str(path.relative_to(unpacked)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }
    (run,) = facts.tables.rows("out.provenance", kind="run")
    settings = json.loads((unpacked / "settings.json").read_text("utf-8"))
    assert settings["settings"] == json.loads(run["settings"])
    cited = yaml.safe_load((unpacked / "CITATION.cff").read_text("utf-8"))
    assert cited["title"] == "Infusion Access: Arboria (fictional)"
    assert cited["date-released"] == run["started_at"][:10]
    readme = (unpacked / "README.md").read_text("utf-8")
    assert "Fictional: the area does not exist." in readme
    assert "$" not in readme


def test_layers_of_the_geopackage_hold_what_the_tables_tell(facts, unpacked) -> None:
    path = unpacked / "arboria.gpkg"
    layers = dict(pyogrio.list_layers(path))
    assert set(layers) == {"counties", "places", "catchments", "centers", "layer_styles"}
    assert layers["centers"] == "Point"
    places = gpd.read_file(path, layer="places").set_index("geoid")
    assert places.crs.to_epsg() == 4326
    gaps = facts.tables["out.gaps"].set_index("geoid")["gap"]
    assert (places["gap"] == gaps[places.index]).all()
    population = facts.tables["core.population"].set_index("geoid")["population"]
    assert (places["population"] == population[places.index]).all()
    times = facts.tables["out.drive_times"]
    office = times[times["site_of_care"] == "office_based"].set_index("geoid")["drive_time_min"]
    pd.testing.assert_series_equal(
        places["office_based_min"], office[places.index], check_names=False
    )
    counties = gpd.read_file(path, layer="counties")
    assert len(counties) == len(facts.tables["out.counties"])
    # The land of all places is that of their counties.
    assert places.to_crs(3857).area.sum() == pytest.approx(
        counties.to_crs(3857).area.sum(), rel=1e-3
    )


def test_styles_are_named_one_a_layer_applies_and_every_value_has_a_symbol(unpacked) -> None:
    with sqlite3.connect(unpacked / "arboria.gpkg") as connection:
        rows = connection.execute(
            "SELECT f_table_name, f_geometry_column, styleName, styleQML, useAsDefault FROM layer_styles"
        ).fetchall()
        geometry = dict(
            connection.execute("SELECT table_name, column_name FROM gpkg_geometry_columns")
        )
    connection.close()
    assert sorted(layer for layer, *_, default in rows if default) == [
        "catchments", "centers", "counties", "places",
    ]  # fmt: skip
    values = {}
    for layer, column, name, qml, _ in rows:
        assert geometry[layer] == column
        root = ElementTree.fromstring(qml)
        keys = [*root.iter("category"), *root.iter("range")]
        symbols = {one.get("name") for one in root.iter("symbol")}
        assert keys and {one.get("symbol") for one in keys} == symbols, name
        values[name] = {one.get("value") for one in root.iter("category")}
    assert values["What lies within 30 minutes"] == set(GAP_FILLS)
    assert values["Kind of center"] == set(SITES_OF_CARE)


def test_geopandas_reads_the_warehouse_in_the_documented_line(warehouse, tmp_path: Path) -> None:
    # DuckDB opens a file in one way in a process, and the pages have it open in theirs.
    copy = shutil.copy(warehouse, tmp_path / "access.duckdb")
    document = Path(__file__).parents[2] / "docs" / "start_analysis.md"
    (line,) = (
        one.strip() for one in document.read_text("utf-8").splitlines() if "from_arrow" in one
    )
    names = {"gpd": gpd, "duckdb": duckdb}
    exec(line.replace("data/processed/demo/access.duckdb", str(copy)), names)
    counties = names["counties"]
    assert isinstance(counties, gpd.GeoDataFrame)
    assert counties.crs.to_epsg() == 4326
    assert set(counties.geom_type) <= {"Polygon", "MultiPolygon"}
