"""Sites of care: who runs an infusion center."""

from __future__ import annotations

from typing import Literal

from pipelines.vocabulary.terms import Term, Vocabulary

SiteOfCare = Literal["hospital_based", "office_based", "pharmacy_based", "stand_alone"]

SITES_OF_CARE = Vocabulary(
    Term("hospital_based", "hospital-based", "Hospital-based"),
    Term("office_based", "office-based", "Office-based"),
    Term("pharmacy_based", "pharmacy-based", "Pharmacy-based"),
    Term("stand_alone", "stand-alone", "Stand-alone"),
)
"""`site_of_care` of a center. The name is an adjective of 'center'."""

ANY_SITE = "any"
"""`site_of_care` of the row that answers for the nearest center of whatever kind."""

SITES_OR_ANY = SITES_OF_CARE.also(Term(ANY_SITE, "any", "Any kind"))
"""`site_of_care` of an answer."""

COMPARED_SITES = ("hospital_based", "office_based")
"""The two kinds of center that gaps and pages compare."""


def noun_of(site_of_care: str, count: int = 1) -> str:
    """Name centers of a site of care without an article: 'office-based center', 'centers of any kind'."""
    noun = "center" if count == 1 else "centers"
    if site_of_care == ANY_SITE:
        return f"{noun} of any kind"
    return f"{SITES_OF_CARE.name(site_of_care)} {noun}"


def center_of(site_of_care: str) -> str:
    """Name one center of a site of care in a sentence: 'an office-based center'."""
    noun = noun_of(site_of_care)
    return f"{article(noun)} {noun}"


def infusion_center_of(site_of_care: str) -> str:
    """Name it in full: 'office-based infusion center', 'infusion center of any kind'."""
    return noun_of(site_of_care).replace("center", "infusion center")


def article(noun: str) -> str:
    """Return the indefinite article of a noun: 'an' of 'office-based center'."""
    return "an" if noun[0] in "aeiou" else "a"
