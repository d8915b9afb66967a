"""The whole job on a small fictional area: what it leaves behind, and that it survives being killed."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import osmium
import pandas as pd
import pytest

from flows.cli import main
from flows.commands import DONE
from flows.folders import Folders
from flows.run import FLOWS
from flows.telling.products import products
from pipelines.contracts import CONTRACTS
from pipelines.demo.state import GEOCODER, SOURCE_FILES, TRUTH
from pipelines.measures.topics import TOPICS
from pipelines.progress import step
from pipelines.warehouse import connect, holds_table, read_from, read_table

TIMES = {"read_at", "started_at", "computed_at", "run_id", "steps"}
"""Columns that tell when something was done, and how long it took; nothing else may differ between two runs."""


def all_tables(path: Path) -> dict[str, pd.DataFrame]:
    with connect(path) as warehouse:
        names = warehouse.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() ORDER BY 1"
        ).fetchall()
        return {
            name: read_from(warehouse, name).drop(columns=TIMES, errors="ignore")
            for (name,) in names
        }


def same_tables(first: Path, second: Path) -> None:
    ours, theirs = all_tables(first), all_tables(second)
    assert list(ours) == list(theirs)
    for name, table in ours.items():
        pd.testing.assert_frame_equal(pd.DataFrame(table), pd.DataFrame(theirs[name]), obj=name)


MAY_BE_EMPTY = {
    "core.surrounding_population",
    "out.adequacy_unjudged",
    "out.adequacy_unjudged_by_reason",
    "out.unreached",
    "out.what_if_adequacy",
}
"""The demo's state has no neighbours. Every county has a type, and every place a way to each kind of center;
closing a few centers may change no county."""


NOT_ASKED_FOR = {"out.carried_codes", "out.margins"}
"""The demo's people are a census count, without margins of error; RUCA codes are of their own tracts."""


def test_every_table_of_the_contract_is_there(small_run: Folders) -> None:
    with connect(small_run.warehouse) as warehouse:
        assert not any(holds_table(warehouse, table) for table in NOT_ASKED_FOR)
        asked_for = {name for name in CONTRACTS if not name.startswith("compare.")} - NOT_ASKED_FOR
        empty = {table for table in asked_for if read_from(warehouse, table).empty}
    assert empty <= MAY_BE_EMPTY


def test_every_table_and_column_is_described(small_run: Folders) -> None:
    with connect(small_run.warehouse) as warehouse:
        silent = warehouse.execute(
            """
            SELECT schema_name || '.' || table_name || '.' || column_name FROM duckdb_columns()
            WHERE schema_name IN ('core', 'out') AND NOT internal AND comment IS NULL
            """
        ).fetchall()
    assert not silent


def test_provenance_names_every_file_and_the_run(small_run: Folders) -> None:
    rows = read_table(small_run.warehouse, "out.provenance")
    sources = rows[rows["kind"] == "source"]
    assert set(sources["file"]) == set(SOURCE_FILES)
    assert {path.name for path in small_run.raw.iterdir()} == {*SOURCE_FILES, GEOCODER, TRUTH}
    assert sources["sha256"].str.fullmatch("[0-9a-f]{64}").all()
    (run,) = rows[rows["kind"] == "run"].to_dict("records")
    assert json.loads(run["settings"])["area"]["name"] == "small"
    assert json.loads(run["network_counts"])["nodes"] > 0


def test_the_report_stands_alone(small_run: Folders) -> None:
    page = (small_run.report / "index.html").read_text(encoding="utf-8")
    assert page.count("fictional") >= 1
    # Links lead out; nothing is loaded from elsewhere.
    assert not re.search(r'src="(https?:)?//|<link|@import|url\((?!data:)', page)
    assert {path.suffix for path in (small_run.report / "maps").iterdir()} == {".png"}
    assert not list(small_run.reports.glob(".*"))
    areas = (small_run.reports / "index.html").read_text(encoding="utf-8")
    assert 'href="small/index.html"' in areas
    assert 'href="small/explore/index.html"' in areas


