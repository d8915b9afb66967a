"""What the comparison of two runs finds, and which settings make their figures mean different things."""

from __future__ import annotations

from pipelines.vocabulary.terms import Term, Vocabulary

CENTER_CHANGES = Vocabulary(
    Term("opened", "in B only", "In B only: opened, or not in the lists of A"),
    Term("closed", "in A only", "In A only: closed, or not in the lists of B"),
    Term("moved", "moved", "Moved"),
    Term("reclassified", "reclassified", "Another kind of center"),
    Term("moved_and_reclassified", "moved and reclassified", "Moved, and another kind of center"),
    Term("described_anew", "described anew", "Same place and kind, described anew"),
    Term("beyond_a", "on land that only B has", "In B only, on land that A does not have"),
    Term("beyond_b", "on land that only A has", "In A only, on land that B does not have"),
)
"""`change` of compare.centers."""

UNCHANGED = "unchanged"
"""`change` of compare.center_counts of the centers that compare.centers leaves out."""

CENTER_COUNTS = CENTER_CHANGES.also(Term(UNCHANGED, "unchanged", "Unchanged"))

MATCHED_BY = Vocabulary(
    Term("center_id", "its id"),
    Term("ccn", "its CCN"),
    Term("npi", "its NPI"),
    Term("name_and_place", "its name and place"),
)
"""By what a center of A and one of B were found to be one, the first that holds."""

LEVELS = Vocabulary(
    Term("stratum", "strata", "Stratum"),
    Term("county", "counties", "County"),
    Term("place", "places", "Place"),
)
"""`level` of compare.findings."""

COMPARED = Vocabulary(
    Term("strata", "Figures by stratum"),
    Term("counties", "Figures by county"),
    Term("places", "Figures by place"),
    Term("findings", "Findings and groups"),
    Term("centers", "Centers"),
    Term("sources", "Facts of source files"),
    Term("settings", "Settings, software and road network"),
    Term("tables", "Tables of the warehouse"),
)
"""`compared` of compare.summary, each the name of its table."""

BEARING = Vocabulary(
    Term("facilities.definition", "any figure: what counts as a center differs"),
    Term("facilities.min_infusions", "any figure: what counts as a center differs"),
    Term("measures.counted", "shares of network adequacy and margins: other people are counted"),
    Term("measures.decay", "what is left for each person (catchment scores)"),
    Term("measures.decay_sigma_min", "what is left for each person (catchment scores)"),
    Term("measures.gap_min", "who has a center near, and the gaps"),
    Term("measures.nearer_by_min", "which kind of center is nearer"),
    Term("measures.null_capacity", "what is left for each person (catchment scores)"),
    Term("measures.raam_tau_min", "what is left for each person (catchment scores)"),
    Term("measures.stratum_scheme", "any stratum but all people: strata are drawn differently"),
    Term("roads", "any drive time: the model of roads and speeds differs"),
    Term("sources.population.label", "any count, share or median: other people are counted"),
    Term(
        "sources.population.columns.population",
        "any count, share or median: other people are counted",
    ),
)
"""Setting, or table of settings -> what cannot be compared where it differs."""


def bearing_of(setting: str) -> str | None:
    """Return the code of `BEARING` that a setting falls under, such as `roads` for `roads.speed_factor`."""
    return next((code for code in BEARING if f"{setting}.".startswith(f"{code}.")), None)
