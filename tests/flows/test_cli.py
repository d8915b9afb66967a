"""The command line: exit codes, plain messages, no traceback for a user's mistake."""

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import LOOK, RUN, START, TAKE, _spread, main
from flows.commands import BAD_USAGE, DONE, FAILED
from flows.folders import AREAS, Folders
from flows.run import FLOWS


def test_areas_are_listed_and_the_fictional_one_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["areas"]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(list(AREAS.glob("*.toml")))
    assert next(line for line in lines if line.startswith("demo ")).endswith("(fictional)")


def test_an_unknown_area_is_bad_usage_and_the_known_ones_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["run", "atlantis"]) == BAD_USAGE
    assert "delaware, demo" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly", "demo"],
        ["run"],
        ["run", "demo", "--workers", "0"],
        ["run", "demo", "--workers", "two"],
        ["run", "demo", "--workers", "18446744073709551616"],
        ["run", "demo", "--workers", "9" * 5000],
        ["run", "--refresh", "demo"],
        ["show", "030010001001"],
    ],
)
def test_bad_usage_exits_with_2_and_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == BAD_USAGE
    said = capsys.readouterr()
    assert said.err.startswith("infusion-access")
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_without_a_command_the_help_is_printed_and_it_is_bad_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == BAD_USAGE
    said = capsys.readouterr()
    assert "Run the pipeline" in said.out
    assert said.err == ""


@pytest.mark.parametrize(
    ("words", "spread"),
    [
        (["demo"], ["demo"]),
        (["demo", "--refresh"], ["demo", "--refresh", ""]),
        (["--refresh", "--quiet", "demo"], ["--refresh", "", "--quiet", "demo"]),
        (
            ["demo", "--refresh", "roads", "nppes", "--quiet"],
            ["demo", "--refresh", "roads", "--refresh", "nppes", "--quiet"],
        ),
        (
            ["--refresh", "a", "--refresh", "--quiet"],
            ["--refresh", "a", "--refresh", "", "--quiet"],
        ),
        (["--refresh=roads", "demo"], ["--refresh=roads", "demo"]),
    ],
)
def test_an_option_takes_any_number_of_values(words: list[str], spread: list[str]) -> None:
    assert list(_spread(words, "--refresh")) == spread


