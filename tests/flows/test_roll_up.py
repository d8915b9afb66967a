"""Areas put together from the command line: warehouse, pages and refusals."""

from pathlib import Path

import pytest

from flows.answers import answers
from flows.cli import main
from flows.commands import BAD_USAGE, FAILED
from flows.folders import Folders
from flows.roll_up import put_together
from flows.study import open_study
from pipelines.report.writing import write_report
from pipelines.roll_up.roll_up import LEFT_OUT
from pipelines.warehouse import connect, read_from


def test_a_land_is_told_as_any_area_with_what_it_was_put_together_of(
    small_area: Path, small_run: Folders, tmp_path: Path
) -> None:
    text = small_area.read_text(encoding="utf-8")
    one = tmp_path / "land.toml"
    one.write_text(text.replace('name = "small"', 'name = "land"'), encoding="utf-8")
    land, part = (
        open_study(str(path), str(small_run.data), str(tmp_path / "reports"))
        for path in (one, small_area)
    )
    put_together(land, [part])
    with answers(land) as facts:
        write_report(facts, [], land.folders.report)
        assert facts.tables.rows("out.provenance", kind="part")[0]["area"] == "small"
        assert facts.tables.names("out") == sorted(set(facts.tables.names("out")) - set(LEFT_OUT))
    page = (land.folders.report / "index.html").read_text(encoding="utf-8")
    assert "Drives were searched in 1 area" in page
    assert "infusion-access run-many small\n" in page
    with connect(small_run.warehouse) as ours, connect(land.folders.warehouse) as theirs:
        for name in ("out.drive_times", "out.adequacy_findings", "out.counties"):
            assert read_from(ours, name).equals(read_from(theirs, name)), name


def test_a_land_that_bears_the_name_of_an_area_is_bad_usage(
    small_area: Path, small_run: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--data", str(small_run.data), "--reports", str(small_run.reports)]
    assert main(["roll-up", str(small_area), str(small_area), *where]) == BAD_USAGE
    assert "each area has a name of its own" in capsys.readouterr().err


def test_an_area_that_was_not_run_is_named_with_the_mend(
    small_area: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--data", str(tmp_path / "data"), "--reports", str(tmp_path / "reports")]
    assert main(["roll-up", str(small_area), "demo", *where]) == FAILED
    assert "no warehouse yet (make it with `infusion-access run AREA`)" in capsys.readouterr().err
