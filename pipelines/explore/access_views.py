"""Maps of access: minutes to the nearest, who is within a threshold, what is near, which kind is nearer."""

from __future__ import annotations

from functools import partial

from pipelines.explore.explored import Explored, numbers
from pipelines.explore.view import Column, Shade, View
from pipelines.maps.drawing import style
from pipelines.maps.drawing.classes import minute_edges, minute_labels
from pipelines.maps.nearness import FILLS
from pipelines.report.facts import Facts
from pipelines.report.telling.findings import absent_kinds, compares_kinds
from pipelines.report.telling.nearness import shares_sentence
from pipelines.vocabulary.access import GAPS, GAPS_OF_ONE_KIND, NEARER, UNREACHED_REASONS
from pipelines.vocabulary.sites_of_care import (
    ANY_SITE,
    COMPARED_SITES,
    SITES_OR_ANY,
    center_of,
    infusion_center_of,
    noun_of,
)
from pipelines.vocabulary.strata import people_of
from pipelines.vocabulary.what_if import NOW
from pipelines.vocabulary.wording import capital, exact_minutes, limit, listed, people, share_of

NO_DRIVE = Shade(style.UNREACHED, "No drive time")
"""Places that reach none."""


def access_views(explored: Explored) -> list[View]:
    """Return the maps of access, as far as the lists of centers bear them."""
    sites = told_sites(explored)
    within = explored.facts.area.measures.within_min
    return [
        *(
            drive_time_view(
                explored, site, f"Minutes by car to the nearest {infusion_center_of(site)}"
            )
            for site in sites
        ),
        *(_within(explored, site, minutes) for site in sites for minutes in within),
        _gap(explored),
        *([_nearer(explored)] if compares_kinds(explored.facts) else []),
    ]


def access_columns(explored: Explored) -> list[Column]:
    """Return each place's drives to every kind that has centers, and what is near."""
    times = explored.facts.tables["out.drive_times"]
    columns = []
    for site in told_sites(explored):
        rows = explored.at_places(times[times["site_of_care"] == site])
        heading = SITES_OR_ANY.heading(site)
        columns += [
            Column(
                f"minutes/{site}",
                heading,
                explored.minutes(rows["drive_time_min"]),
                unit=" minutes",
                digits=1,
            ),
            Column(
                f"why/{site}",
                "",
                numbers(rows["unreached_reason"], UNREACHED_REASONS),
                words=[UNREACHED_REASONS.name(one) for one in UNREACHED_REASONS],
            ),
        ]
    gaps = explored.at_places(explored.facts.tables["out.gaps"])
    near = f"Within {limit(explored.facts.gap_min)} minutes"
    columns.append(
        Column("gap", near, numbers(gaps["gap"], GAPS), words=list(_gap_words(explored).values()))
    )
    if compares_kinds(explored.facts):
        words = [NEARER.heading(one) for one in NEARER]
        columns.append(
            Column("nearer", "Which is nearer", numbers(gaps["nearer"], NEARER), words=words)
        )
    return columns


def told_sites(explored: Explored) -> list[str]:
    """Return any kind, and each kind that has centers where that is not the only one."""
    return [ANY_SITE, *explored.sites] if len(explored.sites) > 1 else explored.sites or [ANY_SITE]


def sites_marked(explored: Explored, site: str) -> list[str]:
    """Return the sites of care whose centers a map of this site of care marks."""
    return explored.sites if site == ANY_SITE else [site]


def minute_shades(facts: Facts) -> tuple[Shade, ...]:
    """Return the classes of minutes, as the pictures have them."""
    edges = minute_edges(facts.area)
    labels = [f"{label} minutes" for label in minute_labels(edges)]
    fills = [style.Fill(color) for color in style.minute_colors(len(edges) + 1)]
    return (*(Shade(fill, label) for fill, label in zip(fills, labels, strict=True)), NO_DRIVE)


def drive_time_view(explored: Explored, site: str, title: str, note: str = "") -> View:
    """Return a map of the minutes to the nearest center of a site of care, by place or by county."""
    facts = explored.facts
    return View(
        "drive_time",
        {"site_of_care": site, "what_if": NOW.code},
        title,
        f"minutes/{site}",
        minute_shades(facts),
        minute_edges(facts.area),
        missing=True,
        sites=sites_marked(explored, site),
        figures=explored.by_stratum(partial(_typical_sentence, facts, site)),
        note=note,
    )