@pytest.mark.parametrize(
    ("refresh", "asked"),
    [
        ([], {}),
        (["--refresh"], {"refresh": ["all"]}),
        (["--refresh", "a", "b"], {"refresh": ["a", "b"]}),
    ],
)
def test_sources_to_refresh_reach_the_flow(
    refresh: list[str],
    asked: dict[str, list[str]],
    small_area: Path,
    prefect_server: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: dict[str, object] = {}
    monkeypatch.setitem(FLOWS, "ingest", lambda **given: heard.update(given) or "")
    assert main(["ingest", str(small_area), "--data", str(tmp_path), *refresh]) == DONE
    assert {name: heard[name] for name in heard.keys() & {"refresh"}} == asked


def _completed(*words: str) -> list[str]:
    """What the shell is offered for the last of the words."""
    asked = {
        "_INFUSION_ACCESS_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(["infusion-access", *words]),
        "COMP_CWORD": str(len(words)),
    }
    return _run([], asked).stdout.split()


def _run(arguments: list[str], more: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    plain = {name: value for name, value in os.environ.items() if name not in TERMINAL_SETTINGS}
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=AREAS.parents[1],
        env=plain | {"PYTHONPATH": str(AREAS.parents[1])} | more,
        capture_output=True,
        text=True,
        check=False,
    )


TERMINAL_SETTINGS = {"GITHUB_ACTIONS", "FORCE_COLOR", "PY_COLORS", "COLUMNS", "NO_COLOR"}


def test_the_names_of_areas_are_completed() -> None:
    assert _completed("run", "d") == ["delaware", "demo"]
    assert _completed("show", "x", "--area", "v") == ["vermont"]
    assert "tests/areas/illinois.toml" in _completed("check", "tests/areas/il")


def test_completion_is_installed_by_the_shell_s_own_file(tmp_path: Path) -> None:
    named = {"HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    assert _run(["--install-completion", "bash"], named).returncode == DONE
    assert "infusion-access" in (tmp_path / ".bashrc").read_text(encoding="utf-8")


def test_the_help_has_its_groups_fits_a_screen_and_is_plain_without_a_terminal() -> None:
    done = _run(["--help"], {"COLUMNS": "80"})
    assert done.returncode == DONE
    groups = re.findall(r"^╭─ (.*?) ─+╮$", done.stdout, flags=re.M)
    assert groups == ["Options", RUN, LOOK, TAKE, START]
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "\x1b" not in done.stdout


def test_nothing_heavy_is_read_for_the_help() -> None:
    program = "import sys; from flows.cli import main; main(['--help']); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=AREAS.parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"prefect", "pandas", "numpy", "duckdb"} & {*done.stdout.split()}


def test_a_reader_that_has_read_enough_ends_a_command_quietly() -> None:
    program = [
        sys.executable,
        "-c",
        "import sys; from flows.cli import main; sys.exit(main(['areas']))",
    ]
    with subprocess.Popen(
        program, cwd=AREAS.parents[1], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as listing:
        assert listing.stdout is not None
        listing.stdout.close()
        assert listing.stderr is not None
        assert listing.stderr.read() == ""
    assert listing.returncode == FAILED


@pytest.mark.parametrize("folder", ["what?", "100%"])
def test_a_data_folder_that_no_database_can_open_is_told(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "demo", "--data", str(tmp_path / folder)]) == FAILED
    assert f"{folder[-1]!r} in its path (name another data folder)" in capsys.readouterr().err


def test_a_source_to_refresh_that_the_area_lacks_is_named(
    prefect_server: str, small_area: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["ingest", str(small_area), "--data", str(tmp_path), "--refresh", "rods"]
    assert main(arguments) == FAILED
    assert "--refresh rods: the area has no such source (name some of" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--data", "--reports"])
def test_a_folder_that_cannot_be_written_to_is_told_before_anything_is_done(
    prefect_server: str,
    small_area: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    option: str,
) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    folders = {"--data": str(tmp_path / "data"), "--reports": str(tmp_path / "reports")}
    folders[option] = str(tmp_path / "taken")
    arguments = [text for pair in folders.items() for text in pair]
    assert main(["run", str(small_area), *arguments]) == FAILED
    said = capsys.readouterr().err
    assert f"{tmp_path / 'taken'}: cannot be written to" in said
    assert "Traceback" not in said
    assert not (tmp_path / "data" / "raw").exists()


@pytest.mark.parametrize("area", ["x" * 5000, f"{'x' * 5000}.toml"])
def test_a_name_too_long_for_the_disk_is_one_message(
    area: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", area]) in (BAD_USAGE, FAILED)
    said = capsys.readouterr().err
    assert said.startswith("infusion-access: x")
    assert said.count("\n") == 1


def test_a_fault_of_the_machine_is_one_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/data/raw/x")

    monkeypatch.setattr("flows.commands.areas", fail)
    assert main(["areas"]) == FAILED
    assert capsys.readouterr().err == "infusion-access: /data/raw/x: No space left on device\n"


def test_ctrl_c_is_one_line_and_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("flows.commands.areas", stop)
    assert main(["areas"]) == 130
    assert capsys.readouterr().err.count("\n") == 1


def test_faulty_settings_fail_with_all_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text("[area]\nname = 'x y'\n", encoding="utf-8")
    assert main(["check", str(path)]) == FAILED
    said = capsys.readouterr().err
    assert "area.name" in said
    assert "sources" in said
    assert "Traceback" not in said


def test_every_source_file_that_is_missing_is_told(
    small_area: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "small.toml"
    text = small_area.read_text(encoding="utf-8")
    for name in ("CenPop2020_Mean_BG03.txt", "roads.osm.pbf"):
        assert f"raw:{name}" in text
        text = text.replace(f"raw:{name}", f"nowhere_{name}")
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(path), "--data", str(tmp_path)]) == FAILED
    said = capsys.readouterr()
    for source, name in (("population", "CenPop2020_Mean_BG03.txt"), ("roads", "roads.osm.pbf")):
        missing = tmp_path / f"nowhere_{name}"
        assert f"{source}: CANNOT BE USED: {missing}: there is no such file" in said.out
    assert "2 faults, told above, must be mended" in said.err


def test_check_tells_what_is_not_fetched_and_asks_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "delaware", "--data", str(tmp_path)]) == DONE
    said = capsys.readouterr().out
    assert "population: not fetched yet: https://www2.census.gov/" in said
    assert "hospitals: not fetched yet: catalogue+https://data.cms.gov/" in said


def test_the_template_is_written_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "centers.csv"
    assert main(["template", str(path)]) == DONE
    header = path.read_text(encoding="utf-8").splitlines()[0]
    assert header.startswith("center_id,name,site_of_care")
    path.write_text("mine", encoding="utf-8")
    assert main(["template", str(path)]) == BAD_USAGE
    assert path.read_text(encoding="utf-8") == "mine"
    assert "left as it is" in capsys.readouterr().err


def test_show_without_a_warehouse_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "030010001001", "--area", "demo", "--data", str(tmp_path)]) == FAILED
    assert "infusion-access run" in capsys.readouterr().err


