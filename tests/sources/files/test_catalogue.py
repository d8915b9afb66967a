"""Catalogue entries: both layouts are understood, anything else is said plainly."""

import json
from pathlib import Path

import pytest

from pipelines.sources.files.catalogue import file_named_by
from pipelines.sources.reading import SourceError

FILE = "https://data.example.org/sites/default/files/abc/Hospital_General_Information.csv"


def entry(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "xubh-q36u"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "distribution",
    [
        [{"@type": "dcat:Distribution", "downloadURL": FILE, "mediaType": "text/csv"}],
        [{"identifier": "f00", "data": {"downloadURL": FILE}}],
        [{"accessURL": "https://data.example.org/api"}, {"downloadURL": FILE}],
    ],
)
def test_the_first_file_is_found(tmp_path: Path, distribution: list[dict[str, object]]) -> None:
    assert file_named_by(entry(tmp_path, {"title": "t", "distribution": distribution})) == FILE


@pytest.mark.parametrize(
    "content", [{}, [], {"distribution": "x"}, {"distribution": [{"data": {}}]}]
)
def test_an_entry_without_a_file_is_refused(tmp_path: Path, content: object) -> None:
    with pytest.raises(SourceError, match="names no file"):
        file_named_by(entry(tmp_path, content))


def test_what_is_not_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not a catalogue entry"):
        file_named_by(entry(tmp_path, "<html>"))
