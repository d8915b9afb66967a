"""What network adequacy comes to, in sentences: who passes, who only thanks to offices, how sure that is."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pipelines.out_tables import Row
from pipelines.report.facts import Facts
from pipelines.report.telling.bands import OVER_ALL, Band, count_band
from pipelines.vocabulary.adequacy import ALL_FINDINGS, ALL_TYPES
from pipelines.vocabulary.center_words import HOSPITALS
from pipelines.vocabulary.equity import EVERYONE, OLDER_PEOPLE, group_term
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from pipelines.vocabulary.wording import capital, listed, people, plural, rounded

_DECIDING = {
    "only_with_offices": ("office-based centers", "people_gained"),
    "only_with_others": ("stand-alone or pharmacy-based centers", "people_gained_others"),
}
"""Finding -> the centers that decide it, and the column of those who are within the limits thanks to them."""

ALL_PEOPLE = "people"
"""Label of a population source that counts everyone."""

NAMED = 5
"""How many counties a sentence names at most."""


def finding_sentences(facts: Facts, findings: Collection[str]) -> list[str]:
    """Say how many counties pass, which only because of offices or freestanding centers, and which fail.

    Parameters
    ----------
    facts
        The area's facts.
    findings
        The findings that there can be (`pipelines.vocabulary.adequacy.findings_told`).
    """
    counted = _by_finding(facts)
    if not _counties(counted, ALL_FINDINGS):
        return ["No county with people could be judged by the rule."]
    passing = capital(
        _of_counties(_counties(counted, "hospitals_suffice"), _counties(counted, ALL_FINDINGS))
    )
    depending = {name: kind for name, kind in _DECIDING.items() if name in findings}
    if not depending:
        return [f"{passing}{_if_they_infuse(facts)}.", *_failing(facts, counted, "")]
    failing, sample = _counties(counted, "fails_with_all"), not facts.words.comparable
    parts = [
        f"{_none_or(_counties(counted, name))} "
        + (f"more once {kind} count too" if sample else f"only because of {kind}")
        for name, (kind, _) in depending.items()
    ]
    with_what = "the centers that are listed" if sample else "every center"
    return [
        (
            f"{passing} with hospital-based centers alone{_if_they_infuse(facts)}, {', '.join(parts)}, and "
            f"{_none_or(failing)} "
            f"{'fail' if failing > 1 else 'fails'} even with {with_what}."
        ),
        *(told for name in depending for told in _depending(facts, counted, name)),
        *_failing(facts, counted, f" with {with_what}"),
        *_of_a_sample(facts),
    ]


def _if_they_infuse(facts: Facts) -> str:
    """Say beside a verdict that it takes each hospital for a center; nothing where they are known to infuse."""
    return " (if each of them infuses outpatients)" if facts.words.hospitals_stand_in else ""


def decides(facts: Facts) -> bool:
    """Tell whether a county can be said to depend on a kind: not where the list may lack the hospital."""
    return HOSPITALS not in facts.words.samples


def _of_a_sample(facts: Facts) -> list[str]:
    """Say what the verdicts are worth where the list is a sample; nothing where it is not."""
    if facts.words.comparable:
        return []
    kinds = listed([SITES_OF_CARE.name(site) for site in facts.words.samples])
    start = f"The list is a sample of {kinds} centers: a county that passes does so with those it lacks as well"
    if decides(facts):
        return [f"{start}, one that fails may pass with them."]
    end = "Which counties depend on another kind is not answerable with this list."
    return [
        f"{start}, one that fails or needs another kind may pass with a hospital it lacks. {end}"
    ]


def band_sentences(facts: Facts, findings: Mapping[str, str]) -> list[str]:
    """Say between which counts the findings lie, and how many counties have the same in every variant.

    Parameters
    ----------
    facts
        The area's facts.
    findings
        The findings that are told, with their headings.
    """
    judged = _by_finding(facts)[ALL_FINDINGS]
    bands = {
        heading: facts.tables.row(
            "out.adequacy_bands", scenario=None, figure=finding, dimension=OVER_ALL
        )
        for finding, heading in findings.items()
    }
    if not judged["counties"] or any(row is None or not row["variants"] for row in bands.values()):
        return []
    if judged["counties_steady"] == judged["counties"]:
        return ["No county’s finding changes when assumptions are varied."]
    spans = [
        f"{count_band(Band(row['low'], row['high']))} {heading[:1].lower()}{heading[1:]}"
        for heading, row in bands.items()
        if row is not None
    ]
    return [
        f"When assumptions are varied, {listed(spans)}.",
        (
            f"In {_none_or(judged['counties_steady'])} of "
            f"{plural(judged['counties'], 'county', 'counties')} the finding is the same in each variation."
        ),
    ]


def limit_sentence(facts: Facts) -> str:
    """Say where the counties' limits come from, and how many CMS has customised."""
    every = facts.tables.row("out.adequacy_limits_by_type", cms_county_type=ALL_TYPES)
    if every is None or every["counties_from_file"] == 0:
        return (
            f"The type of each county, and with it the limits, follow here from {_types_from(facts)} as the "
            "regulation defines them; CMS publishes the types that hold, and they differ now and then."
            f"{_not_residents(facts)}"
        )
    derived, custom = every["counties_derived"], every["counties_customised"]
    share = f"{every['counties_from_file']:,} of" if derived else "all"
    sentence = f"The limits of {share} {every['counties']:,} counties are those that CMS published for them"
    sentence += f", {custom:,} of them customised." if custom else "."
    if derived:
        sentence += (
            f" {plural(derived, 'county', 'counties')} that the file does not name "
            f"{'has' if derived == 1 else 'have'} the limits of the type that {_types_from(facts)} give."
            f"{_not_residents(facts)}"
        )
    return sentence