def _typical_sentence(facts: Facts, site: str, stratum: str) -> str:
    """Say how long half of a stratum's people drive at most to a site of care, and one in ten at least."""
    drive = facts.drive(stratum, site)
    who, to = people_of(stratum), f"the nearest {noun_of(site)}"
    if drive["drive_time_min_median"] is None:
        return f"No road leads {who} here to {center_of(site)}."
    return (
        f"Half of {who} drive {exact_minutes(drive['drive_time_min_median'])} or less to {to}; one in ten "
        f"drives longer than {exact_minutes(drive['drive_time_min_p90'])}."
    )


def _within(explored: Explored, site: str, within_min: float) -> View:
    facts = explored.facts
    near, far = style.minute_colors(5)[1], style.minute_colors(5)[3]
    return View(
        "within",
        {"site_of_care": site, "within_min": limit(within_min)},
        f"Who is within {limit(within_min)} minutes by car of {center_of(site)}",
        f"minutes/{site}",
        (
            Shade(style.Fill(near), f"Within {limit(within_min)} minutes"),
            Shade(style.Fill(far), "Farther"),
            NO_DRIVE,
        ),
        (within_min,),
        missing=True,
        sites=sites_marked(explored, site),
        figures=explored.by_stratum(partial(share_within_sentence, facts, site, within_min)),
    )


def share_within_sentence(facts: Facts, site: str, within_min: float, stratum: str) -> str:
    """Say how many of a stratum's people are within a drive of a site of care."""
    row = facts.within(stratum, site, within_min)
    if row["share"] is None:
        return f"The sources count no {people_of(stratum)} here."
    told = share_of(row["share"], row["population_within"], people_of(stratum))
    return f"{capital(told)} live within {limit(within_min)} minutes of {center_of(site)}."


def _gap(explored: Explored) -> View:
    facts = explored.facts
    words = _gap_words(explored)
    sites = [site for site in COMPARED_SITES if site in explored.sites]
    return View(
        "gap",
        {},
        f"What lies within {limit(facts.gap_min)} minutes by car",
        "gap",
        tuple(Shade(_GAP_FILLS[gap], words[gap]) for gap in GAPS),
        sites=sites,
        figures=explored.by_stratum(partial(near_sentence, facts)),
        note="Pharmacy-based and stand-alone centers, which Medicare rarely pays, do not fill a gap here.",
    )


_GAP_FILLS = {
    "choice": style.Fill("#f3efdc"),
    "hospital_only": style.HOSPITAL_ONLY,
    "office_only": style.OFFICE_ONLY,
    "none": style.Fill("#5c1a3a"),
    "unknown": style.UNREACHED,
}
"""As in the maps of nearness: blue for hospitals, orange for offices; and dark for neither."""


def _gap_words(explored: Explored) -> dict[str, str]:
    """Name the gaps; where one kind alone has centers, the other is not spoken of."""
    one_kind = len(absent_kinds(explored.facts)) == 1
    return GAPS.headings | (GAPS_OF_ONE_KIND.headings if one_kind else {})


def near_sentence(facts: Facts, stratum: str) -> str:
    """Say how many of a stratum's people have both kinds near, one, or neither."""
    row = facts.gaps(stratum)
    counts = {gap: row[f"population_{gap}"] for gap in GAPS}
    told = [
        f"{people(count, people_of(stratum)) if gap == GAPS[0] else people(count)} have {GAPS.name(gap)}"
        for gap, count in counts.items()
        if count > 0 or gap != "unknown"
    ]
    return f"Within {limit(facts.gap_min)} minutes, {listed(told)}."


def _nearer(explored: Explored) -> View:
    facts = explored.facts
    apart = limit(facts.area.measures.nearer_by_min)
    return View(
        "nearer",
        {},
        "Which is nearer, a hospital-based or an office-based center",
        "nearer",
        tuple(Shade(FILLS[one], NEARER.heading(one)) for one in NEARER),
        sites=COMPARED_SITES,
        figures=explored.by_stratum(partial(shares_sentence, facts)),
        note=f"“About the same”: the drives differ by at most {apart} minutes. Nearer does not mean near.",
    )
