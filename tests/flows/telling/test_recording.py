"""Every step that ended well is kept, with its stage, and a long one is told of now and then."""

import json
import logging

import pytest

from flows.telling import recording
from flows.telling.recording import recording_now, stage_and_step
from pipelines.progress import count, step


def test_steps_are_kept_by_stage_as_they_end_and_failures_are_not() -> None:
    with recording.recording() as kept, step("run"):
        with step("ingest"), step("read roads"):
            count(12, unit="rows")
        with pytest.raises(ValueError), step("access"), step("equity"):
            raise ValueError
    told = [(one.stage, one.step, one.items, one.unit) for one in kept.records]
    assert told == [("ingest", "read roads", 12, "rows"), ("ingest", "", None, None)]
    rows = json.loads(kept.as_json())
    assert rows[0].keys() == {"stage", "step", "seconds", "peak_mb", "items", "unit"}
    assert recording_now() is None


def test_a_recording_within_another_is_that_one() -> None:
    with recording.recording() as outer:
        with recording.recording() as inner:
            assert inner is outer
        assert recording_now() is outer


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ((), ("", "")),
        (("run",), ("", "")),
        (("run", "access"), ("access", "")),
        (("run", "access", "what if", "searching again"), ("access", "what if: searching again")),
        (("publish", "draw maps"), ("publish", "draw maps")),
    ],
)
def test_the_flow_of_flows_is_no_stage(names: tuple[str, ...], told: tuple[str, str]) -> None:
    assert stage_and_step(names) == told


def test_a_long_step_is_told_of_now_and_then(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = iter([0.0, 1.0, 6.0, 6.0, 12.0, 12.0, 99.0])
    monkeypatch.setattr(recording, "monotonic", lambda: next(now))
    with caplog.at_level(logging.INFO), recording.recording(), step("locate roads"):
        count(1, 4, "MB")
        count(2, 4, "MB")
        count(3, unit="MB")
    assert caplog.messages == ["locate roads: 2 of 4 MB (50%)", "locate roads: 3 MB"]
