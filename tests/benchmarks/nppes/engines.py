"""The same job in each library: the providers of some states with a code of infusion.

Each engine gets files and a job, and returns the rows that it found: `COMPARED` columns by name, after holding
all columns of the job as a frame. The files are npidata_pfile and pl_pfile, or the archive with both. A
provider is wanted if its practice place or a further one (pl_pfile) lies in one of the states and any of its
fifteen taxonomy codes is wanted. A job names `columns` (ours -> of the file), `npi`, `state`, `states`,
`taxonomies` (columns), `codes`, `prefixes`, `place_npi` and `place_state` (columns of pl_pfile).
Libraries are imported inside, for a peer's environment lacks the project's and the other way round.
"""

import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np

Job = dict[str, Any]
Found = dict[str, np.ndarray]

COMPARED = (
    "npi",
    "organization_name",
    "last_name",
    "address_1",
    "city",
    "state",
    "phone",
)
"""What must be the same in the rows of every engine."""


def own(files: Sequence[Path], job: Job, threads: int) -> Found:
    from pipelines.area import NppesSource
    from pipelines.sources.facilities.nppes import read_nppes

    settings = NppesSource(
        files=tuple(map(str, files)),
        vintage="",
        publisher="",
        licence="",
        states=tuple(job["states"]),
    )
    table = read_nppes(files, settings).table
    return {name: table[name].fillna("").to_numpy(dtype=object) for name in COMPARED}


def duckdb_csv(files: Sequence[Path], job: Job, threads: int) -> Found:
    import duckdb

    connection = duckdb.connect(config={"threads": threads, "memory_limit": "1GB"})
    names = ", ".join(f'"{name}"' for name in job["columns"].values())
    tests = " OR ".join(
        f'"{column}" IN ({_quoted(job["codes"])})'
        + "".join(f" OR starts_with(\"{column}\", '{prefix}')" for prefix in job["prefixes"])
        for column in job["taxonomies"]
    )
    read = (
        "read_csv('{}', all_varchar = true, header = true, delim = ',', quote = '\"', "
        "escape = '\"', store_rejects = true)"
    )
    places = (
        f'SELECT "{job["place_npi"]}" FROM {read.format(files[1])} '
        f'WHERE "{job["place_state"]}" IN ({_quoted(job["states"])})'
    )
    query = (
        f"SELECT {names} FROM {read.format(files[0])} "
        f'WHERE ("{job["state"]}" IN ({_quoted(job["states"])}) OR "{job["npi"]}" IN ({places})) '
        f"AND ({tests})"
    )
    return _of_pandas(connection.execute(query).df(), job)


def pandas_chunks(files: Sequence[Path], job: Job, threads: int) -> Found:
    return _in_chunks(files[0], files[1], job)


def pandas_archive(files: Sequence[Path], job: Job, threads: int) -> Found:
    with (
        zipfile.ZipFile(files[0]) as archive,
        archive.open(_member(archive, "npidata")) as providers,
        archive.open(_member(archive, "pl_pfile")) as places,
    ):
        return _in_chunks(providers, places, job)


def _in_chunks(providers: Path | IO[bytes], places: Path | IO[bytes], job: Job) -> Found:
    import pandas as pd

    text = {"dtype": str, "keep_default_na": False, "on_bad_lines": "skip"}
    further = pd.read_csv(places, usecols=[job["place_npi"], job["place_state"]], **text)
    elsewhere = set(further.loc[further[job["place_state"]].isin(job["states"]), job["place_npi"]])
    parts = []
    chunks = pd.read_csv(
        providers, usecols=list(job["columns"].values()), chunksize=100_000, **text
    )
    for chunk in chunks:
        near = chunk[chunk[job["state"]].isin(job["states"]) | chunk[job["npi"]].isin(elsewhere)]
        infuses = np.zeros(len(near), dtype=bool)
        for column in job["taxonomies"]:
            infuses |= near[column].isin(job["codes"]).to_numpy()
            infuses |= near[column].str.startswith(tuple(job["prefixes"])).to_numpy()
        parts.append(near[infuses])
    return _of_pandas(pd.concat(parts), job)


