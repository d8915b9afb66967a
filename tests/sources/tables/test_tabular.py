"""Text files become rows with their numbers, or one clear error."""

import gzip
import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.sources.reading import REJECTED_COLUMNS, SourceError
from pipelines.sources.tables.tabular import read_text

COLUMNS = {"key": ("Key", "ID"), "name": ("Name",), "note": ("Note",)}


def write(tmp_path, content, name="table.csv"):
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(tmp_path, content, name="table.csv", **options):
    return read_text(
        [write(tmp_path, content, name)], COLUMNS, **{"optional": ("note",), **options}
    )


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n\n"])
def test_a_file_that_is_only_a_mark_is_empty(tmp_path, content):
    (tmp_path / "mark.csv").write_bytes(content)
    with pytest.raises(SourceError, match=r"mark\.csv: the file is empty"):
        read_text([tmp_path / "mark.csv"], {"a": ("a",)})


def test_rows_carry_file_and_number(tmp_path):
    text = read(tmp_path, "Key,Name\n1,a\n2,b\n")
    assert text.rows["key"].tolist() == ["1", "2"]
    assert text.rows["source_file"].tolist() == ["table.csv"] * 2
    assert text.rows["source_row"].tolist() == [1, 2]
    assert text.rows["row_text"].tolist() == ["1,a", "2,b"]
    assert text.rows_read == (2,)
    assert text.rows["note"].tolist() == ["", ""]


@pytest.mark.parametrize("header", [" KEY , name ", "\ufeffid,NAME", '"Key","Name"', "Name,key"])
def test_headers_may_differ_in_case_blanks_and_mark(tmp_path, header):
    text = read(tmp_path, f"{header}\n1,1\n")
    assert text.rows.loc[0, ["key", "name"]].tolist() == ["1", "1"]


def test_preferred_name_wins(tmp_path):
    assert read(tmp_path, "ID,Key,Name\n1,2,a\n").rows["key"].tolist() == ["2"]


