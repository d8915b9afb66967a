"""What a sheet says of its county or state, in sentences."""

from __future__ import annotations

from pipelines.out_tables import Row
from pipelines.report.facts import Facts
from pipelines.report.sheets.local_facts import LocalFacts, Place
from pipelines.report.telling.bands import exact_minutes_band, in_brackets, share_band
from pipelines.report.telling.findings import none_near
from pipelines.vocabulary.adequacy import FINDINGS, verdict
from pipelines.vocabulary.equity import group_term
from pipelines.vocabulary.sites_of_care import ANY_SITE, article
from pipelines.vocabulary.wording import (
    capital,
    exact_minutes,
    limit,
    listed,
    ordinal,
    people,
    percent,
    plural,
    rounded,
)

BOTH = "neither kind"
"""What `none_near` says where both compared kinds are on the list."""

NAMED = 6
"""How many counties a sentence names at most."""

UNITS = {"county": ("county", "counties"), "state": ("state", "states")}


def finding_sentences(local: LocalFacts, place: Place) -> list[str]:
    """Say who has neither kind near, how long the typical drive is, and who cannot be driven anywhere."""
    facts, code = local.facts, place.code
    everyone = local.value(code, "population") or 0
    if everyone == 0:
        return [f"The sources count no people in {place.in_sentence}."]
    return [
        _neither(local, place, everyone),
        _drive(local, place),
        *_unreached(local, place, facts),
    ]


def _neither(local: LocalFacts, place: Place, everyone: float) -> str:
    facts, code = local.facts, place.code
    count, share = (local.value(code, f"{one}_neither") for one in ("population", "share"))
    near = f"within a {limit(facts.gap_min)}-minute drive of home"
    where = f"{people(everyone, facts.who)} in {place.in_sentence}"
    band = local.band(code, "share_neither")
    lacking = none_near(facts).removesuffix(" center")
    unknown = local.value(code, "population_unknown") or 0
    unsure = (
        f"; for {rounded(unknown)} nobody knows, as the data hold no road near them"
        if unknown
        else ""
    )
    if not count or share is None:
        only = lacking.removeprefix("no ")
        kinds = (
            "a hospital-based or an office-based" if lacking == BOTH else f"{article(only)} {only}"
        )
        worst = band.high if band else 0
        moved = f"; in the worst variation {percent(worst)} would not" if worst else ""
        if unknown:
            return f"Of {where}, nobody is known to lack {kinds} infusion center {near}{unsure}{moved}."
        return f"All {where} have {kinds} infusion center {near}{moved}."
    kinds = "neither a hospital-based nor an office-based" if lacking == BOTH else lacking
    moved = "; ".join(filter(None, [percent(share), share_band(band)]))
    return f"Of {where}, {rounded(count)} ({moved}) have {kinds} infusion center {near}{unsure}."


def _drive(local: LocalFacts, place: Place) -> str:
    median = local.value(place.code, "drive_time_min_median", ANY_SITE)
    if median is None:
        return "No one there can be driven to an infusion center of any kind."
    band = in_brackets(
        exact_minutes_band(local.band(place.code, "drive_time_min_median", ANY_SITE))
    )
    return (
        f"The typical drive to the nearest infusion center of any kind takes {exact_minutes(median)}{band}: "
        "half of the people drive less, half more."
    )


def _unreached(local: LocalFacts, place: Place, facts: Facts) -> list[str]:
    share = local.value(place.code, "share_unreached", ANY_SITE)
    if not share or share == 1:
        return []
    return [
        f"{percent(share)} of {facts.who} there cannot be driven to any; they count as not near."
    ]


def rank_sentences(local: LocalFacts, place: Place) -> list[str]:
    """Say where the unit stands among the others, counted from the worst access, and with whom it ties."""
    lacking = none_near(local.facts)
    told = (
        ("share_neither", None, f"largest share of people with {lacking} near"),
        (
            "drive_time_min_median",
            ANY_SITE,
            "longest typical drive to the nearest center of any kind",
        ),
    )
    one, many = UNITS[place.unit]
    sentences = []
    for figure, site, what in told:
        row = local.figure(place.code, figure, site)
        if row["rank"] is None or row["ranked"] < 2:
            continue
        of = f"Of {row['ranked']:,} {many}"
        if figure == "share_neither" and row["value"] == 0:
            without = plural(row["tied"], one, many)
            sentences.append(
                f"{of}, {without} have no one with {lacking} near; this is one of them."
            )
            continue
        rank = "" if row["rank"] == 1 else f"{ordinal(row['rank'])} "
        shared = f", tied with {plural(row['tied'] - 1, 'other')}" if row["tied"] > 1 else ""
        sentences.append(f"{of}, it has the {rank}{what}{shared}.")
    return sentences


