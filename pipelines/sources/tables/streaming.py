"""Large delimited files, filtered by SQL while they stream past: only the chosen rows are ever held.

A file of ten gigabytes and 330 columns is cut into records (`sources.tables.records`), DuckDB looks at the
few columns that the filter names, and the records that it chooses are parsed like any table (`tabular`).
DuckDB's own CSV reader was tried first: it takes about three times as long for the same answer, for it parses
every field, twice that when it is to number the rows, and it does not read a member of a zip archive.

What is wrong with a row the filter does not choose is not looked at, save that every row of the wrong width and
every row that `faulty` describes is chosen, to be refused with its number.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.progress import counting
from pipelines.sources.files.byte_stream import Ahead, Block, blocks, opened
from pipelines.sources.files.content import mended
from pipelines.sources.reading import SourceError
from pipelines.sources.tables.records import Records, cut
from pipelines.sources.tables.tabular import (
    ROW_TEXT_CHARACTERS,
    UTF8_OR_WINDOWS,
    TextTable,
    find_columns,
    find_header,
    parse_rows,
    refusals,
)

MEMORY = "256MB"
"""Most that DuckDB may hold; the filter itself needs a few megabytes."""

THREADS = 2
"""DuckDB's own; records are read and cut, which is most of the work, in threads of ours."""

MANY_FAULTS = 20_000
"""A file with more faulty rows than this, and more faulty than sound ones, is the wrong file."""

CHOSEN_BYTES = 1 << 23
"""Chosen records are parsed in portions of so many bytes."""

_SCHEMA = {"number": pa.int64(), "record": pa.large_binary(), "fields": pa.int32()}
KEPT_CHARACTERS = 100
"""How much of each chosen row is kept as it stands: with its number, enough to find it again."""

_NEWLINE, _RETURN = 10, 13
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Filter:
    """Which rows of a large file are wanted.

    Attributes
    ----------
    keys
        Our names of the columns that the conditions use; each is text without blanks at its ends.
    where
        SQL condition of the wanted rows.
    asked
        The same in plain words, for the message that no row meets it: 'an address in IL'.
    faulty
        Conditions of rows that cannot be right, whatever else they hold: in plain words -> in SQL. Such rows
        are chosen too, for the reader to refuse.
    tables
        Frames that the conditions may name.
    """

    keys: Sequence[str]
    where: str
    asked: str
    faulty: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """How the table lies in its file.

    Attributes
    ----------
    columns, optional
        Our name -> the names it may have in the file, and which of ours it may lack, as in `read_text`.
    member
        Pattern of the member that is meant, where the file is a zip archive.
    header
        Names of the fields of a file that has no header line.
    """

    columns: Mapping[str, Sequence[str]]
    optional: Sequence[str] = ()
    member: str = "*"
    header: Sequence[str] = ()


def read_filtered(
    files: Sequence[Path],
    layout: Layout,
    wanted: Filter,
    *,
    encodings: Sequence[str] = UTF8_OR_WINDOWS,
    may_be_empty: bool = False,
) -> TextTable:
    """Read the wanted rows of large delimited files.

    Parameters
    ----------
    files
        Plain, gzipped, or zip archives with the member that the layout names; separated by commas.
    layout
        Where the columns are.
    wanted
        Which rows are chosen.
    encodings
        Tried in this order on each chosen row; where none fits, the row is refused.
    may_be_empty
        Whether it is all right that no row is wanted.

    Returns
    -------
    TextTable
        The chosen rows in the order of the file, with their numbers in it; `rows_read` counts all rows, chosen
        or not; every row of the wrong width is in `rejected`.

    Raises
    ------
    SourceError
        A file is missing, empty, binary, cut short, lacks a column, or holds mostly faulty rows; or no row of
        any file is wanted.
    """
    if not files:
        raise SourceError("(no file)", "the source names no file", mend="name its files")
    parts = [
        _read_one(index, Path(path), layout, wanted, encodings) for index, path in enumerate(files)
    ]
    rows_read = sum(part.rows_read[0] for part in parts)
    if rows_read and not may_be_empty and not any(len(p.rows) + len(p.rejected) for p in parts):
        raise SourceError(
            files[0],
            f"none of {rows_read} rows has {wanted.asked}",
            mend="check the settings of the source against the file",
        )
    return TextTable(
        rows=pd.concat([part.rows for part in parts], ignore_index=True),
        rejected=pd.concat([part.rejected for part in parts], ignore_index=True),
        rows_read=tuple(part.rows_read[0] for part in parts),
        files=tuple(Path(path) for path in files),
        found=tuple(part.found[0] for part in parts),
    )


