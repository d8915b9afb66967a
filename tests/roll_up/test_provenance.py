"""What was refused: only what no area could use of a file is refused for the land that they make up."""

import pandas as pd

from pipelines.roll_up.parts import AreaPart
from pipelines.roll_up.provenance import rejected_of
from tests.worlds.answers import fictional_area


def part(files: dict[str, str], refused: list[tuple[str, int, str]]) -> AreaPart:
    """A run that read files (name -> checksum) and refused rows (file, row, reason)."""
    sources = pd.DataFrame({"source": "hospitals", "file": list(files), "sha256": files.values()})
    rows = pd.DataFrame(refused, columns=["source_file", "source_row", "reason"])
    rows = rows.assign(source="hospitals", column_name=None, row_text="as it came")
    return AreaPart(fictional_area(), {"raw.sources": sources, "raw.rejected": rows})


def told(*parts: AreaPart) -> list[tuple[str, int, str]]:
    rows = rejected_of(parts)
    return sorted(zip(rows["source_file"], rows["source_row"], rows["reason"], strict=True))


def test_a_row_that_one_area_could_use_is_not_refused() -> None:
    west = part({"a.csv": "1"}, [("a.csv", 1, "no name"), ("a.csv", 2, "too far")])
    east = part({"a.csv": "1"}, [("a.csv", 1, "no name"), ("a.csv", 3, "too far")])
    assert told(west, east) == [("a.csv", 1, "no name")]


def test_files_of_one_name_and_another_content_are_others() -> None:
    west = part({"a.csv": "1"}, [("a.csv", 1, "no name")])
    east = part({"a.csv": "2"}, [("a.csv", 7, "no name")])
    assert told(west, east) == [("a.csv", 1, "no name"), ("a.csv", 7, "no name")]


def test_a_file_that_one_area_alone_read_is_refused_as_it_refused_it() -> None:
    west = part({"a.csv": "1", "b.csv": "3"}, [("b.csv", 4, "no name")])
    assert told(west, part({"a.csv": "1"}, [])) == [("b.csv", 4, "no name")]
