"""A code of the field with its words, and an ordered list of such codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Term:
    """One code with its words.

    Attributes
    ----------
    code
        The value in tables and settings.
    name
        How a sentence names it.
    heading
        How a row, a column or a legend names it; empty where nothing does.
    explanation
        What it means, where name and heading do not say it.
    """

    code: str
    name: str
    heading: str = ""
    explanation: str = ""


class Vocabulary(tuple[str, ...]):
    """The codes of one column or setting, in the order in which every table and picture shows them.

    It is the tuple of its codes, and knows the words for each.

    Attributes
    ----------
    terms
        Code -> `Term`.
    """

    terms: dict[str, Term]

    def __new__(cls, *terms: Term) -> Self:
        """Take the codes from their terms; a code may not repeat."""
        self = super().__new__(cls, [term.code for term in terms])
        self.terms = {term.code: term for term in terms}
        if len(self.terms) < len(terms):
            raise ValueError(f"a code repeats in {list(self)}")
        return self

    def __getnewargs__(self) -> tuple[Term, ...]:
        """Return what a copy or a pickle is made of."""
        return tuple(self.terms.values())

    def also(self, *terms: Term) -> Vocabulary:
        """Return these codes and further ones after them."""
        return Vocabulary(*self.terms.values(), *terms)

    def term(self, code: str) -> Term:
        """Return a code with its words; a code that is not known raises KeyError with those that are."""
        if code not in self.terms:
            raise KeyError(f"{code!r} is none of {', '.join(self)}")
        return self.terms[code]

    def name(self, code: str) -> str:
        """Return how a sentence names a code."""
        return self.term(code).name

    def heading(self, code: str) -> str:
        """Return a code's heading."""
        return self.term(code).heading

    def explanation(self, code: str) -> str:
        """Return what a code means."""
        return self.term(code).explanation

    @property
    def names(self) -> dict[str, str]:
        """Code -> how a sentence names it."""
        return {code: term.name for code, term in self.terms.items()}

    @property
    def headings(self) -> dict[str, str]:
        """Code -> heading."""
        return {code: term.heading for code, term in self.terms.items()}
