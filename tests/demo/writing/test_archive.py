import io
import zipfile

from pipelines.demo.writing.archive import archived, csv_text, write_archive

MEMBERS = {"a.csv": b"1,2\n", "b.csv": b""}


def test_an_archive_holds_its_members_and_no_time(tmp_path):
    write_archive(tmp_path / "a.zip", MEMBERS)
    content = (tmp_path / "a.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == MEMBERS
        assert {entry.date_time[0] for entry in packed.infolist()} == {2026}
    assert content == archived(MEMBERS)


def test_rows_become_lines():
    assert csv_text(("a", "b"), [("x", "1,2"), ("", 3)]) == 'a,b\nx,"1,2"\n,3\n'
    assert csv_text(None, [("x", "")], quoted=True) == '"x",""\n'