def _types_from(facts: Facts) -> str:
    """Say from whose number the types of counties follow that CMS did not tell."""
    who = facts.who
    return "population and density" if who == ALL_PEOPLE else f"the number and density of {who}"


def _not_residents(facts: Facts) -> str:
    """Warn that the regulation counts all residents, where others are counted."""
    if facts.who == ALL_PEOPLE:
        return ""
    return (
        f" The regulation counts all residents: where {facts.who} are fewer, a county may be of a larger type "
        "than is told here."
    )


def weight_sentence(facts: Facts) -> str:
    """Say whose places the shares weigh, and how far they stand for people in Medicare."""
    column = _counted(facts)
    who = group_term(column, facts.who).name
    if column == OLDER_PEOPLE:
        return (
            f"The rule counts people in Medicare; here {who} are counted, nearly all of whom are in it. "
            "Younger people who are in it for a disability are not."
        )
    return (
        f"The rule counts people in Medicare; here {who} are counted, since no count of people aged 65 and "
        "over is used, so a share holds for Medicare as far as its members live where these people live."
    )


def _who(facts: Facts) -> str:
    return group_term(_counted(facts), "people").name


def _counted(facts: Facts) -> str:
    row = facts.tables.row("out.measure_notes", measure="adequacy", note="counted")
    return EVERYONE if row is None else str(row["value"])


def unjudged_sentences(facts: Facts) -> list[str]:
    """Say how many counties cannot be judged, and why; nothing where all can."""
    return [
        f"{capital(plural(row['counties'], 'county', 'counties'))} with "
        f"{people(row['people'], _who(facts))} could not be judged: {row['reason']}."
        for row in facts.tables.rows("out.adequacy_unjudged_by_reason")
    ]


def _by_finding(facts: Facts) -> dict[str, Row]:
    rows = facts.tables.rows("out.adequacy_by_type", cms_county_type=ALL_TYPES)
    return {row["finding"]: row for row in rows}


def _counties(counted: Mapping[str, Row], finding: str) -> int:
    return int(counted[finding]["counties"])


def _none_or(count: int) -> str:
    return f"{count:,}" if count else "none"


def _of_counties(count: int, of: int) -> str:
    if count == of == 1:
        return "the one county passes Medicare’s rule of network adequacy"
    if of == 1:
        return "the one county does not pass Medicare’s rule of network adequacy"
    if count == of:
        return f"all {of:,} counties pass Medicare’s rule of network adequacy"
    verb = "pass" if count > 1 else "passes"
    return f"of {of:,} counties, {_none_or(count)} {verb} Medicare’s rule of network adequacy"


def _depending(facts: Facts, counted: Mapping[str, Row], finding: str) -> list[str]:
    """Name the counties that pass only because of a kind of center."""
    row = counted[finding]
    if not row["counties"] or not decides(facts):
        return []
    kind, gained = _DECIDING[finding]
    its = f"{'its' if row['counties'] == 1 else 'their'} {kind}"
    return [
        (
            f"Without {its} {_named(facts, row)} would fail: {rounded(row[gained])} of "
            f"{people(row['people'], _who(facts))} there are within both limits only thanks to one."
        )
    ]


def _failing(facts: Facts, counted: Mapping[str, Row], with_what: str) -> list[str]:
    row = counted["fails_with_all"]
    if not row["counties"]:
        return []
    verb = "fails" if row["counties"] == 1 else "fail"
    return [
        (
            f"{capital(_named(facts, row))} {verb}{with_what}; "
            f"{people(row['people_outside'], _who(facts))} there live beyond the limits."
        )
    ]


def _named(facts: Facts, counted: Row) -> str:
    """Name the counties with a finding, those with most people first."""
    mine = sorted(
        facts.tables.rows("out.adequacy_findings", finding=counted["finding"]),
        key=lambda row: (-row["people"], row["county_fips"]),
    )
    names = facts.county_names
    named = [str(names.get(row["county_fips"], row["county_fips"])) for row in mine[:NAMED]]
    more = counted["counties"] - len(named)
    return listed([*named, f"{more:,} more"] if more else named)
