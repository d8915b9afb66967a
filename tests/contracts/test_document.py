from pathlib import Path

from pipelines.contracts import CONTRACTS
from pipelines.contracts.document import DOCUMENT, tables_markdown

ROOT = Path(__file__).parents[2]


def test_the_document_is_what_the_declarations_say() -> None:
    written = (ROOT / DOCUMENT).read_text(encoding="utf-8")
    assert written == tables_markdown(), "run `python -m pipelines.contracts.document`"


def test_every_table_and_column_stands_in_it() -> None:
    text = tables_markdown()
    for table, contract in CONTRACTS.items():
        assert f"### {table}\n" in text
        assert all(f"| `{name}`" in text for name in contract.columns)
