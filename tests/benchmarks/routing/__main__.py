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
REFERENCE, WHOLE = "scipy", "infusion-access"
TIMES = ("nearest_s", "pairs_s", "nearest_cpu_s", "pairs_cpu_s")


Runs = dict[str, list[dict[str, float]]]
CutOff = dict[str, tuple[str, float | None]]
"""Why an engine has no times, and the seconds it was waited for if that is why."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nodes", type=int, default=1_045_000)
    parser.add_argument("--copies", type=int, default=1, help="networks side by side")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--slow-repeats", type=int, default=1, help="of those that take minutes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--timeout", type=int, default=300, help="seconds that a run may take")
    parser.add_argument("--slow-timeout", type=int, default=1200, help="of those that take minutes")
    parser.add_argument("--engines", nargs="*", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--peers", type=Path, help="python of the environment of peers.txt")
    parser.add_argument("--folder", type=Path, default=Path("build/routing"))
    parser.add_argument("--out", type=Path, help="the table; printed as well")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    network = _network(options.folder, options.nodes, options.copies)
    warm = _network(options.folder, WARM_NODES, 1)
    runs, cut_off = _in_turns(network, warm, options)
    inputs = Inputs.load(network)
    table = _table(inputs, runs, cut_off, options)
    print(table)
    if options.out is not None:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(table, encoding="utf-8")


def _in_turns(network: Path, warm: Path, options: argparse.Namespace) -> tuple[Runs, CutOff]:
    """Run all engines in alternating order; one that fails once is not asked again."""
    runs: Runs = defaultdict(list)
    cut_off: CutOff = {}
    for repeat in range(options.repeats):
        turn = options.engines[::-1] if repeat % 2 else options.engines
        for name in turn:
            if name in cut_off or repeat >= _repeats(name, options):
                continue
            python = sys.executable if name in OWN else options.peers
            if python is None:
                cut_off[name] = ("no environment of peers was named", None)
                continue
            report = _run(str(python), name, network, warm, options)
            if isinstance(report, tuple):
                cut_off[name] = report
            else:
                runs[name].append(report)
            print(f"{name}: {report}", file=sys.stderr, flush=True)
    return runs, cut_off


def _repeats(name: str, options: argparse.Namespace) -> int:
    return options.slow_repeats if ENGINES[name].slow else options.repeats


def _network(folder: Path, nodes: int, copies: int) -> Path:
    path = folder / f"network_{nodes}_{copies}.npz"
    if not path.exists():
        generate(nodes, copies).save(path)
    return path


def _answer(folder: Path, name: str) -> Path:
    return folder / f"{name.replace(', ', '-')}.npz"


def _run(
    python: str, name: str, network: Path, warm: Path, options: argparse.Namespace
) -> dict[str, float] | tuple[str, float | None]:
    """Return what the engine measured, or why there is nothing."""
    timeout = options.slow_timeout if ENGINES[name].slow else options.timeout
    command = [python, "-m", "tests.benchmarks.routing.child", name, str(network)]
    command += [str(_answer(options.folder, name)), "--threads", str(options.threads)]
    command += ["--warm", str(warm)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=timeout)
    except subprocess.TimeoutExpired as late:
        if late.stdout is None:
            return f"not prepared after {timeout} s", timeout
        prepared = json.loads(late.stdout.splitlines()[0])["prepare_s"]
        return f"prepared in {prepared:.0f} s, but not done after {timeout} s", timeout
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"ended with status {done.returncode}"]
        return lines[-1], None
    report: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return report


def _with_preparation(row: dict[str, float]) -> float:
    return row["prepare_s"] + row["nearest_s"]


def _often(seconds: float, ours: float | None) -> str:
    return f"{seconds:.3g}" if ours is None else f"{seconds:.3g} ({seconds / ours:.3g}x)"


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


def _table(inputs: Inputs, runs: Runs, cut_off: CutOff, options: argparse.Namespace) -> str:
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
            "processor seconds of scipy over those of the engine, all its threads together. The last "
            f"column of times is (a) with its preparation, and how often {WHOLE} would do that."
        ),
        "",
        (
            "| engine | (a) x scipy | (b) x scipy | (a) by work | (b) by work | (a) s | (b) s "
            "| preparation s | both, (a) s | peak MiB | off scipy | remarks |"
        ),
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    ours = _with_preparation(middle[WHOLE]) if WHOLE in middle else None
    reference = middle.get(REFERENCE)
    for name in options.engines:
        if name not in middle:
            reason, waited = cut_off[name]
            both = "" if waited is None else f"> {_often(waited, ours)}"
            lines.append(f"| {name} | | | | | | | | {both} | | | {reason} |")
            continue
        row = middle[name]
        ratios, off = [""] * len(TIMES), ""
        if reference is not None:
            ratios = [f"{reference[k] / row[k]:.3g}" for k in TIMES]
            off = _differences(options.folder, name)
        sampled = "~" if row["scaled"] else ""
        once = "" if len(runs[name]) == options.repeats else f"; median of {len(runs[name])}"
        lines.append(
            f"| {name} | {' | '.join(ratios)} | {row['nearest_s']:.3f} "
            f"| {sampled}{row['pairs_s']:.3g} | {row['prepare_s']:.2f} "
            f"| {_often(_with_preparation(row), ours)} | {row['peak_mb']:.0f} | {off} "
            f"| {ENGINES[name].remarks}{once} |"
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
