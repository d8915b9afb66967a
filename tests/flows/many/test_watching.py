"""What the files of several areas say is told as steps, whatever the order in which they say it."""

import json
from pathlib import Path

import pytest

from flows.many.watching import Watched
from pipelines.progress import Listener, Step, listening, path_of, step


class Heard(Listener):
    def __init__(self) -> None:
        self.heard: list[tuple[str, ...]] = []

    def began(self, step: Step) -> None:
        self.heard.append(("began", *path_of(step)))

    def ended(self, step: Step) -> None:
        self.heard.append(("failed" if step.failed else "ended", *path_of(step)))


def say(file: Path, *lines: tuple[str, str, str], end: str = "\n") -> None:
    with file.open("a", encoding="utf-8") as said:
        for stage, name, message in lines:
            line = {"level": "INFO", "stage": stage, "step": name, "message": message}
            said.write(json.dumps(line | {"seconds": 1.0}) + end)


def test_areas_begin_and_end_in_any_order_and_their_stages_are_told(tmp_path: Path) -> None:
    heard = Heard()
    stale = tmp_path / "a"
    say(stale, ("publish", "", "begins"))
    with listening(heard), step("run-many"):
        a, b = Watched("a", tmp_path / "a"), Watched("b", tmp_path / "b")
        a.look()
        say(tmp_path / "a", ("", "", "begins"), ("ingest", "", "begins"))
        a.look()
        say(tmp_path / "b", ("", "", "begins"), ("ingest", "", "begins"))
        b.look()
        say(tmp_path / "a", ("ingest", "read roads", "done"), ("ingest", "", "done"))
        say(tmp_path / "a", ("access", "", "beg"), end="")
        a.end(None)
        b.end(ValueError("no roads"))
    many = ("run-many",)
    assert heard.heard == [
        ("began", *many),
        ("began", *many, "a"),
        ("began", *many, "a", "ingest"),
        ("began", *many, "b"),
        ("began", *many, "b", "ingest"),
        ("ended", *many, "a", "ingest"),
        ("ended", *many, "a"),
        ("failed", *many, "b", "ingest"),
        ("failed", *many, "b"),
        ("ended", *many),
    ]


def test_a_warning_is_told_with_the_name_of_its_area(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watched = Watched("a", tmp_path / "a")
    line = {"level": "WARNING", "stage": "ingest", "step": "read roads", "message": "a row is odd"}
    (tmp_path / "a").write_text(json.dumps(line) + "\n", encoding="utf-8")
    watched.end(None)
    assert "a: a row is odd" in [record.message for record in caplog.records]
