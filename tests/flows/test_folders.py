"""Areas by name and by path."""

from pathlib import Path

import pytest

from flows.folders import AREAS, Folders, area_argument, area_file, area_names


def test_names_lead_to_the_shipped_files() -> None:
    assert area_names() == ["delaware", "demo", "vermont"]
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


def test_a_command_names_an_area_in_the_shortest_way_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert area_argument(area_file("demo").resolve()) == "demo"
    mine = tmp_path / "areas" / "mine.toml"
    assert area_argument(mine) == str(mine)
    monkeypatch.chdir(tmp_path)
    assert area_argument(mine) == "areas/mine.toml"
