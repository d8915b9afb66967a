"""Find the infusion providers of three states in a synthetic NPPES file and write a Markdown table.

    python -m tests.benchmarks.nppes --peers build/peers/bin/python --out build/nppes.md

The file has as many rows and columns as the published one unless told otherwise (12 GB, deleted at the end
unless `--keep`). Engines take turns, each run in a process of its own with a warm-up on a small file; medians
are shown. On a machine that others use, CPU seconds compare better than seconds.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from pathlib import Path

import numpy as np

from pipelines.facilities.codes import TAXONOMIES
from pipelines.sources.nppes_columns import PROVIDER, TAXONOMY
from tests.benchmarks.nppes.engines import ENGINES, OWN, REMARKS
from tests.benchmarks.nppes.synthetic import write

FULL_ROWS = 9_000_000
WARM_ROWS = 2_000
STATES = ["IL", "IN", "WI"]
REFERENCE = "pandas, in chunks"
MEMBER = "npidata_pfile_20050523-20260208.csv"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=FULL_ROWS)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--timeout", type=int, default=3600, help="seconds an engine may take")
    parser.add_argument("--engines", nargs="*", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--peers", type=Path, help="python of the environment of peers.txt")
    parser.add_argument(
        "--folder", type=Path, help="where the file is written; by default temporary"
    )
    parser.add_argument("--keep", action="store_true", help="leave the file there")
    parser.add_argument("--out", type=Path, help="the table; printed as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nppes-") as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        files = _files(folder, options)
        try:
            table = _measure(folder, files, options)
        finally:
            if not options.keep:
                for path in files.values():
                    path.unlink(missing_ok=True)
    print(table)
    if options.out is not None:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(table, encoding="utf-8")


def _files(folder: Path, options: argparse.Namespace) -> dict[str, Path]:
    """Write the large and the small file, and their archives; those that are there are used."""
    files = {}
    for size, rows in (("warm", WARM_ROWS), ("large", options.rows)):
        files[size] = folder / f"npidata_pfile_{rows}.csv"
        files[f"{size} archive"] = folder / f"npidata_{rows}.zip"
        if not files[size].exists():
            write(files[size], rows)
        if not files[f"{size} archive"].exists():
            with zipfile.ZipFile(
                files[f"{size} archive"], "w", zipfile.ZIP_DEFLATED, compresslevel=1
            ) as packed:
                packed.write(files[size], MEMBER)
    return files


def _job() -> dict[str, object]:
    columns = {name: names[0] for name, names in PROVIDER.items()}
    return {
        "columns": list(columns.values()),
        "npi": columns["npi"],
        "state": columns["state"],
        "states": STATES,
        "taxonomies": [columns[name] for name in TAXONOMY],
        "codes": [known.code for known in TAXONOMIES if len(known.code) == 10],
        "prefixes": [known.code for known in TAXONOMIES if len(known.code) < 10],
    }


def _measure(folder: Path, files: dict[str, Path], options: argparse.Namespace) -> str:
    job = folder / "job.json"
    job.write_text(json.dumps(_job()), encoding="utf-8")
    runs: dict[str, list[dict[str, float]]] = defaultdict(list)
    skipped: dict[str, str] = {}
    for repeat in range(options.repeats):
        for name in options.engines[::-1] if repeat % 2 else options.engines:
            if name in skipped:
                continue
            python = sys.executable if name in OWN else options.peers
            if python is None:
                skipped[name] = "no environment of peers was named"
                continue
            report = _run(str(python), name, folder, files, job, options)
            if isinstance(report, str):
                skipped[name] = report
            else:
                runs[name].append(report)
            print(f"{name}: {report}", file=sys.stderr, flush=True)
    return _table(folder, files, runs, skipped, _unpacking_s(files["large archive"]), options)


def _run(
    python: str,
    name: str,
    folder: Path,
    files: dict[str, Path],
    job: Path,
    options: argparse.Namespace,
) -> dict[str, float] | str:
    """Return what the engine measured, or the last line of why it could not run."""
    kind = " archive" if name.endswith("archive") else ""
    command = [python, "-m", "tests.benchmarks.nppes.child", name, str(files[f"large{kind}"])]
    command += [str(_answer(folder, name)), "--job", str(job)]
    command += ["--warm", str(files[f"warm{kind}"]), "--threads", str(options.threads)]
    threads = {"POLARS_MAX_THREADS": str(options.threads)}
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=options.timeout,
            env=os.environ | threads,
        )
    except subprocess.TimeoutExpired:
        return f"not done after {options.timeout} s"
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"ended with status {done.returncode}"]
        return lines[-1]
    report: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return report


def _answer(folder: Path, name: str) -> Path:
    return folder / f"{name.replace(', ', '-').replace(' ', '_')}.npy"


def _unpacking_s(archive: Path) -> float:
    """Return how long it takes to unpack the archive, without writing it anywhere."""
    began = time.perf_counter()
    with zipfile.ZipFile(archive) as packed, packed.open(packed.namelist()[0]) as member:
        while member.read(1 << 23):
            pass
    return time.perf_counter() - began


def _table(
    folder: Path,
    files: dict[str, Path],
    runs: dict[str, list[dict[str, float]]],
    skipped: dict[str, str],
    unpacking_s: float,
    options: argparse.Namespace,
) -> str:
    middle = {
        name: {key: float(np.median([run[key] for run in reports])) for key in reports[0]}
        for name, reports in runs.items()
    }
    found = {name: np.load(_answer(folder, name)) for name in middle}
    reference = REFERENCE if REFERENCE in middle else next(iter(middle), None)
    size = files["large"].stat().st_size
    lines = [
        (
            f"{options.rows:,} rows of 330 columns ({size / 1e9:.1f} GB, as an archive "
            f"{files['large archive'].stat().st_size / 1e9:.1f} GB, of which unpacking alone takes "
            f"{unpacking_s:.0f} s); {len(found[reference]) if reference else 0:,} providers of "
            f"{', '.join(STATES)} found; {options.threads} threads; medians of {options.repeats}."
        ),
        "",
        "| engine | s | CPU s | x CPU of ours | peak MiB | same rows | remarks |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in options.engines:
        if name not in middle:
            lines.append(f"| {name} | | | | | | not run: {skipped[name]} |")
            continue
        row = middle[name]
        ratio = f"{row['cpu_s'] / middle['ours']['cpu_s']:.1f}" if "ours" in middle else ""
        same = "yes" if np.array_equal(found[name], found[reference]) else "no"
        lines.append(
            f"| {name} | {row['wall_s']:.0f} | {row['cpu_s']:.0f} | {ratio} | {row['peak_mb']:.0f} "
            f"| {same} | {REMARKS[name]} |"
        )
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
