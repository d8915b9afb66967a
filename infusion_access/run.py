"""The tables of a run, as frames: everything that the report says is a cell of one of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from flows.folders import NETWORK, Folders, area_file
from infusion_access.network import Network
from pipelines.area import Roads, load_area
from pipelines.measures.run_network import run_network
from pipelines.provenance import RUN
from pipelines.roads.network import rejected_roads
from pipelines.warehouse import LAYERS, WarehouseError, as_frame, connect, read_table


@dataclass(frozen=True)
class Run:
    """What a run of an area left behind; `infusion_access.open` makes it.

    The file is opened for each question and closed again, so that a notebook is in no later run's way.

    Attributes
    ----------
    path
        The warehouse, a DuckDB file.
    """

    path: Path

    def tables(self) -> pd.DataFrame:
        """List the tables.

        Returns
        -------
        DataFrame
            A row a table, from sources (`raw`) to answers (`out`): table (its full name), rows, columns, and
            meaning in a sentence (null for tables that promise nothing, as those of source rows).
        """
        found = self.sql(
            "SELECT schema_name || '.' || table_name AS table, estimated_size AS rows, "
            "column_count AS columns, comment AS meaning FROM duckdb_tables() ORDER BY table_name"
        )
        layer = found["table"].str.split(".").str[0].map(LAYERS.index)
        return found.iloc[layer.argsort(kind="stable")].reset_index(drop=True)

    def describe(self, table: str) -> pd.DataFrame:
        """Tell the columns of a table.

        Parameters
        ----------
        table
            Full name, such as ``out.coverage``.

        Returns
        -------
        DataFrame
            A row a column: column, type (DuckDB's), and meaning in a sentence, with its unit and what null
            means (null for columns that the run adds to those promised).

        Raises
        ------
        InputError
            There is no such table.
        """
        self._check_known(table)
        with connect(self.path) as warehouse:
            return warehouse.execute(
                "SELECT column_name AS column, data_type AS type, comment AS meaning FROM duckdb_columns() "
                "WHERE schema_name || '.' || table_name = ? ORDER BY column_index",
                [table],
            ).df()

    def table(self, table: str) -> pd.DataFrame:
        """Read one table whole.

        Parameters
        ----------
        table
            Full name, such as ``out.coverage``; `tables` lists them.

        Returns
        -------
        DataFrame or GeoDataFrame
            A GeoDataFrame (EPSG:4326) where the table has geometry. Null is null: the reason stands beside it.

        Raises
        ------
        InputError
            There is no such table.
        """
        self._check_known(table)
        return read_table(self.path, table)

    def sql(self, query: str) -> pd.DataFrame:
        """Ask a question in SQL; the tables go by their full names.

        Parameters
        ----------
        query
            One SELECT, in DuckDB's SQL.

        Returns
        -------
        DataFrame or GeoDataFrame
            As `table` returns it.
        """
        with connect(self.path) as warehouse:
            return as_frame(warehouse.sql(query))

    def network(self) -> Network:
        """Return the roads that the run drove, at its speeds.

        Places and centers joined to them get the minutes of the report: ``ia.join(run.network(), places,
        centers)`` with the run's own places and centers gives those of out.drive_times.

        Returns
        -------
        Network

        Raises
        ------
        InputError
            The roads of the run are not beside its warehouse, or were changed since.
        """
        population, provenance = self.table("core.population"), self.table("out.provenance")
        settings = provenance.loc[provenance["kind"] == RUN, "settings"].iloc[0]
        roads = Roads(**json.loads(settings)["roads"])
        folder = self.path.with_name(NETWORK)
        found = run_network(self.path, folder, roads, population)
        if found is None:
            raise WarehouseError(
                f"{folder}: does not hold the roads that {self.path.name} was computed on (run the area again)"
            )
        return Network(found, roads, rejected_roads(folder))

    def _check_known(self, table: str) -> None:
        known = self.tables()["table"].tolist()
        if table not in known:
            raise WarehouseError(
                f"{table}: no such table in {self.path} (it has {', '.join(known)})"
            )


def open_run(area: str | Path, data: str | Path = "data") -> Run:
    """Open the tables of a run.

    Parameters
    ----------
    area
        Name of an area that was run, the path of its TOML file, or that of its warehouse (``.duckdb``).
    data
        The data folder of the run; not looked at where `area` is a warehouse.

    Returns
    -------
    Run

    Raises
    ------
    FileNotFoundError
        There is no such area.
    InputError
        The area has not been run, its settings have faults, or a run is writing to it.
    """
    path = Path(area)
    if path.suffix != ".duckdb":
        name = path.name if _folders(data, path.name).processed.is_dir() else _name_of(str(area))
        path = _folders(data, name).warehouse
    connect(path).close()
    return Run(path.resolve())


def _name_of(area: str) -> str:
    return load_area(area_file(area)).name


def _folders(data: str | Path, name: str) -> Folders:
    return Folders(Path(data), Path("reports"), name)
