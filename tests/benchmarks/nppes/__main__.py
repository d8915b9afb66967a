"""Find the infusion providers of three states in a synthetic NPPES file and write a Markdown table.

    python -m tests.benchmarks.nppes --peers build/peers-nppes/bin/python --out build/nppes.md

The files have as many rows and columns as the published ones unless told otherwise (12 GB, and as much again
while an archive is unpacked; deleted at the end unless `--keep`). Engines take turns, each run in a process of
its own with a warm-up on a small file; medians are shown. An engine whose rows differ from those of the others
ends the benchmark. On a machine that others use, CPU seconds compare better than seconds.
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

from pipelines.sources.facilities.nppes_columns import (
    LOCATION,
    PROVIDER,
    TAXONOMY,
    provider_header,
)
from pipelines.vocabulary.registry_codes import TAXONOMIES
from tests.benchmarks.nppes.engines import COMPARED, ENGINES, OWN, REMARKS
from tests.benchmarks.nppes.synthetic import write, write_places

FULL_ROWS = 9_000_000
WARM_ROWS = 2_000
STATES = ["IL", "IN", "WI"]
SPAN = "20050523-20260208"


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
                for paths in files.values():
                    for path in paths:
                        path.unlink(missing_ok=True)
    print(table)
    if options.out is not None:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(table, encoding="utf-8")


def _files(folder: Path, options: argparse.Namespace) -> dict[str, list[Path]]:
    """Write the large and the small files, and their archives; those that are there are used."""
    files = {}
    for size, rows in (("warm", WARM_ROWS), ("large", options.rows)):
        providers = folder / f"npidata_pfile_{rows}.csv"
        places = folder / f"pl_pfile_{rows}.csv"
        archive = folder / f"NPPES_{rows}.zip"
        if not providers.exists():
            write(providers, rows)
        if not places.exists():
            write_places(places, rows)
        if not archive.exists():
            with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
                packed.write(providers, f"npidata_pfile_{SPAN}.csv")
                packed.write(places, f"pl_pfile_{SPAN}.csv")
        files[size], files[f"{size} archive"] = [providers, places], [archive]
    return files


def _job() -> dict[str, object]:
    columns = {name: names[0] for name, names in PROVIDER.items()}
    return {
        "columns": columns,
        "npi": columns["npi"],
        "state": columns["state"],
        "states": STATES,
        "taxonomies": [columns[name] for name in TAXONOMY],
        "codes": [known.code for known in TAXONOMIES if len(known.code) == 10],
        "prefixes": [known.code for known in TAXONOMIES if len(known.code) < 10],
        "place_npi": LOCATION["npi"][0],
        "place_state": LOCATION["state"][0],
    }


def _measure(folder: Path, files: dict[str, list[Path]], options: argparse.Namespace) -> str:
    job = folder / "job.json"
    job.write_text(json.dumps(_job()), encoding="utf-8")
    runs: dict[str, list[dict[str, float]]] = defaultdict(list)
    skipped: dict[str, str] = {}
    # Unpacking fills the disk's cache, so those who read the archive come after those who read the file.
    for packed in (False, True):
        names = [name for name in options.engines if name.endswith("archive") == packed]
        for repeat in range(options.repeats):
            for name in names[::-1] if repeat % 2 else names:
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
                    _check_same(folder, name, next(iter(runs)))
                print(f"{name}: {report}", file=sys.stderr, flush=True)
    return _table(folder, files, runs, skipped, _unpacking_s(files["large archive"][0]), options)


def _check_same(folder: Path, name: str, first: str) -> None:
    """Raise ValueError unless an engine found the rows that the first one found."""
    rows, known = (np.load(_answer(folder, engine)) for engine in (name, first))
    if not np.array_equal(rows, known):
        other = np.setxor1d(rows, known)
        raise ValueError(
            f"{name} found {len(rows)} rows, {first} {len(known)}; not in both: {other[:3].tolist()}"
        )


def _run(
    python: str,
    name: str,
    folder: Path,
    files: dict[str, list[Path]],
    job: Path,
    options: argparse.Namespace,
) -> dict[str, float] | str:
    """Return what the engine measured, or the last line of why it could not run."""
    kind = " archive" if name.endswith("archive") else ""
    command = [python, "-m", "tests.benchmarks.nppes.child", name, str(_answer(folder, name))]
    command += [*map(str, files[f"large{kind}"]), "--job", str(job)]
    command += ["--warm", *map(str, files[f"warm{kind}"]), "--threads", str(options.threads)]
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
    files: dict[str, list[Path]],
    runs: dict[str, list[dict[str, float]]],
    skipped: dict[str, str],
    unpacking_s: float,
    options: argparse.Namespace,
) -> str:
    middle = {
        name: {key: float(np.median([run[key] for run in reports])) for key in reports[0]}
        for name, reports in runs.items()
    }
    found = len(np.load(_answer(folder, next(iter(runs))))) if runs else 0
    providers, places = (path.stat().st_size / 1e9 for path in files["large"])
    archive = files["large archive"][0].stat().st_size / 1e9
    lines = [
        (
            f"{options.rows:,} rows of {len(provider_header())} columns ({providers:.1f} GB) and their further "
            f"practice places ({places:.2f} GB); the archive with both has {archive:.1f} GB, and unpacking it "
            f"alone takes {unpacking_s:.0f} s. {found:,} providers of {', '.join(STATES)} found, the same by "
            f"every engine in {len(COMPARED)} columns; {options.threads} threads; medians of {options.repeats}."
        ),
        "",
        "| engine | s | CPU s | x CPU of ours | peak MiB | remarks |",
        "|---|---|---|---|---|---|",
    ]
    for name in options.engines:
        if name not in middle:
            lines.append(f"| {name} | | | | | not run: {skipped[name]} |")
            continue
        row = middle[name]
        own = OWN[1] if name.endswith("archive") else OWN[0]
        ratio = f"{row['cpu_s'] / middle[own]['cpu_s']:.1f}" if own in middle else ""
        lines.append(
            f"| {name} | {row['wall_s']:.1f} | {row['cpu_s']:.1f} | {ratio} | {row['peak_mb']:.0f} "
            f"| {REMARKS[name]} |"
        )
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
