"""The documentation site builds without a warning, and its notebooks run on a fresh warehouse."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import infusion_access
from flows.cli import app
from flows.folders import Folders

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def site(small_run: Folders, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built pages; building them executes the notebooks once for all tests here."""
    folder = tmp_path_factory.mktemp("site") / "pages"
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "docs", str(folder)],
        cwd=ROOT,
        env=os.environ | {"INFUSION_ACCESS_WAREHOUSE": str(small_run.warehouse)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_draws(path: Path, site: Path) -> None:
    executed = nbformat.read(site.parent / "jupyter_execute/notebooks" / path.name, as_version=4)
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert "<img" in (site / "notebooks" / f"{path.stem}.html").read_text(encoding="utf-8")


def test_the_pages_fetch_nothing(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for attribute in ('src="http', '<link rel="stylesheet" href="http', "src='http"):
            assert attribute not in text, page


def test_every_command_and_function_is_told(site: Path) -> None:
    commands = [one.name for one in app.registered_commands]
    lines = (site / "command_line.html").read_text(encoding="utf-8")
    assert all(f'id="{name}"' in lines for name in commands)
    functions = (site / "python.html").read_text(encoding="utf-8")
    for name in (
        *infusion_access.__all__,
        "Joined.nearest",
        "Joined.accessibility",
        "Run.sql",
        "Run.network",
    ):
        assert f'id="infusion_access.{name}"' in functions
