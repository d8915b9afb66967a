"""Steps run when something changed of what they read, and not otherwise: on steps that count their runs."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from flows.reruns.keeping import Found, Keeper, Reads, Result
from pipelines.area import StudyArea
from pipelines.digest import file_digest
from pipelines.keeping.records import Records
from tests.worlds.answers import fictional_area

CODE = ("pipelines.units",)


class Day:
    """One run of two steps: `first` reads a file, `second` the table of the first and a setting."""

    def __init__(self, folder: Path, area: StudyArea | None = None, **options: bool) -> None:
        self.folder, self.ran = folder, list[str]()
        self.keeper = Keeper(Records(folder / "kept"), area or fictional_area(), folder, **options)

    def run(self, text: str = "a", *, passing: bool = False) -> list[str]:
        self.keeper.known["files of one"] = json.dumps([["one.csv", text]])
        first = self.step(
            "first", ["files of one"], lambda _: pd.DataFrame({"n": [len(text)]}), passing
        )

        def minutes(reads: Reads) -> pd.DataFrame:
            assert first is not None
            return first.tables["first"] * reads.area.measures.gap_min

        self.step("second", ["first"], minutes)
        self.keeper.finish("day")
        return self.ran

    def step(
        self,
        name: str,
        reads: list[str],
        make: Callable[[Reads], pd.DataFrame],
        passing: bool = False,
    ) -> Result | None:
        def found(noted: Reads) -> Found:
            self.ran.append(name)
            file = self.folder / f"{name}.txt"
            file.write_text("written", encoding="utf-8")
            return Found({name: make(noted)}, files=[file], passing=passing)

        return self.keeper.step(name, CODE, reads, found)


def with_gap(minutes: float) -> StudyArea:
    settings = fictional_area().model_dump(exclude_unset=True)
    return StudyArea.model_validate({**settings, "measures": {"gap_min": minutes}})


def test_what_did_not_change_does_not_run(tmp_path: Path) -> None:
    assert Day(tmp_path).run() == ["first", "second"]
    assert Day(tmp_path).run() == []
    assert Day(tmp_path, with_gap(44)).run() == ["second"]
    assert Day(tmp_path, with_gap(44)).run() == []


def test_what_comes_out_as_before_stops_there(tmp_path: Path) -> None:
    Day(tmp_path).run("a")
    assert Day(tmp_path).run("b") == ["first"]
    assert Day(tmp_path).run("longer") == ["first", "second"]


def test_a_change_that_is_taken_back_runs_nothing(tmp_path: Path) -> None:
    Day(tmp_path).run()
    Day(tmp_path, with_gap(44)).run()
    assert Day(tmp_path).run() == []


def test_asked_for_anew_everything_runs(tmp_path: Path) -> None:
    Day(tmp_path).run()
    assert Day(tmp_path, anew=True).run() == ["first", "second"]


def test_a_written_file_that_is_gone_or_changed_is_written_again(tmp_path: Path) -> None:
    Day(tmp_path).run()
    digest = file_digest(tmp_path / "second.txt")
    for harm in (Path.unlink, lambda path: path.write_text("edited", encoding="utf-8")):
        harm(tmp_path / "second.txt")
        assert Day(tmp_path).run() == ["second"]
        assert file_digest(tmp_path / "second.txt") == digest


def test_a_damaged_table_is_made_anew_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Day(tmp_path).run()
    for path in (tmp_path / "kept" / "tables").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert Day(tmp_path).run() == ["first", "second"]
    assert "the kept first of first is damaged or gone: it is made anew" in caplog.text
    assert Day(tmp_path).run() == []


def test_what_may_come_out_otherwise_without_a_change_is_not_kept(tmp_path: Path) -> None:
    Day(tmp_path).run(passing=True)
    assert Day(tmp_path).run() == ["first"]


def test_other_code_runs_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Day(tmp_path).run()
    monkeypatch.setattr(
        "flows.reruns.keeping.code_of", lambda *_, alone: {"pipelines.units": "other"}
    )
    assert Day(tmp_path).run() == ["first", "second"]
    monkeypatch.setattr("flows.reruns.keeping.software", lambda: {"numpy": "99"})
    assert Day(tmp_path).run() == ["first", "second"]


def explained(
    folder: Path, text: str = "a", area: StudyArea | None = None, **options: bool
) -> list[str]:
    day = Day(folder, area, dry=True, **options)
    assert day.run(text) == []
    return [line.split(", of ")[0] for line in day.keeper.lines]


def test_what_would_run_is_told_without_running(tmp_path: Path) -> None:
    assert explained(tmp_path) == ["first: would run, never run", "second: would run, never run"]
    Day(tmp_path).run()
    before = sorted(path for path in tmp_path.rglob("*"))
    assert explained(tmp_path) == ["first: kept", "second: kept"]
    assert explained(tmp_path, area=with_gap(44)) == [
        "first: kept",
        "second: would run, setting measures.gap_min changed: 30.0 -> 44.0",
    ]
    assert explained(tmp_path, "b") == [
        "first: would run, file one.csv changed",
        "second: may run, if first comes out otherwise",
    ]
    assert explained(tmp_path, anew=True)[0] == "first: would run, as was asked for"
    assert sorted(path for path in tmp_path.rglob("*")) == before
