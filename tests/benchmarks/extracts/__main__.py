"""Print what it takes from extracts of streets and houses to the network, as Markdown.

`python -m tests.benchmarks.extracts [COPIES ...]`: each row is a file of so many copies of a small one, read
in a process of its own: whole, and cut to the box of the first copy.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.extracts.making import make

SMALL = (
    Path(__file__).resolve().parents[4]
    / "shared"
    / "data"
    / "north-country"
    / "roads"
    / "north-country.osm.pbf"
)
BOX = (-72.3, 43.0, -70.8, 45.6)
"""Around the small extract, and the first of the copies (WGS 84 degrees)."""
NUMBERS = 10
WORK = """
import resource, sys, time
from pathlib import Path
from pipelines.area import Roads
from pipelines.roads.build import connect_edges
from pipelines.roads.contract import contract
from pipelines.roads.ways.osm_ways import osm_segments
from pipelines.sources.roads.osm_pbf import read_osm_pbf

def so_far():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return [time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]

started = time.perf_counter()
before = so_far()
osm = read_osm_pbf([Path(sys.argv[1])], bbox=tuple(map(float, sys.argv[2:])) or None)
read = so_far()
segments = osm_segments(osm, Roads())
del osm
contracted = contract(segments)
del segments
network = connect_edges(contracted, Roads())
print(network.n_nodes, *before, *read, *so_far())
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.extracts")
    parser.add_argument("copies", nargs="*", type=int, default=[1, 12])
    print(
        "| file, MB | read | nodes of the network | s | CPU s | of it reading | peak MB | peak MB of reading |"
    )
    print("|---" * 8 + "|")
    with tempfile.TemporaryDirectory() as folder:
        for copies in parser.parse_args().copies:
            file = make(SMALL, copies, Path(folder) / f"{copies}.osm.pbf")
            for what, box in (("whole", ()), ("one copy", BOX)):
                command = [sys.executable, "-c", WORK, str(file), *map(str, box)]
                answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                # DuckDB may have drawn a bar of its progress before.
                nodes, *numbers = answer.split()[-NUMBERS:]
                before, read, built = (list(map(float, numbers[at : at + 3])) for at in (0, 3, 6))
                print(
                    f"| {file.stat().st_size / 1e6:.1f} | {what} | {int(nodes):,} | {built[0]:.1f} "
                    f"| {built[1] - before[1]:.1f} | {read[1] - before[1]:.1f} "
                    f"| {built[2]:.0f} | {read[2]:.0f} |",
                    flush=True,
                )
            file.unlink()


if __name__ == "__main__":
    main()