def polars_stream(files: Sequence[Path], job: Job, threads: int) -> Found:
    import polars as pl

    elsewhere = (
        pl.scan_csv(files[1], infer_schema=False)
        .filter(pl.col(job["place_state"]).is_in(job["states"]))
        .select(job["place_npi"])
        .collect(engine="streaming")
        .to_series()
        .unique()
    )
    infuses = pl.any_horizontal(
        pl.col(column).is_in(job["codes"])
        | pl.any_horizontal([pl.col(column).str.starts_with(p) for p in job["prefixes"]])
        for column in job["taxonomies"]
    )
    near = pl.col(job["state"]).is_in(job["states"]) | pl.col(job["npi"]).is_in(elsewhere.implode())
    rows = (
        pl.scan_csv(files[0], infer_schema=False)
        .filter(near & infuses)
        .select(list(job["columns"].values()))
        .collect(engine="streaming")
    )
    return {name: rows[job["columns"][name]].fill_null("").to_numpy() for name in COMPARED}


def polars_archive(files: Sequence[Path], job: Job, threads: int) -> Found:
    # It reads no member of an archive but as a whole in memory, so the file goes to the disk first.
    with (
        tempfile.TemporaryDirectory(dir=files[0].parent) as folder,
        zipfile.ZipFile(files[0]) as archive,
    ):
        names = [_member(archive, kind) for kind in ("npidata", "pl_pfile")]
        unpacked = [Path(archive.extract(name, folder)) for name in names]
        return polars_stream(unpacked, job, threads)


def pyarrow_stream(files: Sequence[Path], job: Job, threads: int) -> Found:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv as pa_csv

    pa.set_cpu_count(threads)

    def batches(path: Path, columns: list[str]) -> pa_csv.CSVStreamingReader:
        return pa_csv.open_csv(
            path,
            read_options=pa_csv.ReadOptions(block_size=1 << 24),
            convert_options=pa_csv.ConvertOptions(
                include_columns=columns, column_types=dict.fromkeys(columns, pa.string())
            ),
        )

    states, codes = pa.array(job["states"]), pa.array(job["codes"])
    elsewhere = pa.chunked_array(
        [
            batch.filter(pc.is_in(batch[job["place_state"]], states))[job["place_npi"]]
            for batch in batches(files[1], [job["place_npi"], job["place_state"]])
        ]
    ).combine_chunks()
    parts = []
    for batch in batches(files[0], list(job["columns"].values())):
        near = batch.filter(
            pc.or_(pc.is_in(batch[job["state"]], states), pc.is_in(batch[job["npi"]], elsewhere))
        )
        infuses = pa.array(np.zeros(len(near), dtype=bool))
        for column in job["taxonomies"]:
            infuses = pc.or_(infuses, pc.is_in(near[column], codes))
            for prefix in job["prefixes"]:
                infuses = pc.or_(infuses, pc.starts_with(near[column], prefix))
        parts.append(near.filter(infuses))
    rows = pa.Table.from_batches(parts)
    return {name: rows[job["columns"][name]].to_numpy(zero_copy_only=False) for name in COMPARED}


def _of_pandas(rows: Any, job: Job) -> Found:
    return {name: rows[job["columns"][name]].fillna("").to_numpy(dtype=object) for name in COMPARED}


def _member(archive: zipfile.ZipFile, kind: str) -> str:
    return next(name for name in archive.namelist() if name.startswith(kind))


def _quoted(values: list[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


ENGINES: dict[str, Callable[[Sequence[Path], Job, int], Found]] = {
    "ours": own,
    "pyarrow, streaming": pyarrow_stream,
    "polars, streaming": polars_stream,
    "DuckDB, read_csv": duckdb_csv,
    "pandas, in chunks": pandas_chunks,
    "ours, from the archive": own,
    "polars, from the archive": polars_archive,
    "pandas, from the archive": pandas_archive,
}
OWN = ("ours", "ours, from the archive")
REMARKS = {
    "ours": "numbers rows, refuses wrong widths and NPIs, types the columns",
    "pyarrow, streaming": "stops at a row of the wrong width",
    "polars, streaming": "stops at a row of the wrong width",
    "DuckDB, read_csv": "keeps refused rows; no row numbers",
    "pandas, in chunks": "skips long rows, fills up short ones",
    "ours, from the archive": "as above, unpacking on the way",
    "polars, from the archive": "unpacks to the disk first",
    "pandas, from the archive": "as above, unpacking on the way",
}
