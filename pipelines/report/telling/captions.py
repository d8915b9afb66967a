"""Captions of the maps: what to see on each, with the area's own numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from pipelines.report.facts import Facts
from pipelines.report.telling.findings import absent_kinds, absent_sentence, none_near
from pipelines.report.telling.nearness import nearer_sentence, shares_sentence
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, center_of, noun_of
from pipelines.vocabulary.strata import ALL_STRATA, people_of
from pipelines.vocabulary.what_if import PEOPLE_COUNTED, people_change, pictures_of, what_if_name
from pipelines.vocabulary.wording import (
    capital,
    exact_minutes,
    limit,
    listed,
    minutes,
    people,
    percent,
)


class Picture(Protocol):
    """A drawn map, as `pipelines.maps` returns it."""

    @property
    def name(self) -> str:
        """Short name of the kind of map."""

    @property
    def path(self) -> Path:
        """The image file."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def alt_text(self) -> str:
        """What it shows, for a reader who does not see it."""

    @property
    def foot_px(self) -> int:
        """Height of what stands beneath the drawing, which a page tells once for all its pictures."""

    @property
    def notes(self) -> str:
        """How to read it, in sentences."""

    @property
    def source(self) -> str:
        """What it rests on."""


def caption(picture: Picture, facts: Facts) -> str:
    """Say what to see on a map or chart, with the area's own numbers.

    Parameters
    ----------
    picture
        The map; its name says which kind it is.
    facts
        The area's facts.

    Returns
    -------
    str
        One or two sentences; the map's title where it is of a kind that has no sentence of its own.
    """
    if facts.population == 0:
        return picture.title
    if picture.name.startswith(_DRIVE_TIME):
        return _drive_time(facts, picture.name.removeprefix(_DRIVE_TIME))
    if picture.name.startswith(WHAT_IF):
        return _what_if(facts, picture.name)
    sentence = _SENTENCES.get(picture.name)
    return sentence(facts) if sentence else picture.title


def _drive_time(facts: Facts, site: str) -> str:
    drive = facts.drive(ALL_STRATA, site)
    median, p90 = drive["drive_time_min_median"], drive["drive_time_min_p90"]
    to = f"the nearest {noun_of(site)}"
    if median is None or p90 is None:
        return f"Nobody can be driven to {center_of(site)}."
    sentence = (
        f"The typical drive to {to} is {exact_minutes(median)}; for one in ten it is longer than "
        f"{exact_minutes(p90)}."
    )
    if drive["population_unreached"] == 0:
        return f"{sentence} Everyone can be driven there."
    return f"{sentence} {capital(people(drive['population_unreached']))} cannot be driven there."


def _gaps(facts: Facts) -> str:
    near = f"within {limit(facts.gap_min)} minutes"
    groups = facts.focus or (ALL_STRATA,)
    told = listed([people(facts.gaps(name)["population_none"], people_of(name)) for name in groups])
    lacking = "neither kind of center" if len(absent_kinds(facts)) != 1 else none_near(facts)
    sentence = f"Look for the darkest places: {lacking} lies {near}, which concerns {told}."
    if unknown := facts.gaps(ALL_STRATA)["population_unknown"]:
        sentence += f" Crossed land has no road in the data: of {people(unknown)} nobody knows."
    ranked = [row for row in facts.tables.rows("out.counties") if row["rank_none"] is not None]
    ranked.sort(key=lambda row: (row["rank_none"], row["county_fips"]))
    worst = [facts.county_names[row["county_fips"]] for row in ranked[:3]]
    if not worst:
        return sentence
    most = "county with most left out is" if len(worst) == 1 else "counties with most left out are"
    return f"{sentence} Counted over all people, the {most} {listed(worst)}."


def _nearer(facts: Facts) -> str:
    if absent_kinds(facts):
        return absent_sentence(facts)
    if facts.nearness(ALL_STRATA)["finding"] == "nobody":
        return nearer_sentence(facts, ALL_STRATA)
    return f"Nearer does not mean near. {shares_sentence(facts, ALL_STRATA)}"


def _catchments(facts: Facts) -> str:
    sites = [site for site in facts.area.measures.catchment_sites if facts.centers[site] > 0]
    widest = max(facts.area.measures.within_min)
    told = [
        f"{people(facts.within(ALL_STRATA, site, widest)['population_within'])} live within "
        f"{limit(widest)} minutes of {center_of(site)}"
        for site in sites
    ]
    if not told:
        return absent_sentence(facts)
    return (
        "Shaded land lies within a drive of a center; each darker ring is farther out. "
        f"{capital(listed(told))}."
    )


def _coverage(facts: Facts) -> str:
    if not facts.focus:
        return _COVERAGE
    told = []
    for name in facts.focus:
        share = facts.within(name, ANY_SITE, max(facts.area.measures.within_min))["share"]
        if share is not None:
            told.append(f"{percent(share)} of {people_of(name)}")
    limit_min = limit(max(facts.area.measures.within_min))
    return (
        f"{_COVERAGE} With more time more are reached: within {limit_min} minutes of any center live "
        f"{listed(told)}."
    )


