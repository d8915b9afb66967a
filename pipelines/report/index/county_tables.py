"""The report's tables by county."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.report.facts import Facts
from pipelines.report.index.counties import CountyFacts, most_left_out
from pipelines.report.index.stratum_tables import gap_columns, told_gaps
from pipelines.report.telling.findings import absent_kinds, none_near
from pipelines.report.telling.tables import Column, Kind, PeopleShare, Table, Value
from pipelines.vocabulary.sites_of_care import COMPARED_SITES, SITES_OR_ANY
from pipelines.vocabulary.strata import STRATUM_GROUPS
from pipelines.vocabulary.wording import limit

MOST_LEFT_OUT = 10
"""How many counties the short table names."""

_PLACE_COLUMNS = (
    Column("county", "County"),
    Column("county_fips", "FIPS code"),
    Column("stratum", "Stratum"),
    Column("population", "People", Kind.COUNT),
)
_NOTE = (
    "The last columns count the people by what they have within {near} minutes. A dash stands where nobody "
    "can be driven to that kind, and where the scheme gives a county no stratum."
)


def counties_table(facts: Facts) -> Table:
    """List every county of the area, by name."""
    by_name = sorted(facts.counties, key=lambda one: (one.full_name, one.county_fips))
    return Table("counties", "Every county", _columns(facts), _rows(by_name, facts), _note(facts))


def left_out_table(facts: Facts) -> Table:
    """List the counties with most people who have neither kind near."""
    most = most_left_out(facts.counties, MOST_LEFT_OUT)
    title = f"Counties with most people who have {none_near(facts)} within {limit(facts.gap_min)} minutes"
    return Table("counties_left_out", title, _columns(facts), _rows(most, facts), _note(facts))


def _note(facts: Facts) -> str:
    return _NOTE.format(near=limit(facts.gap_min))


def _sites(facts: Facts) -> list[str]:
    return [site for site in COMPARED_SITES if site not in absent_kinds(facts)]


def _columns(facts: Facts) -> tuple[Column, ...]:
    drives = (
        Column(
            f"{site}_median_min",
            f"Typical drive to {SITES_OR_ANY.name(site)}, minutes",
            Kind.MINUTES,
        )
        for site in _sites(facts)
    )
    return (*_PLACE_COLUMNS, *drives, *gap_columns(facts))


def _rows(counties: Iterable[CountyFacts], facts: Facts) -> tuple[tuple[Value, ...], ...]:
    sites, told = _sites(facts), told_gaps(facts)
    return tuple(
        (
            one.full_name,
            one.county_fips,
            None if one.stratum is None else STRATUM_GROUPS.heading(one.stratum),
            one.gaps.population,
            *(
                one.hospital_median_min if site == "hospital_based" else one.office_median_min
                for site in sites
            ),
            *(PeopleShare(one.gaps.people[gap], one.gaps.share(gap)) for gap in told),
        )
        for one in counties
    )
