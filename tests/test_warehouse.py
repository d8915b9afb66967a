"""The warehouse: geometry survives, order is the key's, and a layer is written whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import geopandas as gpd
import pandas as pd
import pytest
import shapely

from pipelines.contracts import CONTRACTS, ContractError, meaning_of
from pipelines.warehouse import (
    DamagedError,
    WarehouseError,
    check_unused,
    connect,
    read_table,
    replace_layers,
    set_damaged_aside,
    writing,
)


def gaps(geoids: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "geoid": geoids,
            "gap": "none",
            "hospital_min": None,
            "office_min": 3.5,
            "office_advantage_min": None,
            "nearer": "only_office",
        }
    )


def catchments() -> gpd.GeoDataFrame:
    big, small = shapely.box(0, 0, 2, 2), shapely.box(0, 0, 1, 1)
    frame = gpd.GeoDataFrame(
        {"site_of_care": "office_based", "within_min": [30.0, 15.0], "population": [2.0, 1.0]},
        geometry=[big, small],
        crs="EPSG:4326",
    )
    return frame.assign(
        band_geometry=gpd.GeoSeries([big - small, shapely.Polygon()], crs="EPSG:4326")
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "access.duckdb"


def test_rows_come_back_in_the_order_of_their_key(path: Path) -> None:
    with writing(path) as warehouse:
        replace_layers(warehouse, {"out.gaps": gaps(["b", "a"])})
    table = read_table(path, "out.gaps")
    assert table["geoid"].tolist() == ["a", "b"]
    assert table["hospital_min"].isna().all()


def test_the_file_itself_tells_what_tables_and_columns_mean(path: Path) -> None:
    with writing(path) as warehouse:
        replace_layers(warehouse, {"out.gaps": gaps(["a"])})
    with connect(path) as warehouse:
        told = warehouse.execute(
            "SELECT comment FROM duckdb_tables() WHERE table_name = 'gaps'"
        ).fetchall()
        said = dict(
            warehouse.execute("SELECT column_name, comment FROM duckdb_columns()").fetchall()
        )
    assert told == [(CONTRACTS["out.gaps"].row + " Key: geoid.",)]
    assert said["hospital_min"] == meaning_of("out.gaps", "hospital_min")


def test_geometry_columns_survive_with_empty_ones_and_crs(path: Path) -> None:
    with writing(path) as warehouse:
        replace_layers(warehouse, {"out.catchments": catchments()})
    table = read_table(path, "out.catchments")
    assert isinstance(table, gpd.GeoDataFrame)
    assert table.crs == "EPSG:4326"
    assert table["within_min"].tolist() == [15, 30]
    assert shapely.area(table.geometry.to_numpy()).tolist() == [1, 4]
    assert shapely.is_empty(table["band_geometry"]).tolist() == [True, False]


def test_a_broken_table_leaves_the_layer_as_it_was(path: Path) -> None:
    with writing(path) as warehouse:
        replace_layers(warehouse, {"out.gaps": gaps(["a"])})
    with pytest.raises(ContractError), writing(path) as warehouse:
        replace_layers(warehouse, {"out.gaps": gaps(["b", "b"])})
    assert read_table(path, "out.gaps")["geoid"].tolist() == ["a"]


def test_an_error_after_writing_rolls_back(path: Path) -> None:
    with writing(path) as warehouse:
        replace_layers(warehouse, {"out.gaps": gaps(["a"])})
    with pytest.raises(KeyboardInterrupt), writing(path) as warehouse:
        replace_layers(warehouse, {"out.gaps": gaps(["b"])})
        raise KeyboardInterrupt
    assert read_table(path, "out.gaps")["geoid"].tolist() == ["a"]


def test_a_new_layer_drops_what_was_computed_from_the_old_one(path: Path) -> None:
    with writing(path) as warehouse:
        replace_layers(warehouse, {"out.gaps": gaps(["a"]), "raw.notes": pd.DataFrame({"a": [1]})})
    with writing(path) as warehouse:
        replace_layers(warehouse, {"raw.notes": pd.DataFrame({"a": [2]})})
    assert read_table(path, "raw.notes")["a"].tolist() == [2]
    with pytest.raises(WarehouseError, match="infusion-access access"):
        read_table(path, "out.gaps")


def test_a_missing_file_says_how_to_make_it(path: Path) -> None:
    with pytest.raises(WarehouseError, match="infusion-access run"):
        connect(path)


def test_readers_cannot_write(path: Path) -> None:
    with writing(path) as warehouse:
        replace_layers(warehouse, {"out.gaps": gaps(["a"])})
    with connect(path) as warehouse, pytest.raises(Exception, match="read-only"):
        warehouse.execute("DELETE FROM out.gaps")


HOLD = """
import sys, duckdb
held = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "reads")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("holder", ["reads", "writes"])
def test_a_warehouse_in_use_says_by_whom_and_what_to_do(path: Path, holder: str) -> None:
    check_unused(path)
    with writing(path) as warehouse:
        replace_layers(warehouse, {"out.gaps": gaps(["1"])})
    check_unused(path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), holder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdin is not None and other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(WarehouseError, match=rf"in use by process {other.pid} \(close the"):
            check_unused(path)
        with pytest.raises(WarehouseError, match="in use"), writing(path):
            pass
        if holder == "reads":
            assert len(read_table(path, "out.gaps")) == 1
        else:
            with pytest.raises(WarehouseError, match="being written: try again"):
                connect(path)
        other.stdin.close()
    check_unused(path)


