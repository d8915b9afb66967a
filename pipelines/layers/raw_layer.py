"""The raw layer: what was read of each source, what was refused, and where the files come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pipelines.area import StudyArea
from pipelines.provenance import source_rows
from pipelines.sources.files.download import SourceFile
from pipelines.sources.reading import Reading, all_rejections, tables_of


def raw_layer(
    area: StudyArea,
    files: Mapping[str, Sequence[SourceFile]],
    readings: Mapping[str, Reading],
    noted: Sequence[pd.DataFrame],
) -> dict[str, pd.DataFrame]:
    """Return the tables of the raw layer by name.

    Parameters
    ----------
    area
        Whose sources they are.
    files, readings
        The files by name of the source, and what was read of them.
    noted
        Rows that were refused or noted after the sources were read, with the columns of `raw.rejected`.
    """
    rejected = [*(reading.rejected for reading in readings.values()), *noted]
    return {
        **{f"raw.{name}": table for name, table in tables_of(readings).items()},
        "raw.rejected": all_rejections(rejected),
        "raw.sources": source_rows(area, files, readings),
    }
