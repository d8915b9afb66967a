"""Whatever is wrong with a file, a reader ends in one clear error or in counted rejections."""

import csv
import gzip
import io
import zipfile

import pytest

from pipelines.sources.reading import SourceError
from tests.sources.accounts import check_accounts
from tests.sources.samples import SAMPLES


@pytest.fixture(params=SAMPLES)
def sample(request):
    return SAMPLES[request.param]


def save(sample, tmp_path, content):
    path = tmp_path / sample.name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def pack(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def rows_of(sample):
    return list(
        csv.reader(io.StringIO(sample.text.removeprefix("\ufeff")), delimiter=sample.delimiter)
    )


def text_of(rows, delimiter):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def place(sample, column):
    return [name.strip() for name in rows_of(sample)[0]].index(column)


def refusal(sample, path):
    with pytest.raises(SourceError) as caught:
        sample.read(path)
    message = str(caught.value)
    assert str(path) in message
    return message


def test_good_sample_is_read(sample, tmp_path):
    reading = sample.read(save(sample, tmp_path, sample.text))
    check_accounts(reading)
    assert reading.rows_read == len(rows_of(sample)) - 1


def test_compressed_and_windows_encoded_samples_read_alike(sample, tmp_path):
    plain = sample.read(save(sample, tmp_path, sample.text)).table
    windows = sample.text.lstrip("\ufeff").encode("cp1252")
    for content in (windows, gzip.compress(sample.text.encode())):
        assert sample.read(save(sample, tmp_path, content)).table.equals(plain)


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_empty(sample, tmp_path, content):
    assert "the file is empty" in refusal(sample, save(sample, tmp_path, content))


def test_header_only(sample, tmp_path):
    header = sample.text.splitlines()[0]
    for content in (header, header + "\n"):
        if sample.may_be_empty:
            assert sample.read(save(sample, tmp_path, content)).rows_read == 0
            continue
        assert "has a header but no rows" in refusal(sample, save(sample, tmp_path, content))


def test_missing_file(sample, tmp_path):
    assert "no such file" in refusal(sample, tmp_path / "nowhere.csv")


def test_missing_column(sample, tmp_path):
    for column in sample.needed:
        rows = rows_of(sample)
        at = place(sample, column)
        text = text_of([row[:at] + row[at + 1 :] for row in rows], sample.delimiter)
        message = refusal(sample, save(sample, tmp_path, text))
        assert "lacks the column" in message
        assert column in message


def test_duplicate_column(sample, tmp_path):
    for column in sample.needed:
        at = place(sample, column)
        rows = [[*row, row[at]] for row in rows_of(sample)]
        message = refusal(sample, save(sample, tmp_path, text_of(rows, sample.delimiter)))
        assert "2 times" in message
        assert column in message


def test_wrong_delimiter(sample, tmp_path):
    text = text_of(rows_of(sample), ";")
    message = refusal(sample, save(sample, tmp_path, text))
    assert "lacks the column" in message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_encodings(sample, tmp_path, encoding):
    refusal(sample, save(sample, tmp_path, sample.text.lstrip("\ufeff").encode(encoding)))


def test_no_encoding(sample, tmp_path):
    if sample.streamed:
        header, rows = sample.text.encode().split(b"\n", 1)
        content = header + b"\n" + rows.replace(b"1", b"\x81", 1)
        reading = sample.read(save(sample, tmp_path, content))
        check_accounts(reading)
        assert "encoding is unknown" in reading.rejected["reason"].iloc[0]
        assert 1 in set(reading.rejected["source_row"])
        return
    content = sample.text.encode().replace(b"1", b"\x81", 1)
    assert "encoding is unknown" in refusal(sample, save(sample, tmp_path, content))


def test_truncated_archive(sample, tmp_path):
    packed = gzip.compress(sample.text.encode() * 20)
    for kept in (2, 10, len(packed) // 2, len(packed) - 1):
        assert "cannot be unpacked" in refusal(sample, save(sample, tmp_path, packed[:kept]))


def test_truncated_row(sample, tmp_path):
    rows = rows_of(sample)
    rows[-1] = rows[-1][:1]
    reading = sample.read(save(sample, tmp_path, text_of(rows, sample.delimiter)))
    check_accounts(reading)
    last = reading.rejected.iloc[-1]
    assert last["source_row"] == reading.rows_read == len(rows) - 1
    assert f"the row has 1 fields, the header {len(rows[0])}" in last["reason"]


def test_row_with_a_field_too_many(sample, tmp_path):
    rows = rows_of(sample)
    rows[1] = ["", *rows[1]]
    reading = sample.read(save(sample, tmp_path, text_of(rows, sample.delimiter)))
    check_accounts(reading)
    assert 1 not in set(reading.table["source_row"])
    assert 1 in set(reading.rejected["source_row"])


def test_row_whose_values_are_shifted(sample, tmp_path):
    rows = rows_of(sample)
    rows[2] = [*rows[2][1:], rows[2][0]]
    reading = sample.read(save(sample, tmp_path, text_of(rows, sample.delimiter)))
    check_accounts(reading)
    if (
        "Attribute" not in rows[0]
    ):  # in a long table a shifted line may be one that is not asked for
        assert 2 not in set(reading.table["source_row"])
        assert 2 in set(reading.rejected["source_row"])


def test_all_values_shifted(sample, tmp_path):
    header, *rows = rows_of(sample)
    shifted = [header, *([*row[1:], row[0]] for row in rows)]
    message = refusal(sample, save(sample, tmp_path, text_of(shifted, sample.delimiter)))
    assert ", row 1" in message or "row 1," in message


def test_header_repeated_within(sample, tmp_path):
    rows = rows_of(sample)
    text = text_of([*rows[:2], rows[0], *rows[2:]], sample.delimiter)
    reading = sample.read(save(sample, tmp_path, text))
    check_accounts(reading)
    assert "the row repeats the header" in set(reading.rejected["reason"])
    assert len(reading.table) == len(sample.read(save(sample, tmp_path, sample.text)).table)


@pytest.mark.parametrize(
    "content",
    [
        b"x" * 200_000,
        b"x",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        b"PK\x03\x04" + bytes(400),
        b"\x1f\x8b\x08\x00",
        b"<!DOCTYPE html>\n<html><body>\n<p>Access, denied</p>\n</body></html>\n",
        b'{"type": "FeatureCollection",\n "features": []}\n',
    ],
)
def test_another_file_altogether(sample, tmp_path, content):
    refusal(sample, save(sample, tmp_path, content))


def test_line_without_an_end(sample, tmp_path):
    reading = sample.read(save(sample, tmp_path, sample.text.rstrip("\n")))
    assert reading.table.equals(sample.read(save(sample, tmp_path, sample.text)).table)
    message = refusal(sample, save(sample, tmp_path, sample.text.replace("\n", " ") * 100))
    assert str(tmp_path) in message


def test_unclosed_quotation_mark(sample, tmp_path):
    header, first, *rest = sample.text.splitlines()
    cells = first.split(sample.delimiter)
    cells[-2:] = ['"' + cells[-2].strip('"'), cells[-1].strip('"')]
    text = "\n".join([header, sample.delimiter.join(cells), *rest])
    message = refusal(sample, save(sample, tmp_path, text))
    assert "row 1: a quotation mark is not closed" in message


def test_unusable_value(sample, tmp_path):
    rows = rows_of(sample)
    rows[1][place(sample, sample.number)] = "n/a"
    reading = sample.read(save(sample, tmp_path, text_of(rows, sample.delimiter)))
    check_accounts(reading)
    assert 1 not in set(reading.table["source_row"])
    assert "n/a" in reading.rejected.loc[reading.rejected["source_row"] == 1, "reason"].iloc[0]


def test_no_usable_value(sample, tmp_path):
    rows = rows_of(sample)
    for row in rows[1:]:
        row[place(sample, sample.number)] = "n/a"
    message = refusal(sample, save(sample, tmp_path, text_of(rows, sample.delimiter)))
    assert "n/a" in message
    assert "row 1" in message


def test_archive_with_the_file_in_it(sample, tmp_path):
    plain = sample.read(save(sample, tmp_path, sample.text)).table
    packed = sample.read(pack(tmp_path / "packed.zip", {f"folder/{sample.name}": sample.text}))
    check_accounts(packed)
    assert packed.table.drop(columns="source_file").equals(plain.drop(columns="source_file"))
    assert packed.table["source_file"].str.startswith("packed.zip").all()


def test_archive_with_two_such_files(sample, tmp_path):
    names = [sample.name, sample.name.replace(".csv", "-later.csv")]
    message = refusal(sample, pack(tmp_path / "two.zip", dict.fromkeys(names, sample.text)))
    assert "is an archive" in message
    assert "2 members like" in message or "of 2 files" in message


@pytest.mark.parametrize("members", [{}, {"Readme.pdf": b"%PDF-1.7 \x00"}, {"a/": b""}])
def test_archive_without_the_file(sample, tmp_path, members):
    refusal(sample, pack(tmp_path / "without.zip", members))


def test_archive_that_is_none(sample, tmp_path):
    page = b"<!DOCTYPE html>\n<html><body>\n<p>Moved, sorry</p>\n</body></html>\n"
    path = tmp_path / "page.zip"
    path.write_bytes(page)
    assert "lacks the column" in refusal(sample, path)


def test_damaged_archive(sample, tmp_path):
    packed = pack(tmp_path / "good.zip", {sample.name: sample.text}).read_bytes()
    path = tmp_path / "damaged.zip"
    middle = 30 + len(sample.name) + 20
    flipped = packed[:middle] + bytes([packed[middle] ^ 0xFF]) + packed[middle + 1 :]
    for content in (packed[:4], packed[: len(packed) // 2], packed[:-1], flipped):
        path.write_bytes(content)
        assert "cannot be unpacked" in refusal(sample, path)
