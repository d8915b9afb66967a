"""Whether a whole run would find everything as the last one left it: then nothing is started for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from flows.folders import area_argument
from flows.reruns.names import (
    ABOUT_FILES,
    ANSWERS,
    ASKED,
    PICTURES,
    STORE_ANSWERS,
    STORE_SOURCES,
    about_files,
    about_pictures,
    digest_of_folder,
    files_of,
    listed,
)
from flows.study import Study
from pipelines.digest import file_digest
from pipelines.errors import InputError
from pipelines.keeping.code import all_code, software
from pipelines.keeping.records import Record, Records
from pipelines.keeping.settings_read import is_setting, value_now
from pipelines.keeping.stamp import stamp_of
from pipelines.sources.files.download import locate, not_fetched

NEEDED = {STORE_SOURCES, STORE_ANSWERS, "build core tables", PICTURES, "the report"}
"""Steps without which no run is whole; one that may come out otherwise the next time is not kept."""


def unchanged(study: Study) -> str | None:
    """Tell since when a run would change nothing.

    Parameters
    ----------
    study
        The area.

    Returns
    -------
    str or None
        When its answers were stored, `2026-01-31 01:02`, where settings, sources, code, software and all that
        the last run left are as they were; None in any doubt: then the steps look one by one.
    """
    folders = study.folders
    kept = [
        *(
            (folders.data, one)
            for name in ("ingest", "access")
            for one in _last(folders.kept / name)
        ),
        *((folders.report, one) for one in _last(folders.report / ".kept")),
    ]
    steps = {record.step: record for _, record in kept}
    if not steps.keys() >= NEEDED:
        return None
    stamp = stamp_of(folders.kept, folders.warehouse)
    stored = {name: steps[name].key for name in (STORE_SOURCES, STORE_ANSWERS)}
    if any(stamp.results.get(name) != key for name, key in stored.items()):
        return None
    made = {name: digest for one in steps.values() for name, digest in one.made.items()}
    drawn = {PICTURES: about_pictures(steps[PICTURES])}
    try:
        known = {**made, **drawn, **stamp.tables, **_sources(study)}
    except InputError:
        return None
    code = all_code()
    if not all(_stands(root, record, study, known, code) for root, record in kept):
        return None
    return steps[STORE_ANSWERS].made_at[:16].replace("T", " ")


def _last(folder: Path) -> Iterator[Record]:
    """Return the result of each step that was made or taken last."""
    records = Records(folder)
    for step in records.steps():
        yield from records.of(step)[:1]


def _sources(study: Study) -> dict[str, str]:
    """Return what tells the files of sources, the geocoder's answers and the name of the area from others."""
    sources = {
        name: source
        for name in type(study.area.sources).model_fields
        if (source := getattr(study.area.sources, name)) is not None
    }
    raw = study.folders.raw
    if any(not_fetched(source, study.area, raw) for source in sources.values()):
        raise InputError("not all files are there")
    files = {name: locate(source, study.area, raw) for name, source in sources.items()}
    return {
        **{files_of(name): listed(some) for name, some in files.items()},
        ABOUT_FILES: about_files(files),
        ANSWERS: digest_of_folder(study.folders.geocoder),
        ASKED: area_argument(study.path),
    }


def _stands(
    root: Path, record: Record, study: Study, known: Mapping[str, str], code: Mapping[str, str]
) -> bool:
    """Tell whether what a result was made from, as far as it is known here, and what it left is as it was."""
    reads = record.reads.items()
    return (
        record.software == software()
        and all(code.get(name) == digest for name, digest in record.code.items())
        and all(value_now(study.area, name) == then for name, then in reads if is_setting(name))
        and all(known.get(name, then) == then for name, then in reads)
        and all(
            (root / path).is_file() and file_digest(root / path) == digest
            for path, digest in record.files.items()
        )
    )
