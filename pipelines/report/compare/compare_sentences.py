"""What changed between two runs, in sentences."""

from __future__ import annotations

from pipelines.report.compare.compared import Compared
from pipelines.vocabulary.comparison import CENTER_CHANGES
from pipelines.vocabulary.sites_of_care import ANY_SITE
from pipelines.vocabulary.strata import ALL_STRATA
from pipelines.vocabulary.wording import listed, people, plural


def comparability_sentences(compared: Compared) -> list[str]:
    """Say first what must not be compared, and that the land is another one."""
    by_what: dict[str, list[str]] = {}
    for row in compared.rows("settings"):
        if row["not_comparable"] is not None:
            by_what.setdefault(row["not_comparable"], []).append(row["setting"])
    sentences = [
        f"Do not compare {what} ({listed(settings)})." for what, settings in by_what.items()
    ]
    counties = compared.land("counties")
    if not compared.one_land:
        sentences.append(
            f"The runs are about different land: A has {plural(int(counties['a']), 'county', 'counties')}, "
            f"B {counties['b']:,.0f}, and both have {counties['both']:,.0f} of them. Strata and totals stand "
            "side by side; counties and places are told only where both have them."
        )
    return sentences


def finding_sentences(compared: Compared) -> list[str]:
    """Say what changed, or that nothing did."""
    if compared.nothing_changed:
        return ["Nothing changed: all that was compared is the same in both runs."]
    return [*_centers(compared), *_drives(compared), *_why(compared)]


def _centers(compared: Compared) -> list[str]:
    told = [
        f"{count:,} {CENTER_CHANGES.name(code)}"
        for code in CENTER_CHANGES
        if (count := sum(row["centers"] for row in compared.rows("center_counts", change=code)))
    ]
    if not told:
        return [f"The {compared.summary('centers')['in_b']:,} centers are the same."]
    return [f"Centers: {listed(told)}."]


def _drives(compared: Compared) -> list[str]:
    rows = compared.rows("drives", stratum=ALL_STRATA, site_of_care=ANY_SITE)
    if not rows:
        return []
    row = rows[0]
    shorter, longer = row["population_shorter"], row["population_longer"]
    if not shorter and not longer:
        return ["Nobody’s drive to the nearest center changed by a minute or more."]
    told = (
        f"The drive to the nearest center became a minute or more shorter for {people(shorter)}, and longer "
        f"for {people(longer)}, of {people(row['population'])} in the places that both have."
    )
    return [told]


def map_caption(compared: Compared) -> str:
    """Say how the map of who gains and who loses is read."""
    drives = _drives(compared)
    return " ".join(
        [
            "Purple land drives longer in B than in A, striped green land less.",
            "Crosses are centers of A only, stars centers of B only.",
            *drives,
        ]
    )


def _why(compared: Compared) -> list[str]:
    if compared.of_cases:
        return ["Both are of one run: people, roads and sources are the same."]
    sources = compared.summary("sources")["changed"]
    settings = compared.summary("settings")["changed"]
    found = [
        (sources, plural(sources, "fact of source files", "facts of source files")),
        (settings, f"{settings:,} among settings, versions of software and facts of the roads"),
    ]
    told = [words for count, words in found if count]
    if not told:
        return ["Sources, settings, software and roads are the same in both."]
    return [f"What differs behind it: {listed(told)}."]
