"""How the numbers were made, in plain words, with this area's settings in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pipelines.area import Roads, Source, StudyArea
from pipelines.provenance import PART
from pipelines.report.facts import Facts
from pipelines.vocabulary.centers import DEFINITIONS
from pipelines.vocabulary.strata import ALL_STRATA, SCHEMES
from pipelines.vocabulary.wording import capital, limit, listed, plural

DEFINITION_TERM = "What counts as a center"
"""Step of the method that the page on how centers were found tells in full."""


class Step(NamedTuple):
    """One step of the method: what it is called, and what is done."""

    term: str
    meaning: str


def method(facts: Facts) -> list[Step]:
    """Tell each step of the method in plain words.

    Parameters
    ----------
    facts
        The area's facts; their settings supply every threshold and speed.
    """
    measures, identity = facts.area.measures, facts.area.area
    points = plural(facts.nearness(ALL_STRATA)["places"], "point")
    return [
        Step(
            "The trip",
            "From home to the center by car, on the quickest way, one-way streets respected. "
            f"{capital(facts.who)} are counted at {points}, each the middle of where the people of a small "
            "zone live.",
        ),
        Step("Time", _time(facts.area.roads)),
        Step("From the door to the road", _snapping(facts.area.roads)),
        Step(
            "Nearest",
            "The center that is quickest to reach, for each site of care and for all together. The miles "
            "are those of that same drive.",
        ),
        Step(
            "Within",
            f"Within {limit(measures.gap_min)} minutes means {measures.gap_min:.1f} or less. Thresholds here "
            f"are {listed([limit(one) for one in measures.within_min])} minutes; near, in the tables of "
            f"gaps, means within {limit(measures.gap_min)}.",
        ),
        Step(DEFINITION_TERM, _definition(facts)),
        Step(
            "Strata",
            strata_rule(facts.area),
        ),
        Step(
            "Borders",
            f"Roads and centers up to {limit(identity.buffer_mi)} miles outside the area count as well"
            f"{_borders(facts)} People outside are not counted.",
        ),
        *_put_together(facts),
        Step(
            "No drive time",
            "A place that cannot be reached has no drive time, and the reason is kept. Its people stay in "
            "every share as not reached, and are part of no median. Where the road files hold no road near "
            "enough, what a place has near is not known, and is told apart from having neither kind.",
        ),
    ]


def _put_together(facts: Facts) -> list[Step]:
    """Say of which areas this one was put together, and what that makes of long drives."""
    parts = facts.tables.rows("out.provenance", kind=PART)
    if not parts:
        return []
    buffer = limit(facts.area.area.buffer_mi)
    return [
        Step(
            "Put together",
            f"Drives were searched in {plural(len(parts), 'area')}, each with the roads and centers up to "
            f"{buffer} miles beyond its own border, and put together. A drive that leaves an area and its "
            f"{buffer} miles on its way may be told longer than it is. Medians and means under other "
            "assumptions cannot be added up and are not told.",
        )
    ]


def _borders(facts: Facts) -> str:
    """Say whether a border is a wall: it is where the lists leave out what lies beyond."""
    if facts.words.covers_buffer:
        return ", so that a border is never a wall."
    return (
        ", as far as the lists name them. They are not known to name all there: near the border a drive may be "
        "shorter than told."
    )


def basis_sentence(facts: Facts) -> str:
    """Name what the numbers rest on: definition of a center, strata, speed factor, vintages of the sources."""
    sources = facts.area.sources
    tellers = [
        ("hospitals", sources.hospitals),
        ("centers", sources.centers),
        ("registered providers", sources.nppes),
        ("payments of Medicare", sources.physician_puf),
        ("services of hospitals", sources.provider_of_services),
        ("cost reports of hospitals", sources.cost_reports),
    ]
    rests_on = [("people", sources.population), ("roads", sources.roads), *tellers]
    vintages = [f"{name} ({source.vintage})" for name, source in rests_on if source is not None]
    lists = listed([one.publisher for _, one in tellers[:2] if one is not None])
    definition = (
        f"as defined by {lists}"
        if sources.nppes is None
        else DEFINITIONS.explanation(facts.area.facilities.definition)
    )
    return (
        f"Behind these numbers: centers {definition}; {_strata_by(facts.area)}; speed factor "
        f"{limit(facts.area.roads.speed_factor)}; vintages: {listed(vintages)}."
    )


def strata_rule(area: StudyArea) -> str:
    """Say which scheme the strata follow and what it counts as what, or that there is none."""
    scheme = area.stratum_scheme
    if scheme is None:
        return (
            "None: no source tells how rural places are, so that everyone is told together. Add the codes of "
            "a classification of counties or tracts to the sources."
        )
    return f"{SCHEMES.name(scheme)}: {SCHEMES.explanation(scheme)}"


def _strata_by(area: StudyArea) -> str:
    scheme = area.stratum_scheme
    return "no strata" if scheme is None else f"strata by the {SCHEMES.name(scheme)}"


def _time(roads: Roads) -> str:
    factor = (
        "The speed factor is 1: speeds are used as they are."
        if roads.speed_factor == 1
        else f"All speeds are multiplied by a speed factor of {limit(roads.speed_factor)}."
    )
    return (
        "Free-flow: each road at the speed posted or usual for its class, without traffic jams, and with a "
        f"delay at intersections. {factor}{_by_group('road class', roads.class_speed_factors)}"
        f"{_by_group('stratum, for the time of day that is studied', roads.peak_factors)}"
    )


def _by_group(group: str, factors: Mapping[Any, float]) -> str:
    if not factors:
        return ""
    told = listed([f"{str(name).replace('_', ' ')} {limit(one)}" for name, one in factors.items()])
    return f" Further factors by {group}: {told}."


def _snapping(roads: Roads) -> str:
    if roads.snapping == "edges":
        return (
            "A place joins the nearest road that a car may use, at the point of that road nearest to it, and "
            f"drives to it at {limit(roads.off_road_mph)} mph. A place farther than "
            f"{limit(roads.max_snap_mi)} miles from any road is not reached."
        )
    return (
        "The network holds main roads only. A place reaches the "
        f"{plural(roads.connector_count, 'nearest point', 'nearest points')} of them that "
        f"{'is' if roads.connector_count == 1 else 'are'} on no motorway at {limit(roads.connector_mph)} mph, "
        f"counting {limit(roads.connector_detour)} road miles for each straight mile, and takes the quickest "
        f"way on. A trip of at most {limit(roads.direct_max_mi)} straight miles may keep to local streets, at "
        "the same speed. A place farther than "
        f"{limit(roads.connector_max_mi)} straight miles from every main road is not reached, unless a center "
        f"lies within those {limit(roads.direct_max_mi)} miles. Lost are {limit(roads.connector_delay_s)} "
        f"seconds at either end of a trip, on average {limit(roads.main_junction_delay_s)} seconds where main "
        f"roads meet at grade, and {limit(roads.bend_delay_s)} "
        f"{'second' if roads.bend_delay_s == 1 else 'seconds'} for each degree that a drawn main road turns."
    )


def _definition(facts: Facts) -> str:
    sources, told = facts.area.sources, []
    if sources.hospitals is not None:
        types = listed([f"“{one.lower()}”" for one in sources.hospitals.types], "or")
        told.append(
            f"A hospital counts if it is listed as {types} by "
            f"{_named(sources.hospitals)}{_whether_it_infuses(facts.area)}"
        )
    if sources.nppes is not None:
        told.append(
            f"Other centers are found in {_named(sources.nppes)} by rules "
            f"({DEFINITIONS.explanation(facts.area.facilities.definition)}); each keeps its evidence."
        )
    if sources.centers is not None:
        beside = " These win over what registries say." if sources.nppes else ""
        told.append(
            f"Centers and their site of care come as listed by {_named(sources.centers)}.{beside}"
        )
    return " ".join(told)


def _whether_it_infuses(area: StudyArea) -> str:
    sources = area.sources
    told = sources.provider_of_services is not None or sources.cost_reports is not None
    if not told or area.facilities.definition == "registry":
        return "; that list does not tell whether it infuses outpatients."
    return ", and if what it reports to Medicare shows that it infuses outpatients."


def _named(source: Source) -> str:
    return f"{source.publisher} ({source.vintage})"
