"""The export as one archive to deposit: tables, GeoPackage, what they mean, settings, checksums."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from string import Template

import pandas as pd

from pipelines.export.data_package import data_package
from pipelines.export.tables import to_csv, to_parquet
from pipelines.out_tables import OutTables
from pipelines.provenance import RUN
from pipelines.report.facts import Facts

LAYERS = ("core", "out")
"""The layers of the warehouse that are taken along; source rows stay with their publishers."""

_README = Path(__file__).parent / "archive_readme.md"


def exported_tables(tables: OutTables) -> dict[str, pd.DataFrame]:
    """Return every table of `LAYERS` by full name, in alphabetical order."""
    return {name: tables[name] for name in tables.names(*LAYERS)}


def run_moment(facts: Facts) -> str:
    """Return when the run began, RFC 3339 in UTC."""
    (run,) = facts.tables.rows("out.provenance", kind=RUN)
    return str(run["started_at"])


def package_files(facts: Facts, geopackage: Path) -> dict[str, bytes]:
    """Return the files of an export by their path in the archive.

    Parameters
    ----------
    facts
        The area's facts.
    geopackage
        The area's GeoPackage.

    Returns
    -------
    dict
        README.md, CITATION.cff and settings.json, a CSV and a Parquet file a table, the GeoPackage, and
        datapackage.json and checksums.txt, which tell of all others.
    """
    tables = exported_tables(facts.tables)
    files = {
        f"{facts.area.name}.gpkg": geopackage.read_bytes(),
        **{f"csv/{name}.csv": to_csv(frame) for name, frame in tables.items()},
        **{f"parquet/{name}.parquet": to_parquet(frame) for name, frame in tables.items()},
    }
    described = data_package(facts, tables, files, run_moment(facts))
    files["datapackage.json"] = _json(described)
    files["settings.json"] = _settings(facts)
    files["CITATION.cff"] = citation(facts).encode()
    files["README.md"] = readme(facts).encode()
    files["checksums.txt"] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {path}\n"
        for path, content in sorted(files.items())
    ).encode()
    return files


def write_archive(files: Mapping[str, bytes], path: Path, created: str) -> None:
    """Write files as a ZIP archive in a folder of its name; the same files and date give the same bytes.

    Parameters
    ----------
    files
        Path -> content.
    path
        The archive.
    created
        The date that every file bears, RFC 3339.
    """
    moment = datetime.fromisoformat(created)
    at = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    unfinished = path.with_name(f"{path.name}.part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{path.stem}/{name}", at)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    unfinished.replace(path)


def citation(facts: Facts) -> str:
    """Say how the data are cited, in the Citation File Format."""
    identity = facts.area.area
    told = {
        "cff-version": "1.2.0",
        "message": "Please cite these data as below, with the sources that datapackage.json names.",
        "type": "dataset",
        "title": f"Infusion Access: {identity.title}{' (fictional)' if identity.fictional else ''}",
        "authors": [{"name": "Infusion Access contributors"}],
        "version": version("infusion-access"),
        "date-released": run_moment(facts)[:10],
    }
    # JSON is YAML, and takes every title as it is.
    return "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in told.items()
    )


def readme(facts: Facts) -> str:
    """Say what the archive holds and how each part is opened."""
    identity = facts.area.area
    fictional = "Fictional: the area does not exist. " if identity.fictional else ""
    warning = f"{fictional}{identity.caveat}".strip()
    return Template(_README.read_text(encoding="utf-8")).substitute(
        title=identity.title,
        area=facts.area.name,
        warning=f"> {warning}\n\n" if warning else "",
        moment=run_moment(facts),
    )


def _settings(facts: Facts) -> bytes:
    (run,) = facts.tables.rows("out.provenance", kind=RUN)
    told = {
        "area": facts.area.name,
        "digest": run["settings_digest"],
        "settings": json.loads(run["settings"]),
        "versions": json.loads(run["versions"]),
    }
    return _json(told)


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
