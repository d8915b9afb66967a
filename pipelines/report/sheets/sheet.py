"""The sheet of one county or state: a map, the key figures, its rank, its nearest centers, its adequacy."""

from __future__ import annotations

import re
import unicodedata

from pipelines.out_tables import Row
from pipelines.report.sheets.document import (
    POTENTIAL,
    SCENARIOS,
    Cell,
    Document,
    Drawn,
    Figure,
    Passage,
    PrintTable,
    banner,
    number,
    run_date,
    said,
    share,
    source_line,
)
from pipelines.report.sheets.local_facts import LocalFacts, Place
from pipelines.report.sheets.local_sentences import (
    adequacy_sentences,
    finding_sentences,
    most_left_out,
    rank_sentences,
)
from pipelines.report.telling.bands import Band
from pipelines.report.telling.findings import none_near
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE, SITES_OR_ANY, noun_of
from pipelines.vocabulary.states import state_postal
from pipelines.vocabulary.strata import NO_STRATUM, STRATUM_GROUPS, scheme_name
from pipelines.vocabulary.wording import (
    NO_NUMBER,
    capital,
    exact_minutes,
    limit,
    listed,
    people,
    percent,
    rounded,
)

_HOW_TO_READ = (
    "Typical drive is the median: half of those who reach such a center drive less. Nearest for: of all people "
    "here, the share whose nearest center of the kind it is, each from where they live."
)
_MAP = (
    "Land on the map takes the color of the nearest point in its county where people live; towns are those "
    "that centers’ addresses name."
)


def file_name(place: Place) -> str:
    """Name the file of a sheet: '17001-adams-county.pdf'."""
    plain = unicodedata.normalize("NFKD", place.name).encode("ascii", "ignore").decode().lower()
    return f"{'-'.join([place.code, *re.findall('[a-z0-9]+', plain)])}.pdf"


def sheet(local: LocalFacts, place: Place, drawn: Drawn | None) -> Document:
    """Put together the sheet of a county or state.

    Parameters
    ----------
    local
        The facts of the area's units.
    place
        Which of them.
    drawn
        Its map; None where no county of it is on the map.
    """
    facts = local.facts
    peopled = bool(local.value(place.code, "population"))
    words = facts.words
    return Document(
        title=place.name,
        kicker=words.said(f"Who can drive to an infusion center · {place.within}"),
        about=_about(local, place),
        lead=said(facts, finding_sentences(local, place)),
        figures=words.said(_figures(local, place)) if peopled else (),
        picture=drawn.svg if drawn else "",
        alt_text=drawn.alt_text if drawn else "",
        tables=(
            words.said(kinds_table(local, place)),
            centers_table(local, place),
        ),
        passages=(
            Passage("Where it stands", said(facts, rank_sentences(local, place))),
            Passage("Where people are left out", said(facts, most_left_out(local, place))),
            Passage(
                "Medicare’s rule of network adequacy", said(facts, adequacy_sentences(local, place))
            ),
        ),
        notes=_notes(local),
        sources=source_line(facts),
        banner=banner(facts),
        date=run_date(facts),
        area=facts.area.area.title,
    )


def _about(local: LocalFacts, place: Place) -> str:
    """Say who is counted, how rural it is and by which code."""
    facts = local.facts
    parts = [capital(people(local.value(place.code, "population") or 0, facts.who))]
    county = local.counties.get(place.code)
    scheme = facts.area.stratum_scheme
    if county is not None and scheme is not None:
        stratum = STRATUM_GROUPS.name(county["stratum"] or NO_STRATUM)
        parts.append(f"{stratum} ({scheme_name(scheme)})")
    return " · ".join([*parts, f"FIPS {place.code}"])


def _figures(local: LocalFacts, place: Place) -> tuple[Figure, ...]:
    facts, code = local.facts, place.code
    lacking = local.value(code, "share_neither")
    count = local.value(code, "population_neither") or 0
    median = local.value(code, "drive_time_min_median", ANY_SITE)
    near = f"within {limit(facts.gap_min)} minutes"
    return (
        Figure(
            share(lacking),
            f"of people have {none_near(facts)} {near}{f' ({rounded(count)} of them)' if count else ''}",
            _shares(local.band(code, "share_neither")),
        ),
        Figure(
            NO_NUMBER if median is None else exact_minutes(median),
            "typical drive to the nearest infusion center of any kind",
            _minutes(local.band(code, "drive_time_min_median", ANY_SITE)),
        ),
        _verdict(local, place),
    )


