"""What changes where centers close or open."""

from __future__ import annotations

from pipelines.vocabulary.terms import Term, Vocabulary

COUNTY_CHANGES = Vocabulary(Term("lost", "passes no more"), Term("gained", "passes now"))
"""`change` of out.what_if_counties: the county passed the rule of network adequacy, or does now."""


def what_if_name(what_if: str) -> str:
    """Name a what-if: 'The listed centers close', 'Opening: an office in the south'."""
    if what_if == "closures":
        return "The listed centers close"
    return what_if[:1].upper() + what_if[1:]
