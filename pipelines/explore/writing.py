"""The explorer's folder: its page, its scripts and styles, the library that draws the map, and the data."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from pipelines.explore.centers import evidence_data
from pipelines.explore.data import page_data
from pipelines.explore.explored import Explored, lay_out_area
from pipelines.explore.roads import roads_data
from pipelines.maps.drawing.source_line import source_line
from pipelines.report.facts import Facts
from pipelines.report.index.access_tables import counties_table
from pipelines.report.telling.captions import Picture
from pipelines.report.telling.findings import place_name
from pipelines.roads.stretches import Stretches

FOLDER = "explore"
PAGE = "index.html"

LIBRARY = ("leaflet.js", "leaflet.css", "leaflet-LICENSE.txt")
"""Leaflet 1.9.4, BSD-2-Clause: https://leafletjs.com."""

SCRIPTS = (
    "data.js",
    "fills.js",
    "symbols.js",
    "address.js",
    "map.js",
    "controls.js",
    "roads.js",
    "details.js",
    "search.js",
    "main.js",
)
"""The page's own scripts in the order in which they are read; `data.js` takes what the data files bring."""

STYLE = "explore.css"
_DATA = {"area": "area-data.js", "evidence": "evidence-data.js", "roads": "roads-data.js"}

_STAND_INS = ("gaps", "nearer", "drive_time_any")
"""Pictures that stand in where scripts are off."""


def write_explorer(
    facts: Facts, maps: Sequence[Picture], folder: Path, roads: Stretches | None = None
) -> Path:
    """Write the explorer of an area.

    Parameters
    ----------
    facts
        The area's facts.
    maps
        The drawn maps; some stand in where the browser runs no scripts.
    folder
        Where it goes; made if missing.
    roads
        The way of each row of out.nearest_centers; without them straight lines lead to centers.

    Returns
    -------
    Path
        Its page.

    Raises
    ------
    WarehouseError
        The warehouse or a table is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    area = lay_out_area(facts)
    for name in LIBRARY:
        _copy("vendor", name, folder)
    for name in (*SCRIPTS, STYLE):
        _copy("page", name, folder)
    data = {
        "area": page_data(area),
        "evidence": evidence_data(area),
        "roads": {} if area.by_county else roads_data(area, roads),
    }
    for part, value in data.items():
        (folder / _DATA[part]).write_text(_script(part, value), encoding="utf-8", newline="\n")
    pictures = [one for one in maps if one.name in _STAND_INS]
    for picture in pictures:
        shutil.copyfile(picture.path, folder / picture.path.name)
    page = folder / PAGE
    page.write_text(_page(area, pictures), encoding="utf-8", newline="\n")
    return page


def _copy(part: str, name: str, folder: Path) -> None:
    (folder / name).write_bytes(files("pipelines.explore").joinpath(part, name).read_bytes())


def _script(part: str, value: dict[str, Any]) -> str:
    """Write data as a script, for a page that was opened from a disk may read no other file.

    Whatever a name holds, it is the text of a JSON string, and that a string of the script.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    quoted = json.dumps(text, ensure_ascii=True).replace("<", "\\u003c")
    return f'explorer.receive("{part}", {quoted});\n'


def _page(explored: Explored, pictures: Sequence[Picture]) -> str:
    facts = explored.facts
    environment = Environment(
        loader=PackageLoader("pipelines.explore", "page"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(PAGE).render(
        identity=facts.area.area,
        place=place_name(facts),
        who=facts.who,
        by_county=explored.by_county,
        place_count=f"{len(explored.ground.places):,}",
        notes=facts.words.notes,
        counties=facts.words.said(counties_table(facts)),
        sources=source_line(facts.area),
        pictures=pictures,
        scripts=(LIBRARY[0], *SCRIPTS[:1], *_DATA.values(), *SCRIPTS[1:]),
        styles=(LIBRARY[1], STYLE),
    )
