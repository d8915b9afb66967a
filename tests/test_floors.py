"""Who may know whom: the contracts of pyproject.toml refuse what CONTRIBUTING forbids."""

import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
FORBIDDEN = {
    "pipelines/report/of_measures.py": "pipelines.measures.weighted",
    "pipelines/report/of_maps.py": "pipelines.maps.gallery",
    "pipelines/report/of_duckdb.py": "duckdb",
    "pipelines/maps/of_report.py": "pipelines.report.facts",
    "pipelines/measures/of_prefect.py": "prefect",
    "pipelines/sources/of_roads.py": "pipelines.roads.network",
    "pipelines/routing/of_pandas.py": "pandas",
    "pipelines/routing/of_area.py": "pipelines.area",
    "pipelines/area/of_flows.py": "flows.study",
}


def test_an_import_that_goes_up_is_refused(tmp_path: Path) -> None:
    for package in ("flows", "infusion_access", "pipelines"):
        shutil.copytree(REPOSITORY / package, tmp_path / package)
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    for file, imported in FORBIDDEN.items():
        (tmp_path / file).write_text(f"import {imported}\n", encoding="utf-8")
    (tmp_path / "pipelines" / "nowhere.py").write_text("", encoding="utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    said = " ".join(done.stdout.split())
    assert done.returncode == 1, done.stderr
    for file, imported in FORBIDDEN.items():
        assert f"{file.removesuffix('.py').replace('/', '.')} -> {imported}" in said
    assert "- pipelines.nowhere" in said
