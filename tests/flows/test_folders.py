"""Areas by name and by path."""

from pathlib import Path

import pytest

from flows.folders import AREAS, Folders, area_file, area_names


def test_names_lead_to_the_shipped_files() -> None:
    assert area_names() == ["delaware", "demo"]
    assert area_file("demo") == AREAS / "demo.toml"


def test_a_path_leads_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.touch()
    assert area_file(str(path)) == path


def test_anything_else_names_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="delaware, demo"):
        area_file(str(tmp_path / "missing.toml"))


def test_outputs_of_two_areas_never_share_a_folder(tmp_path: Path) -> None:
    one, two = Folders(tmp_path, tmp_path, "one"), Folders(tmp_path, tmp_path, "two")
    for name in ("raw", "processed", "warehouse", "network", "report"):
        assert getattr(one, name) != getattr(two, name)
