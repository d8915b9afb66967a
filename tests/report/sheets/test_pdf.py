"""Tagged PDF: what a screen reader needs, the same bytes each time, and no name taken for a command."""

import io
from dataclasses import replace

import pikepdf
import pytest

from pipelines.report.sheets.brief import brief
from pipelines.report.sheets.document import Cell
from pipelines.report.sheets.pdf import TooLongError, to_pdf
from pipelines.report.sheets.sheet import sheet
from tests.report.sheets.conftest import structure_of, text_of

HOSTILE = '#panic("x") *a* _b_ $c$ <d> @e `f` \\g "h" \'i\' // j /* k é ü ñ Łódź = l'


@pytest.fixture(scope="module")
def documents(local, drawn):
    county, state = local.counties_told()[0], local.states_told()[0]
    return {
        "county": (sheet(local, county, drawn(county.name, county.code)), "sheet", 1),
        "state": (sheet(local, state, drawn(state.name, state.code)), "sheet", 1),
        "brief": (brief(local.facts, drawn("Arboria")), "brief", 2),
    }


@pytest.fixture(scope="module")
def pdfs(documents):
    return {name: to_pdf(*document) for name, document in documents.items()}


@pytest.mark.parametrize("name", ["county", "state", "brief"])
def test_a_screen_reader_finds_language_title_headings_alternatives_and_header_cells(
    name, documents, pdfs
):
    document, _, pages = documents[name]
    with pikepdf.open(io.BytesIO(pdfs[name])) as pdf:
        assert len(pdf.pages) == pages
        assert pdf.Root["/MarkInfo"]["/Marked"] is True or bool(pdf.Root["/MarkInfo"]["/Marked"])
        assert str(pdf.Root["/Lang"]) == "en-US"
        assert bool(pdf.Root["/ViewerPreferences"]["/DisplayDocTitle"])
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert document.title in metadata["dc:title"]
        structure = structure_of(pdf)
        kinds = [kind for kind, _ in structure]
        headings = [int(kind[2:]) for kind in kinds if kind[:2] == "/H" and kind[2:].isdigit()]
        assert headings[0] == 1
        assert headings.count(1) == 1
        assert max(headings) == 2
        (figure,) = (node for kind, node in structure if kind == "/Figure")
        assert str(figure["/Alt"]) == document.alt_text
        assert kinds.count("/Table") == len(document.tables)
        assert kinds.count("/TH") == sum(len(table.head) for table in document.tables)


@pytest.mark.parametrize("name", ["county", "state", "brief"])
def test_all_that_a_document_holds_is_on_its_pages(name, documents, pdfs):
    document = documents[name][0]
    text = text_of(pdfs[name])
    told = [document.title, *document.lead, *document.notes, document.sources, document.banner]
    told += [sentence for passage in document.passages for sentence in passage.sentences]
    told += [cell.text for table in document.tables for row in table.rows for cell in row]
    plain = text.replace("-", "").replace(" ", "")
    for words in told:
        assert words.replace("-", "").replace(" ", "") in plain, words


def test_the_same_document_gives_the_same_bytes_and_bears_the_date_of_the_run(documents, pdfs):
    assert to_pdf(*documents["county"]) == pdfs["county"]
    with pikepdf.open(io.BytesIO(pdfs["county"])) as pdf:
        year, month, day = documents["county"][0].date
        assert str(pdf.docinfo["/CreationDate"]).startswith(f"D:{year}{month:02}{day:02}")


def test_no_name_is_taken_for_a_command(documents):
    document, template, pages = documents["county"]
    table = document.tables[1]
    named = replace(
        table, rows=((*table.rows[0][:1], Cell(HOSTILE), *table.rows[0][2:]), *table.rows[1:])
    )
    hostile = replace(
        document,
        title=HOSTILE,
        lead=(HOSTILE,),
        alt_text=HOSTILE,
        tables=(document.tables[0], named),
    )
    pdf = to_pdf(hostile, template, pages)
    assert text_of(pdf).replace(" ", "").count(HOSTILE.replace(" ", "")) == 3


def test_a_document_that_does_not_fit_is_set_smaller_and_then_refused(documents):
    document, template, _ = documents["county"]
    longer = replace(document, lead=document.lead * 6)
    with pikepdf.open(io.BytesIO(to_pdf(longer, template, 1))) as pdf:
        assert len(pdf.pages) == 1
    with pytest.raises(TooLongError, match=document.title):
        to_pdf(replace(document, lead=document.lead * 99), template, 1)
