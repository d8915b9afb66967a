"""Cutting a file into records: the same records whatever the blocks, with the fields that csv finds."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.sources.files.byte_stream import Block
from pipelines.sources.reading import SourceError
from pipelines.sources.tables import records
from pipelines.sources.tables.records import cut

PATH = Path("some.csv")

cells = st.text(st.sampled_from('ab",\n \ré'), max_size=6)
tables = st.lists(st.lists(cells, min_size=1, max_size=5), max_size=8)


def pieces(content, size, headroom=1000):
    data = np.frombuffer(b"x" * headroom + content, dtype=np.uint8)
    for at in range(headroom, len(data), size):
        part = data[at - headroom : at + size].copy()
        yield Block(part, headroom, len(part))


def cut_all(content, size=1 << 20, places=(0, 2)):
    """Return text, number of fields and keys of every record."""
    found = []
    for block in cut(PATH, pieces(content, size), ",", places):
        texts = [text.rstrip(b"\r\n") for text in block.texts().to_pylist()]
        keys = zip(*(key.to_pylist() for key in block.keys), strict=True)
        found += zip(texts, block.fields.tolist(), keys, strict=True)
    return found


def written(rows, quoting, end):
    text = io.StringIO()
    csv.writer(text, quoting=quoting, lineterminator=end).writerows(rows)
    return text.getvalue()


@settings(deadline=None)  # the first example may wait for the compiler
@given(
    tables,
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(1, 40),
)
def test_records_are_those_of_csv_however_the_blocks_fall(rows, quoting, end, size):
    if any("\r" in cell for row in rows for cell in row):
        quoting = csv.QUOTE_ALL  # the csv module would leave a carriage return bare
    text = written(rows, quoting, end)
    found = cut_all(text.encode(), size)
    expected = list(csv.reader(io.StringIO(text, newline="")))
    assert [next(csv.reader(io.StringIO(t.decode(), newline=""))) for t, _, _ in found] == expected
    assert [fields for _, fields, _ in found] == [len(row) for row in expected]
    for (_, _, keys), row in zip(found, expected, strict=True):
        for key, place in zip(keys, (0, 2), strict=True):
            whole = row[place] if place < len(row) else ""
            shown = "".join(c if c.isascii() else "??" for c in whole.replace('"', '""'))
            assert key == shown.strip(" ")


def test_last_record_needs_no_line_end():
    assert cut_all(b"a,b,c\nd,e,f") == [(b"a,b,c", 3, ("a", "c")), (b"d,e,f", 3, ("d", "f"))]


def test_blank_lines_are_no_records():
    assert [text for text, _, _ in cut_all(b"\n\na\n\r\n\nb\n\n")] == [b"a", b"b"]


def test_what_follows_a_closing_mark_belongs_to_the_field():
    assert cut_all(b'"a"b,"c"\n', places=(0, 1)) == [(b'"a"b,"c"', 2, ("a", "c"))]
    assert cut_all(b'a"b,"c""d"\n', places=(0, 1)) == [(b'a"b,"c""d"', 2, ('a"b', 'c""d'))]


def test_more_records_than_a_first_guess():
    count = 3 * records._FIRST_RECORDS + 5
    found = cut_all(b"".join(b"%d,x\n" % i for i in range(count)))
    assert [keys[0] for _, _, keys in found] == [str(i) for i in range(count)]


def test_unclosed_mark_is_found_before_it_fills_the_memory():
    content = b"a,b\n" + b'"c,d\n' + b"e,f\n" * 1000
    with pytest.raises(SourceError, match=r"some\.csv, row 1: .* a quotation mark is not closed"):
        cut_all(content, size=100)
