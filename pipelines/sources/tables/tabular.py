"""Delimited text files, read one way: every row is either text with its row number or a refusal with a reason.

Public tables come in three encodings, gzipped or in a zip archive, with or without a byte order mark, and with
rows that have lost or gained a field. pyarrow's CSV reader hands over each row of the wrong width with its
number instead of padding or dropping it, which is why it is used here. Types come later, in `checks`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from pipelines.sources.files.content import as_utf8, unpacked
from pipelines.sources.reading import REJECTED_COLUMNS, SourceError

UTF8_OR_WINDOWS = ("utf-8-sig", "cp1252")
"""Encodings of most US public files: UTF-8 with or without a mark, else what a Windows desk wrote."""

TEXT = pd.StringDtype("pyarrow", na_value=np.nan)
"""Text as every frame of a reader holds it; missing is NaN."""

ROW_TEXT_CHARACTERS = 500
"""How much of a refused row is kept: enough to find it again."""

_HEADER_BYTES = 1 << 16  # no public table has a header of 64 KiB
_BLOCK_BYTES = 1 << 24  # longest row that pyarrow takes; old GMNS geometries reach a megabyte
_LINES_IN_A_FIELD = 20  # an address in quotation marks holds a few line breaks, hardly more
_DELIMITERS_IN_A_FIELD = 2  # and hardly more commas, where the table itself is narrow

WRONG_FILE = "check that this is the right file"
"""What a user can do about a file of a publisher, whose columns are not declared."""

DECLARED = "check that this is the right file, and `columns` of the source in the area file"
"""What a user can do about a file whose columns the settings declare."""


@dataclass(frozen=True)
class TextTable:
    """Rows of one or more files of the same kind, as text.

    Attributes
    ----------
    rows
        The asked-for columns, whitespace at their ends removed, blank as the empty string; then `file`
        (index into `files`), `source_file`, `source_row` (data rows from 1) and `row_text`.
    rejected
        Rows of the wrong width, with the columns of `raw.rejected` and `file`; `source` is left null.
    rows_read
        Data rows of each file, refused ones included.
    files
        The files, in the order given.
    found
        Header of each file, as it stands there.
    mend
        What a user can do about a file of another kind.
    """

    rows: pd.DataFrame
    rejected: pd.DataFrame
    rows_read: tuple[int, ...]
    files: tuple[Path, ...]
    found: tuple[tuple[str, ...], ...]
    mend: str = WRONG_FILE


def read_text(
    files: Sequence[Path],
    columns: Mapping[str, Sequence[str]],
    *,
    optional: Sequence[str] = (),
    encodings: Sequence[str] = UTF8_OR_WINDOWS,
    delimiters: str = ",",
    mend: str = WRONG_FILE,
) -> TextTable:
    """Read delimited text files into one frame of text.

    Parameters
    ----------
    files
        Plain, gzipped or zipped with one member.
    columns
        Our name -> the names it may have in the file, the preferred one first. Letter case, spaces around a
        name and a byte order mark make no difference. Other columns of the file are not kept.
    optional
        Those of our names that a file may lack; they are then blank.
    encodings
        Tried in this order, each strictly; one that takes every byte (latin-1) belongs at the end.
    delimiters
        Characters that may separate the fields; the first whose header has all columns counts.
    mend
        What a user can do about a file without the columns.

    Returns
    -------
    TextTable
        Rows in the order of the files.

    Raises
    ------
    SourceError
        A file is missing, empty, binary, cut short, wrongly encoded or delimited, or lacks a column.
    """
    if not files:
        raise SourceError("(no file)", "the source names no file", mend="name its files")
    parts = [
        _read_one(index, Path(path), columns, optional, encodings, delimiters, mend)
        for index, path in enumerate(files)
    ]
    return TextTable(
        rows=pd.concat([part.rows for part in parts], ignore_index=True),
        rejected=pd.concat([part.rejected for part in parts], ignore_index=True),
        rows_read=tuple(part.rows_read[0] for part in parts),
        files=tuple(Path(path) for path in files),
        found=tuple(part.found[0] for part in parts),
        mend=mend,
    )


def _read_one(
    index: int,
    path: Path,
    columns: Mapping[str, Sequence[str]],
    optional: Sequence[str],
    encodings: Sequence[str],
    delimiters: str,
    mend: str,
) -> TextTable:
    content = as_utf8(path, unpacked(path), encodings)
    delimiter, header = find_header(path, content, columns, optional, delimiters)
    places = find_columns(path, header, columns, optional, delimiter, mend)
    return parse_rows(index, path, content, delimiter, header, places)


def parse_rows(
    index: int,
    path: Path,
    content: bytes,
    delimiter: str,
    header: Sequence[str],
    places: Mapping[str, int | None],
    numbers: npt.NDArray[np.int64] | None = None,
) -> TextTable:
    """Parse a header and the rows below it.

    Parameters
    ----------
    index
        Number of the file in its source.
    path
        The file, for messages and `source_file`.
    content
        UTF-8: one line of header, then the rows.
    delimiter, header, places
        As `find_header` and `find_columns` return them.
    numbers
        Numbers of the rows in their file, if they are not all there; by default 1, 2, ...

    Returns
    -------
    TextTable
        Of this file, or of these rows of it.

    Raises
    ------
    SourceError
        The content cannot be read as a table, or a quotation mark in it is not closed.
    """
    table, wrong_width = _parse(path, content, delimiter, len(header))
    rows_read = table.num_rows + len(wrong_width)
    if numbers is None:
        numbers = np.arange(1, rows_read + 1)
    refused = np.array([row.number - 2 for row in wrong_width], dtype=np.int64)
    refused_rows = numbers[refused]
    kept_rows = np.delete(numbers, refused)
    _refuse_run_together(path, content, table, kept_rows, refused_rows, wrong_width, delimiter)
    frame = pd.DataFrame(
        {
            name: _trimmed(table.column(place), table.num_rows)
            if place is not None
            else pd.Series("", index=range(table.num_rows), dtype=TEXT)
            for name, place in places.items()
        }
    )
    frame["file"] = index
    frame["source_file"] = pd.Series(path.name, index=frame.index, dtype=TEXT)
    frame["source_row"] = kept_rows
    joined = pc.binary_join_element_wise(*table.columns, delimiter)
    frame["row_text"] = _to_series(pc.utf8_slice_codeunits(joined, 0, ROW_TEXT_CHARACTERS))
    repeated = _repeats_header(table, header)
    rejected = pd.concat(
        [
            refusals(
                index,
                path.name,
                refused_rows,
                [
                    f"the row has {row.actual_columns} fields, the header {row.expected_columns}"
                    for row in wrong_width
                ],
                [row.text[:ROW_TEXT_CHARACTERS] for row in wrong_width],
            ),
            refusals(
                index,
                path.name,
                frame.loc[repeated, "source_row"].to_numpy(),
                ["the row repeats the header"] * int(repeated.sum()),
                frame.loc[repeated, "row_text"].tolist(),
            ),
        ],
        ignore_index=True,
    )
    return TextTable(
        rows=frame[~repeated],
        rejected=rejected,
        rows_read=(rows_read,),
        files=(path,),
        found=(tuple(header),),
    )


def find_header(
    path: Path,
    content: bytes,
    columns: Mapping[str, Sequence[str]],
    optional: Sequence[str],
    delimiters: str,
) -> tuple[str, list[str]]:
    """Return the delimiter that finds most of the needed columns, and the header it gives.

    Parameters
    ----------
    path
        The file, for messages.
    content
        UTF-8, at least the first line that is not empty.
    columns, optional, delimiters
        As in `read_text`.

    Raises
    ------
    SourceError
        The first line has no end, or is no header.
    """
    start = content.lstrip(b"\r\n")[:_HEADER_BYTES]
    if len(start) == _HEADER_BYTES and not {10, 13} & set(start):
        raise SourceError(
            path,
            f"its first line has no end within {_HEADER_BYTES:,} bytes",
            mend="it is no delimited table: fetch it again",
        )
    needed = [aliases for name, aliases in columns.items() if name not in optional]
    headers = []
    for delimiter in delimiters:
        lines = io.StringIO(start.decode("utf-8", "ignore"), newline="")
        try:
            names = [name.strip() for name in next(csv.reader(lines, delimiter=delimiter))]
        except csv.Error as error:
            raise SourceError(path, f"its header cannot be read: {error}") from error
        folded = {name.casefold() for name in names}
        hits = sum(any(alias.casefold() in folded for alias in aliases) for aliases in needed)
        headers.append((hits, delimiter, names))
    _, delimiter, names = max(headers, key=lambda candidate: candidate[0])
    return delimiter, names


def find_columns(
    path: Path,
    header: Sequence[str],
    columns: Mapping[str, Sequence[str]],
    optional: Sequence[str],
    delimiter: str,
    mend: str = WRONG_FILE,
) -> dict[str, int | None]:
    """Return where each of our columns stands in the header; None where an optional one is absent.

    Raises
    ------
    SourceError
        A column is missing, or there twice.
    """
    folded = [name.casefold() for name in header]
    places: dict[str, int | None] = {}
    missing = []
    for name, aliases in columns.items():
        found = next((alias for alias in aliases if alias.casefold() in folded), None)
        if found is None:
            places[name] = None
            if name not in optional:
                missing.append(" or ".join(repr(alias) for alias in aliases))
            continue
        if folded.count(found.casefold()) > 1:
            raise SourceError(
                path,
                f"its header has the column {folded.count(found.casefold())} times",
                column=found,
                mend="remove or rename the others",
            )
        places[name] = folded.index(found.casefold())
    if missing:
        line = delimiter.join(header)
        others = [mark for mark in ",;\t|" if mark != delimiter and line.count(mark) >= 2]
        told = (
            f"it seems to be separated by {others[0]!r}: save it separated by {delimiter!r}"
            if len(header) == 1 and others
            else mend
        )
        shown = ", ".join(repr(name) for name in header[:40])
        raise SourceError(
            path,
            f"lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}; "
            f"it has {shown[:600]}",
            mend=told,
        )
    return places


def _parse(
    path: Path, content: bytes, delimiter: str, width: int
) -> tuple[pa.Table, list[pa_csv.InvalidRow]]:
    """Return the rows that are as wide as the header (without it), and the others."""
    wrong_width: list[pa_csv.InvalidRow] = []

    def keep(row: pa_csv.InvalidRow) -> str:
        wrong_width.append(row)
        return "skip"

    try:
        table = pa_csv.read_csv(
            # pyarrow does not see a header that no line end closes.
            pa.BufferReader(content if content.endswith(b"\n") else content + b"\n"),
            # One thread: only then does a refused row carry its number.
            read_options=pa_csv.ReadOptions(
                use_threads=False, autogenerate_column_names=True, block_size=_BLOCK_BYTES
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=keep
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types={f"f{place}": pa.string() for place in range(width)},
                strings_can_be_null=False,
                check_utf8=False,
            ),
        ).slice(1)
    except pa.ArrowInvalid as error:
        raise SourceError(
            path, f"cannot be read as a table: {str(error)[:200]}", mend="fetch it again"
        ) from error
    if table.num_columns != width:
        raise SourceError(
            path,
            f"its header reads as {width} or as {table.num_columns} columns",
            mend="remove the quotation marks from the header",
        )
    return table, wrong_width


def _refuse_run_together(
    path: Path,
    content: bytes,
    table: pa.Table,
    kept_rows: npt.NDArray[np.int64],
    refused_rows: npt.NDArray[np.int64],
    wrong_width: Sequence[pa_csv.InvalidRow],
    delimiter: str,
) -> None:
    """Refuse a file in which an unclosed quotation mark made one field of several rows.

    Such a field holds line breaks, and then whole rows (as many delimiters as a row has), or more lines than a
    text of an address takes, or the end of the file.
    """
    if b'"' not in content:
        return
    rows = [
        int(number)
        for number, row in zip(refused_rows, wrong_width, strict=True)
        if "\n" in row.text.strip()
    ]
    whole_row = max(table.num_columns - 1, _DELIMITERS_IN_A_FIELD)
    odd = content.count(b'"') % 2 == 1
    for column in table.columns:
        lines = pc.count_substring(column, "\n").to_numpy()
        broken = np.flatnonzero(lines)
        marks = pc.count_substring(column.take(pa.array(broken)), delimiter).to_numpy()
        too_much = (marks >= whole_row) | (lines[broken] > _LINES_IN_A_FIELD)
        at_end = odd & (broken == table.num_rows - 1)
        rows += kept_rows[broken[too_much | at_end]].tolist()
    if rows:
        raise SourceError(
            path,
            "a quotation mark is not closed, so that several lines run together",
            row=min(rows),
            mend="close or remove the mark",
        )


def _repeats_header(table: pa.Table, header: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Mark the header lines within the data that joining files leaves behind."""
    same = np.ones(table.num_rows, dtype=bool)
    for column, name in zip(table.columns, header, strict=True):
        if not same.any():
            break
        same &= pc.equal(pc.utf8_trim_whitespace(column), name).to_numpy(zero_copy_only=False)
    return same


