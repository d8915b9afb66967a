"""What is said, one JSON object a line."""

import json
import logging
from pathlib import Path

import pytest

from flows.cli import main
from flows.commands import FAILED
from flows.telling.following import following
from flows.telling.recording import recording
from pipelines.progress import count, step

COMMON = {"time", "level", "run", "area", "stage", "step", "message", "memory_mb"}


def test_messages_and_steps_are_written_with_their_place(tmp_path: Path) -> None:
    file = tmp_path / "run.jsonl"
    file.write_text('{"from": "before"}\n', encoding="utf-8")
    with recording() as run, following(quiet=True, log_json=file):
        run.run, run.area = "7", "demo"
        logging.shutdown()  # as Prefect does to all handlers when it sets up its own
        with step("run"), step("ingest"), step("read roads"):
            logging.getLogger("pipelines.roads").info("segments: %s", "1,000 “read”")
            count(5, unit="rows")
        with pytest.raises(ValueError), step("publish"):
            raise ValueError
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()][1:]
    assert all(line.keys() >= COMMON for line in lines)
    assert {(line["run"], line["area"]) for line in lines} == {("7", "demo")}
    assert [(line["stage"], line["step"], line["level"], line["message"]) for line in lines] == [
        ("", "", "INFO", "begins"),
        ("ingest", "", "INFO", "begins"),
        ("ingest", "read roads", "INFO", "begins"),
        ("ingest", "read roads", "INFO", "segments: 1,000 “read”"),
        ("ingest", "read roads", "INFO", "done"),
        ("ingest", "", "INFO", "done"),
        ("", "", "INFO", "done"),
        ("publish", "", "INFO", "begins"),
        ("publish", "", "ERROR", "failed"),
    ]
    read = lines[4]
    assert (read["items"], read["unit"]) == (5, "rows")
    assert read["seconds"] >= 0
    assert read["memory_mb"] > 1


def test_a_log_that_cannot_be_written_is_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path / "nowhere" / "run.jsonl"
    assert main(["areas", "--log-json", str(nowhere)]) == FAILED
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"infusion-access: --log-json {nowhere}: cannot be written: ")
    monkeypatch.setenv("INFUSION_ACCESS_LOG_JSON", str(nowhere))
    assert main(["areas"]) == FAILED
