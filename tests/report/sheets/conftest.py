"""Documents of the fictional state, with their maps."""

import re

import pikepdf
import pypdfium2
import pytest

from pipelines.maps.local.local_map import draw_local
from pipelines.maps.local.plate import area_ground, gap_plate, minutes_plate
from pipelines.report.sheets.local_facts import LocalFacts


@pytest.fixture(scope="session")
def local(arboria):
    return LocalFacts(arboria)


@pytest.fixture(scope="session")
def drawn(arboria):
    """Draw the map of a place by its name and code; of the whole area without a code."""
    ground = area_ground(arboria.tables, arboria.area)
    minutes, gaps = minutes_plate(arboria.tables, ground), gap_plate(arboria.tables, ground)
    fips = ground.home["county_fips"]

    def draw(name, code=None):
        if code is None:
            return draw_local(gaps, name)
        return draw_local(minutes, name, fips[fips.str.startswith(code)].tolist())

    return draw


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF on one line, words that were broken joined again."""
    pages = pypdfium2.PdfDocument(pdf)
    words = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    return " ".join(re.sub("[\\ufffe\\u00ad\\u0002]\\s*", "", words).split())


def structure_of(pdf: pikepdf.Pdf) -> list[tuple[str, pikepdf.Dictionary]]:
    """Return the structure elements of a PDF in reading order, each with its kind."""
    found = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for kid in node:
                walk(kid)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node["/S"]), node))
            if "/K" in node:
                walk(node["/K"])

    walk(pdf.Root["/StructTreeRoot"]["/K"])
    return found
