"""Compare drive-time engines on one generated network and write a Markdown table.

    python -m tests.benchmarks.routing --peers build/peers/bin/python --out build/routing.md

Jobs: (a) the nearest center of each of two categories, for every node; (b) all pairs within 60
minutes of 500 centers and 10,000 points; (c) four isochrone bands of each category. Engines take
turns, each run in a process of its own; preparation and jobs are timed apart; medians are shown.
"""

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from tests.benchmarks.routing.engines import ENGINES, OWN
from tests.benchmarks.routing.isochrone_job import bands
from tests.benchmarks.routing.network import Inputs, generate

WARM_NODES = 15_000
REFERENCE = "scipy"
TIMES = ("nearest_s", "pairs_s", "pairs_cpu_s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nodes", type=int, default=1_045_000)
    parser.add_argument("--copies", type=int, default=1, help="networks side by side")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--slow-repeats", type=int, help="of engines that take minutes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--timeout", type=int, default=900, help="seconds an engine may take")
    parser.add_argument("--engines", nargs="*", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--peers", type=Path, help="python of the environment of peers.txt")
    parser.add_argument("--folder", type=Path, default=Path("build/routing"))
    parser.add_argument("--out", type=Path, help="the table; printed as well")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    network = _network(options.folder, options.nodes, options.copies)
    warm = _network(options.folder, WARM_NODES, 1)
    runs: dict[str, list[dict[str, float]]] = defaultdict(list)
    skipped: dict[str, str] = {}
    slow_repeats = options.slow_repeats or options.repeats
    for repeat in range(options.repeats):
        turn = options.engines[::-1] if repeat % 2 else options.engines
        for name in turn:
            if name in skipped or (ENGINES[name].slow and repeat >= slow_repeats):
                continue
            python = sys.executable if name in OWN else options.peers
            if python is None:
                skipped[name] = "no environment of peers was named"
                continue
            report = _run(str(python), name, network, warm, options)
            if isinstance(report, str):
                skipped[name] = report
            else:
                runs[name].append(report)
                print(f"{name}: {report}", file=sys.stderr, flush=True)
    inputs = Inputs.load(network)
    table = _table(inputs, runs, skipped, options)
    print(table)
    if options.out is not None:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(table, encoding="utf-8")


def _network(folder: Path, nodes: int, copies: int) -> Path:
    path = folder / f"network_{nodes}_{copies}.npz"
    if not path.exists():
        generate(nodes, copies).save(path)
    return path


def _answer(folder: Path, name: str) -> Path:
    return folder / f"{name.replace(', ', '-')}.npz"


def _run(
    python: str, name: str, network: Path, warm: Path, options: argparse.Namespace
) -> dict[str, float] | str:
    """Return what the engine measured, or the last line of why it could not run."""
    command = [python, "-m", "tests.benchmarks.routing.child", name, str(network)]
    command += [str(_answer(options.folder, name)), "--threads", str(options.threads)]
    command += ["--warm", str(warm)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=options.timeout
        )
    except subprocess.TimeoutExpired:
        return f"not done after {options.timeout} s"
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"ended with status {done.returncode}"]
        return lines[-1]
    report: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return report


def _differences(folder: Path, name: str) -> str:
    """Return the largest difference from the reference and how many pairs it alone has."""
    with np.load(_answer(folder, REFERENCE)) as a, np.load(_answer(folder, name)) as b:
        expected, found = dict(a), dict(b)
    times = np.where(found["nearest"] >= 2**31 - 1, np.inf, found["nearest"].astype(float))
    both = np.isfinite(times) & np.isfinite(expected["nearest"])
    worst = float(np.abs(times[both] - expected["nearest"][both]).max())
    strangers = int(np.sum(np.isfinite(times) != np.isfinite(expected["nearest"])))
    rows = [
        {
            (center, point): time
            for center, point, time in zip(
                np.repeat(one["centers"], one["sizes"]).tolist(),
                one["points"].tolist(),
                one["times"].tolist(),
                strict=True,
            )
            if center in shared
        }
        for shared in [set(expected["centers"].tolist()) & set(found["centers"].tolist())]
        for one in (expected, found)
    ]
    strangers += len(rows[0].keys() ^ rows[1].keys())
    shared_pairs = rows[0].keys() & rows[1].keys()
    worst = max([worst, *(abs(rows[0][pair] - rows[1][pair]) for pair in shared_pairs)])
    return f"{worst:.3g} ms, {strangers} places"


def _table(
    inputs: Inputs,
    runs: dict[str, list[dict[str, float]]],
    skipped: dict[str, str],
    options: argparse.Namespace,
) -> str:
    graph = inputs.graph()
    middle = {
        name: {key: float(np.median([run[key] for run in reports])) for key in reports[0]}
        for name, reports in runs.items()
    }
    lines = [
        (
            f"{graph.n_nodes:,} nodes, {graph.n_arcs:,} arcs ({graph.nbytes / 2**20:.0f} MiB), "
            f"{len(inputs.center):,} centers, {len(inputs.point):,} points; {options.threads} threads; "
            f"medians of {options.repeats}; ~ timed on a sample of centers and scaled; by work: "
            "processor seconds of scipy over those of the engine, all its threads together."
        ),
        "",
        (
            "| engine | (a) x scipy | (b) x scipy | (b) by work | (a) s | (b) s | preparation s "
            "| peak MiB | off scipy | remarks |"
        ),
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    reference = middle.get(REFERENCE)
    for name in options.engines:
        if name not in middle:
            lines.append(f"| {name} | | | | | | | | | not run: {skipped[name]} |")
            continue
        row = middle[name]
        ratios = [""] * 3
        off = ""
        if reference is not None:
            ratios = [f"{reference[k] / row[k]:.2g}" for k in TIMES]
            off = _differences(options.folder, name)
        sampled = "~" if row["scaled"] else ""
        once = "" if len(runs[name]) == options.repeats else f"; median of {len(runs[name])}"
        lines.append(
            f"| {name} | {' | '.join(ratios)} | {row['nearest_s']:.3f} "
            f"| {sampled}{row['pairs_s']:.2f} | {row['prepare_s']:.2f} "
            f"| {row['peak_mb']:.0f} | {off} | {ENGINES[name].remarks}{once} |"
        )
    if options.copies > 1:
        return "\n".join([*lines, ""])
    found = bands(inputs, options.repeats, options.threads)
    lines += [
        "",
        (
            f"(c) four bands of two categories: rasters {found['raster_s']:.2f} s, polygons "
            f"{found['polygon_s']:.2f} s, {(found['raster_s'] + found['polygon_s']) / 2:.2f} s a category; "
            f"of one category alone {found['alone_s']:.2f} s; at most {found['wrong']:.2%} of the nodes on "
            "the wrong side."
        ),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
