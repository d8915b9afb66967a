"""Network adequacy: county types, which centers count, and what a county is found to be."""

from __future__ import annotations

from pipelines.vocabulary.terms import Term, Vocabulary

CMS_COUNTY_TYPES = Vocabulary(
    Term("Large Metro", "Large Metro", "Large Metro"),
    Term("Metro", "Metro", "Metro"),
    Term("Micro", "Micro", "Micro"),
    Term("Rural", "Rural", "Rural"),
    Term("CEAC", "extreme access considerations", "CEAC"),
)
"""`cms_county_type` of 42 CFR 422.116, from the densest to extreme access considerations."""

ALL_TYPES = "all"
"""`cms_county_type` of a row that sums over every county."""

COUNTY_TYPE_GROUPS = CMS_COUNTY_TYPES.also(Term(ALL_TYPES, "all counties", "All counties"))
"""`cms_county_type` of a row of counts."""

SCENARIOS = Vocabulary(
    Term("all", "all centers", "All centers"),
    Term(
        "hospital_and_office",
        "hospital-based and office-based centers",
        "Hospital-based and office-based",
    ),
    Term("hospital_based", "hospital-based centers alone", "Hospital-based only"),
    Term("office_based", "office-based centers alone", "Office-based only"),
    Term("without_stand_alone", "all but stand-alone centers", "All but stand-alone"),
    Term(
        "hospitals_closed",
        "all centers but the hospitals that close",
        "All but the hospitals that close",
    ),
)
"""`scenario` of out.adequacy: which centers count."""

FINDINGS = Vocabulary(
    Term(
        "hospitals_suffice",
        "counties that pass with hospital-based centers alone",
        "Pass with hospital-based centers alone",
    ),
    Term(
        "only_with_offices",
        "counties that pass only because of office-based centers",
        "Pass only because of office-based centers",
    ),
    Term(
        "only_with_others",
        "counties that pass only because of stand-alone or pharmacy-based centers",
        "Pass only because of stand-alone or pharmacy-based centers",
    ),
    Term("fails_with_all", "counties that fail with every center", "Fail with every center"),
)
"""`finding` of out.adequacy_findings: a county passes with hospital-based centers alone; only if office-based
ones count as well; only if freestanding ones do, which specialty 057 takes too; or not even then."""

_FINDINGS_OF_A_SAMPLE = Vocabulary(
    FINDINGS.term("hospitals_suffice"),
    Term(
        "only_with_offices",
        "counties that pass once office-based centers count too",
        "Pass once office-based centers count too",
    ),
    Term(
        "only_with_others",
        "counties that pass once stand-alone or pharmacy-based centers count too",
        "Pass once stand-alone or pharmacy-based centers count too",
    ),
    Term(
        "fails_with_all",
        "counties that fail with the centers that are listed",
        "Fail with the centers that are listed",
    ),
)
"""Of a list that is a sample nobody can say that a county passes only because of a kind, or fails with all."""

ALL_FINDINGS = "all"
"""`finding` of a row that sums over every county that has one."""

_FINDINGS_OF_HOSPITALS = Vocabulary(
    Term("hospitals_suffice", "counties that pass", "Pass"),
    Term("fails_with_all", "counties that fail", "Fail"),
)


def findings_words(*, sample: bool) -> Vocabulary:
    """Return the findings as a run may name them, whose list of centers is a sample or is not."""
    return _FINDINGS_OF_A_SAMPLE if sample else FINDINGS


def findings_told(*, offices: bool, others: bool, sample: bool = False) -> dict[str, str]:
    """Return the findings that there can be, with their headings.

    Parameters
    ----------
    offices, others
        Whether an office-based, and whether a stand-alone or pharmacy-based center is known: nothing depends
        on what is not.
    sample
        Whether the list of hospital-based or of office-based centers is a sample.
    """
    if not (offices or others):
        return _FINDINGS_OF_HOSPITALS.headings
    unknown = {"only_with_offices": not offices, "only_with_others": not others}
    headings = findings_words(sample=sample).headings
    return {code: words for code, words in headings.items() if not unknown.get(code)}


def verdict(finding: str, *, offices: bool, others: bool, sample: bool = False) -> str:
    """Say what a county is found to do: 'passes with hospital-based centers alone', 'fails with every center'.

    Parameters
    ----------
    finding
        One of `FINDINGS`.
    offices, others, sample
        As `findings_told` takes them.
    """
    words = _FINDINGS_OF_HOSPITALS if not (offices or others) else findings_words(sample=sample)
    plural = words.name(finding).removeprefix("counties that ")
    verb, _, rest = plural.partition(" ")
    return f"{verb}{'es' if verb == 'pass' else 's'} {rest}".strip()


LIMIT_SOURCES = Vocabulary(
    Term("hsd", "CMS file", "CMS file"),
    Term("derived", "people counted and density", "People counted and density"),
)
"""`limit_source`: limits of the county as CMS published them, or base limits of the type that the people whom
the population source counts and their density give."""
