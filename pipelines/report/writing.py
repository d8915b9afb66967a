"""The report: self-contained HTML pages in one look, with their tables as CSV beside them.

The pages need no JavaScript, no network and no other file; pictures are embedded, and their policy lets them
load nothing and run only the script that sorts tables. The same warehouse and maps give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from PIL import Image

from pipelines.maps.drawing import style
from pipelines.report.adequacy.adequacy_page import adequacy_page
from pipelines.report.centers.centers_page import centers_page
from pipelines.report.equity.equity_page import equity_page
from pipelines.report.facts import Facts
from pipelines.report.index.index_page import index_page
from pipelines.report.infusion.infusion_page import infusion_page
from pipelines.report.scenarios.scenarios_page import scenarios_page
from pipelines.report.telling import published
from pipelines.report.telling.captions import WHAT_IF, Picture, caption
from pipelines.report.telling.findings import place_name
from pipelines.report.telling.pages import (
    ADEQUACY,
    CENTERS,
    EQUITY,
    INDEX,
    PAGE_NAMES,
    PRODUCTS,
    SCENARIOS,
    Page,
)
from pipelines.report.telling.tables import Table
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS

TABLES_FOLDER = "tables"
_PAGE_OF_MAP = {
    "adequacy": ADEQUACY,
    "bands": SCENARIOS,
    "definitions": CENTERS,
    "groups": EQUITY,
    "sites": SCENARIOS,
    "strata_drives": EQUITY,
}
"""Picture -> the page that it stands on; the others stand on the first."""
_NAMED_PICTURES = ("bands", "sites")
"""Pictures that templates call by their name, whether or not an area has them."""


_FRAME: dict[str, Any] = {
    "everyone": STRATUM_GROUPS.heading(ALL_STRATA),
    "footnote": "",
    "colors": {
        "office": style.SITE_SYMBOLS["office_based"].color,
        "hospital": style.SITE_SYMBOLS["hospital_based"].color,
        "banner": style.BANNER_GROUND,
        "banner_ink": style.BANNER.color,
        "banner_edge": style.BANNER_EDGE,
    },
}
"""What every page is dressed in."""


@dataclass(frozen=True)
class Embedded:
    """A picture inside the page."""

    name: str
    data_uri: str
    alt_text: str
    caption: str
    width: int
    height: int


def write_report(facts: Facts, maps: Sequence[Picture], folder: Path) -> Path:
    """Write the report of an area: its pages and `tables/*.csv`.

    Parameters
    ----------
    facts
        What it tells.
    maps
        The drawn maps, in the order of the pages; they are embedded.
    folder
        Where the report goes; made if missing. Files of the same names are replaced.

    Returns
    -------
    Path
        The first page, `index.html`.

    Raises
    ------
    WarehouseError
        The warehouse or a table is missing.
    """
    pages = report_pages(facts, maps)
    tables = [table for page in pages for table in page.tables.values()]
    write_csv_files(tables, folder / TABLES_FOLDER)
    for page in pages:
        html = render_page(page, facts)
        (folder / page.file).write_text(html, encoding="utf-8", newline="\n")
    return folder / INDEX


def report_pages(facts: Facts, maps: Sequence[Picture]) -> tuple[Page, ...]:
    """Put together what every page shows, the first page first."""
    pictures = {
        file: [one for one in maps if _page_of(one) == file]
        for file in (INDEX, ADEQUACY, EQUITY, SCENARIOS, CENTERS)
    }
    adequacy = adequacy_page(facts, pictures[ADEQUACY])
    equity = equity_page(facts, pictures[EQUITY])
    scenarios = scenarios_page(facts, pictures[SCENARIOS])
    centers = centers_page(facts, pictures[CENTERS])
    others = [adequacy, equity, scenarios, centers, infusion_page(facts)]
    index = index_page(facts, pictures[INDEX], others)
    # Pictures have been put into words already, and their banners are the area's own.
    return tuple(replace(facts.words.said(one), pictures=one.pictures) for one in (index, *others))


def _page_of(picture: Picture) -> str:
    return SCENARIOS if picture.name.startswith(WHAT_IF) else _PAGE_OF_MAP.get(picture.name, INDEX)


def write_csv_files(tables: Iterable[Table], folder: Path) -> None:
    """Write each table that has rows as a CSV file."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        if table.rows:
            path = folder / f"{table.name}.csv"
            path.write_text(table.to_csv(), encoding="utf-8", newline="\n")


def render_page(page: Page, facts: Facts) -> str:
    """Render one page of an area's report as HTML."""
    pictures = [
        embedded(picture, facts.words.said(caption(picture, facts))) for picture in page.pictures
    ]
    return render(page, _shared(page, facts), pictures)


def render(page: Page, shared: Mapping[str, Any], pictures: Sequence[Embedded]) -> str:
    """Render a page as HTML.

    Parameters
    ----------
    page
        What it shows.
    shared
        What the frame of every page needs: `pages`, `home`, `identity` and `fictional`.
    pictures
        Its pictures with their captions.
    """
    environment = Environment(
        loader=PackageLoader("pipelines.report"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["source_hash"] = source_hash
    return environment.get_template("page.html").render(
        _FRAME
        | {"page": page, "tables": page.tables, "pictures": pictures}
        | {"by_name": dict.fromkeys(_NAMED_PICTURES) | {one.name: one for one in pictures}}
        | {"picture_notes": notes_of(page.pictures)}
        | dict(shared)
        | dict(page.context)
    )


def notes_of(pictures: Sequence[Picture]) -> list[str]:
    """Return what stands beneath the pictures of a page, each sentence and each source line once."""
    sentences = [
        sentence for one in pictures for sentence in re.split(r"(?<=\.) (?=[A-Z])", one.notes)
    ]
    told = (" ".join(dict.fromkeys(sentences)), *dict.fromkeys(one.source for one in pictures))
    return [words for words in told if words]


def source_hash(script: str) -> str:
    """Return how a page's policy (CSP) names the one script that may run: by the digest of its text."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _shared(page: Page, facts: Facts) -> dict[str, Any]:
    """Return what the templates of every page need."""
    identity = facts.area.area
    return {
        "pages": PAGE_NAMES,
        "products": PRODUCTS,
        "home": "" if page.file == INDEX else INDEX,
        "identity": identity,
        "center_notes": facts.words.notes,
        "area_argument": facts.area_argument,
        "fictional": identity.fictional,
        "place": place_name(facts),
        "who": facts.who,
        "published": published,
    }


def embedded(picture: Picture, words: str) -> Embedded:
    """Put a picture with its caption (`words`) inside the page."""
    content = io.BytesIO()
    # With its size known, a page does not jump while it loads.
    with Image.open(picture.path) as image:
        width, height = image.width, image.height - picture.foot_px
        image.crop((0, 0, width, height)).save(content, format="PNG", compress_level=6)
    return Embedded(
        name=picture.name,
        data_uri=f"data:image/png;base64,{base64.b64encode(content.getvalue()).decode('ascii')}",
        alt_text=picture.alt_text,
        caption=words,
        width=width,
        height=height,
    )
