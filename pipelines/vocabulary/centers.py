"""What counts as a center, and what is known of one."""

from __future__ import annotations

from typing import Literal

from pipelines.vocabulary.terms import Term, Vocabulary

Definition = Literal["registry", "billing", "combined"]

DEFINITIONS = Vocabulary(
    Term(
        "registry",
        "by registration alone",
        "By registration",
        "by what they are registered as",
    ),
    Term(
        "billing",
        "by what Medicare was billed for",
        "By billing",
        "by what Medicare was billed for",
    ),
    Term(
        "combined",
        "by all evidence",
        "By all evidence",
        "by all that registries, bills and hospital reports tell",
    ),
)
"""`definition` of a center, and what decides."""

GEOCODE_PRECISIONS = Vocabulary(
    Term("rooftop", "rooftop", "Rooftop"),
    Term("address", "address", "Address"),
    Term("street", "street address", "Street address"),
    Term("zip", "middle of the ZIP area", "Middle of the ZIP area"),
    Term("city", "middle of the town", "Middle of the town"),
    Term("registry", "coordinates of a registry", "Coordinates of a registry"),
    Term("listed", "coordinates as listed", "Coordinates as listed"),
)
"""`geocode_precision`: where a center's coordinates come from, best first; `listed` is taken from a user's
list as it stands."""
