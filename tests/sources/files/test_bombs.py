"""What is packed to fill a memory or a disk is refused before it does."""

import gzip
import zipfile

import pytest

from pipelines.sources.files import bombs
from pipelines.sources.files.byte_stream import blocks, opened
from pipelines.sources.files.content import unpacked
from pipelines.sources.reading import SourceError
from pipelines.sources.tables.workbook import opened_workbook

ROW = b"17031,41.88,-87.63\n"
BIG = ROW * 200_000


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Have a megabyte count as a file that may fill a disk."""
    monkeypatch.setattr(bombs, "SMALL_BYTES", 1 << 20)


def zipped(path, content, members=1):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(members):
            archive.writestr(f"{number}.csv", content)
    return path


def gzipped(path, content):
    path.write_bytes(gzip.compress(content))
    return path


def streamed(path):
    with opened(path) as stream:
        return b"".join(block.content.tobytes() for block in blocks(path, stream))


@pytest.mark.parametrize("pack", [zipped, gzipped])
@pytest.mark.parametrize("read", [unpacked, streamed])
def test_a_bomb_is_refused_and_a_well_packed_table_is_not(tmp_path, pack, read, monkeypatch):
    path = pack(tmp_path / "table", BIG)
    assert len(BIG) > 150 * path.stat().st_size
    with pytest.raises(SourceError, match=r"table: unpacks to more than 150 times its size"):
        read(path)
    monkeypatch.setattr(bombs, "MOST_RATIO", 2000)
    assert read(path) == BIG
    assert read(pack(tmp_path / "small", ROW * 1000)) == ROW * 1000


def test_what_is_held_in_memory_has_a_limit_of_its_own(tmp_path, monkeypatch):
    path = gzipped(tmp_path / "table", BIG)
    monkeypatch.setattr(bombs, "MOST_RATIO", 2000)
    monkeypatch.setattr(bombs, "MOST_HELD_BYTES", 2 << 20)
    with pytest.raises(SourceError, match=r"unpacks to more than 0\.0 GB"):
        unpacked(path)


def test_many_members_count_together(tmp_path):
    with pytest.raises(SourceError, match="150 times its size"):
        bombs.check_archive(zipped(tmp_path / "many.zip", BIG[: 1 << 20], members=200))


def test_a_workbook_is_an_archive_too(tmp_path):
    with (
        pytest.raises(SourceError, match="150 times its size"),
        opened_workbook(zipped(tmp_path / "book.xlsx", BIG)),
    ):
        pass
