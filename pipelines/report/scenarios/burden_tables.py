"""The tables of what the site of care and the trips to it cost."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.out_tables import Row
from pipelines.report.facts import Facts
from pipelines.report.telling.figures import compared_sites
from pipelines.report.telling.specs import Shown, TableSpec, build
from pipelines.report.telling.tables import Kind, Table
from pipelines.vocabulary.access import GAPS
from pipelines.vocabulary.burden import COSTS, DEPENDENCE
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS
from pipelines.vocabulary.wording import limit

LATER = "later"
"""`year` of a treatment after the first, which holds the starting doses."""

_THERAPY = Shown("therapy")
_STRATUM = Shown("stratum", words=STRATUM_GROUPS.headings, heading="Stratum")
_URL = Shown("url", Kind.LINK, heading="Where it is from")

COST_SOURCES = TableSpec(
    "cost_sources",
    "The published figures, with the interest of who published them",
    (
        Shown("publisher"),
        Shown("published", heading="Year"),
        Shown("interest"),
        Shown("kind", words=lambda row: _plain(row["kind"]), heading="What"),
        Shown(
            "site_of_care", words=lambda row: _plain(row["site_of_care"]), heading="Site of care"
        ),
        Shown("low", Kind.PUBLISHED),
        Shown("high", Kind.PUBLISHED),
        Shown("unit"),
        Shown("per"),
        Shown("note", heading="How to read it"),
        Shown("checked", heading="Confirmed"),
        Shown("checked_against", heading="Against"),
        _URL,
    ),
    "A dash stands where nothing is known.",
)
SCHEDULES = TableSpec(
    "therapy_schedules",
    "How often a therapy is infused",
    (
        _THERAPY,
        Shown("treats"),
        Shown("visits_first_year", Kind.MINUTES, heading="Infusions in the first year"),
        Shown("visits_per_year", Kind.MINUTES, heading="In each later year"),
        Shown("source"),
        _URL,
    ),
    "A physician may choose other intervals. A dash stands where the settings name none.",
)
BURDEN = TableSpec(
    "travel_burden",
    "A year of trips, after the first year",
    (
        _THERAPY,
        _STRATUM,
        Shown("site_of_care", words=SITES_OR_ANY.headings, heading="Nearest center of this kind"),
        Shown("hours_median", Kind.MINUTES, heading="Hours a year, median"),
        Shown("hours_p90", Kind.MINUTES, heading="1 in 10 more than, hours"),
        Shown("miles_median", Kind.COUNT, heading="Miles a year, median"),
        Shown("driving_usd_low", Kind.MONEY, heading="Driving cost, least"),
        Shown("driving_usd_high", Kind.MONEY, heading="Driving cost, greatest"),
    ),
    "Both ways, over the people who can be driven there; time in the chair is not counted. The cost is the "
    "median’s miles at the tax authority’s rates: fuel and wear, and the whole cost of a car.",
    where={"year": LATER},
    headers=2,
)
GAP_BURDEN = TableSpec(
    "gap_burden",
    "What a gap adds to a year of trips, everyone",
    (
        _THERAPY,
        Shown("gap", words=GAPS.headings, heading="Within {near} minutes"),
        Shown("population", Kind.COUNT, heading="People"),
        Shown("hours_median", Kind.MINUTES, heading="Hours a year, median"),
        Shown("extra_hours_median", Kind.MINUTES, heading="More than with both kinds, hours"),
        Shown("miles_median", Kind.COUNT, heading="Miles a year, median"),
    ),
    "To the nearer of the nearest hospital-based and office-based center, both ways.",
    where={"year": LATER, "stratum": ALL_STRATA},
    headers=2,
)


def costs_table(facts: Facts) -> Table:
    """List the ranges of published costs, each end with who published it."""
    sources = facts.tables.rows("out.cost_sources")
    publishers = {row["source_id"]: _published_by(row) for row in sources}
    unconfirmed = "An end that is not confirmed stands as others cite it: the publication itself was not found."
    spec = TableSpec(
        "cost_ranges",
        "What hospitals cost against offices or homes: published ranges",
        (
            Shown("measure", words=COSTS.headings),
            Shown("unit"),
            Shown("low", Kind.DECIMAL),
            Shown("low_source", words=publishers),
            Shown("high", Kind.DECIMAL),
            Shown("high_source", words=publishers),
            Shown("sources", Kind.COUNT),
        ),
        unconfirmed if any(row["checked"] != "yes" for row in sources) else "",
    )
    return build(spec, facts.tables["out.cost_ranges"], codes={"measure": COSTS})


def _published_by(source: Row) -> str:
    return f"{source['publisher']}{'' if source['checked'] == 'yes' else ' (not confirmed)'}"


def cost_people_table(facts: Facts) -> Table:
    """Show the people of each stratum to whom a hospital is the only or the nearer option."""
    near = limit(facts.gap_min)
    groups = {group: heading.format(near=near) for group, heading in DEPENDENCE.headings.items()}
    dollars = {
        "extra_usd_low_of_stratum": "Extra cost a year, least (scenario)",
        "extra_usd_high_of_stratum": "Extra cost a year, greatest (scenario)",
    }
    spec = TableSpec(
        "cost_people",
        "People for whom a hospital is the only or the nearer option",
        (
            _STRATUM,
            Shown(
                "population",
                Kind.PEOPLE_SHARE,
                share="share",
                name="{code}",
                heading="{word}",
                spread=True,
            ),
            *(
                Shown(name, Kind.MONEY, name=name.removesuffix("_of_stratum"), heading=heading)
                for name, heading in dollars.items()
            ),
        ),
        across=("group", groups),
    )
    rows = facts.tables.rows("out.cost_people")
    return build(
        spec,
        rows,
        codes={"stratum": facts.strata, "group": DEPENDENCE},
        without=[name for name in dollars if all(row[name] is None for row in rows)],
    )


def cost_sources_table(facts: Facts) -> Table:
    """List every published figure with who published it and their interest."""
    return build(COST_SOURCES, facts.tables["out.cost_sources"])


def schedules_table(facts: Facts) -> Table:
    """List how often each therapy is infused."""
    return build(SCHEDULES, facts.tables["out.therapy_schedules"])


def burden_table(facts: Facts) -> Table:
    """Tell what a later year's trips to the nearest center come to, by therapy, stratum and kind."""
    rows = facts.tables.rows("out.travel_burden")
    codes = {
        "therapy": _therapies(rows),
        "stratum": STRATUM_GROUPS,
        "site_of_care": compared_sites(facts),
    }
    return build(BURDEN, rows, codes=codes)


def gap_burden_table(facts: Facts) -> Table:
    """Tell what a gap adds to a year's trips."""
    rows = facts.tables.rows("out.gap_burden")
    return build(
        GAP_BURDEN,
        rows,
        codes={"therapy": _therapies(rows), "gap": GAPS},
        fills={"near": limit(facts.gap_min)},
        without=[
            name for name in ("extra_hours_median",) if all(row[name] is None for row in rows)
        ],
    )


def _therapies(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(row["therapy"] for row in rows))


def _plain(code: str | None) -> str | None:
    return None if code is None else code.replace("_", " ")
