"""The facts of an area: its settings, its tables, and the cells of them that several pages tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shlex import quote

from pipelines.area import StudyArea
from pipelines.out_tables import OutTables, Row
from pipelines.report.telling.bands import NO_SITE, OVER_ALL, Band
from pipelines.vocabulary.center_words import CenterWords, center_words
from pipelines.vocabulary.equity import EVERYONE, group_term
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, SITES_OF_CARE
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS

FOCUS_STRATA = ("rural", "suburban")
"""The people whom the field's claim is about, in the order in which they are told."""


@dataclass(frozen=True)
class Facts:
    """What the report tells of one area. Nothing here is computed: a fact is a cell or a row of a table.

    Attributes
    ----------
    area
        Its settings.
    tables
        Its warehouse's tables.
    asked
        What named the area on the command line, a name or the path of its file; empty for its own name.
    """

    area: StudyArea
    tables: OutTables
    asked: str = ""

    @property
    def who(self) -> str:
        """Who is counted, as the population source's label says."""
        return self.area.sources.population.label

    @property
    def area_argument(self) -> str:
        """What a printed command names the area by, quoted for a shell."""
        return quote(self.asked or self.area.name)

    @property
    def counted(self) -> str:
        """Who is counted where `measures.counted` decides alone, in plain words."""
        return group_term(self.area.measures.counted or EVERYONE, self.who).name

    @property
    def gap_min(self) -> float:
        """Minutes within which a site of care counts as near."""
        return self.area.measures.gap_min

    @cached_property
    def strata(self) -> tuple[str, ...]:
        """Groups that occur, densest first, 'unclassified' if it occurs, and 'all' at the end."""
        present = {row["stratum"] for row in self.tables.rows("out.nearness")}
        return tuple(name for name in STRATUM_GROUPS if name in present)

    @cached_property
    def focus(self) -> tuple[str, ...]:
        """The strata of `FOCUS_STRATA` in which people are counted here."""
        return tuple(
            name
            for name in FOCUS_STRATA
            if name in self.strata and self.nearness(name)["population"] > 0
        )

    @property
    def population(self) -> float:
        """People counted in the whole area."""
        return float(self.nearness(ALL_STRATA)["population"])

    @cached_property
    def centers(self) -> dict[str, int]:
        """Site of care -> centers that count, those of the buffer included."""
        rows = {row["site_of_care"]: row for row in self.tables.rows("out.centers_by_site")}
        return {site: rows[site]["centers"] for site in SITES_OF_CARE}

    @cached_property
    def words(self) -> CenterWords:
        """How the centers may be spoken of: whether hospitals stand in, and how complete the lists are."""
        return center_words(self.tables.rows("out.center_lists"))

    @property
    def all_centers(self) -> int:
        """Centers of any site of care that count."""
        return int(self._row("out.centers_by_site", site_of_care=ANY_SITE)["centers"])

    @property
    def compared(self) -> tuple[str, ...]:
        """The kinds to be compared that have a center; both where neither has one."""
        return tuple(site for site in COMPARED_SITES if self.centers[site] > 0) or COMPARED_SITES

    @cached_property
    def county_names(self) -> dict[str, str]:
        """County code -> name, with the state (or the code) where the counties are of several states."""
        counties = self.tables.rows("out.counties")
        if len({_state(row) for row in counties}) == 1:
            return {row["county_fips"]: _name(row) for row in counties}
        return {row["county_fips"]: _name_of_many_states(row) for row in counties}

    @cached_property
    def closed_names(self) -> list[str]:
        """Names of the centers that the settings close, in their order; an identifier for want of a name."""
        ids = self.area.scenarios.closures
        rows = {one: self.tables.rows("core.centers", center_id=one) for one in ids}
        return [(rows[one][0]["name"] if rows[one] else None) or one for one in ids]

    def nearness(self, stratum: str) -> Row:
        """Return which kind of center is nearer to the people of a stratum: its row of out.nearness."""
        return self._row("out.nearness", stratum=stratum)

    def gaps(self, stratum: str) -> Row:
        """Return what the people of a stratum have near them: its row of out.gaps_by_stratum."""
        return self._row("out.gaps_by_stratum", stratum=stratum)

    def drive(self, stratum: str, site: str) -> Row:
        """Return the drives of a stratum to a site of care: their row of out.times_by_stratum."""
        return self._row("out.times_by_stratum", stratum=stratum, site_of_care=site)

    def within(self, stratum: str, site: str, within_min: float) -> Row:
        """Return who is within a threshold of a site of care: the row of out.coverage."""
        key = {"stratum": stratum, "site_of_care": site, "within_min": within_min}
        return self._row("out.coverage", **key)

    def band(self, stratum: str, site: str, figure: str) -> Band | None:
        """Return how far a figure moves over all that makes it uncertain; None where it has no value.

        A figure that compares two kinds has the site `NO_SITE`.
        """
        row = self.tables.row(
            "out.sensitivity",
            stratum=stratum,
            site_of_care=None if site == NO_SITE else site,
            figure=figure,
            dimension=OVER_ALL,
        )
        return None if row is None or row["low"] is None else Band(row["low"], row["high"])

    def _row(self, table: str, **key: object) -> Row:
        row = self.tables.row(table, **key)
        if row is None:
            raise KeyError(f"{table} has no row of {key}")
        return row


def read_facts(warehouse_path: Path, area: StudyArea, asked: str = "") -> Facts:
    """Open the facts of an area; its tables are read as they are asked for.

    Parameters
    ----------
    warehouse_path
        The DuckDB file.
    area
        Its settings.
    asked
        What named the area on the command line; by default its own name.
    """
    return Facts(area, OutTables(warehouse_path), asked)


def full_county_name(county: Row) -> str:
    """Name a row of out.counties with its state, 'Adams, IL'; without where the state is only a number."""
    state = _state(county)
    return f"{_name(county)}, {state}" if state.isalpha() else _name(county)


def _name_of_many_states(county: Row) -> str:
    name, code = _name(county), county["county_fips"]
    if _state(county).isalpha():
        return full_county_name(county)
    # A county without a name goes by its code already.
    return name if name == code else f"{name} ({code})"


def _name(county: Row) -> str:
    return county["name"] or str(county["county_fips"])


def _state(county: Row) -> str:
    return county["state"] or str(county["county_fips"])[:2]
