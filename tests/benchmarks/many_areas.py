"""How long several areas take side by side, beside one: `python -m tests.benchmarks.many_areas`.

Each area is the fictional demo with few sources, streets and block groups, made anew by each command. What is
compared was measured one after the other by the same program on the same machine.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from pathlib import Path

from tests.benchmarks.commands import measured

HOUSE = Path(__file__).parents[2]
KEPT_SOURCES = r"sources\.(population|counties|roads|hospitals|rucc)\b"


def write_areas(folder: Path, count: int, detail: float) -> list[Path]:
    """Write area files of the same size, each with a seed of its own."""
    text = (HOUSE / "flows" / "areas" / "demo.toml").read_text(encoding="utf-8")
    tables = re.split(r"(?m)^(?=\[)", text)
    light = "".join(one for one in tables if re.match(rf"[^\[]|\[(area\]|{KEPT_SOURCES})", one))
    light += '\n[measures]\ncatchment_cell_m = 4000.0\nscores = ["e2sfca"]\n'
    paths = []
    for number in range(count):
        path = folder / f"area_{number}.toml"
        path.write_text(
            light.replace('name = "demo"', f'name = "area_{number}"')
            .replace("seed = 2026", f"seed = {2026 + number}")
            .replace('generator = "demo"', f'generator = "demo"\ndetail = {detail}'),
            encoding="utf-8",
        )
        paths.append(path)
    return paths


def run(areas: list[Path], workers: int, runner: str) -> tuple[float, float]:
    """Run areas into folders of their own; wall and processor seconds."""
    with tempfile.TemporaryDirectory() as folder:
        where = ["--data", f"{folder}/data", "--reports", f"{folder}/reports"]
        how = ["--runner", runner, "--workers", str(workers)]
        return measured(["run-many", *map(str, areas), *how, *where], HOUSE)[:2]


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, nargs="+", default=[1, 3, 12])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--runner", choices=["processes", "dask"], default="dask")
    parser.add_argument("--detail", type=float, default=0.05)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        areas = write_areas(Path(folder), max(given.areas), given.detail)
        print(
            f"| areas | workers ({given.runner}) | seconds | processor | of the first row |",
            "|---:|---:|---:|---:|---:|",
            sep="\n",
        )
        first: float | None = None
        for count in given.areas:
            for workers in given.workers:
                wall, used = run(areas[:count], workers, given.runner)
                first = first or wall
                print(
                    f"| {count} | {workers} | {wall:.0f} | {used:.0f} | {wall / first:.2f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
