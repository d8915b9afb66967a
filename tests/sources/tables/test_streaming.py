"""Filtering a large file: the wanted rows with their numbers, every faulty one refused, all counted."""

import csv
import gzip
import io
import time
import zipfile

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.sources.files import byte_stream
from pipelines.sources.reading import SourceError
from pipelines.sources.tables import streaming
from pipelines.sources.tables.streaming import Filter, Layout, read_filtered

COLUMNS = {"key": ("Key",), "name": ("Name", "Title"), "note": ("Note",)}
LAYOUT = Layout(COLUMNS, optional=("note",))
WANTED = Filter(["key"], "key IN ('1', '3')", "key 1 or 3", {"its key is bad": "key = 'bad'"})


def save(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path, layout=LAYOUT, wanted=WANTED, **keywords):
    return read_filtered([path], layout, wanted, **keywords)


def told(text, *columns):
    return text.rows[list(columns)].to_numpy().tolist()


def test_wanted_rows_keep_their_numbers(tmp_path):
    text = read(save(tmp_path / "a.csv", "Name,Key\na, 1 \nb,2\n\nc,3\n"))
    assert told(text, "source_row", "key", "name", "note") == [[1, "1", "a", ""], [3, "3", "c", ""]]
    assert text.rows_read == (3,)
    assert text.rows["source_file"].tolist() == ["a.csv", "a.csv"]
    assert text.found == (("Name", "Key"),)


def test_rows_that_cannot_be_right_are_chosen_or_refused(tmp_path):
    text = read(save(tmp_path / "a.csv", "Key,Name\nbad,x\n2\n2,b\n1,a,b\n1,a\n"))
    assert told(text, "source_row", "key") == [[1, "bad"], [5, "1"]]
    assert text.rejected["source_row"].tolist() == [2, 4]
    assert text.rejected["reason"].tolist() == [
        "the row has 1 fields, the header 2",
        "the row has 3 fields, the header 2",
    ]


def test_each_row_in_the_encoding_that_fits(tmp_path):
    rows = [
        b"Key,Name",
        "1,Mu\u00f1oz".encode(),
        "3,Mu\u00f1oz".encode("cp1252"),
        b"1,\x81",
        b"2,\x81",
    ]
    text = read(save(tmp_path / "a.csv", b"\n".join(rows)))
    assert told(text, "name") == [["Mu\u00f1oz"], ["Mu\u00f1oz"]]
    assert text.rejected["source_row"].tolist() == [3]
    assert text.rejected["reason"].str.contains("encoding is unknown").all()
    assert text.rows_read == (4,)


def test_byte_order_mark_line_ends_and_repeated_header(tmp_path):
    text = read(save(tmp_path / "a.csv", "\ufeffKey,Name\r\n1,a\r\nKey,Name\r\n3,b"))
    assert told(text, "key", "name") == [["1", "a"], ["3", "b"]]
    repeated = Filter(["key"], "true", "anything")
    text = read(tmp_path / "a.csv", wanted=repeated)
    assert text.rejected["reason"].tolist() == ["the row repeats the header"]
    assert text.rejected["source_row"].tolist() == [2]


def test_carriage_returns_alone(tmp_path):
    text = read(save(tmp_path / "a.csv", 'Key,Name\n1,a\rb\n3,"c\rd\r\ne"\n'))
    assert told(text, "source_row", "name") == [[1, "a b"], [2, "c d\ne"]]
    with pytest.raises(SourceError, match="end with a carriage return alone"):
        read(save(tmp_path / "b.csv", "Key,Name\r1,a\r"))


def test_packed_files_read_alike(tmp_path):
    content = b"Key,Name\n1,a\n2,b\n"
    plain = read(save(tmp_path / "a.csv", content)).rows
    packed = save(tmp_path / "a.csv.gz", gzip.compress(content))
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as members:
        members.writestr("folder/Data_1.csv", content)
        members.writestr("folder/Data_1_FileHeader.csv", "Key,Name\n")
        members.writestr("Readme.pdf", b"x")
    for path, layout in ((packed, LAYOUT), (archive, Layout(COLUMNS, ("note",), "data_*.csv"))):
        rows = read(path, layout).rows
        assert rows.drop(columns="source_file").equals(plain.drop(columns="source_file"))
    with pytest.raises(SourceError, match=r"no members like other\*; it holds folder/Data_1\.csv"):
        read(archive, Layout(COLUMNS, ("note",), "other*"))


