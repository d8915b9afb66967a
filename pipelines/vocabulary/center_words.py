"""How complete the lists of centers are, and how a run may therefore speak of its centers.

A registry of hospitals does not tell which of them infuse outpatients, and a list can be a sample. What a page,
a picture or the console says goes through one `CenterWords`, which calls things by the names that they bear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Literal, TypeVar, cast

from pipelines.vocabulary.sites_of_care import COMPARED_SITES, SITES_OF_CARE
from pipelines.vocabulary.terms import Term, Vocabulary
from pipelines.vocabulary.wording import listed

Completeness = Literal["complete", "unknown", "sample"]

COMPLETENESS = Vocabulary(
    Term("complete", "complete", "Complete", "next to none is missing"),
    Term("unknown", "not known", "Not known", "nobody says how many are missing"),
    Term("sample", "a sample", "Sample", "many are missing"),
)
"""`completeness` of a list of centers, the best first."""

HOSPITALS, OFFICES = COMPARED_SITES

Said = TypeVar("Said")


class Quoted(str):
    """Words of others, which a run may not put otherwise: a claim is about every center, listed or not."""

    __slots__ = ()


@dataclass(frozen=True)
class CenterWords:
    """What a run may say of its centers.

    Attributes
    ----------
    hospitals_stand_in
        Whether hospitals count of which nothing says that they infuse outpatients: they are called hospitals.
    hospitals_only
        Whether no center of another kind counts.
    samples
        The compared sites of care of which the lists are samples: their centers are called listed.
    unknown
        Those of which nobody says how complete the lists are.
    covers_buffer
        Whether the lists are complete beyond the area's border as well.
    """

    hospitals_stand_in: bool = False
    hospitals_only: bool = False
    samples: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    covers_buffer: bool = True

    @property
    def comparable(self) -> bool:
        """Whether the lists bear a comparison: a center that a sample lacks may be the nearest."""
        return not self.samples

    @property
    def unanswerable(self) -> str:
        """Why the lists do not tell which kind of center is nearer."""
        kinds = listed([SITES_OF_CARE.name(site) for site in self.samples])
        return (
            "Which kind of center is nearer is not answerable with this list: it is a sample of "
            f"{kinds} centers, and one that it lacks may be the nearest."
        )

    @property
    def reservation(self) -> str:
        """On what a comparison rests where nobody says whether a list is complete; else empty."""
        if not self.unknown:
            return ""
        kinds = listed([SITES_OF_CARE.name(site) for site in self.unknown], "and no")
        return (
            f"Which kind is nearer is told as if no {kinds} center were missing from the list; whether any "
            "is, is not known."
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What every page and picture says once: that hospitals stand in, that a list is a sample."""
        told = []
        if self.hospitals_stand_in:
            told.append(
                "Hospitals stand in for hospital-based infusion centers: whether they infuse outpatients is "
                "not known."
            )
        if self.samples:
            named = {HOSPITALS: "hospitals"} if self.hospitals_stand_in else {}
            kinds = [named.get(one, f"{SITES_OF_CARE.name(one)} centers") for one in self.samples]
            told.append(
                f"The list of {listed(kinds)} is a sample: with those that it lacks drives can only be "
                "shorter, and more people near."
            )
        return tuple(told)

    def said(self, value: Said) -> Said:
        """Return words as this run may say them: a text, or whatever holds texts (tuples, dataclasses, ...)."""
        return cast(Said, self._said(value))

    def _said(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value) if type(value) is str else value
        if isinstance(value, dict):
            return {key: self._said(one) for key, one in value.items()}
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return type(value)(*map(self._said, value))
        if isinstance(value, (list, tuple)):
            return type(value)(map(self._said, value))
        if is_dataclass(value) and not isinstance(value, type):
            texts = {one.name: self._said(getattr(value, one.name)) for one in fields(value)}
            return replace(value, **texts)
        return value

    def _text(self, text: str) -> str:
        if self.hospitals_stand_in:
            text = _AND_OFFICES.sub(r"\1ospital\4 \2 \3\4", text)
            text = _HOSPITAL_BASED.sub(r"\1ospital\2", text)
            text = _ANY_CENTER.sub(self._any_center, text)
        for site in self.samples:
            if site != HOSPITALS or not self.hospitals_stand_in:
                text = _ADJECTIVES[site].sub(_as_listed, text)
        return text

    def _any_center(self, found: re.Match[str]) -> str:
        article, capital, many = found["article"] or "", found["i"] == "I", found["many"]
        article = article.replace("an ", "a ").replace("An ", "A ")
        words = "hospitals and infusion centers" if many else "hospital or infusion center"
        if self.hospitals_only:
            words = f"hospital{many}"
        return article + (words[0].upper() if capital else words[0]) + words[1:]


AS_THEY_ARE = CenterWords()
"""All centers are known to infuse, and no list leaves any out."""


def center_words(lists: Iterable[Mapping[str, Any]]) -> CenterWords:
    """Return how the centers of a run may be spoken of.

    Parameters
    ----------
    lists
        Rows of out.center_lists.
    """
    rows = {row["site_of_care"]: row for row in lists}
    there = [site for site, row in rows.items() if row["centers"]]

    def compared(completeness: str) -> tuple[str, ...]:
        return tuple(site for site in COMPARED_SITES if rows[site]["completeness"] == completeness)

    return CenterWords(
        hospitals_stand_in=rows[HOSPITALS]["standing_in"] > 0,
        hospitals_only=there == [HOSPITALS],
        samples=compared("sample"),
        unknown=compared("unknown"),
        covers_buffer=all(rows[site]["completeness_in_buffer"] == "complete" for site in there),
    )


_AND_OFFICES = re.compile(
    r"\b([Hh])ospital-based (and|or|nor) (office-based(?: infusion)? center)(s?)\b"
)
_HOSPITAL_BASED = re.compile(r"\b([Hh])ospital-based(?:(?: infusion)? (?:center|one)(s?))?\b")
_ANY_CENTER = re.compile(
    r"(?P<article>\b[Aa]n )?(?<!based )(?<!alone )(?<!new )(?<!hospital or )(?<!ospitals and )"
    r"\b(?P<i>[Ii])nfusion center(?P<many>s?)\b"
)
_NOT_YET_LISTED = r"(?P<article>\b[Aa]n? )?(?<!new )(?<!listed )(?<!Listed )"
_NOT_YET_LISTED += r"(?<!sample of )(?<!sample of hospital-based and )(?<!sample of hospitals and )"
_ADJECTIVES = {
    site: re.compile(rf"{_NOT_YET_LISTED}\b(?P<word>{name}\b)", re.IGNORECASE)
    for site, name in SITES_OF_CARE.names.items()
}


def _as_listed(found: re.Match[str]) -> str:
    article, word = found["article"], found["word"]
    if article:
        return f"{article[0]} listed {word}"
    if word[0].isupper():
        return f"Listed {word[0].lower()}{word[1:]}"
    return f"listed {word}"