def test_cells_lose_their_outer_blanks(tmp_path):
    assert read(tmp_path, "Key,Name\n 1 ,\t a  b \n").rows["name"].tolist() == ["a  b"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends(tmp_path, ending, last):
    lines = ending.join(["Key,Name", "1,a", "2,b"]) + (ending if last else "")
    assert read(tmp_path, lines).rows["key"].tolist() == ["1", "2"]


def test_blank_lines_are_no_rows(tmp_path):
    text = read(tmp_path, "\n\nKey,Name\n\n1,a\n\n2,b\n\n\n")
    assert text.rows["source_row"].tolist() == [1, 2]
    assert text.rows_read == (2,)


def test_rows_of_the_wrong_width_keep_their_number(tmp_path):
    text = read(tmp_path, "Key,Name,X\n1,a,x\n2,b\n3,c,x\n4,d,x,y\n5,e,x\n")
    assert text.rows["source_row"].tolist() == [1, 3, 5]
    assert text.rows["key"].tolist() == ["1", "3", "5"]
    assert text.rejected["source_row"].tolist() == [2, 4]
    assert text.rejected["reason"].tolist() == [
        "the row has 2 fields, the header 3",
        "the row has 4 fields, the header 3",
    ]
    assert text.rejected["row_text"].tolist() == ["2,b", "4,d,x,y"]
    assert set(REJECTED_COLUMNS) <= set(text.rejected)
    assert text.rows_read == (5,)


def test_row_numbers_hold_across_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr("pipelines.sources.tables.tabular._BLOCK_BYTES", 512)
    lines = ["Key,Name"] + [f"{row},{'short' * (row % 7)}" for row in range(1, 1001)]
    for row in (3, 500, 999):
        lines[row] += ",more"
    text = read(tmp_path, "\n".join(lines))
    assert (text.rows["key"].astype(int) == text.rows["source_row"]).all()
    assert text.rejected["source_row"].tolist() == [3, 500, 999]


def test_repeated_header_lines_are_refused(tmp_path):
    text = read(tmp_path, "Key,Name\n1,a\nKey, Name\n2,b\n")
    assert text.rows["source_row"].tolist() == [1, 3]
    assert text.rejected["reason"].tolist() == ["the row repeats the header"]
    assert text.rejected["source_row"].tolist() == [2]


def test_quoted_fields_may_hold_delimiters_and_line_breaks(tmp_path):
    text = read(tmp_path, 'Key,Name\n1,"a, ""b""\nc"\n2,d\n')
    assert text.rows["name"].tolist() == ['a, "b"\nc', "d"]
    assert text.rows["source_row"].tolist() == [1, 2]


def test_long_rows_are_kept_short_in_their_text(tmp_path):
    text = read(tmp_path, "Key,Name\n1," + "x" * 5000 + "\n2," + "y" * 5000 + ",\n")
    assert len(text.rows.loc[0, "name"]) == 5000
    assert len(text.rows.loc[0, "row_text"]) == 500
    assert len(text.rejected.loc[0, "row_text"]) == 500


def test_files_are_joined_whatever_their_layout(tmp_path):
    one = write(tmp_path, "Key,Name\n1,a\n", "one.csv")
    two = write(tmp_path, "Name,Note,ID\nb,n,2\nc\n", "two.csv")
    text = read_text([one, two], COLUMNS, optional=("note",))
    assert text.rows["key"].tolist() == ["1", "2"]
    assert text.rows["note"].tolist() == ["", "n"]
    assert text.rows["file"].tolist() == [0, 1]
    assert text.rows_read == (1, 2)
    assert text.rejected["file"].tolist() == [1]
    assert text.found == (("Key", "Name"), ("Name", "Note", "ID"))


def test_packed_files(tmp_path):
    plain = b"Key,Name\n1,a\n"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("table.txt", plain)
    for content in (gzip.compress(plain), archive.getvalue()):
        assert read(tmp_path, content).rows["name"].tolist() == ["a"]


def test_encodings_are_tried_in_turn(tmp_path):
    text = "Key,Name\n1,Doña Ana\n"
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        assert read(tmp_path, text.encode(encoding)).rows["name"].tolist() == ["Doña Ana"]


def test_stray_control_characters_become_blanks(tmp_path):
    text = read(tmp_path, "Key,Name\n1,a\x1eb\n" + "2,c\n" * 2000)
    assert text.rows.loc[0, "name"] == "a b"


def test_delimiter_is_the_one_that_finds_the_columns(tmp_path):
    for mark in "\t|,":
        content = f"Key{mark}Name\n1{mark}a\n"
        assert read(tmp_path, content, delimiters="\t|,").rows["name"].tolist() == ["a"]


BAD = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\n", "the file is empty"),
    "cut gzip": (gzip.compress(b"Key,Name\n" + b"1,a\n" * 500)[:-9], "cannot be unpacked"),
    "broken gzip": (b"\x1f\x8bnothing of the kind", "cannot be unpacked"),
    "broken zip": (b"PK\x03\x04nothing of the kind", "cannot be unpacked"),
    "binary": (bytes(range(256)) * 9, "not text"),
    "NUL": (b"Key,Name\n1,a\n2,\0\n", r"row 2: holds 1 bytes that are not text.*0x00"),
    "UTF-16": ("Key,Name\n1,a\n".encode("utf-16"), "UTF-16"),
    "no encoding": (b"Key,Name\n1,a\n2,\x81\n", r"not utf-8-sig \(row 2, byte 0x81\); not cp1252"),
    "wrong delimiter": (b"Key;Name;Note\n1;a;b\n", r"lacks the columns .*separated by ';'"),
    "missing column": (b"Key,Nmae\n1,a\n", r"lacks the column 'Name'; it has 'Key', 'Nmae'"),
    "missing alias": (b"Nr,Name\n1,a\n", r"lacks the column 'Key' or 'ID'; it has 'Nr', 'Name'"),
    "duplicate column": (b"Key,Name,name\n1,a,b\n", r"column 'Name': its header has .* 2 times"),
    "endless line": (b"Key" * 100_000, "first line has no end"),
    "unclosed quote": (
        b'Key,Name\n1,a\n2,"b\n3,c\n4,d\n',
        r"row 2: a quotation mark is not closed",
    ),
    "quote closed late": (
        b'Key,Name\n1,a\n2,"' + b"b\n" * 40 + b'"\n3,c\n',
        r"row 2: a quotation mark is not closed",
    ),
    "quote closed by another": (
        b'Key,Name,Note\n1,a,\n2,b,"\n3,c,\n4,d,"e"\n5,f,\n',
        r"row 2: a quotation mark is not closed",
    ),
    "quote that widens": (
        b'Key,Name,Note\n1,a\n2,"b,\n3,c,\n4,d",\n5,"f,\n',
        r"row 2: a quotation mark is not closed",
    ),
    "quote in header": (b'"Key"x,Name\n1,a\n', "lacks the column"),
    "header in one cell": (b'"Key,Name"\n1,a\n', "lacks the columns"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_file_is_one_clear_error(tmp_path, case):
    content, message = BAD[case]
    with pytest.raises(SourceError, match=message) as caught:
        read(tmp_path, content)
    assert str(tmp_path / "table.csv") in str(caught.value)


def test_missing_file(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        read_text([tmp_path / "nowhere.csv"], COLUMNS)
    with pytest.raises(SourceError, match="cannot be read"):
        read_text([tmp_path], COLUMNS)
    with pytest.raises(SourceError, match="names no file"):
        read_text([], COLUMNS)


def test_archive_of_several_files(tmp_path):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.txt", "a")
        file.writestr("b.txt", "b")
    with pytest.raises(SourceError, match="2 files, not one table"):
        read(tmp_path, archive.getvalue())


def test_header_alone_has_no_rows(tmp_path):
    text = read(tmp_path, "Key,Name")
    assert len(text.rows) == 0
    assert text.rows_read == (0,)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8),
            min_size=1,
            max_size=4,
        ),
        max_size=20,
    )
)
def test_every_row_is_kept_or_refused(tmp_path_factory, rows):
    """Whatever the cells hold, properly quoted rows come back in full, and each of them is accounted for."""
    quoted = ["Key,Name"] + [
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows
    ]
    text = read(tmp_path_factory.mktemp("rows"), "\n".join(quoted))
    kept = [row for row in rows if len(row) == 2 and row != ["Key", "Name"]]
    assert text.rows[["key", "name"]].values.tolist() == kept
    assert text.rows_read == (len(rows),)
    numbers = [*text.rows["source_row"], *text.rejected["source_row"]]
    assert sorted(numbers) == list(range(1, len(rows) + 1))


def test_large_file_is_read_fast(tmp_path):
    lines = "\n".join(f"{row:012d},name {row},-86.{row},32.{row},{row}" for row in range(240_000))
    path = write(tmp_path, "Key,Name,lon,lat,population\n" + lines)
    start = time.perf_counter()
    text = read_text([path], COLUMNS, optional=("note",))
    assert time.perf_counter() - start < 2
    assert len(text.rows) == 240_000
