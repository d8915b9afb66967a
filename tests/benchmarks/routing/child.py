"""Run one engine once, in a process of its own so that its peak memory is its own.

Prints one line of JSON when the network is prepared and one when all is done.
"""

import argparse
import json
import re
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from tests.benchmarks.routing.engines import ENGINES

WARM_CENTERS = 64  # as many as it takes until all kernels are asked for


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("network", type=Path)
    parser.add_argument("answer", type=Path)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--warm", type=Path, help="a small network to compile and load with")
    options = parser.parse_args()
    kind = ENGINES[options.engine]
    if options.warm is not None:
        engine = kind(_loaded(options.warm), options.threads)
        engine.prepare()
        engine.nearest()
        engine.times_to(np.arange(min(WARM_CENTERS, len(engine.inputs.center))))
        del engine
    inputs = _loaded(options.network)
    start_mb = peak_mb()
    engine = kind(inputs, options.threads)
    n_centers = len(inputs.center)
    centers = np.arange(n_centers)
    if kind.sample:
        # The first few of one order, so that smaller samples are a part of the reference's.
        centers = np.sort(np.random.default_rng(0).permutation(n_centers)[: kind.sample])
    start = _clocks()
    engine.prepare()
    prepared = _clocks()
    print(json.dumps({"prepare_s": float((prepared - start)[0])}), flush=True)
    nearest = engine.nearest()
    found = _clocks()
    pairs = engine.times_to(centers)
    done = _clocks()
    sizes = [len(points) for points, _ in pairs]
    np.savez(
        options.answer,
        nearest=nearest,
        centers=centers,
        sizes=sizes,
        points=np.concatenate([points for points, _ in pairs]),
        times=np.concatenate([times for _, times in pairs]),
    )
    steps = {
        "prepare": prepared - start,
        "nearest": found - prepared,
        "pairs": (done - found) * n_centers / len(centers),
    }
    report = {
        **{f"{name}_s": float(seconds[0]) for name, seconds in steps.items()},
        **{f"{name}_cpu_s": float(seconds[1]) for name, seconds in steps.items()},
        "scaled": len(centers) < n_centers,
        "peak_mb": peak_mb(),
        "inputs_mb": start_mb,
    }
    print(json.dumps(report))


def _clocks() -> np.ndarray:
    """Return seconds by the clock, and seconds of work by all processors for this process."""
    return np.array([time.perf_counter(), time.process_time()])


def _loaded(path: Path) -> SimpleNamespace:
    """Load without the project's packages, which a peer's environment lacks."""
    with np.load(path) as arrays:
        inputs = SimpleNamespace(**arrays)
    inputs.graph = lambda: _graph(inputs)
    return inputs


def _graph(inputs: SimpleNamespace) -> object:
    from pipelines.routing.graph import Graph

    return Graph(inputs.indptr, inputs.head, inputs.time_ms, inputs.length_dm)


def peak_mb() -> float:
    """Return the peak of this process alone; getrusage would count the parent's before exec."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


if __name__ == "__main__":
    main()
