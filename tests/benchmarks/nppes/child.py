"""Run one engine once, in a process of its own so that its peak memory is its own."""

import argparse
import json
import re
import time
from pathlib import Path

import numpy as np

from tests.benchmarks.nppes.engines import COMPARED, ENGINES


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("answer", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--job", type=Path, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--warm", type=Path, nargs="+", help="small files to compile and load with")
    options = parser.parse_args()
    job = json.loads(options.job.read_text(encoding="utf-8"))
    engine = ENGINES[options.engine]
    if options.warm:
        engine(options.warm, job, options.threads)
    began, worked = time.perf_counter(), time.process_time()
    found = engine(options.files, job, options.threads)
    report = {
        "wall_s": time.perf_counter() - began,
        "cpu_s": time.process_time() - worked,
        "peak_mb": _peak_mb(),
    }
    rows = zip(*(found[name] for name in COMPARED), strict=True)
    np.save(options.answer, np.sort(np.array(["\t".join(row) for row in rows])))
    print(json.dumps(report))


def _peak_mb() -> float:
    """Return the peak of this process alone; getrusage would count the parent's before exec."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


if __name__ == "__main__":
    main()
