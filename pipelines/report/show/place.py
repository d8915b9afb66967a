"""One place's numbers in plain words: `infusion-access show GEOID --area AREA`."""

from __future__ import annotations

from textwrap import wrap

import pandas as pd

from pipelines.area import StudyArea
from pipelines.out_tables import OutTables, Row, records
from pipelines.report.facts import Facts
from pipelines.vocabulary.access import UNREACHED_REASONS
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from pipelines.vocabulary.strata import NO_STRATUM, STRATUM_GROUPS, scheme_name
from pipelines.vocabulary.wording import limit, minutes, people
from pipelines.warehouse import WarehouseError


def describe_place(facts: Facts, geoid: str, drives: pd.DataFrame | None = None) -> str:
    """Tell one place's numbers in plain words.

    Parameters
    ----------
    facts
        The area's facts.
    geoid
        The place, as in core.population.
    drives
        site_of_care, rank, name, drive_time_min, distance_mi and roads of its nearest centers; None where the
        road network is not at hand.

    Returns
    -------
    str
        Lines of text: where it is, the drive to each site of care with the center's name, what is near, the
        nearest centers of each kind and the kinds of road that lead to the first.

    Raises
    ------
    WarehouseError
        The warehouse is missing or knows no such place; the message names places that it knows.
    """
    tables, area, identity = facts.tables, facts.area, facts.area.area
    found = tables.find("core.population", geoid=geoid)
    if not found:
        raise WarehouseError(
            f"{geoid}: no such place in {identity.title}"
            f"{suggested(tables.most_like(geoid, 'core.population', ['geoid']))}"
        )
    place = found[0]
    trips = {row["site_of_care"]: row for row in tables.find("out.drive_times", geoid=geoid)}
    gap = tables.find("out.gaps", geoid=geoid)[0]["gap"]
    lines = [
        f"{geoid}, {_county(tables, place)} ({area_title(facts)})",
        f"{people(place['population'], facts.who)}, {_stratum(place, area)}",
        "",
        "Drive to the nearest center, by car on free roads:",
        *(_trip_line(facts, site, trips[site]) for site in SITES_OR_ANY),
        "",
        facts.words.said(_gap_sentence(gap, facts.gap_min)),
        *facts.words.said(_drive_lines(drives)),
        *facts.words.notes,
        "The nearest center is potential access: people may go elsewhere.",
    ]
    return "\n".join([*lines, identity.caveat] if identity.caveat else lines)


def area_title(facts: Facts) -> str:
    """Name the area: 'Illinois', 'Arboria, fictional'."""
    identity = facts.area.area
    return f"{identity.title}, fictional" if identity.fictional else identity.title


def suggested(known: list[str]) -> str:
    """Write, behind a code that is not known, some that are."""
    return f" (it knows {', '.join(known)} and others)" if known else ""


def _county(tables: OutTables, place: Row) -> str:
    code = place["county_fips"]
    for county in tables.find("core.counties", county_fips=code):
        if county["name"] is not None:
            return f"{county['name']}, {county['state']} (county {code})"
    return f"county {code}"


def _stratum(place: Row, area: StudyArea) -> str:
    scheme = scheme_name(area.stratum_scheme)
    return f"{STRATUM_GROUPS.name(place['stratum'] or NO_STRATUM)} ({scheme})"


def _trip_line(facts: Facts, site: str, trip: Row) -> str:
    tables = facts.tables
    heading = f"  {facts.words.said(SITES_OR_ANY.heading(site)):<15}"
    if trip["drive_time_min"] is None:
        return f"{heading} no drive time: {UNREACHED_REASONS.name(trip['unreached_reason'])}"
    center = next(iter(tables.find("core.centers", center_id=trip["center_id"])), {"name": None})
    drive = f"{minutes(trip['drive_time_min']):>14} {trip['distance_mi']:7.1f} miles"
    return f"{heading} {drive}   {center['name'] or trip['center_id']}"


def _drive_lines(drives: pd.DataFrame | None) -> list[str]:
    """List the nearest centers of each kind, and by which roads the first of them is reached."""
    if drives is None:
        return [
            "",
            "By which roads is not known: `infusion-access access AREA` makes the network anew.",
        ]
    if drives.empty:
        return []
    lines = ["", "The nearest of each kind, and by which roads to the first:"]
    for site, mine in drives.groupby("site_of_care", sort=False):
        lines.append(f"  {SITES_OR_ANY.heading(str(site))}")
        for row in records(mine):
            drive = f"{minutes(row['drive_time_min']):>14} {row['distance_mi']:7.1f} miles"
            lines.append(f"    {row['rank']:.0f}. {drive}   {row['name'] or row['center_id']}")
            if row["roads"]:
                told = [(name, f"{mi:.1f}") for name, mi in row["roads"]]
                ways = [f"{name.replace('_', ' ')} {mi}" for name, mi in told if mi != "0.0"]
                by = f"by {', '.join(ways)} miles"
                lines += wrap(by, 100, initial_indent=" " * 7, subsequent_indent=" " * 10)
    return lines


def _gap_sentence(gap: str, gap_min: float) -> str:
    near = f"within {limit(gap_min)} minutes"
    return {
        "choice": f"It has both a hospital-based and an office-based center {near}.",
        "hospital_only": f"It has a hospital-based center {near}, but no office-based one.",
        "office_only": f"It has an office-based center {near}, but no hospital-based one.",
        "none": f"It has neither a hospital-based nor an office-based center {near}.",
        "unknown": f"What it has {near} nobody knows: the data hold no road near enough to start from.",
    }[gap]