def _verdict(local: LocalFacts, place: Place) -> Figure:
    rule = "Medicare’s rule of network adequacy"
    if place.unit == "state":
        rows = local.facts.tables.rows("out.adequacy_by_state", state_fips=place.code)
        failing: Row | None = next(
            (row for row in rows if row["finding"] == "fails_with_all"), None
        )
        if failing is None:
            return Figure(NO_NUMBER, f"no county could be judged by {rule}")
        return Figure(
            f"{failing['counties']:,} of {failing['counties_judged']:,}",
            f"counties fail {rule} with every center",
        )
    row = local.adequacy.get(place.code)
    if row is None or row["adequate"] is None:
        return Figure(NO_NUMBER, f"cannot be judged by {rule}")
    return Figure("Passes" if row["adequate"] else "Fails", f"{rule}, with centers of every kind")


def kinds_table(local: LocalFacts, place: Place) -> PrintTable:
    """Tell drives and shares near for each kind of center that the area has, beside those of the state."""
    facts, code = local.facts, place.code
    sites = [site for site in SITES_OF_CARE if facts.centers[site] > 0]
    sites = [*sites, ANY_SITE] if len(sites) != 1 else sites
    beside = place.code[:2] if place.unit == "county" else None
    near = f"within {limit(facts.gap_min)} minutes"
    head = ["Nearest center", "Typical drive, minutes", "Range", f"People {near}", "Range"]
    if beside is not None:
        head += [f"{place.within}: minutes", f"{place.within}: {near}"]
    return PrintTable(
        "How far the nearest center of each kind is",
        tuple(head),
        tuple(_kind_row(local, code, beside, site) for site in sites),
        widths=(1.9, 1.0, 0.9, 1.0, 1.0, 0.9, 1.0)[: len(head)],
        numeric=(False, *[True] * 6)[: len(head)],
    )


def _kind_row(local: LocalFacts, code: str, beside: str | None, site: str) -> tuple[Cell, ...]:
    drive, within = "drive_time_min_median", "share_within"
    cells = [
        capital(noun_of(site)) if site != ANY_SITE else "Center of any kind",
        number(local.value(code, drive, site)),
        _minutes(local.band(code, drive, site)),
        share(local.value(code, within, site)),
        _shares(local.band(code, within, site)),
    ]
    if beside is not None:
        cells.append(number(local.value(beside, drive, site)))
        cells.append(share(local.value(beside, within, site)))
    return tuple(Cell(text) for text in cells)


def centers_table(local: LocalFacts, place: Place) -> PrintTable:
    """Name, for each kind that the area has, up to three centers that most people there have nearest."""
    facts = local.facts
    rows: list[tuple[Cell, ...]] = []
    for site in SITES_OF_CARE:
        if facts.centers[site] == 0:
            continue
        kind = facts.words.said(SITES_OR_ANY.heading(site))
        nearest = local.nearest(place.code, site)
        if not nearest:
            rows.append((Cell(kind), Cell("No one here can be driven to one", columns=4)))
            continue
        more = nearest[0]["centers"] - len(nearest)
        beneath = f"and {more:,} more" if more > 0 else ""
        for place_in, row in enumerate(nearest):
            center = local.centers.get(row["center_id"], {})
            told = (
                Cell(center.get("name") or row["center_id"]),
                Cell(_town(center, place)),
                Cell(percent(row["share"])),
                Cell(number(row["drive_time_min_median"])),
            )
            first = (Cell(kind, beneath, rows=len(nearest)),) if place_in == 0 else ()
            rows.append((*first, *told))
    return PrintTable(
        "The centers that most people here have nearest",
        ("Kind", "Center", "Town", "Nearest for", "Their typical drive, minutes"),
        tuple(rows),
        widths=(1.1, 3.0, 1.5, 0.8, 1.0),
        numeric=(False, False, False, True, True),
    )


def _town(center: Row, place: Place) -> str:
    """Name a center's town, with the state where it is another, and say where it lies outside of the unit."""
    city, state, county = (center.get(name) for name in ("city", "state", "county_fips"))
    town = "" if not city else city.title() if city.isupper() else city
    abroad = bool(state) and str(state).isalpha() and state != _postal(place.code[:2])
    named = ", ".join(filter(None, [town, state if abroad else ""]))
    outside = bool(county) and not str(county).startswith(place.code)
    return f"{named} (outside)".strip() if outside else named


def _postal(fips: str) -> str | None:
    try:
        return state_postal(fips)
    except ValueError:
        return None


def _notes(local: LocalFacts) -> tuple[str, ...]:
    facts = local.facts
    absent = listed([noun_of(site) for site in SITES_OF_CARE if not facts.centers[site]], "and no")
    missing = (f"The list of centers holds no {absent}.",) if absent else ()
    return said(facts, (_HOW_TO_READ, SCENARIOS, POTENTIAL, *missing, _MAP))


def _minutes(band: Band | None) -> str:
    return "" if band is None else _range(f"{band.low:.1f}", f"{band.high:.1f}")


def _shares(band: Band | None) -> str:
    return "" if band is None else _range(percent(band.low), percent(band.high))


def _range(low: str, high: str) -> str:
    return f"always {low}" if low == high else f"{low} to {high}"