def _distribution(facts: Facts) -> str:
    told = [
        "The steeper a curve rises, the nearer its people are; where it ends flat, the rest is far away."
    ]
    for name in facts.focus or (ALL_STRATA,):
        medians = (
            (site, facts.drive(name, site)["drive_time_min_median"]) for site in COMPARED_SITES
        )
        near = [
            f"{minutes(median)} to {center_of(site)}"
            for site, median in medians
            if median is not None
        ]
        if near:
            who = "all people" if name == ALL_STRATA else people_of(name)
            told.append(f"The typical drive of {who} is {listed(near)}.")
    return " ".join(told)


def _adequacy(facts: Facts) -> str:
    told, sample = [], not facts.words.comparable
    for finding, which, kind in (
        ("only_with_offices", "Striped", "office-based"),
        ("only_with_others", "Crossed", "stand-alone or pharmacy-based"),
    ):
        if facts.tables.row("out.adequacy_findings", finding=finding):
            how = (
                f"pass once {kind} centers count too"
                if sample
                else f"would fail without their {kind} centers"
            )
            told.append(f"{which} counties {how}.")
    if facts.tables.row("out.adequacy_findings", finding="fails_with_all"):
        which = "a center that is listed" if sample else "any center"
        told.append(f"In the dark counties too few people are near enough to {which}.")
    return " ".join(told) or "Every county passes with its hospital-based centers alone."


def _definitions(facts: Facts) -> str:
    return (
        "The same people, roads and speeds with three lists of centers. Where the three marks of a group stand "
        "close together, the definition of a center hardly matters there."
    )


def _groups(facts: Facts) -> str:
    return (
        "Look whether a group’s marks stand farther right than everyone’s: half of the group drive longer than "
        "its mark."
    )


def _strata_drives(facts: Facts) -> str:
    """Tell for the people in focus between which minutes the middle half of their drives lies."""
    told = []
    for name in facts.focus or (ALL_STRATA,):
        drive = facts.drive(name, ANY_SITE)
        low, high = drive["drive_time_min_p25"], drive["drive_time_min_p75"]
        if low is not None and high is not None:
            told.append(f"{exact_minutes(low)} and {exact_minutes(high)} for {people_of(name)}")
    between = (
        f" The middle half drives between {listed(told)} to a center of any kind." if told else ""
    )
    return f"The longer a bar, the less alike are the drives.{between}"


def _bands(facts: Facts) -> str:
    return (
        "A short bar is a figure that hardly moves; where bars of two groups overlap, their order may "
        "be one of assumptions."
    )


def _sites(facts: Facts) -> str:
    within = limit(facts.area.scenarios.siting_within_min)
    rows = facts.tables.rows("out.siting_sites", problem="mclp")
    most = max(row["sites_asked"] for row in rows)
    first = next(row for row in rows if row["sites_asked"] == most and row["rank"] == 1)
    county = facts.county_names.get(first["county_fips"], "")
    where = f", in {county}," if county else ""
    return (
        f"The first site{where} would bring {people(first['population_newly_within'])} within {within} "
        "minutes of a center who are not now."
    )


def _what_if(facts: Facts, name: str) -> str:
    """Name the what-if and count, by stratum, whose drive changes in which way."""
    rows = facts.tables.rows("out.what_if", site_of_care=ANY_SITE)
    what_if = pictures_of(row["what_if"] for row in rows)[name]
    by_stratum = {row["stratum"]: row for row in rows if row["what_if"] == what_if}
    told = []
    for change in PEOPLE_COUNTED:
        column = f"population_{change}"
        everyone = by_stratum[ALL_STRATA][column]
        if everyone > 0:
            parts = [
                people(by_stratum[stratum][column], people_of(stratum))
                for stratum in facts.strata
                if stratum != ALL_STRATA and by_stratum[stratum][column] > 0
            ]
            among = f" ({listed(parts)})" if parts else ""
            told.append(f"{capital(people_change(everyone, change))}{among}.")
    heading = f"{what_if_name(what_if, facts.closed_names)}."
    return " ".join([heading, *(told or ["Nobody’s drive to the nearest center changes."])])


_DRIVE_TIME = "drive_time_"
WHAT_IF = "what_if_"
"""What the names of pictures of what-ifs begin with."""

_COVERAGE = (
    "Each line is as long as the share of people reached in time, by stratum and kind of center."
)
_SENTENCES: dict[str, Callable[[Facts], str]] = {
    "gaps": _gaps,
    "nearer": _nearer,
    "catchments": _catchments,
    "coverage": _coverage,
    "distribution": _distribution,
    "adequacy": _adequacy,
    "groups": _groups,
    "strata_drives": _strata_drives,
    "bands": _bands,
    "sites": _sites,
    "definitions": _definitions,
}
