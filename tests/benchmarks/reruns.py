"""How long a rerun takes after each kind of change, beside the first run: `python -m tests.benchmarks.reruns`.

The house is copied, so that a template can be changed, and so is the area. Each run is one of the command line;
between two that are measured the change before is taken back, and that run is not measured.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.commands import measured

HOUSE = Path(__file__).parents[2]
KEPT = re.compile(r"(ingest|access|publish): (\d+) of (\d+) steps kept")


class Bench:
    """A copy of the house, with an area, its data and its reports."""

    def __init__(self, folder: Path, area: Path) -> None:
        self.folder = folder
        for package in ("flows", "infusion_access", "pipelines"):
            shutil.copytree(HOUSE / package, folder / package)
        self.area = folder / area.name
        shutil.copy(area, self.area)

    def run(self) -> tuple[float, float, str]:
        """Run the area; wall and processor seconds, and what was kept."""
        folders = ["--data", str(self.folder / "data"), "--reports", str(self.folder / "reports")]
        wall_s, cpu_s, said = measured(["run", str(self.area), *folders], self.folder)
        kept = "; ".join(f"{name} {kept} of {all_}" for name, kept, all_ in KEPT.findall(said))
        if "nothing changed" in said:
            kept = "all, and no step is looked at"
        return wall_s, cpu_s, kept or "none"

    def change(self, path: Path, old: str, new: str) -> Callable[[], object]:
        """Change a text of a file, however it is encoded; return what takes it back."""
        before = path.read_bytes()
        if old.encode() not in before:
            raise ValueError(f"{path} does not hold {old!r}")
        path.write_bytes(before.replace(old.encode(), new.encode(), 1))
        return lambda: path.write_bytes(before)


def changes(bench: Bench, name: str) -> dict[str, Callable[[], Callable[[], object]]]:
    """The changes that are measured, in words."""
    templates = bench.folder / "pipelines" / "report" / "templates"
    codes = bench.folder / "data" / "raw" / name / "rucc_2023.csv"
    row = ",RUCC_2023,"
    return {
        "nothing": lambda: lambda: None,
        "a template of the pages": lambda: bench.change(
            templates / "page.html", "</body>", "<!-- --></body>"
        ),
        "a cost (`scenarios.treated_per_1000`)": lambda: bench.change(
            bench.area, "[scenarios]", "[scenarios]\ntreated_per_1000 = 4.0"
        ),
        "a speed (`roads.speed_factor`)": lambda: bench.change(
            bench.area, "[measures]", "[roads]\nspeed_factor = 1.2\n\n[measures]"
        ),
        "a row of a county's codes (`rucc`)": lambda: bench.change(codes, row, ",RUCC_2023 ,"),
    }


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--area", type=Path, default=HOUSE / "flows" / "areas" / "demo.toml")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), given.area)
        name = re.findall(r'^name = "(\w+)"', given.area.read_text(encoding="utf-8"), re.MULTILINE)[
            0
        ]
        first = bench.run()
        print(
            "| change | kept | seconds | processor | of the first run |",
            "|---|---|---:|---:|---:|",
            sep="\n",
        )
        print(f"| first run | {first[2]} | {first[0]:.0f} | {first[1]:.0f} | 1.00 |", flush=True)
        # The files become the user's own: its generator would write them again.
        bench.change(bench.area, 'generator = "demo"\n', "")
        bench.run()
        all_changes = changes(bench, name)
        for what, change in all_changes.items():
            take_back = change()
            wall, used, kept = bench.run()
            print(
                f"| {what} | {kept} | {wall:.0f} | {used:.0f} | {used / first[1]:.2f} |", flush=True
            )
            take_back()
            if what not in ("nothing", *list(all_changes)[-1:]):
                bench.run()


if __name__ == "__main__":
    main()