def test_file_without_a_header(tmp_path):
    path = save(tmp_path / "a.csv", "1,a\n2,b\n3,c\n")
    text = read(path, Layout(COLUMNS, ("note",), header=("Key", "Name")))
    assert told(text, "source_row", "name") == [[1, "a"], [3, "c"]]


def test_conditions_may_name_tables(tmp_path):
    path = save(tmp_path / "a.csv", "Key,Name\n1,a\n2,b\n3,c\n")
    known = pd.DataFrame({"key": ["2", "3"]})
    wanted = Filter(
        ["key"], "key IN (SELECT key FROM known)", "a known key", tables={"known": known}
    )
    assert told(read(path, wanted=wanted), "key") == [["2"], ["3"]]


def test_nothing_wanted(tmp_path):
    path = save(tmp_path / "a.csv", "Key,Name\n2,a\n")
    with pytest.raises(SourceError, match=r"a\.csv: none of 1 rows has key 1 or 3"):
        read(path)
    text = read(path, may_be_empty=True)
    assert len(text.rows) == 0
    assert text.rows_read == (1,)


def test_mostly_faulty_file_ends_early(tmp_path, monkeypatch):
    monkeypatch.setattr(streaming, "MANY_FAULTS", 10)
    narrow = save(tmp_path / "narrow.csv", "Key,Name\n" + "1\n" * 20)
    with pytest.raises(
        SourceError, match=r"narrow\.csv, row 1: 20 of its first 20 rows do not have"
    ):
        read(narrow)
    wrong = save(tmp_path / "wrong.csv", "Key,Name\n" + "bad,a\n" * 20)
    with pytest.raises(SourceError, match=r"wrong\.csv, row 1: more than half .* its key is bad"):
        read(wrong)


def test_portions_make_no_difference(tmp_path, monkeypatch):
    path = save(
        tmp_path / "a.csv", "Key,Name\n" + "".join(f"{i % 5},n{i}\n" for i in range(20_000))
    )
    whole = read(path)
    monkeypatch.setattr(streaming, "CHOSEN_BYTES", 1000)
    portions = read(path)
    assert portions.rows.equals(whole.rows)
    assert len(whole.rows) == 8000
    assert whole.rows["source_row"].is_monotonic_increasing


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.sampled_from("1234"), st.text(st.sampled_from('ab",\n'), max_size=5)),
        min_size=1,
        max_size=20,
    )
)
def test_same_as_the_csv_module(tmp_path, rows):
    # More line breaks or commas in a field than a text takes is an unclosed mark: see tabular.
    rows = [(key, name.replace("\n", "") if name.count(",") > 1 else name) for key, name in rows]
    text = io.StringIO()
    csv.writer(text).writerows([("Key", "Name"), *rows])
    found = read(save(tmp_path / "a.csv", text.getvalue()), may_be_empty=True)
    expected = [
        [number, key, name.strip()]
        for number, (key, name) in enumerate(rows, start=1)
        if key in "13"
    ]
    assert told(found, "source_row", "key", "name") == expected


def test_memory_of_a_block_is_used_again_when_nobody_holds_it():
    shelf = byte_stream._Shelf()
    first = shelf.take()
    part = first[5:10]
    address = first.ctypes.data
    del first
    assert shelf.take().ctypes.data != address
    del part
    assert address in {block.ctypes.data for block in [shelf.take(), shelf.take()]}


def test_an_error_while_chosen_rows_are_parsed_ends_the_reading(tmp_path, monkeypatch):
    path = save(tmp_path / "a.csv", "Key,Name\n" + '1,"a\nb"c,\n' + "1,a\n" * 50_000)
    monkeypatch.setattr(streaming, "CHOSEN_BYTES", 1000)
    with pytest.raises(SourceError, match=r"a\.csv, row 1: a quotation mark is not closed"):
        read(path)


def test_what_is_made_ahead_has_ended_when_it_is_closed():
    made = []

    def items():
        for number in range(1, 9):
            time.sleep(0.01)
            made.append(number)
            yield number

    with byte_stream.Ahead(items()) as parts:
        assert [next(parts), next(parts)] == [1, 2]
    count = len(made)
    time.sleep(0.03)
    assert len(made) == count == 3
    assert next(parts, None) is None
    with byte_stream.Ahead(items()) as parts:
        assert list(parts) == list(range(1, 9))
