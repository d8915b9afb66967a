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

ATTRIBUTES = {
    "supervision": Vocabulary(
        Term("physician", "a physician", "Physician"),
        Term("nurse practitioner", "a nurse practitioner", "Nurse practitioner"),
        Term("nurse", "a nurse", "Nurse"),
    ),
    "therapy_line": Vocabulary(
        Term("oncology", "cancer and blood", "Cancer and blood"),
        Term("specialty", "other specialties", "Other specialties"),
        Term("both", "both", "Both"),
    ),
    "operator_kind": Vocabulary(
        Term("health_system", "a health system", "A health system"),
        Term("management_company", "a management company", "A management company"),
        Term("independent", "independent", "Independent: no parent or operator is named"),
    ),
    "medicare_payable": Vocabulary(Term("True", "yes", "Yes"), Term("False", "no", "No")),
    "place_of_service": Vocabulary(
        Term("11", "office", "11 office"),
        Term("12", "home", "12 home"),
        Term("19", "off the hospital’s campus", "19 off the hospital’s campus"),
        Term("22", "on the hospital’s campus", "22 on the hospital’s campus"),
        Term("49", "independent clinic", "49 independent clinic"),
    ),
}
"""Column of core.centers that is known or not -> its codes."""
