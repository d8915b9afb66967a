"""Print how our drive times compare, as Markdown.

`python -m tests.benchmarks.drive_times [--peers-python PYTHON]`: the Python of an environment with the packages
of peers.txt beside this file adds Valhalla.
"""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.drive_times import left_turns, osrm, streets, turn_bans

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.drive_times")
    parser.add_argument("--peers-python", type=Path)
    peers_python: Path | None = parser.parse_args().peers_python
    if not DATA.is_dir():
        sys.exit("the real data are not beside this checkout (../shared/data)")
    _highways()
    with tempfile.TemporaryDirectory() as folder:
        _streets(peers_python, Path(folder))


def _highways() -> None:
    started = time.perf_counter()
    compared = osrm.compare(DATA)
    seconds = time.perf_counter() - started
    print("## Numbered US highways with connectors, against OSRM on every street\n")
    print(osrm.table(compared.places))
    print(
        f"\n{compared.hospitals:,} hospitals, {compared.nodes:,} network nodes, "
        f"{seconds:.0f} s from files to minutes, "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most."
    )


def _streets(peers_python: Path | None, folder: Path) -> None:
    print("\n## Real streets (north-country.osm.pbf)\n")
    if peers_python is None:
        print("Valhalla: left out, no --peers-python was given.")
    else:
        print(streets.against_valhalla(DATA, peers_python, folder))
        print("\n## Signed turn bans (reisterstown_md.osm.pbf)\n")
        print(turn_bans.table(DATA, peers_python, folder))
        for place, pbf, shortest_min in (
            ("north-country", streets.streets(DATA), streets.SHORTEST_MIN),
            ("Reisterstown", turn_bans.streets(DATA), turn_bans.SHORTEST_MIN),
        ):
            print(f"\n## Left turns that take time ({place})\n")
            (folder / place).mkdir()
            print(left_turns.table(pbf, shortest_min, peers_python, folder / place))


if __name__ == "__main__":
    main()
