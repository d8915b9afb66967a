"""What treatment costs by site of care, and to whom the hospital is the nearest option."""

from __future__ import annotations

from pipelines.vocabulary.terms import Term, Vocabulary

COSTS = Vocabulary(
    Term(
        "hospital_over_office_cost",
        "cost of treatment in a hospital over that in an office",
        "Cost of treatment in a hospital over that in an office",
    ),
    Term(
        "extra_cost_per_patient_year",
        "cost in a hospital less that in an office or at home, chemotherapy included",
        "Extra cost in a hospital over an office or the home, chemotherapy included, a patient and year",
    ),
    Term(
        "administration_fee",
        "Medicare's pay for giving the drug: from excepted off-campus departments to those on campus",
        "What Medicare pays a hospital for giving the drug, over its outpatient rate: from off-campus "
        "departments that were excepted to those on campus",
    ),
)
"""`measure` of out.cost_ranges."""

DEPENDENCE = Vocabulary(
    Term(
        "hospital_only",
        "within the threshold of a hospital-based center and of no office-based one",
        "Only a hospital-based center within {near} minutes",
    ),
    Term(
        "hospital_nearer",
        "within the threshold of both kinds, the hospital-based one nearer",
        "Both kinds within {near} minutes, the hospital-based one nearer",
    ),
)
"""`group` of out.cost_people: people to whom a hospital is the only or the nearest option."""
