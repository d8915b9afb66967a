"""The report: one self-contained HTML page, with its tables as CSV beside it.

The page needs no JavaScript, no network and no other file; pictures are embedded. The same warehouse and
maps give the same bytes.
"""

from __future__ import annotations

import base64
import mimetypes
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from pipelines.area import StudyArea
from pipelines.contracts import ALL_STRATA
from pipelines.maps import style
from pipelines.report import published
from pipelines.report.captions import Picture, caption
from pipelines.report.county_tables import counties_table, left_out_table
from pipelines.report.facts import Facts, read_facts
from pipelines.report.findings import (
    absent_kinds,
    cards,
    finding,
    neither_sentence,
    place_name,
    unreached_sentence,
)
from pipelines.report.means import claim_answer, stratum_sentences
from pipelines.report.method import basis_sentence, method, zip_sentence
from pipelines.report.names import (
    SCHEME_NAMES,
    SCHEME_RULES,
    STRATUM_HEADINGS,
    STRATUM_NAMES,
    people_of,
)
from pipelines.report.sources import Provenance, read_provenance, rejected_table, sources_table
from pipelines.report.stratum_tables import (
    all_drives_table,
    centers_table,
    drives_table,
    gaps_table,
    nearer_table,
    precision_table,
    unreached_table,
    within_table,
)
from pipelines.report.tables import Table
from pipelines.report.wording import listed, percent, plural

PAGE = "index.html"
TABLES_FOLDER = "tables"
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class _Embedded:
    """A picture inside the page."""

    name: str
    data_uri: str
    alt_text: str
    caption: str
    width: int | None
    height: int | None


def write_report(
    warehouse_path: Path, area: StudyArea, maps: Sequence[Picture], folder: Path
) -> Path:
    """Write the report of an area: `index.html` and `tables/*.csv`.

    Parameters
    ----------
    warehouse_path
        The area's DuckDB file, with every layer.
    area
        Its settings.
    maps
        The drawn maps, in the order of the page; they are embedded.
    folder
        Where the report goes; made if missing. What an earlier run wrote there is replaced.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    WarehouseError
        The warehouse or a table is missing.
    """
    facts, provenance = read_facts(warehouse_path, area), read_provenance(warehouse_path)
    tables = report_tables(facts, provenance)
    write_csv_files(tables.values(), folder / TABLES_FOLDER)
    page = folder / PAGE
    page.write_text(render_page(facts, provenance, tables, maps), encoding="utf-8", newline="\n")
    return page


def report_tables(facts: Facts, provenance: Provenance) -> dict[str, Table]:
    """Make the report's tables, by the name that the templates give them.

    Where one of the compared kinds has no center there is no table of which is nearer.
    """
    tables = {
        "drives": drives_table(facts),
        "all_drives": all_drives_table(facts),
        "within": within_table(facts),
        "gaps": gaps_table(facts),
        "left_out": left_out_table(facts),
        "unreached": unreached_table(facts),
        "counties": counties_table(facts),
        "centers": centers_table(facts),
        "precision": precision_table(facts),
        "sources": sources_table(provenance),
        "rejected": rejected_table(provenance),
    }
    return tables if absent_kinds(facts) else {**tables, "nearer": nearer_table(facts)}


def write_csv_files(tables: Iterable[Table], folder: Path) -> None:
    """Write each table that has rows as a CSV file, and remove CSV files of an earlier run."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {f"{table.name}.csv": table.to_csv() for table in tables if table.rows}
    for stale in folder.glob("*.csv"):
        if stale.name not in kept:
            stale.unlink()
    for name, text in kept.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def render_page(
    facts: Facts, provenance: Provenance, tables: Mapping[str, Table], maps: Sequence[Picture]
) -> str:
    """Render the page.

    Parameters
    ----------
    facts, provenance, tables
        What it tells.
    maps
        The maps to embed.

    Returns
    -------
    str
        HTML.
    """
    environment = Environment(
        loader=PackageLoader("pipelines.report"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html")
    return template.render(_context(facts, provenance, tables, maps))


def _context(
    facts: Facts, provenance: Provenance, tables: Mapping[str, Table], maps: Sequence[Picture]
) -> dict[str, Any]:
    identity, scheme = facts.area.area, facts.area.measures.stratum_scheme
    focus = facts.focus or (ALL_STRATA,)
    return {
        "identity": identity,
        "fictional": identity.fictional,
        "place": place_name(facts),
        "who": facts.who,
        "finding": finding(facts),
        "cards": cards(facts),
        "basis": basis_sentence(facts),
        "people_heading": _people_heading(focus),
        "groups": [(people_of(name), stratum_sentences(facts, name)) for name in focus],
        "pictures": [_embedded(picture, facts) for picture in maps],
        "scheme": {"name": SCHEME_NAMES[scheme], "rule": SCHEME_RULES[scheme]},
        "tables": {"nearer": None, **tables},
        "everyone": STRATUM_HEADINGS[ALL_STRATA],
        "gap_sentence": neither_sentence(facts),
        "unreached_sentence": unreached_sentence(facts),
        "county_count": plural(len(facts.counties), "county", "counties"),
        "claim_answer": claim_answer(facts),
        "method": method(facts),
        "zip_sentence": zip_sentence(facts),
        "published": published,
        "not_nearest": percent(published.NOT_NEAREST_SHARE),
        "run": provenance.run,
        "example_geoid": facts.example_geoid,
        "colors": {
            "office": style.SITE_SYMBOLS["office_based"].color,
            "hospital": style.SITE_SYMBOLS["hospital_based"].color,
            "banner": style.BANNER_GROUND,
            "banner_ink": style.BANNER.color,
            "banner_edge": style.BANNER_EDGE,
        },
        "contents": _contents(facts, bool(maps)),
    }


def _people_heading(groups: Sequence[str]) -> str:
    if tuple(groups) == (ALL_STRATA,):
        return people_of(ALL_STRATA)
    return f"{listed([STRATUM_NAMES[name] for name in groups])} people"


def _contents(facts: Facts, with_maps: bool) -> list[tuple[str, str]]:
    return [
        ("finding", "The finding"),
        ("people", "What it means"),
        *([("maps", "Maps")] if with_maps else []),
        ("strata", "By stratum"),
        ("gaps", "Where neither kind is near"),
        ("by-county", "By county"),
        ("infusion-101", "Infusion 101"),
        ("method", "Method"),
        ("limits", "Limits"),
        ("sources", "Sources"),
        ("rerun", "Run it again"),
    ]


def _embedded(picture: Picture, facts: Facts) -> _Embedded:
    content = picture.path.read_bytes()
    kind = mimetypes.guess_type(picture.path.name)[0] or "application/octet-stream"
    width, height = _pixels(content)
    return _Embedded(
        name=picture.name,
        data_uri=f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}",
        alt_text=picture.alt_text,
        caption=caption(picture, facts),
        width=width,
        height=height,
    )


def _pixels(content: bytes) -> tuple[int | None, int | None]:
    """Read width and height of a PNG, so that a page does not jump while it loads; (None, None) otherwise."""
    if not content.startswith(_PNG_SIGNATURE):
        return None, None
    width, height = struct.unpack(">II", content[16:24])
    return width, height
