"""An area that takes its process with it: the others are made all the same, and it is told what happened."""

import os
from pathlib import Path

import prefect
import pytest
from prefect.cache_policies import NO_CACHE

from flows.cli import main
from flows.commands import DONE
from flows.folders import Folders
from flows.many import many_areas
from flows.many.runners import Place, place_of, settings_for_workers
from flows.study import Study, open_study


def study_named(name: str, small_area: Path, folder: Path) -> Study:
    text = small_area.read_text(encoding="utf-8").replace('name = "small"', f'name = "{name}"')
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return open_study(str(path), str(folder / "data"), str(folder / "reports"))


def test_an_area_that_ends_its_process_is_told_and_the_others_are_made(
    prefect_server: str, small_area: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @prefect.task(cache_policy=NO_CACHE)
    def run_area(
        name: str,
        area: str,
        data: str,
        reports: str,
        workers: int,
        refresh: list[str] | None,
        anew: bool,
    ) -> str:
        if name == "greedy":
            os._exit(9)
        with (Path(area).parent / f"{name}.made").open("a") as made:
            made.write(f"{workers} {refresh}")
        return name

    monkeypatch.setattr(many_areas, "run_area", run_area)
    studies = [study_named(name, small_area, tmp_path) for name in ("greedy", "modest")]
    place = place_of("processes", None, areas=2, at_once=1, own_server=False)
    with settings_for_workers():
        failed = many_areas.run_all(studies, place, 4, ["roads"], anew=False)
    assert list(failed) == ["greedy"]
    assert "its worker ended" in failed["greedy"]
    # Alone, it has all threads; here the first round had them for one area as well.
    assert (tmp_path / "modest.made").read_text() == "4 ['roads']"


@pytest.mark.parametrize(
    ("words", "heard"), [(["--refresh"], ["all"]), (["--refresh", "roads"], ["roads"])]
)
def test_newer_files_are_asked_for_even_where_nothing_changed(
    words: list[str],
    heard: list[str],
    prefect_server: str,
    small_area: Path,
    small_run: Folders,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def run_all(
        studies: list[Study], place: Place, cores: int, refresh: list[str] | None, *, anew: bool
    ) -> dict[str, str]:
        asked.append(([one.area.name for one in studies], refresh))
        return {}

    monkeypatch.setattr(many_areas, "run_all", run_all)
    where = ["--data", str(small_run.data), "--reports", str(tmp_path)]
    assert main(["run-many", str(small_area), *words, *where]) == DONE
    assert asked == [(["small"], heard)]
