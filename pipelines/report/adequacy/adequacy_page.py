"""The page of network adequacy: which counties pass the rule, and which do so only because of offices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipelines.out_tables import Row, records
from pipelines.report.adequacy.adequacy_tables import (
    adequacy_bands_table,
    adequacy_variants_table,
    all_counties_table,
    depending_table,
    failing_table,
    findings_table,
    limits_table,
    scenario_names,
    scenarios_table,
)
from pipelines.report.facts import Facts
from pipelines.report.index.counties import county_names
from pipelines.report.telling.bands import OVER_ALL, Band, count_band
from pipelines.report.telling.captions import Picture
from pipelines.report.telling.findings import place_name
from pipelines.report.telling.pages import ADEQUACY, Page, Part, read_frames
from pipelines.vocabulary.adequacy import FINDINGS, FINDINGS_WITHOUT_OFFICES
from pipelines.vocabulary.wording import capital, listed, people, plural, rounded

NAMED = 5
"""How many counties a sentence names at most."""


TABLES = (
    "adequacy",
    "adequacy_findings",
    "adequacy_unjudged",
    "adequacy_values",
    "adequacy_bands",
    "adequacy_county_bands",
    "measure_notes",
)


@dataclass(frozen=True)
class Judged:
    """What the tables of adequacy say.

    Attributes
    ----------
    by_scenario : DataFrame
        out.adequacy.
    findings
        Rows of out.adequacy_findings, each with the county's `name`.
    unjudged
        Rows of out.adequacy_unjudged.
    values : DataFrame
        out.adequacy_values.
    bands
        (scenario, '' for findings; figure) -> how far a count moves when an assumption is varied.
    counties
        county_fips -> row of out.adequacy_county_bands.
    notes
        out.measure_notes about adequacy: note -> value.
    """

    by_scenario: pd.DataFrame
    findings: tuple[Row, ...]
    unjudged: tuple[Row, ...]
    values: pd.DataFrame
    bands: dict[tuple[str, str], Row]
    counties: dict[str, Row]
    notes: dict[str, str]

    def with_finding(self, finding: str) -> list[Row]:
        """Return the counties with a finding, those with most people first."""
        mine = [row for row in self.findings if row["finding"] == finding]
        return sorted(mine, key=lambda row: (-row["people"], row["county_fips"]))


def read_judged(facts: Facts) -> Judged:
    """Read what the warehouse says about network adequacy."""
    frames = read_frames(facts.tables, TABLES)
    names = county_names(facts.counties)
    named = [
        row | {"name": names.get(row["county_fips"], row["county_fips"])}
        for row in records(frames["adequacy_findings"])
    ]
    notes = records(frames["measure_notes"])
    return Judged(
        frames["adequacy"],
        tuple(named),
        tuple(records(frames["adequacy_unjudged"])),
        frames["adequacy_values"],
        {
            (row["scenario"] or "", row["figure"]): row
            for row in records(frames["adequacy_bands"])
            if row["dimension"] == OVER_ALL
        },
        {row["county_fips"]: row for row in records(frames["adequacy_county_bands"])},
        {row["note"]: row["value"] for row in notes if row["measure"] == "adequacy"},
    )


def adequacy_page(facts: Facts, maps: Sequence[Picture]) -> Page:
    """Put the page of network adequacy together."""
    judged = read_judged(facts)
    offices = facts.centers["office_based"] > 0
    told = adequacy_finding(judged, offices=offices)
    names = FINDINGS.headings if offices else FINDINGS_WITHOUT_OFFICES.headings
    scenarios = scenario_names(facts)
    moved = band_sentences(judged, names)
    tables = {
        "findings": findings_table(judged.findings, names),
        "bands": adequacy_bands_table(judged.bands, names),
        "variants": adequacy_variants_table(judged.values, names),
        "scenarios": scenarios_table(judged.by_scenario, scenarios, judged.bands),
        "limits": limits_table(judged.by_scenario),
        "depending": depending_table(
            judged.with_finding("only_with_offices"), judged.by_scenario, judged.counties
        ),
        "failing": failing_table(
            judged.with_finding("fails_with_both"), judged.by_scenario, judged.counties
        ),
        "every_county": all_counties_table(
            judged.findings, judged.by_scenario, scenarios, names, judged.counties
        ),
    }
    return Page(
        file=ADEQUACY,
        title=f"Does each county of {place_name(facts)} pass Medicare’s rule?",
        subtitle="Network adequacy: whether enough of a county’s people live within the minutes and miles that "
        f"Medicare asks for{', and what office-based centers decide' if offices else ''}.",
        description=" ".join([told[0], *moved[:1]]),
        parts=(
            Part("finding", "The finding", "adequacy_finding.html"),
            *([Part("maps", "Map", "maps.html")] if maps else []),
            *(
                [Part("scenarios", "Which centers count", "adequacy_scenarios.html")]
                if len(scenarios) > 1
                else []
            ),
            Part("rule", "The rule", "adequacy_rule.html"),
            Part("counties", "Every county", "adequacy_counties.html"),
        ),
        context={
            "finding": told,
            "moved": moved,
            "offices": offices,
            "rule": judged.notes["rule"],
            "counted": facts.counted,
            "limits_from": limit_sentence(judged),
            "unjudged": unjudged_sentence(judged),
            "county_count": plural(len(judged.findings), "county", "counties"),
        },
        tables=tables,
        pictures=maps,
    )


def adequacy_finding(judged: Judged, *, offices: bool) -> list[str]:
    """Say how many counties pass, which only because of office-based centers, and which fail with both.

    Parameters
    ----------
    judged
        What the tables say.
    offices
        Whether an office-based center is known; without any, nothing is said of offices.
    """
    told = [row for row in judged.findings if row["finding"] is not None]
    if not told:
        return ["No county with people could be judged by the rule."]
    alone = judged.with_finding("hospitals_suffice")
    depending = judged.with_finding("only_with_offices")
    failing = judged.with_finding("fails_with_both")
    if not offices:
        return [f"{capital(_of_counties(len(alone), len(told)))}.", *_failing(failing, "")]
    first = (
        f"{capital(_of_counties(len(alone), len(told)))} with hospital-based centers alone, "
        f"{_none_or(len(depending))} only because of office-based centers, and {_none_or(len(failing))} "
        f"{'fail' if len(failing) > 1 else 'fails'} even with both."
    )
    return [first, *_depending(depending), *_failing(failing, " with both kinds")]


def band_sentences(judged: Judged, names: Mapping[str, str]) -> list[str]:
    """Say between which counts the findings lie, and how many counties have the same in every variant.

    Parameters
    ----------
    judged
        What the tables say.
    names
        The findings that are told, with their headings.
    """
    told = [row for row in judged.findings if row["finding"] is not None]
    bands = [(names[one], judged.bands.get(("", one))) for one in names]
    if not told or any(row is None or not row["variants"] for _, row in bands):
        return []
    spans = [
        f"{count_band(Band(row['low'], row['high']))} {_lower(heading)}"
        for heading, row in bands
        if row is not None
    ]
    steady = sum(bool(judged.counties[row["county_fips"]]["holds"]) for row in told)
    if steady == len(told):
        return ["No county’s finding changes when one assumption is varied at a time."]
    return [
        f"With one assumption varied at a time, {listed(spans)}.",
        f"In {steady:,} of {len(told):,} counties the finding is the same under every one of them.",
    ]


def _lower(heading: str) -> str:
    return heading[:1].lower() + heading[1:]


def _none_or(count: int) -> str:
    return f"{count:,}" if count else "none"


def _of_counties(count: int, of: int) -> str:
    if count == of == 1:
        return "the one county passes Medicare’s rule of network adequacy"
    if count == of:
        return f"all {of:,} counties pass Medicare’s rule of network adequacy"
    verb = "passes" if count == 1 else "pass"
    return f"of {of:,} counties, {count:,} {verb} Medicare’s rule of network adequacy"


def _depending(depending: list[Row]) -> list[str]:
    if not depending:
        return []
    gained = sum(row["people_gained"] for row in depending)
    told = people(sum(row["people"] for row in depending))
    which = _named(depending)
    return [
        f"Without its office-based centers {which} would fail: {rounded(gained)} of {told} there are within "
        "both limits only thanks to one."
        if len(depending) == 1
        else f"Without their office-based centers {which} would fail: {rounded(gained)} of {told} there "
        "are within both limits only thanks to one."
    ]


def _failing(failing: list[Row], with_what: str) -> list[str]:
    if not failing:
        return []
    outside = sum(row["people_outside"] for row in failing)
    verb = "fails" if len(failing) == 1 else "fail"
    return [
        f"{capital(_named(failing))} {verb}{with_what}; {people(outside)} there live beyond the limits."
    ]


def _named(counties: list[Row]) -> str:
    named = [row["name"] for row in counties[:NAMED]]
    more = len(counties) - len(named)
    return listed([*named, f"{more:,} more"] if more else named)


def limit_sentence(judged: Judged) -> str:
    """Say where the counties' limits come from, and how many CMS has customised."""
    counties = judged.by_scenario.drop_duplicates("county_fips")
    from_file = int((counties["limit_source"] == "hsd").sum())
    custom = int(counties["customised"].fillna(False).sum())
    if from_file == 0:
        return (
            "The type of each county, and with it the limits, follow here from its population and density as "
            "the regulation defines them; CMS publishes the types that hold, and they differ now and then."
        )
    share = "all" if from_file == len(counties) else f"{from_file:,} of"
    told = f"The limits of {share} {len(counties):,} counties are those that CMS published for them"
    told += f", {custom:,} of them customised. " if custom else ". "
    derived = len(counties) - from_file
    if derived:
        told += (
            f"{plural(derived, 'county', 'counties')} that the file does not name "
            f"{'has' if derived == 1 else 'have'} the limits of the type that population and density give."
        )
    return told.strip()


def unjudged_sentence(judged: Judged) -> str:
    """Say how many counties have no type, so that they cannot be judged; empty where all have one."""
    if not judged.unjudged:
        return ""
    count = sum(row["people"] for row in judged.unjudged)
    return (
        f"{capital(plural(len(judged.unjudged), 'county', 'counties'))} with {people(count)} could not be "
        f"judged: {judged.unjudged[0]['reason']}."
    )
