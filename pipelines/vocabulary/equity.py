"""Groups of people that are told apart, and indices of how unevenly drive times are spread over people."""

from __future__ import annotations

from pipelines.vocabulary.terms import Term, Vocabulary

INDICES = Vocabulary(
    Term("mean", "mean", "Mean, minutes"),
    Term(
        "kolm_pollak_equivalent",
        "Kolm-Pollak equivalent",
        "As bad as if everyone drove, minutes",
    ),
    Term("kolm_pollak_penalty", "Kolm-Pollak penalty", "What inequality adds, minutes"),
    Term("gini", "Gini coefficient", "Gini"),
    Term("theil", "Theil index", "Theil"),
    Term("theil_between", "Theil index between strata", "Theil between strata"),
    Term("theil_within", "Theil index within strata", "Theil within strata"),
    Term("concentration", "concentration index", "Concentration by deprivation"),
)
"""`index` of out.inequality."""

EVERYONE = "population"
"""Column of the population source with everyone: the group that the others are read beside."""

OLDER_PEOPLE = "adults_65_plus"
"""Column of the population source that stands for people in Medicare, nine in ten of whom are 65 and over."""

_HOUSEHOLDS = "households"

KNOWN_GROUPS = Vocabulary(
    Term(OLDER_PEOPLE, "people aged 65 and over", "Aged 65 and over"),
    Term("adults_75_plus", "people aged 75 and over", "Aged 75 and over"),
    Term("no_vehicle", "households without a vehicle", "Households, no vehicle", _HOUSEHOLDS),
    Term(
        "people_no_vehicle", "people in households without a vehicle", "In a home with no vehicle"
    ),
    Term("uninsured", "people without health insurance", "Uninsured"),
    Term("medicare", "people with Medicare", "With Medicare"),
    Term("medicaid", "people with Medicaid", "With Medicaid"),
    Term("below_poverty", "people below the poverty line", "Below the poverty line"),
    Term("disabled", "people with a disability", "With a disability"),
    Term("white", "White people", "White"),
    Term("black", "Black people", "Black"),
    Term("asian", "Asian people", "Asian"),
    Term("native", "American Indian and Alaska Native people", "American Indian, Alaska Native"),
    Term("pacific", "Native Hawaiian and Pacific Islander people", "Pacific Islander"),
    Term("other_race", "people of another race", "Another race"),
    Term("two_or_more_races", "people of two or more races", "Two or more races"),
    Term("hispanic", "Hispanic people", "Hispanic, any race"),
    Term("white_not_hispanic", "White people who are not Hispanic", "White, not Hispanic"),
)
"""Columns of the population source whose words are known; the explanation says what is counted where it is
not people. Any other column goes by its own name, in quotes."""

VULNERABILITY = Vocabulary(
    Term("svi", "social vulnerability in all", "All themes"),
    Term("svi_socioeconomic", "socioeconomic status", "Socioeconomic status"),
    Term("svi_household", "household characteristics", "Household characteristics"),
    Term("svi_minority", "racial and ethnic minority status", "Racial and ethnic minorities"),
    Term("svi_housing", "housing type and transportation", "Housing and transportation"),
)
"""Ranks of counties in the Social Vulnerability Index of CDC and ATSDR, in all and by its four themes: columns
of core.population where the area reads it, and `theme` of out.vulnerability."""

VULNERABILITY_QUARTERS = Vocabulary(
    Term("low", "the least vulnerable quarter of counties", "Least vulnerable quarter"),
    Term("low_medium", "the second quarter of counties", "Second quarter"),
    Term("medium_high", "the third quarter of counties", "Third quarter"),
    Term("high", "the most vulnerable quarter of counties", "Most vulnerable quarter"),
    Term("unranked", "counties that the index does not rank", "Not ranked"),
)
"""`quarter` of out.vulnerability: of the counties that the index ranks, mostly all of the country."""

NOT_COUNTED = Vocabulary(
    Term("nobody", "the sources count nobody of this group in the area", "Nobody is counted"),
    Term("unknown", "the sources tell no count of this group for any place", "No count is known"),
)
"""`reason` of out.groups: why a group has no figures."""


def group_term(column: str, label: str) -> Term:
    """Return the words of a count column: 'people aged 65 and over'.

    Parameters
    ----------
    column
        Column of the population source.
    label
        Who its column `population` counts.
    """
    if column == EVERYONE:
        return Term(column, label, "Everyone")
    if column in KNOWN_GROUPS:
        return KNOWN_GROUPS.term(column)
    words = column.replace("_", " ")
    return Term(column, f"“{words}”", words[:1].upper() + words[1:])


def counts_households(column: str) -> bool:
    """Tell whether a count column is known to count households rather than people."""
    return column in KNOWN_GROUPS and KNOWN_GROUPS.explanation(column) == _HOUSEHOLDS
