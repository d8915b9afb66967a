"""Several areas in one command, on a Dask cluster of two workers: what is good is made, what is bad is told."""

import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli import main
from flows.commands import BAD_USAGE, DONE, FAILED
from flows.folders import Folders
from flows.many.one_area import said_by

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster of two workers, each a process that does one thing at a time."""
    logging.getLogger("distributed").setLevel(logging.ERROR)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0"
    ) as running:
        yield running.scheduler_address


@pytest.fixture
def broken_area(small_area: Path, tmp_path: Path) -> Path:
    text = small_area.read_text(encoding="utf-8").replace('name = "small"', 'name = "broken"')
    broken = text.replace("raw:hifld_hospitals.csv", "none.csv")
    assert broken != text
    path = tmp_path / "broken.toml"
    path.write_text(broken, encoding="utf-8")
    return path


def test_good_areas_are_made_beside_a_failed_one_which_is_tried_once_more(
    small_area: Path,
    small_run: Folders,
    broken_area: Path,
    cluster: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(small_run.data, tmp_path / "data")
    shutil.copytree(small_run.reports, tmp_path / "reports")
    folders = Folders(tmp_path / "data", tmp_path / "reports", "small")
    before = (folders.report / "brief.pdf").read_bytes()
    (folders.report / "brief.pdf").unlink()
    (folders.reports / "index.html").unlink()
    areas = [str(broken_area), str(small_area)]
    options = ["--data", str(folders.data), "--reports", str(folders.reports), "--workers", "2"]
    dask = ["--runner", "dask", "--address", cluster]
    assert main(["run-many", *areas, *options, *dask]) == FAILED

    assert (folders.report / "brief.pdf").read_bytes() == before
    out, err = capfd.readouterr()
    assert out == f"{folders.reports / 'index.html'}\n"
    assert "small/index.html" in (folders.reports / "index.html").read_text(encoding="utf-8")
    why = f"{tmp_path / 'none.csv'}: there is no such file"
    assert f"broken failed: {why}" in err
    assert err.count("it is tried once more, alone") == 1
    assert err.splitlines()[-1] == "1 of 2 areas done"
    assert "small: publish, " in err
    said = [json.loads(line) for line in said_by(folders).read_text(encoding="utf-8").splitlines()]
    # Only what was gone was made; and by a run that Prefect knows of.
    assert [one["message"] for one in said if "kept" in one["message"]] != []
    assert {one["area"] for one in said} <= {"", "small"}

    # What is whole is not started again, and there is nothing to start Prefect or Dask for.
    assert main(["run-many", str(small_area), *options, "--runner", "dask"]) == DONE
    assert "small: nothing changed since" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--address", "127.0.0.1:1"], "--address is of --runner dask"),
        (["demo"], "more than one area is named demo"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_started(
    more: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = ["--data", str(tmp_path / "data"), "--reports", str(tmp_path / "reports")]
    assert main(["run-many", "demo", *more, *folders]) == BAD_USAGE
    assert told in capsys.readouterr().err
    assert not (tmp_path / "data").exists()
