"""What `docs/reliability.md` tells is held by tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_row_names_a_test_that_is_there() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and "| test |" not in line]
    named = re.findall(r"`(tests/\S+\.py)::(test_\w+)` \|$", text, flags=re.M)
    assert len(named) == len(rows) > 30
    missing = [
        f"{file}::{name}"
        for file, name in named
        if f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert not missing
