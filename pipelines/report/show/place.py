"""One place's numbers in plain words: `infusion-access show GEOID --area AREA`."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.area import StudyArea
from pipelines.out_tables import Row, records
from pipelines.vocabulary.access import UNREACHED_REASONS
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE, SITES_OR_ANY
from pipelines.vocabulary.strata import NO_STRATUM, SCHEMES, STRATUM_GROUPS
from pipelines.vocabulary.wording import limit, minutes, people
from pipelines.warehouse import WarehouseError, as_frame, connect

SUGGESTIONS = 3
"""How many existing places an unknown code is answered with."""


def describe_place(warehouse_path: Path, area: StudyArea, geoid: str) -> str:
    """Tell one place's numbers in plain words.

    Parameters
    ----------
    warehouse_path
        The area's DuckDB file.
    area
        Its settings.
    geoid
        The place, as in core.population.

    Returns
    -------
    str
        Lines of text: where it is, the drive to each site of care with the center's name, and what is near.

    Raises
    ------
    WarehouseError
        The warehouse is missing or knows no such place; the message names places that it knows.
    """
    with connect(warehouse_path) as warehouse:
        place = _place(warehouse, geoid, area)
        trips = {row["site_of_care"]: row for row in _trips(warehouse, geoid)}
    identity = area.area
    lines = [
        f"{geoid}, {_county(place)} ({identity.title}{', fictional' if identity.fictional else ''})",
        f"{people(place['population'], area.sources.population.label)}, {_stratum(place, area)}",
        "",
        "Drive to the nearest center, by car on free roads:",
    ]
    lines += [_trip_line(site, trips[site]) for site in (*SITES_OF_CARE, ANY_SITE)]
    lines += [
        "",
        _gap_sentence(place["gap"], area.measures.gap_min),
        "The nearest center is potential access: people may go elsewhere.",
    ]
    return "\n".join([*lines, identity.caveat] if identity.caveat else lines)


def _place(warehouse: duckdb.DuckDBPyConnection, geoid: str, area: StudyArea) -> Row:
    found = as_frame(
        warehouse.sql(
            """
            SELECT place.geoid, place.population, place.stratum, place.county_fips, gaps.gap,
                   county.name, county.state
            FROM core.population AS place
            JOIN out.gaps AS gaps USING (geoid)
            LEFT JOIN core.counties AS county USING (county_fips)
            WHERE place.geoid = $geoid
            """,
            params={"geoid": geoid},
        )
    )
    if found.empty:
        raise WarehouseError(
            f"{geoid}: no such place in {area.area.title}{_suggested(warehouse, geoid)}"
        )
    return records(found)[0]


def _suggested(warehouse: duckdb.DuckDBPyConnection, geoid: str) -> str:
    """Name the places whose code begins most like the one that is asked for."""
    known = warehouse.execute(
        """
        SELECT geoid FROM core.population
        ORDER BY jaro_winkler_similarity(geoid, $geoid) DESC, geoid LIMIT $count
        """,
        {"geoid": geoid, "count": SUGGESTIONS},
    ).fetchall()
    return f" (it knows {', '.join(one for (one,) in known)} and others)" if known else ""


def _trips(warehouse: duckdb.DuckDBPyConnection, geoid: str) -> list[Row]:
    rows = as_frame(
        warehouse.sql(
            """
            SELECT trip.site_of_care, trip.drive_time_min, trip.distance_mi, trip.unreached_reason,
                   center.name AS center_name, trip.center_id
            FROM out.drive_times AS trip LEFT JOIN core.centers AS center USING (center_id)
            WHERE trip.geoid = $geoid
            """,
            params={"geoid": geoid},
        )
    )
    return records(rows)


def _county(place: Row) -> str:
    if place["name"] is None:
        return f"county {place['county_fips']}"
    return f"{place['name']}, {place['state']} (county {place['county_fips']})"


def _stratum(place: Row, area: StudyArea) -> str:
    scheme = SCHEMES.name(area.measures.stratum_scheme)
    return f"{STRATUM_GROUPS.name(place['stratum'] or NO_STRATUM)} ({scheme})"


def _trip_line(site: str, trip: Row) -> str:
    heading = f"  {SITES_OR_ANY.heading(site):<15}"
    if trip["drive_time_min"] is None:
        return f"{heading} no drive time: {UNREACHED_REASONS.name(trip['unreached_reason'])}"
    center = trip["center_name"] or trip["center_id"]
    return f"{heading} {minutes(trip['drive_time_min']):>14} {trip['distance_mi']:7.1f} miles   {center}"


def _gap_sentence(gap: str, gap_min: float) -> str:
    near = f"within {limit(gap_min)} minutes"
    return {
        "choice": f"It has both a hospital-based and an office-based center {near}.",
        "hospital_only": f"It has a hospital-based center {near}, but no office-based one.",
        "office_only": f"It has an office-based center {near}, but no hospital-based one.",
        "none": f"It has neither a hospital-based nor an office-based center {near}.",
    }[gap]
