"""The same job in each library: the providers of some states with a code of infusion.

Each engine gets a file and a job and returns the NPIs that it found, after holding their rows as a frame. A job
names `columns` (of the file), `npi`, `state`, `states`, `taxonomies` (columns), `codes` and `prefixes`.
Libraries are imported inside, for a peer's environment lacks the project's and the other way round.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Job = dict[str, Any]


def own(path: Path, job: Job, threads: int) -> np.ndarray:
    from pipelines.area import NppesSource
    from pipelines.sources.nppes import read_nppes

    settings = NppesSource(
        files=(str(path),), vintage="", publisher="", licence="", states=tuple(job["states"])
    )
    return read_nppes([path], settings).table["npi"].to_numpy(dtype=object)


def duckdb_csv(path: Path, job: Job, threads: int) -> np.ndarray:
    import duckdb

    connection = duckdb.connect(config={"threads": threads, "memory_limit": "1GB"})
    names = ", ".join(f'"{name}"' for name in job["columns"])
    tests = " OR ".join(
        f'"{column}" IN ({_quoted(job["codes"])})'
        + "".join(f" OR starts_with(\"{column}\", '{prefix}')" for prefix in job["prefixes"])
        for column in job["taxonomies"]
    )
    query = (
        f"SELECT {names} FROM read_csv('{path}', all_varchar = true, header = true, delim = ',', "
        f"quote = '\"', escape = '\"', store_rejects = true) "
        f'WHERE "{job["state"]}" IN ({_quoted(job["states"])}) AND ({tests})'
    )
    return connection.execute(query).df()[job["npi"]].to_numpy(dtype=object)


def pandas_chunks(path: Path, job: Job, threads: int) -> np.ndarray:
    import pandas as pd

    parts = []
    chunks = pd.read_csv(
        path,
        usecols=job["columns"],
        dtype=str,
        keep_default_na=False,
        chunksize=100_000,
        on_bad_lines="skip",
    )
    for chunk in chunks:
        near = chunk[chunk[job["state"]].isin(job["states"])]
        infuses = np.zeros(len(near), dtype=bool)
        for column in job["taxonomies"]:
            infuses |= near[column].isin(job["codes"]).to_numpy()
            infuses |= near[column].str.startswith(tuple(job["prefixes"])).to_numpy()
        parts.append(near[infuses])
    return pd.concat(parts)[job["npi"]].to_numpy(dtype=object)


def polars_stream(path: Path, job: Job, threads: int) -> np.ndarray:
    import polars as pl

    infuses = pl.any_horizontal(
        pl.col(column).is_in(job["codes"])
        | pl.any_horizontal([pl.col(column).str.starts_with(p) for p in job["prefixes"]])
        for column in job["taxonomies"]
    )
    rows = (
        pl.scan_csv(path, infer_schema=False)
        .filter(pl.col(job["state"]).is_in(job["states"]) & infuses)
        .select(job["columns"])
        .collect(engine="streaming")
    )
    return rows[job["npi"]].to_numpy()


def pyarrow_stream(path: Path, job: Job, threads: int) -> np.ndarray:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv as pa_csv

    pa.set_cpu_count(threads)
    reader = pa_csv.open_csv(
        path,
        read_options=pa_csv.ReadOptions(block_size=1 << 24),
        convert_options=pa_csv.ConvertOptions(
            include_columns=job["columns"],
            column_types=dict.fromkeys(job["columns"], pa.string()),
        ),
    )
    codes = pa.array(job["codes"])
    parts = []
    for batch in reader:
        near = batch.filter(pc.is_in(batch[job["state"]], pa.array(job["states"])))
        infuses = pa.array(np.zeros(len(near), dtype=bool))
        for column in job["taxonomies"]:
            infuses = pc.or_(infuses, pc.is_in(near[column], codes))
            for prefix in job["prefixes"]:
                infuses = pc.or_(infuses, pc.starts_with(near[column], prefix))
        parts.append(near.filter(infuses))
    return pa.Table.from_batches(parts)[job["npi"]].to_numpy()


def _quoted(values: list[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


ENGINES: dict[str, Callable[[Path, Job, int], np.ndarray]] = {
    "ours": own,
    "ours, from the archive": own,
    "polars, streaming": polars_stream,
    "DuckDB, read_csv": duckdb_csv,
    "pyarrow, streaming": pyarrow_stream,
    "pandas, in chunks": pandas_chunks,
}
OWN = ("ours", "ours, from the archive")
REMARKS = {
    "ours": "numbers rows, refuses wrong widths and NPIs, types the columns",
    "ours, from the archive": "the same, unpacking on the way",
    "polars, streaming": "stops at a row of the wrong width",
    "DuckDB, read_csv": "keeps refused rows; no row numbers",
    "pyarrow, streaming": "stops at a row of the wrong width",
    "pandas, in chunks": "skips long rows, fills up short ones",
}
