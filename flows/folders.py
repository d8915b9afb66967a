"""Where a run keeps things: raw files, the warehouse, the network, the report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

AREAS = Path(__file__).resolve().parent / "areas"
"""The area files that come with the project."""

NETWORK = "network"
"""Folder of the compact road network, beside the warehouse."""


@dataclass(frozen=True)
class Folders:
    """The folders of one area's run.

    Attributes
    ----------
    data, reports
        The roots that ``--data`` and ``--reports`` move.
    area
        Short name of the area.
    """

    data: Path
    reports: Path
    area: str

    @property
    def raw(self) -> Path:
        """Source files as published."""
        return self.data / "raw" / self.area

    @property
    def geocoder(self) -> Path:
        """The geocoder's answers."""
        return self.raw / "geocoder"

    @property
    def processed(self) -> Path:
        """What is computed: warehouse and network."""
        return self.data / "processed" / self.area

    @property
    def warehouse(self) -> Path:
        """The DuckDB file."""
        return self.processed / "access.duckdb"

    @property
    def network(self) -> Path:
        """The compact road network."""
        return self.processed / NETWORK

    @property
    def kept(self) -> Path:
        """Results of steps that later runs take where nothing changed."""
        return self.processed / ".kept"

    @property
    def report(self) -> Path:
        """The rendered report and its maps."""
        return self.reports / self.area


def area_file(area: str) -> Path:
    """Return the TOML file of an area that is named, or is a path.

    Raises
    ------
    FileNotFoundError
        Neither a name in flows/areas nor a file; the message lists the names.
    """
    if area in area_names():
        return AREAS / f"{area}.toml"
    path = Path(area)
    if path.suffix == ".toml" and path.exists():
        return path
    raise FileNotFoundError(
        f"{area}: neither an area ({', '.join(area_names())}) nor the path of an area's TOML file"
    )


def area_argument(path: Path) -> str:
    """Return how a command names an area file: by name, else by its path from here, else by its whole path."""
    if path.parent == AREAS:
        return path.stem
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def area_names() -> list[str]:
    """Return the names of the areas that come with the project, in alphabetical order."""
    return sorted(path.stem for path in AREAS.glob("*.toml"))