def test_key_figures_are_kept_with_the_run(small_run: Folders) -> None:
    from prefect.artifacts import Artifact

    artifact = Artifact.get("key-figures-small")
    assert artifact is not None
    assert "min" in str(artifact.data)


def first_shown(key: str) -> str:
    """Return what the first run of the area showed under a key: other tests run it again."""
    from prefect import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

    with get_client(sync_client=True) as client:
        wanted = ArtifactFilter(key=ArtifactFilterKey(any_=[key]))
        shown = client.read_artifacts(artifact_filter=wanted)
    return str(min(shown, key=lambda artifact: str(artifact.created)).data)


def test_a_server_shows_what_was_refused_where_things_are_and_what_took_the_time(
    small_run: Folders,
) -> None:
    told = {
        what: first_shown(f"{what}-small") for what in ("data-quality", "where-things-are", "steps")
    }
    for reason, rows in read_table(small_run.warehouse, "out.rejected")[["reason", "rows"]].values:
        assert str(reason) in told["data-quality"]
        assert f"| {rows:,} |" in told["data-quality"]
    for path in products(small_run).values():
        assert f"({path.as_uri()})" in told["where-things-are"]
    steps = json.loads(told["steps"])
    assert {"ingest", "access", "publish"} <= {row["stage"] for row in steps}
    assert all(row["seconds"] >= 0 and row["peak memory (MB)"] > 1 for row in steps)


def test_the_run_s_row_tells_what_its_steps_took(small_run: Folders) -> None:
    (run,) = (
        read_table(small_run.warehouse, "out.provenance").query("kind == 'run'").to_dict("records")
    )
    steps = json.loads(run["steps"])
    named = {(step["stage"], step["step"]): step for step in steps}
    assert named["ingest", "read population"]["unit"] == "rows"
    assert named["ingest", "read population"]["items"] > 0
    assert ("ingest", "") in named
    assert {topic.name for topic in TOPICS} <= {step for stage, step in named if stage == "access"}
    assert str(UUID(run["run_id"])) == run["run_id"]