def _trimmed(column: pa.ChunkedArray, rows: int) -> pd.Series:
    return _to_series(pc.utf8_trim_whitespace(column)) if rows else pd.Series([], dtype=TEXT)


def _to_series(column: pa.ChunkedArray) -> pd.Series:
    # Through pandas' own constructor, so that the missing value is NaN in every version of pandas.
    return pd.Series(column.to_pandas(types_mapper={pa.string(): TEXT}.get))


def refusals(
    index: int,
    source_file: str,
    rows: npt.NDArray[np.int64],
    reasons: Sequence[str],
    texts: Sequence[str],
) -> pd.DataFrame:
    """Return refused rows with the columns of `raw.rejected` and `file`; `source` is left null."""
    frame = pd.DataFrame(
        {
            "source": pd.Series([None] * len(rows), dtype=TEXT),
            "source_file": pd.Series([source_file] * len(rows), dtype=TEXT),
            "source_row": np.asarray(rows, dtype=np.int64),
            "column_name": pd.Series([None] * len(rows), dtype=TEXT),
            "reason": pd.Series(reasons, dtype=TEXT),
            "row_text": pd.Series(texts, dtype=TEXT),
        }
    )[list(REJECTED_COLUMNS)]
    frame["file"] = np.full(len(rows), index, dtype=np.int64)
    return frame