def named_by_member(text: TextTable, member: str) -> TextTable:
    """Add a member's name to `source_file` where the file's own name lacks it.

    Of several tables of one archive, the row number alone would not tell which is meant.
    """
    for frame in (text.rows, text.rejected):
        named = frame["source_file"].str.contains(member, case=False, regex=False).astype(bool)
        frame["source_file"] = frame["source_file"].where(
            named, frame["source_file"] + f": {member}"
        )
    return text


def _read_one(
    index: int, path: Path, layout: Layout, wanted: Filter, encodings: Sequence[str]
) -> TextTable:
    with opened(path, layout.member) as stream, Ahead(blocks(path, stream)) as pieces:
        first = _without_mark(next(pieces))
        _refuse_other_line_ends(path, first)
        if layout.header:
            delimiter, header = ",", list(layout.header)
        else:
            delimiter, header = find_header(
                path, first.content.tobytes(), layout.columns, layout.optional, ","
            )
        places = find_columns(path, header, layout.columns, layout.optional, delimiter)
        source = _Source(path, places, header, delimiter, has_header=not layout.header)
        records = source.batches(_all(first, pieces), wanted.keys)
        portions = [
            _parsed(index, source, numbers, texts, encodings)
            for numbers, texts in _portions(source, records, wanted)
        ]
        # At least the (empty) shape of the table.
        portions.append(_parsed(index, source, np.empty(0, np.int64), [], encodings))
    rows = pd.concat([portion.rows for portion in portions], ignore_index=True)
    rejected = pd.concat([portion.rejected for portion in portions])
    if not rows["source_row"].is_monotonic_increasing:
        rows = rows.sort_values("source_row", ignore_index=True)
    return TextTable(
        rows=rows,
        rejected=rejected.sort_values("source_row", kind="stable", ignore_index=True),
        rows_read=(source.rows_read,),
        files=(path,),
        found=(tuple(header),),
    )


@dataclass(frozen=True)
class _Stream:
    """Batches as DuckDB takes them one at a time; of a bare reader it would ask many ahead."""

    reader: pa.RecordBatchReader

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.reader.__arrow_c_stream__(requested_schema)


@dataclass
class _Source:
    """One file while it is read.

    Attributes
    ----------
    rows_read
        Rows that have come so far.
    fault
        What ended the reading, if anything did; DuckDB would only hand on its text.
    going
        Unset while chosen records are being parsed: DuckDB would read on to the end of the file meanwhile, and
        keep all that it chooses, with the blocks it lies in.
    """

    path: Path
    places: Mapping[str, int | None]
    header: list[str]
    delimiter: str
    has_header: bool
    rows_read: int = 0
    wrong_width: int = 0
    fault: BaseException | None = None
    going: threading.Event = field(default_factory=threading.Event)

    def batches(self, pieces: Iterator[Block], keys: Sequence[str]) -> _Stream:
        """Return the records of the file as Arrow batches: number, record, fields and the keys."""
        found = {key: place for key in keys if (place := self.places[key]) is not None}
        schema = pa.schema({**_SCHEMA, **dict.fromkeys(keys, pa.string())})
        ascending = sorted(set(found.values()))

        def batch(records: Records) -> pa.RecordBatch:
            count = len(records.begin)
            numbers = np.arange(self.rows_read + 1, self.rows_read + count + 1)
            columns = [pa.array(numbers), records.texts(), pa.array(records.fields)]
            blank = pa.array([""], pa.string()).take(pa.array(np.zeros(count, np.int8)))
            for key in keys:
                place = found.get(key)
                columns.append(blank if place is None else records.keys[ascending.index(place)])
            return pa.RecordBatch.from_arrays(columns, schema=schema)

        # Whoever reads the batches does it in another thread.
        tell = counting(None, "rows")

        def all_batches() -> Iterator[pa.RecordBatch]:
            try:
                waits_for_header = self.has_header
                with Ahead(cut(self.path, pieces, self.delimiter, ascending)) as parts:
                    for records in parts:
                        made = batch(records)
                        if waits_for_header and len(made):
                            self._check_header(int(records.fields[0]))
                            made, waits_for_header = _after_header(made), False
                        self.rows_read += len(made)
                        tell(self.rows_read)
                        self._check_width(made)
                        self.going.wait()
                        yield made
            except BaseException as error:
                self.fault = error
                raise

        return _Stream(pa.RecordBatchReader.from_batches(schema, all_batches()))

    def _check_header(self, fields: int) -> None:
        if fields != len(self.header):
            raise SourceError(
                self.path,
                f"its header reads as {len(self.header)} or as {fields} columns",
                mend="remove the quotation marks from the header",
            )

    def _check_width(self, batch: pa.RecordBatch) -> None:
        wrong = batch.column("fields").to_numpy() != len(self.header)
        if not wrong.any():
            return
        self.wrong_width += int(wrong.sum())
        if self.wrong_width > MANY_FAULTS and 2 * self.wrong_width > self.rows_read:
            at = int(np.flatnonzero(wrong)[0])
            raise SourceError(
                self.path,
                f"{self.wrong_width} of its first {self.rows_read} rows do not have the "
                f"{len(self.header)} fields of the header but, for one, {batch.column('fields')[at]}",
                row=int(batch.column("number")[at].as_py()),
                mend="check that this is the right file",
            )


