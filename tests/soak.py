"""Kill runs at random moments: `python -m tests.soak KILLS [AREA] [--seed N]`.

Each run goes on with what those that were killed before it left. One that ends before its kill is held against
an undisturbed run, and the next begins with empty folders. Ends with 0 if all that ended gave the same tables
and the same files.
"""

import argparse
import random
import subprocess
import sys
import time
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from flows.folders import Folders
from flows.publish import KEPT
from flows.study import open_study
from tests.flows.test_run import same_tables

KILLED = -9
WINDOW = 1 / 3
"""A run is killed within so much of the time of an undisturbed one: long enough for the longest step."""


def command(area: str, root: Path) -> list[str]:
    """Return the command of a run whose folders lie under `root`."""
    folders = ["--data", str(root / "data"), "--reports", str(root / "reports")]
    return [sys.executable, "-m", "flows.cli", "run", area, *folders]


def run_for(area: str, root: Path, seconds: float) -> tuple[int, str]:
    """Run an area, kill it after so long, and return its exit code and its last line."""
    with (root / "log").open("w+") as log:
        process = subprocess.Popen(command(area, root), stdout=log, stderr=subprocess.STDOUT)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.seek(0)
        return process.returncode, ([line.strip() for line in log if line.strip()] or [""])[-1]


def files_of(folder: Path) -> set[str]:
    """Return the files of a report, without the records of its steps, whose names tell the run."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in files if path.parts[0] != KEPT}


def differs(ours: Folders, undisturbed: Folders) -> str:
    """Tell how what two runs left differs; nothing where it does not."""
    try:
        same_tables(undisturbed.warehouse, ours.warehouse)
    except AssertionError as error:
        return f"tables differ: {error}"
    other = files_of(ours.report) ^ files_of(undisturbed.report)
    if other:
        return f"files that one report has and the other lacks: {', '.join(sorted(other))}"
    left = [path.name for path in ours.report.parent.iterdir() if path.name.startswith(".")]
    return f"left beside the report: {', '.join(left)}" if left else ""


def main() -> int:
    """Return 0 if no run ended with anything else than an undisturbed one."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("kills", type=int)
    parser.add_argument("area", nargs="?", default="demo")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    with TemporaryDirectory() as folder:
        first, root = Path(folder) / "undisturbed", Path(folder) / "killed"
        first.mkdir()
        root.mkdir()
        began = time.monotonic()
        code, line = run_for(options.area, first, 7200)
        whole_s = time.monotonic() - began
        if code:
            print(f"the undisturbed run ended with {code}: {line}")
            return 1
        print(f"undisturbed: {whole_s:.0f} s", flush=True)
        ours, undisturbed = (
            open_study(options.area, str(at / "data"), str(at / "reports")).folders
            for at in (root, first)
        )
        ended = kills = 0
        while True:
            seconds = draw.uniform(0, WINDOW * whole_s) if kills < options.kills else 7200
            code, line = run_for(options.area, root, seconds)
            if code == KILLED:
                kills += 1
                print(f"kill {kills} after {seconds:.0f} s: {line}", flush=True)
                continue
            if code:
                print(f"ended with {code}: {line}")
                return 1
            fault = differs(ours, undisturbed)
            if fault:
                print(fault)
                return 1
            ended += 1
            if kills >= options.kills:
                break
            rmtree(root)
            root.mkdir()
    print(f"{kills} kills, {ended} runs that ended, all the same as an undisturbed one")
    return 0


if __name__ == "__main__":
    sys.exit(main())