def test_a_template_that_cannot_be_written_is_bad_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["template", str(tmp_path / "nowhere" / "centers.csv")]) == BAD_USAGE
    assert "name a file in a folder that exists" in capsys.readouterr().err


def test_a_fault_inside_a_flow_is_one_message_without_a_traceback(
    prefect_server: str, small_area: Path, tmp_path: Path
) -> None:
    path = tmp_path / "small.toml"
    path.write_text(
        small_area.read_text(encoding="utf-8").replace(
            "raw:CenPop2020_Mean_BG03.txt", "nowhere.txt"
        ),
        encoding="utf-8",
    )
    done = subprocess.run(
        [
            *(sys.executable, "-m", "flows.cli", "ingest", str(path), "--quiet"),
            *("--data", str(tmp_path / "data")),
        ],
        env=os.environ | {"PREFECT_API_URL": prefect_server},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == FAILED
    message = f"infusion-access: {tmp_path / 'nowhere.txt'}: there is no such file"
    assert done.stderr.count("nowhere.txt: there is no such file") == 1, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_an_opening_with_longitude_and_latitude_exchanged_is_refused_by_check(
    small_run: Folders, small_area: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "small.toml"
    good = "lon = -68.4114\nlat = 34.0604"
    head, last = small_area.read_text(encoding="utf-8").rsplit(good, 1)
    path.write_text(f"{head}lon = 34.0604\nlat = -68.4114{last}", encoding="utf-8")
    assert main(["check", str(path), "--data", str(small_run.data)]) == FAILED
    said = capsys.readouterr().out
    assert f"{path}: scenarios.case 'two rural hospitals" in said
    assert "openings 'an office in the south': lon = 34.0604" in said
    assert "exchanged: write lon = -68.4114 and lat = 34.0604" in said
    assert main(["access", str(path), "--data", str(small_run.data), "--quiet"]) == FAILED
    assert "exchanged: write lon" in capsys.readouterr().err


def test_a_therapy_that_is_not_packaged_fails_before_anything_is_done(
    small_area: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "small.toml"
    text = small_area.read_text(encoding="utf-8")
    wrong = text.replace("[scenarios]", '[scenarios]\ntherapies = ["inflixmab"]')
    path.write_text(wrong, encoding="utf-8")
    assert main(["check", str(path), "--data", str(tmp_path)]) == FAILED
    assert "names inflixmab; packaged are infliximab" in capsys.readouterr().err


def test_answers_are_not_published_under_other_settings(
    small_run: Folders, small_area: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "small.toml"
    text = small_area.read_text(encoding="utf-8")
    path.write_text(text.replace("[measures]", "[measures]\ngap_min = 20"), encoding="utf-8")
    page = small_run.report / "index.html"
    before = page.read_bytes()
    folders = ["--data", str(small_run.data), "--reports", str(small_run.reports)]
    assert main(["publish", str(path), *folders]) == FAILED
    assert "was computed before measures.gap_min changed" in capsys.readouterr().err
    assert page.read_bytes() == before
