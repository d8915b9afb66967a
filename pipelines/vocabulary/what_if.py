"""What changes where centers close or open."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.vocabulary.terms import Term, Vocabulary
from pipelines.vocabulary.wording import listed

COUNTY_CHANGES = Vocabulary(Term("lost", "passes no more"), Term("gained", "passes now"))
"""`change` of out.what_if_counties: the county passed the rule of network adequacy, or does now."""


NAMED = 5
"""How many closed centers are named at most."""


def what_if_name(what_if: str, closed: Sequence[str]) -> str:
    """Name a what-if: 'Alder Clinic and Elm Hospital close', 'Opening: an office in the south'.

    Parameters
    ----------
    what_if
        As out.what_if names it.
    closed
        Names of the centers that close where `what_if` closes some.
    """
    if what_if == "closures":
        more = len(closed) - NAMED
        names = [*closed[:NAMED], f"{more:,} more"] if more > 0 else closed
        return f"{listed(names)} {'closes' if len(closed) == 1 else 'close'}"
    return what_if[:1].upper() + what_if[1:]