def test_the_last_words_fit_a_screen_and_quiet_leaves_the_path_alone(
    small_run: Folders,
    small_area: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = small_run.report / "index.html"

    def publish(**_: object) -> str:
        with step("publish"), step("draw maps"):
            return str(page)

    monkeypatch.setitem(FLOWS, "publish", publish)
    folders = ["--data", str(small_run.data), "--reports", str(small_run.reports)]
    assert main(["publish", str(small_area), *folders]) == DONE
    said = capsys.readouterr()
    assert said.out == f"{page}\n"
    last = said.err.partition("\n\n")[2]
    lines = last.rstrip().splitlines()
    root = str(small_run.data.parent)
    assert len(lines) <= 22
    assert not [line for line in lines if len(line) > 80 and root not in line]
    finding = json.loads((small_run.report / "summary.json").read_text(encoding="utf-8"))["finding"]
    assert " ".join(finding.split()[:8]) in " ".join(last.split())
    for name in ("report", "brief", "sheets", "explorer", "data", "warehouse"):
        assert re.search(rf"^  {name} +{re.escape(root)}", last, flags=re.M)
    refused = read_table(small_run.warehouse, "out.rejected").groupby("source")["rows"].sum()
    for source, rows in refused.items():
        assert f"{source} {rows}" in last
    assert "publish: draw maps" in last
    assert main(["publish", str(small_area), *folders, "--quiet"]) == DONE
    quiet = capsys.readouterr()
    assert (quiet.out, quiet.err) == (f"{page}\n", "")


def test_one_place_can_be_asked_for(
    small_run: Folders, small_area: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    geoid = read_table(small_run.warehouse, "core.population")["geoid"].iloc[0]
    assert main(["show", geoid, "--area", str(small_area), "--data", str(small_run.data)]) == DONE
    assert geoid in capsys.readouterr().out


def test_one_center_can_be_asked_for(
    small_run: Folders, small_area: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    center = read_table(small_run.warehouse, "core.centers")["center_id"].iloc[0]
    assert main(["show", center, "--area", str(small_area), "--data", str(small_run.data)]) == DONE
    assert "Is it an infusion center?" in capsys.readouterr().out


def test_checking_reads_what_the_run_wrote(
    small_run: Folders, small_area: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(small_area), "--data", str(small_run.data)]) == DONE
    said = capsys.readouterr().out
    assert "the settings are good" in said
    assert "not generated" not in said


def test_roads_that_were_replaced_since_ingest_are_told_as_they_were_read(
    small_run: Folders, small_area: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(small_run.data, data)
    roads = data / "raw" / "small" / "roads.osm.pbf"
    # Written by another program, it is another file with the same roads.
    with osmium.SimpleWriter(tmp_path / "roads.osm.pbf") as writer:
        for thing in osmium.FileProcessor(roads):
            writer.add(thing)
    (tmp_path / "roads.osm.pbf").replace(roads)
    assert main(["access", str(small_area), "--data", str(data), "--workers", "1"]) == DONE
    told = read_table(data / "processed" / "small" / "access.duckdb", "out.provenance")
    then = read_table(small_run.warehouse, "out.provenance")
    digest = hashlib.sha256(roads.read_bytes()).hexdigest()
    changed = told["sha256"].fillna("") != then["sha256"].fillna("")
    assert told.loc[changed, ["source", "sha256"]].to_numpy().tolist() == [["roads", digest]]


KILLED_AT = {
    "while the raw files are written": ("pipelines.demo.state", "write_demo", 1),
    "while the network is stored": ("pipelines.roads.network", "json.dumps", 1),
    "while answers are written": ("pipelines.warehouse", "_write", 16),
    "while the report is written": ("flows.publish", "write_products", 1),
}
"""Moment -> module, function and the how-manieth call of it that the run does not survive, as a run goes."""

KILLER = """
import importlib, os, sys
module, function, calls = sys.argv[1], sys.argv[2], int(sys.argv[3])
place = importlib.import_module(module)
*path, name = function.split(".")
for part in path:
    place = getattr(place, part)
real = getattr(place, name)
def deadly(*args, **kwargs):
    global calls
    calls -= 1
    if calls == 0:
        os._exit(137)
    return real(*args, **kwargs)
setattr(place, name, deadly)
from flows.cli import main
sys.exit(main(sys.argv[4:]))
"""


def test_a_run_after_kills_gives_the_same_tables(
    small_run: Folders, prefect_server: str, small_area: Path, tmp_path: Path
) -> None:
    """One run after the other is killed, each at a later moment, on what those before it left."""
    area = [str(small_area), "--quiet", "--data", str(tmp_path / "data"), "--workers", "1"]
    arguments = ["run", *area, "--reports", str(tmp_path / "reports")]
    for moment, (module, function, calls) in KILLED_AT.items():
        killed = subprocess.run(
            [sys.executable, "-c", KILLER, module, function, str(calls), *arguments],
            env=os.environ | {"PREFECT_API_URL": prefect_server},
            capture_output=True,
            text=True,
            check=False,
        )
        assert killed.returncode == 137, f"{moment}: {killed.stderr}"
    assert main(arguments) == DONE
    same_tables(small_run.warehouse, tmp_path / "data" / "processed" / "small" / "access.duckdb")
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == ["index.html", "small"]
    page = tmp_path / "reports" / "small" / "index.html"
    assert page.stat().st_size == pytest.approx(
        (small_run.report / "index.html").stat().st_size, rel=0.01
    )


def test_a_server_shows_the_area_in_name_and_tags(small_run: Folders) -> None:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs()
    named = {run.name: run.tags for run in runs}
    for flow in ("run", "ingest", "access", "publish"):
        assert named[f"{flow} small"] == ["small"]
