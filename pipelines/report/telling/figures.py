"""The headline figures whose bands are told: their names, units and order in tables."""

from __future__ import annotations

from pipelines.out_tables import Row
from pipelines.report.facts import Facts
from pipelines.report.telling.findings import absent_kinds, compares_kinds
from pipelines.report.telling.tables import Kind
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, center_of, noun_of
from pipelines.vocabulary.uncertainty import FIGURES
from pipelines.vocabulary.wording import limit

_MINUTES = (
    "drive_time_min_median",
    "drive_time_min_mean",
    "kolm_pollak_equivalent",
    "office_advantage_min_median",
)
_INDICES = ("gini",)
_COMPARING = ("office_advantage_min_median", "share_office_nearer")


def figures_of(unit: Kind) -> list[str]:
    """Return the figures in minutes, of shares, or of indices (`Kind.DECIMAL`), in the order of every table."""
    kinds = dict.fromkeys(_MINUTES, Kind.MINUTES) | dict.fromkeys(_INDICES, Kind.DECIMAL)
    return [figure for figure in FIGURES if kinds.get(figure, Kind.SHARE) is unit]


def figures_told(facts: Facts, unit: Kind) -> list[str]:
    """Return those of `figures_of` that the lists bear: none that compares the kinds where one is a sample."""
    compared = compares_kinds(facts)
    return [figure for figure in figures_of(unit) if compared or figure not in _COMPARING]


def compared_sites(facts: Facts) -> list[str]:
    """Return the compared kinds that have a center here, then the nearest of any kind."""
    return [*(site for site in COMPARED_SITES if site not in absent_kinds(facts)), ANY_SITE]


def sites_of_figures(facts: Facts) -> list[str | None]:
    """Return the sites of care that figures are told of; None compares both kinds, where both are here."""
    return [*compared_sites(facts), *([] if absent_kinds(facts) else [None])]


def figure_name(row: Row, facts: Facts) -> str:
    """Name the figure of a row: 'Share within 30 minutes of an office-based center'."""
    site, center = row["site_of_care"], ""
    if site is not None:
        center = center_of(site) if row["figure"] in figures_of(Kind.SHARE) else noun_of(site)
    return FIGURES.heading(row["figure"]).format(center=center, near=limit(facts.gap_min))
