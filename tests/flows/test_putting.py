"""What a run wrote takes the place of what the run before wrote, and of nothing else."""

from pathlib import Path

import pytest

from flows.putting import WRITTEN, FolderError, check_writable, put_in_place


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != WRITTEN
    }


def test_a_users_own_files_stay_and_a_former_runs_go(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    put_in_place(written(tmp_path / "part", page="1", tables__old="1", maps__a="1"), folder)
    written(folder, notes="mine", tables__mine="mine", own__deep="mine")
    put_in_place(written(tmp_path / "part", page="2", tables__new="2"), folder)
    mine = {"notes": "mine", "tables/mine": "mine", "own/deep": "mine"}
    assert files(folder) == {"page": "2", "tables/new": "2", **mine}
    assert not (folder / "maps").exists()
    assert not (tmp_path / "part").exists()


def test_a_folder_that_no_run_wrote_to_loses_nothing(tmp_path: Path) -> None:
    folder = written(tmp_path / "demo", thesis="years of work")
    put_in_place(written(tmp_path / "part", page="1"), folder)
    assert files(folder) == {"page": "1", "thesis": "years of work"}


@pytest.mark.parametrize("call", range(4))
def test_a_kill_on_the_way_leaves_nothing_that_a_later_run_does_not_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    folder = tmp_path / "demo"
    put_in_place(written(tmp_path / "part", page="1", a="1", b="1"), folder)
    written(folder, notes="mine")
    real, calls = Path.replace, []

    def deadly(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) > call:
            raise KeyboardInterrupt
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", deadly)
        with pytest.raises(KeyboardInterrupt):
            put_in_place(written(tmp_path / "part", page="2", c="2", d="2"), folder)
    put_in_place(written(tmp_path / "again", page="3"), folder)
    assert files(folder) == {"page": "3", "notes": "mine"}


@pytest.mark.parametrize("noted", ["", "{}", '["../thesis", "/thesis", 7]', "[[]]"])
def test_a_note_that_was_scribbled_on_removes_nothing(tmp_path: Path, noted: str) -> None:
    written(tmp_path, thesis="years of work")
    folder = written(tmp_path / "demo", page="1")
    (folder / WRITTEN).write_text(noted)
    put_in_place(written(tmp_path / "part", new="1"), folder)
    assert (tmp_path / "thesis").exists()
    assert files(folder) == {"page": "1", "new": "1"}


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    written(tmp_path, demo="a file")
    with pytest.raises(FolderError, match=r"demo: is a file"):
        put_in_place(written(tmp_path / "part", page="1"), tmp_path / "demo")
    with pytest.raises(FolderError, match=r"--reports .*demo: cannot be written to: .*--reports"):
        check_writable(tmp_path / "demo", "--reports")
    check_writable(tmp_path / "deep" / "new", "--reports")
