"""Run one engine once, in a process of its own so that its peak memory is its own."""

import argparse
import json
import re
import time
from pathlib import Path

import numpy as np

from tests.benchmarks.nppes.engines import ENGINES


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("path", type=Path)
    parser.add_argument("answer", type=Path)
    parser.add_argument("--job", type=Path, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--warm", type=Path, help="a small file to compile and load with")
    options = parser.parse_args()
    job = json.loads(options.job.read_text(encoding="utf-8"))
    engine = ENGINES[options.engine]
    if options.warm is not None:
        engine(options.warm, job, options.threads)
    began, worked = time.perf_counter(), time.process_time()
    npi = engine(options.path, job, options.threads)
    report = {
        "wall_s": time.perf_counter() - began,
        "cpu_s": time.process_time() - worked,
        "peak_mb": _peak_mb(),
    }
    np.save(options.answer, np.sort(npi.astype("U10")))
    print(json.dumps(report))


def _peak_mb() -> float:
    """Return the peak of this process alone; getrusage would count the parent's before exec."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


if __name__ == "__main__":
    main()