DAMAGES = {
    "junk": lambda content: b"x" * 5000,
    "empty": lambda content: b"",
    "cut": lambda content: content[: len(content) // 2],
    "scribbled": lambda content: content[:5000] + b"scribbled" + content[5009:],
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("folder", ["plain", "lock and block"])
def test_a_damaged_file_is_said_to_be_and_put_aside(
    tmp_path: Path, damage: str, folder: str
) -> None:
    path = tmp_path / folder / "access.duckdb"
    with writing(path) as warehouse:
        replace_layers(warehouse, {"out.gaps": gaps(["a"])})
    assert set_damaged_aside(path) is None
    content = DAMAGES[damage](path.read_bytes())
    path.write_bytes(content)
    with pytest.raises(DamagedError, match=r"is damaged, or no warehouse: .*puts it aside"):
        connect(path)
    aside = set_damaged_aside(path)
    assert aside is not None
    assert aside.read_bytes() == content
    assert set_damaged_aside(path) is None
    with writing(path) as warehouse:
        replace_layers(warehouse, {"out.gaps": gaps(["b"])})
    assert read_table(path, "out.gaps")["geoid"].tolist() == ["b"]


def test_a_sound_file_that_may_not_be_written_is_not_called_damaged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(path) as warehouse:
        replace_layers(warehouse, {"out.gaps": gaps(["a"])})

    def refuse(*_: object, **__: object) -> None:
        raise duckdb.IOException(f'Cannot open file "{path}": Read-only file system')

    monkeypatch.setattr(duckdb, "connect", refuse)
    monkeypatch.setattr("os.access", lambda where, rights: not rights & os.W_OK)
    with pytest.raises(WarehouseError, match="may not be written by this user") as caught:
        check_unused(path)
    assert not isinstance(caught.value, DamagedError)
    assert "delete" not in str(caught.value)


def test_a_disk_that_is_full_is_told_and_leaves_the_layer(path: Path) -> None:
    with writing(path) as warehouse:
        replace_layers(warehouse, {"out.gaps": gaps(["a"])})
    full = pytest.raises(WarehouseError, match=r"cannot be written: .*No space left.*disk")
    with full, writing(path) as warehouse:
        replace_layers(warehouse, {"out.gaps": gaps(["b"])})
        raise duckdb.IOException("Could not write file: No space left on device")
    assert read_table(path, "out.gaps")["geoid"].tolist() == ["a"]
