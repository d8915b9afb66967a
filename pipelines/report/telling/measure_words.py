"""The policy measures' names as a newcomer reads them: scenarios of adequacy, scores, figures, variants."""

from __future__ import annotations

from pipelines.report.telling.wording import limit

SCENARIO_NAMES = {
    "all": "All centers",
    "hospital_and_office": "Hospital-based and office-based",
    "hospital_based": "Hospital-based only",
    "office_based": "Office-based only",
    "without_stand_alone": "All but stand-alone",
    "hospitals_closed": "All, with the listed hospitals closed",
}
"""`scenario` of out.adequacy -> which centers count, in the order of every table."""

FINDING_NAMES = {
    "hospitals_suffice": "Pass with hospital-based centers alone",
    "only_with_offices": "Pass only because of office-based centers",
    "fails_with_both": "Fail with both",
}
"""`finding` of out.adequacy_findings -> heading."""

FINDINGS_WITHOUT_OFFICES = {"hospitals_suffice": "Pass", "fails_with_both": "Fail"}
"""The same where no office-based center is known, so that nothing depends on one."""

LIMIT_SOURCE_NAMES = {"hsd": "CMS file", "derived": "population and density"}
"""`limit_source` -> plain words."""

SCHEME_HEADINGS = {
    "nchs": "NCHS counties",
    "ruca": "RUCA tracts",
    "rucc": "USDA continuum counties",
    "cms": "CMS county types",
}
"""`scheme` -> heading of a row."""

SCORE_NAMES = {
    "e2sfca": "Enhanced two-step floating catchment (E2SFCA)",
    "2sfca": "Two-step floating catchment (2SFCA)",
    "3sfca": "Three-step floating catchment (3SFCA)",
    "m2sfca": "Modified two-step floating catchment (M2SFCA)",
    "gravity": "Gravity",
    "raam": "Rational agent access model (RAAM)",
}
"""`measure` of out.accessibility -> its name; cumulative opportunities carry their threshold."""

_CUMULATIVE = "cumulative_"
_STEPS = "steps "

PER_PERSON_SCORES = ("e2sfca", "2sfca", "3sfca", "m2sfca")
PER_PEOPLE = 100_000
"""Scores that are supply for each person are told for so many people."""

INDEX_COLUMNS = {
    "mean": "Mean, minutes",
    "kolm_pollak_equivalent": "As bad as if everyone drove, minutes",
    "kolm_pollak_penalty": "What inequality adds, minutes",
    "gini": "Gini",
    "theil": "Theil",
    "theil_between": "Theil between strata",
    "theil_within": "Theil within strata",
    "concentration": "Concentration by deprivation",
}
"""`index` of out.inequality -> heading."""

FIGURE_NAMES = {
    "drive_time_min_median": "Typical drive to the nearest {center}, minutes",
    "drive_time_min_mean": "Mean drive to the nearest {center}, minutes",
    "kolm_pollak_equivalent": "As bad as if everyone drove to the nearest {center}, minutes",
    "gini": "Gini coefficient of the drive to the nearest {center}",
    "office_advantage_min_median": "Minutes that the office-based center is nearer, typical person",
    "share_within": "Share within {near} minutes of {center}",
    "share_office_nearer": "Share for whom the office-based center is the nearer one",
    "share_neither": "Share with neither kind within {near} minutes",
    "share_hospital_only": "Share with only a hospital-based center within {near} minutes",
}
"""`figure` of out.sensitivity -> its name."""

DIMENSION_NAMES = {
    "speed": "Time on the road",
    "definition": "What counts as a center",
    "geocoding": "How exactly centers are placed",
    "therapy_line": "Whose therapy",
    "all": "All of these but the therapy",
}
"""`dimension` -> what is varied."""

VARIANT_NAMES = {
    "base": "as measured",
    "without_coarse": "without centers placed at a ZIP area or town",
    "larger_hospitals": "without hospitals of 25 beds or fewer",
    "paid_by_medicare": "without centers that Medicare does not pay",
    "for_specialty": "without centers that only treat cancer",
    "for_oncology": "without centers that do not treat cancer",
    "sure": "without doubtful centers",
    "registry": "centers by their registration alone",
    "billing": "centers by what Medicare was billed for",
    "combined": "centers by all evidence",
}
"""`variant` -> plain words; those of speed carry their factor."""

PROBLEM_NAMES = {
    "mclp": "Most people brought within {within} minutes",
    "p_median": "Most minutes on the road saved",
    "lscp": "Fewest sites for {share} within {within} minutes",
}
"""`problem` of out.siting -> what is asked."""

COST_NAMES = {
    "hospital_over_office_cost": "Cost of treatment in a hospital over that in an office",
    "extra_cost_per_patient_year": "Extra cost in a hospital, a patient and year",
    "administration_fee": "What Medicare pays a hospital for giving the drug, over its outpatient rate",
}
"""`measure` of out.cost_ranges -> plain words."""

DEPENDENCE_NAMES = {
    "hospital_only": "Only a hospital-based center within {near} minutes",
    "hospital_nearer": "Both kinds within {near} minutes, the hospital-based one nearer",
}
"""`group` of out.cost_people -> plain words."""


def variant_name(variant: str) -> str:
    """Name a variant in plain words: 'time_x1.25' is 'driving takes 25% longer'."""
    if variant.startswith("time_x"):
        factor = float(variant.removeprefix("time_x"))
        more = "longer" if factor > 1 else "less"
        return f"driving takes {abs(factor - 1):.0%} {more}"
    return VARIANT_NAMES.get(variant, variant)


def score_order(measure: str) -> tuple[int, float]:
    """Return where a score stands in tables: as in `SCORE_NAMES`, cumulative ones by threshold last."""
    if measure.startswith(_CUMULATIVE):
        return len(SCORE_NAMES), float(measure.removeprefix(_CUMULATIVE))
    return list(SCORE_NAMES).index(measure), 0.0


def score_name(measure: str, supply_unit: str) -> str:
    """Name a score with its unit: 'cumulative_30' is 'Centers within 30 minutes'."""
    if measure.startswith(_CUMULATIVE):
        threshold = limit(float(measure.removeprefix(_CUMULATIVE)))
        return f"{supply_unit.capitalize()} within {threshold} minutes"
    if measure in PER_PERSON_SCORES:
        return f"{SCORE_NAMES[measure]}, {supply_unit} for {PER_PEOPLE:,} people"
    return f"{SCORE_NAMES[measure]}, {'cost' if measure == 'raam' else f'weighted {supply_unit}'}"


def decay_words(label: str) -> str:
    """Write a decay in words: 'steps 10:1, 20:0.68' is '1 up to 10 minutes, 0.68 up to 20 minutes'."""
    if not label.startswith(_STEPS):
        return label
    steps = (step.split(":") for step in label.removeprefix(_STEPS).split(", "))
    return ", ".join(f"{weight} up to {bound} minutes" for bound, weight in steps) + ", none beyond"


def what_if_name(what_if: str) -> str:
    """Name a what-if: 'The listed centers close', 'Opening: an office in the south'."""
    if what_if == "closures":
        return "The listed centers close"
    return what_if[:1].upper() + what_if[1:]
