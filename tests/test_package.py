"""What is released: one version everywhere, a wheel that is whole, and hooks that run what `make` runs."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from flows.cli import main

REPOSITORY = Path(__file__).parents[1]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def test_the_command_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"infusion-access {version('infusion-access')}\n"


def test_version_and_date_are_those_of_the_newest_release() -> None:
    changes = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", changes, flags=re.M)
    assert headings[0] == "[Unreleased]"
    releases = [
        re.fullmatch(r"\[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)", one) for one in headings[1:]
    ]
    assert releases and all(releases)
    assert set(re.findall(r"^### (.*)$", changes, flags=re.M)) <= {
        "Added", "Changed", "Deprecated", "Removed", "Fixed", "Security",
    }  # fmt: skip
    cited = yaml.safe_load((REPOSITORY / "CITATION.cff").read_text(encoding="utf-8"))
    assert releases[0] is not None
    assert releases[0].groups() == (cited["version"], str(cited["date-released"]))
    assert PROJECT["project"]["version"] == cited["version"]
    assert PROJECT["project"]["license"] == cited["license"]
    assert cited["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= cited.keys()


def test_the_wheel_carries_types_areas_and_data(tmp_path: Path) -> None:
    build = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "--target",
        "wheel",
        "--directory",
        tmp_path,
    ]
    subprocess.run(build, cwd=REPOSITORY, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())
    assert {f"{package}/py.typed" for package in PACKAGES} <= carried
    kept = {"areas", "data", "templates"}
    for package in PACKAGES:
        for path in (REPOSITORY / package).rglob("*"):
            if path.is_file() and (path.suffix == ".py" or kept & set(path.parts)):
                assert path.relative_to(REPOSITORY).as_posix() in carried


def test_every_package_of_the_repository_is_packaged() -> None:
    packages = {path.parent.name for path in REPOSITORY.glob("*/__init__.py")}
    assert (
        packages - {"tests"}
        == set(PACKAGES)
        == set(PROJECT["tool"]["importlinter"]["root_packages"])
    )


def test_hooks_run_what_make_runs() -> None:
    made = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    lint = re.findall(r"^(?:lint|types): .*\n((?:\t.*\n)+)", made, flags=re.M)
    commands = {
        line.strip().replace("$(BIN)", ".venv/bin").removesuffix(" .")
        for line in "".join(lint).splitlines()
    }
    config = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (local,) = config["repos"]
    assert local["repo"] == "local"
    assert {hook["entry"].removesuffix(" --force-exclude") for hook in local["hooks"]} == commands
