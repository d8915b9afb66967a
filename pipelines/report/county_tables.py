"""The report's tables by county."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.contracts import GAPS
from pipelines.report.counties import CountyFacts, most_left_out
from pipelines.report.facts import Facts
from pipelines.report.findings import none_near
from pipelines.report.names import GAP_NAMES, STRATUM_HEADINGS
from pipelines.report.tables import Column, Kind, PeopleShare, Table, Value
from pipelines.report.wording import limit

MOST_LEFT_OUT = 10
"""How many counties the short table names."""

_COLUMNS = (
    Column("county", "County"),
    Column("county_fips", "FIPS code"),
    Column("stratum", "Stratum"),
    Column("population", "People", Kind.COUNT),
    Column("hospital_based_median_min", "Typical drive to hospital-based, minutes", Kind.MINUTES),
    Column("office_based_median_min", "Typical drive to office-based, minutes", Kind.MINUTES),
    *(Column(gap, GAP_NAMES[gap], Kind.PEOPLE_SHARE) for gap in GAPS),
)
_NOTE = (
    "The last four columns count the people who have both kinds, one kind, or neither within {near} "
    "minutes. A dash stands where nobody can be driven to that kind, and where the "
    "scheme gives a county no stratum."
)


def counties_table(facts: Facts) -> Table:
    """List every county of the area, by name."""
    by_name = sorted(facts.counties, key=lambda one: (one.full_name, one.county_fips))
    return Table("counties", "Every county", _COLUMNS, _rows(by_name), _note(facts))


def left_out_table(facts: Facts) -> Table:
    """List the counties with most people who have neither kind near."""
    most = most_left_out(facts.counties, MOST_LEFT_OUT)
    title = f"Counties with most people who have {none_near(facts)} within {limit(facts.gap_min)} minutes"
    return Table("counties_left_out", title, _COLUMNS, _rows(most), _note(facts))


def _note(facts: Facts) -> str:
    return _NOTE.format(near=limit(facts.gap_min))


def _rows(counties: Iterable[CountyFacts]) -> tuple[tuple[Value, ...], ...]:
    return tuple(
        (
            one.full_name,
            one.county_fips,
            None if one.stratum is None else STRATUM_HEADINGS[one.stratum],
            one.gaps.population,
            one.hospital_median_min,
            one.office_median_min,
            *(PeopleShare(one.gaps.people[gap], one.gaps.share(gap)) for gap in GAPS),
        )
        for one in counties
    )
