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

LOOKS_AT = Vocabulary(
    Term("list", "the list of centers names it", "The list of centers names it"),
    Term("billing", "bills to Medicare", "Bills to Medicare"),
    Term(
        "hospital services",
        "what the hospital reports of its services and costs",
        "What the hospital reports of its services and costs",
    ),
    Term(
        "hospital registry",
        "it is a hospital; nothing says that it infuses",
        "It is a hospital; nothing says that it infuses",
    ),
    Term("taxonomy", "what it is registered as", "What it is registered as"),
    Term("name", "its name", "Its name"),
)
"""`looks_at` of rules that speak for a center: what it stands on."""

CONCLUSIONS = Vocabulary(
    Term("is_center", "whether it is an infusion center", "Is it an infusion center?"),
    Term("site_of_care", "which site of care it is", "Which site of care?"),
    Term("therapy_line", "which therapy line it serves", "Which therapy line?"),
    Term("supervision", "who supervises", "Who supervises?"),
    Term("place_of_service", "which place of service it is", "Which place of service?"),
    Term("medicare_payable", "whether Medicare pays there", "Does Medicare pay there?"),
)
"""What a rule concludes: the question that it answers."""

RECORD_STEPS = Vocabulary(
    Term("candidates", "may be of a center", "Records that may be of a center"),
    Term("unplaced", "lie nowhere that is known", "Lie nowhere that is known"),
    Term(
        "outside_buffer",
        "lie farther from the area than its buffer reaches",
        "Lie farther from the area than its buffer reaches",
    ),
    Term(
        "merged",
        "tell of a place that another record tells already",
        "Tell of a place that another record tells already",
    ),
    Term(
        "no_center",
        "are of places that the definition does not count",
        "Are of places that the definition does not count",
    ),
    Term("centers", "centers", "Centers"),
)
"""`step` on the way from records to centers: all records, four reasons to leave some out, and what is left."""

CONFIDENCE_CLASSES = {
    0.99: "0.99 and more",
    0.9: "0.9 to 0.99",
    0.7: "0.7 to 0.9",
    0.5: "0.5 to 0.7",
}
"""`least_confidence` of a class -> its heading."""
