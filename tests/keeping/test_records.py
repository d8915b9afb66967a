"""Kept results: whole or not there, told from damaged ones, and never more of them than are of use."""

import json
from pathlib import Path

import pandas as pd
import pytest

from pipelines.keeping import records as module
from pipelines.keeping.records import KEPT_EACH, KeptError, Record, Records, as_content

TABLE = pd.DataFrame({"n": [1, 2]})


def result(
    step: str = "read", value: str = "1", table: pd.DataFrame = TABLE
) -> tuple[Record, bytes]:
    content = as_content(table)
    assert content is not None
    return Record(
        step, {"setting a": value}, {"m": "d"}, {"python": "3"}, {"t": content[0]}
    ), content[1]


def keep(kept: Records, *found: tuple[Record, bytes]) -> None:
    for record, content in found:
        kept.keep(record, {"t": content})


def test_a_result_is_found_by_its_step_the_last_first(tmp_path: Path) -> None:
    kept = Records(tmp_path)
    keep(kept, result(value="1"), result(value="2"), result("other"))
    assert [one.reads["setting a"] for one in kept.of("read")] == ["2", "1"]
    assert kept.of("read")[0] == result(value="2")[0]
    pd.testing.assert_frame_equal(kept.table(kept.of("read")[0].made["t"]), TABLE)
    assert kept.damaged(kept.of("read")[0]) is None


def test_old_results_and_tables_that_nobody_names_go(tmp_path: Path) -> None:
    kept = Records(tmp_path)
    many = [result(value=str(n), table=pd.DataFrame({"n": [n]})) for n in range(KEPT_EACH + 3)]
    keep(kept, *many, result("gone"))
    kept.tidy(["read"])
    assert [one.reads["setting a"] for one in kept.of("read")] == ["4", "3"]
    assert kept.of("gone") == []
    assert len(list((tmp_path / "tables").iterdir())) == KEPT_EACH
    assert all(kept.damaged(one) is None for one in kept.of("read"))


@pytest.mark.parametrize("harm", ["cut", "other", "gone"])
def test_a_table_that_is_not_as_it_was_written_is_told(tmp_path: Path, harm: str) -> None:
    kept = Records(tmp_path)
    keep(kept, result())
    (path,) = (tmp_path / "tables").iterdir()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-9] if harm == "cut" else b"other")
    (record,) = kept.of("read")
    assert kept.damaged(record) == "t"
    with pytest.raises(KeptError, match="start the run again"):
        kept.table(record.made["t"])
    keep(kept, result())
    assert kept.damaged(record) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"digest": "x"}'])
def test_a_damaged_record_is_none_and_is_told(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Records(tmp_path)
    keep(kept, result())
    (path,) = (tmp_path / "steps" / "read").iterdir()
    path.write_text(text, encoding="utf-8")
    assert kept.of("read") == []
    assert "is damaged, and its step runs again" in caplog.text


def test_a_record_that_was_edited_is_none(tmp_path: Path) -> None:
    kept = Records(tmp_path)
    keep(kept, result())
    (path,) = (tmp_path / "steps" / "read").iterdir()
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(told | {"reads": {}}), encoding="utf-8")
    assert kept.of("read") == []


@pytest.mark.parametrize("writes", range(4))
def test_killed_between_any_two_steps_of_writing_it_leaves_a_sound_result_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    """Table and record are each written aside and then renamed: four moments."""
    left = [writes]

    def counted(real: object) -> object:
        def write(path: Path, *args: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
            assert callable(real)
            return real(path, *args)

        return write

    monkeypatch.setattr(module.Path, "write_bytes", counted(Path.write_bytes))
    monkeypatch.setattr(module.Path, "replace", counted(Path.replace))
    kept = Records(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        keep(kept, result())
    assert kept.of("read") == []
    kept.tidy(["read"])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
