"""What a report tells of itself in few words, in a file beside it, so that an index can list it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.report.facts import Facts
from pipelines.report.telling.findings import finding

SUMMARY = "summary.json"


@dataclass(frozen=True)
class Summary:
    """A report in few words.

    Attributes
    ----------
    title
        Of the area, or of the comparison.
    finding
        Its first sentence.
    computed
        The day on which its answers were computed, '2026-01-31'; empty for a comparison.
    fictional
        Whether its people, roads and centers are invented.
    caveat
        What the area's settings say before everything else; may be empty. Of a comparison, which runs A and B
        are.
    """

    title: str
    finding: str
    computed: str = ""
    fictional: bool = False
    caveat: str = ""

    def write(self, folder: Path) -> None:
        """Write it into a report's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / SUMMARY).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def summary_of(facts: Facts) -> Summary:
    """Sum up an area's report."""
    run = facts.tables.row("out.provenance", kind="run")
    identity = facts.area.area
    return Summary(
        identity.title,
        facts.words.said(finding(facts)[0]),
        str(run["started_at"])[:10] if run else "",
        identity.fictional,
        identity.caveat or "",
    )


def read_summary(folder: Path) -> Summary | None:
    """Read what a folder's report tells of itself; None where nothing legible does."""
    try:
        return Summary(**json.loads((folder / SUMMARY).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