def _portions(
    source: _Source, records: _Stream, wanted: Filter
) -> Iterator[tuple[npt.NDArray[np.int64], list[bytes]]]:
    """Yield the chosen records in portions, each in the order of the file."""
    faulty = " OR ".join(f"({condition})" for condition in wanted.faulty.values()) or "false"
    query = f"""
        WITH judged AS (
            SELECT *, fields <> {len(source.header)} AS wrong_width, ({faulty}) AS faulty
            FROM records
        )
        SELECT number, record, faulty AND NOT wrong_width AS faulty
        FROM judged WHERE wrong_width OR faulty OR ({wanted.where})
    """
    numbers: list[npt.NDArray[np.int64]] = []
    texts: list[bytes] = []
    size = faults = 0
    with duckdb.connect(
        config={"memory_limit": MEMORY, "threads": THREADS, "autoinstall_known_extensions": False}
    ) as connection:
        connection.register("records", records)
        for name, frame in wanted.tables.items():
            connection.register(name, frame)
        source.going.set()
        try:
            for batch in connection.sql(query).to_arrow_reader(1 << 12):
                faults += pc.sum(batch.column("faulty")).as_py() or 0
                if faults > MANY_FAULTS and 2 * faults > source.rows_read:
                    number = pc.min(batch.column("number").filter(batch.column("faulty"))).as_py()
                    raise SourceError(
                        source.path,
                        f"more than half of its rows cannot be right: {', or '.join(wanted.faulty)}",
                        row=number,
                        mend="check that this is the right file",
                    )
                numbers.append(batch.column("number").to_numpy())
                texts.extend(batch.column("record").to_pylist())
                size += batch.column("record").nbytes
                if size > CHOSEN_BYTES:
                    source.going.clear()
                    yield np.concatenate(numbers), texts
                    source.going.set()
                    numbers, texts, size = [], [], 0
        except (duckdb.Error, pa.ArrowException) as error:
            if source.fault is not None:
                raise source.fault from None
            raise error
        finally:
            source.going.set()
    if texts:
        yield np.concatenate(numbers), texts


def _parsed(
    index: int,
    source: _Source,
    numbers: npt.NDArray[np.int64],
    texts: Sequence[bytes],
    encodings: Sequence[str],
) -> TextTable:
    """Parse chosen records, each in the encoding that fits it."""
    order = np.argsort(numbers, kind="stable")
    decoded = [mended(texts[at].rstrip(b"\r\n"), encodings) for at in order]
    readable = np.array([text is not None for text in decoded], dtype=bool)
    header = source.delimiter.join('"' + name.replace('"', '""') + '"' for name in source.header)
    # A carriage return alone would end a row for the parser, but did not for the cutter.
    kept = (text.replace("\r\n", "\n").replace("\r", " ") for text in decoded if text is not None)
    lines = [header, *kept, ""]
    table = parse_rows(
        index,
        source.path,
        "\n".join(lines).encode(),
        source.delimiter,
        source.header,
        source.places,
        numbers[order][readable],
    )
    table.rows["row_text"] = table.rows["row_text"].str.slice(0, KEPT_CHARACTERS)
    unreadable = order[~readable]
    if not len(unreadable):
        return table
    refused = refusals(
        index,
        source.path.name,
        numbers[unreadable],
        [f"its encoding is unknown: not {', not '.join(encodings)}"] * len(unreadable),
        [texts[at].decode("ascii", "replace")[:ROW_TEXT_CHARACTERS] for at in unreadable],
    )
    return TextTable(
        table.rows,
        pd.concat([table.rejected, refused], ignore_index=True),
        table.rows_read,
        table.files,
        table.found,
    )


def _without_mark(block: Block) -> Block:
    if block.content[: len(_BOM)].tobytes() != _BOM:
        return block
    return block._replace(begin=block.begin + len(_BOM))


def _refuse_other_line_ends(path: Path, block: Block) -> None:
    content = block.content
    if (content == _RETURN).any() and not (content == _NEWLINE).any():
        raise SourceError(
            path,
            "its lines end with a carriage return alone, or it has none",
            mend="save it with line feeds (Unix or Windows line ends)",
        )


def _all(first: Block, others: Iterator[Block]) -> Iterator[Block]:
    yield first
    yield from others


def _after_header(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Take the header from the first records, so that the numbers begin behind it."""
    rest = batch.slice(1)
    numbers = pa.array(rest.column("number").to_numpy() - 1)
    return rest.set_column(0, "number", numbers)
