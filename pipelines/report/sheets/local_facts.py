"""The facts of one county or state: cells of the tables that tell units one by one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pipelines.out_tables import OutTables, Row
from pipelines.report.facts import Facts
from pipelines.report.telling.bands import Band
from pipelines.report.telling.findings import with_article
from pipelines.vocabulary.states import county_title, state_name

STATE_DIGITS = 2


@dataclass(frozen=True)
class Place:
    """A county or a state that a sheet tells of.

    Attributes
    ----------
    unit
        'county' or 'state'.
    code
        Its FIPS code.
    name
        In full: 'Adams County', 'Illinois'.
    within
        The state that a county lies in, or the area that a state lies in.
    """

    unit: str
    code: str
    name: str
    within: str

    @property
    def in_sentence(self) -> str:
        """The name in the middle of a sentence: 'the State of Meridia'."""
        return with_article(self.name)


class LocalFacts:
    """What is told of each unit. Nothing here is computed: a fact is a cell or a row of a table.

    The tables are put in order by unit once: a sheet asks for few of very many rows.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        tables = facts.tables
        self._figures = {
            (row["code"], row["figure"], row["site_of_care"]): row
            for row in tables.rows("out.local_figures")
        }
        self._bands = {
            (row["code"], row["figure"], row["site_of_care"]): row
            for row in tables.rows("out.local_bands")
        }
        self._centers: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in tables.rows("out.local_centers"):
            self._centers[row["code"], row["site_of_care"]].append(row)
        self.centers = {row["center_id"]: row for row in tables.rows("core.centers")}
        self.counties = {row["county_fips"]: row for row in tables.rows("out.counties")}
        self.adequacy = _by_county(tables, "out.adequacy", scenario="all")
        self.findings = _by_county(tables, "out.adequacy_findings")
        self.steadiness = _by_county(tables, "out.adequacy_county_bands")
        self.unjudged = _by_county(tables, "out.adequacy_unjudged")

    def counties_told(self) -> list[Place]:
        """Return the counties with places, in the order of their codes."""
        return [
            Place("county", code, county_title(row["name"] or code, code), self._state(code[:2]))
            for code, row in self.counties.items()
        ]

    def states_told(self) -> list[Place]:
        """Return the states with places, in the order of their codes."""
        codes = sorted({code[:STATE_DIGITS] for code in self.counties})
        return [Place("state", code, self._state(code), self._area) for code in codes]

    def value(self, code: str, figure: str, site: str | None = None) -> float | None:
        """Return a figure; None where it has no value."""
        value: float | None = self.figure(code, figure, site)["value"]
        return value

    def figure(self, code: str, figure: str, site: str | None = None) -> Row:
        """Return the row of out.local_figures."""
        return self._figures[code, figure, site]

    def band(self, code: str, figure: str, site: str | None = None) -> Band | None:
        """Return how far a figure moves; None where it has no value, or nothing was varied."""
        row = self._bands.get((code, figure, site))
        if row is None or row["low"] is None or not row["variants"]:
            return None
        return Band(row["low"], row["high"])

    def nearest(self, code: str, site: str) -> list[Row]:
        """Return the centers of a kind that most people of a unit have nearest, the most first."""
        return self._centers[code, site]

    @property
    def _area(self) -> str:
        return self.facts.area.area.title

    def _state(self, fips: str) -> str:
        """Name a state; an area of one state that does not exist names it."""
        return state_name(fips) or self._area


def _by_county(tables: OutTables, name: str, **where: object) -> dict[str, Row]:
    return {row["county_fips"]: row for row in tables.rows(name, **where)}
