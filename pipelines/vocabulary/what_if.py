"""What changes where centers close or open, roads get slower or other places count as centers."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.vocabulary.terms import Term, Vocabulary
from pipelines.vocabulary.wording import listed

CLOSURES, OPENING, CASE = "closures", "opening: ", "case: "
"""`what_if` of the closed list, and what stands before the name of each opening and of each case."""

COUNTY_CHANGES = Vocabulary(Term("lost", "passes no more"), Term("gained", "passes now"))
"""`change` of out.what_if_adequacy: the county passed the rule of network adequacy, or does now."""

CENTER_CHANGES = Vocabulary(
    Term("closed", "counts before and not after", "Center that counts no more"),
    Term("opened", "counts after and not before", "Center that is new"),
)
"""`change` of out.what_if_centers."""


NAMED = 5
"""How many closed centers are named at most."""


def what_if_name(what_if: str, closed: Sequence[str]) -> str:
    """Name a what-if: 'Alder Clinic and Elm Hospital close', 'Opening: an office', a case by its own name.

    Parameters
    ----------
    what_if
        As out.what_if names it.
    closed
        Names of the centers that close where `what_if` closes some.
    """
    if what_if == CLOSURES:
        more = len(closed) - NAMED
        names = [*closed[:NAMED], f"{more:,} more"] if more > 0 else closed
        return f"{listed(names)} {'closes' if len(closed) == 1 else 'close'}"
    name = what_if.removeprefix(CASE)
    return name[:1].upper() + name[1:]