def adequacy_sentences(local: LocalFacts, place: Place) -> list[str]:
    """Say what Medicare's rule of network adequacy finds, by which limits, and how sure that is."""
    return _of_state(local, place) if place.unit == "state" else _of_county(local, place)


def _of_county(local: LocalFacts, place: Place) -> list[str]:
    row, finding = local.adequacy.get(place.code), local.findings.get(place.code)
    if row is None or finding is None or finding["finding"] is None or row["share_within"] is None:
        unjudged = local.unjudged.get(place.code)
        why = f": {unjudged['reason']}" if unjudged else ""
        return [f"{place.name} cannot be judged by Medicare’s rule of network adequacy{why}."]
    counted = group_term(local.facts.area.adequacy_counts, local.facts.who).name
    share = capital(percent(row["share_within"]))
    sentences = [
        f"{place.name} {_verdict(local, finding['finding'])}.",
        (
            f"{share} of {counted} there live within both {limit(row['limit_min'])} minutes and "
            f"{limit(row['limit_mi'])} miles of a center of any kind; the rule asks for "
            f"{percent(row['required_share'])}."
        ),
    ]
    if row["people_short"]:
        sentences.append(
            f"{rounded(row['people_short'])} more would have to, for the county to pass."
        )
    steady = local.steadiness.get(place.code)
    if steady is not None and steady["holds"] is not None:
        sentences.append(_steadiness(local, steady))
    return sentences


def _steadiness(local: LocalFacts, row: Row) -> str:
    if row["holds"]:
        return "The verdict is the same in every variation of speeds, definitions and placing."
    others = [_verdict(local, name) for name in row["other_findings"].split(", ")]
    count = plural(row["variants"], "variation")
    return f"In {count} of speeds, definitions and placing the county {listed(others, 'or')}."


def _of_state(local: LocalFacts, place: Place) -> list[str]:
    rows = local.facts.tables.rows("out.adequacy_by_state", state_fips=place.code)
    if not rows:
        return ["No county could be judged by Medicare’s rule of network adequacy."]
    by_finding = {row["finding"]: row for row in rows}
    found = [by_finding[name] for name in FINDINGS if by_finding[name]["counties"]]
    told = [
        f"{row['counties']:,} {_verdict(local, row['finding'], many=row['counties'] > 1)}"
        for row in found
    ]
    judged = plural(rows[0]["counties_judged"], "county", "counties")
    if len(found) == 1 and found[0]["counties"] > 1:
        return [f"All {judged} that could be judged {told[0].partition(' ')[2]}."]
    return [f"Of {judged} that could be judged, {listed(told)}."]


def most_left_out(local: LocalFacts, place: Place) -> list[str]:
    """Name the counties of a state with most people who have neither kind near."""
    mine = [
        row
        for code, row in local.counties.items()
        if code.startswith(place.code) and row["rank_none"] is not None
    ]
    mine.sort(key=lambda row: (row["rank_none"], row["county_fips"]))
    if place.unit != "state" or not mine:
        return []
    named = [
        f"{local.facts.county_names[row['county_fips']]} ({rounded(row['population_none'])})"
        for row in mine[:NAMED]
    ]
    return [f"Most people with {none_near(local.facts)} near live in {listed(named)}."]


def _verdict(local: LocalFacts, finding: str, *, many: bool = False) -> str:
    known = local.facts.centers
    words = verdict(
        finding,
        offices=known["office_based"] > 0,
        others=known["stand_alone"] + known["pharmacy_based"] > 0,
        sample=not local.facts.words.comparable,
    )
    if many:
        words = words.replace("passes", "pass", 1).replace("fails", "fail", 1)
    return words
