"""The page on who is worse off: four definitions of rural, what is left for each person, uneven drives."""

from __future__ import annotations

import pandas as pd

from pipelines.out_tables import Row, records
from pipelines.report.equity.equity_tables import (
    advantage_table,
    inequality_table,
    schemes_table,
    scores_table,
)
from pipelines.report.facts import Facts
from pipelines.report.telling.bands import exact_minutes_band, in_brackets, index_band, minutes_band
from pipelines.report.telling.findings import absent_kinds, place_name
from pipelines.report.telling.pages import EQUITY, Page, Part, read_frames
from pipelines.vocabulary.accessibility import (
    PER_PEOPLE,
    PER_PERSON_SCORES,
    decay_words,
    score_order,
)
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, center_of, noun_of
from pipelines.vocabulary.strata import ALL_STRATA, NO_STRATUM, SCHEMES, people_of
from pipelines.vocabulary.wording import capital, have, limit, listed, minutes, people, percent

TABLES = (
    "coverage_by_scheme",
    "times_by_scheme",
    "nearness_by_scheme",
    "office_advantage",
    "accessibility_by_stratum",
    "inequality",
    "measure_notes",
)
FOCUS = "rural"

SOME_UNCODED = 0.01
"""Least share of people without a code under a definition that is worth a sentence."""


def equity_page(facts: Facts) -> Page:
    """Put the page on who is worse off together."""
    frames = read_frames(facts.tables, TABLES)
    notes = {
        row["note"]: row["value"]
        for row in records(frames["measure_notes"])
        if row["measure"] == "accessibility"
    }
    uneven = inequality_sentences(frames["inequality"], facts)
    schemes = scheme_sentences(frames["coverage_by_scheme"], facts)
    tables = {
        "schemes": schemes_table(frames, facts),
        "scores": scores_table(frames["accessibility_by_stratum"], notes),
        "inequality": inequality_table(frames["inequality"], facts),
    }
    if not absent_kinds(facts):
        tables["advantage"] = advantage_table(frames["office_advantage"])
    first = [*uneven[:1], *schemes[:1]]
    return Page(
        file=EQUITY,
        title=f"Who is worse off in {place_name(facts)}?",
        subtitle="Under four definitions of rural, with the competition for each center counted, and with how "
        "unevenly the drive is spread.",
        description=first[0] if first else f"The sources count no people in {place_name(facts)}.",
        parts=(
            Part("definitions", "Four definitions of rural", "equity_schemes.html"),
            Part("catchments", "What is left for each person", "equity_scores.html"),
            Part("inequality", "How unevenly the drive is spread", "equity_inequality.html"),
        ),
        context={
            "schemes": schemes,
            "scores": score_sentences(frames["accessibility_by_stratum"], notes, facts),
            "decay": decay_words(notes["decay"]),
            "uneven": uneven,
            "aversion": limit(facts.area.measures.inequality_aversion),
        },
        tables=tables,
    )


def scheme_sentences(coverage: pd.DataFrame, facts: Facts) -> list[str]:
    """Say between which shares rural people are covered, depending on who counts as rural."""
    if coverage.empty or facts.population == 0:
        return []
    near = coverage[coverage["within_min"] == facts.gap_min]
    told = []
    for site in (site for site in COMPARED_SITES if site not in absent_kinds(facts)):
        rows = near[(near["site_of_care"] == site) & (near["stratum"] == FOCUS)]
        shares = records(rows[rows["share"].notna()].sort_values(["share", "scheme"]))
        if len(shares) > 1:
            low, high = shares[0], shares[-1]
            told.append(
                f"Depending on who counts as rural, between {percent(low['share'])} "
                f"({SCHEMES.heading(low['scheme'])}) and {percent(high['share'])} "
                f"({SCHEMES.heading(high['scheme'])}) of rural people live within {limit(facts.gap_min)} "
                f"minutes of {center_of(site)}."
            )
    everyone = near[(near["stratum"] == FOCUS) & (near["site_of_care"] == ANY_SITE)]
    counts = records(everyone.sort_values(["population", "scheme"]))
    if len(counts) > 1:
        told.append(
            f"The definitions count from {people(counts[0]['population'])} as rural "
            f"({SCHEMES.heading(counts[0]['scheme'])}) to {people(counts[-1]['population'])} "
            f"({SCHEMES.heading(counts[-1]['scheme'])})."
        )
    uncoded = near[(near["stratum"] == NO_STRATUM) & (near["site_of_care"] == ANY_SITE)]
    for row in records(uncoded.sort_values("scheme")):
        share = row["population"] / facts.population
        if share >= SOME_UNCODED:
            told.append(
                f"{SCHEMES.heading(row['scheme'])} leave {people(row['population'])} ({percent(share)}) "
                "unclassified, because their places carry no code in the source: some of them may be rural."
            )
    return told


def score_sentences(table: pd.DataFrame, notes: dict[str, str], facts: Facts) -> list[str]:
    """Say how much the tenth with least and the tenth with most have, and who has nothing in reach."""
    first = min(table["measure"], key=score_order)
    rows = {row["stratum"]: row for row in records(table) if row["measure"] == first}
    whole = rows.get(ALL_STRATA)
    if whole is None or whole["measure"] not in PER_PERSON_SCORES or whole["score_p90"] is None:
        return []
    unit = "centers" if notes["supply_unit"] == "centers" else "chairs or the like"
    low, middle, high = (
        PER_PEOPLE * whole[name] for name in ("score_p10", "score_median", "score_p90")
    )
    least, most = (PER_PEOPLE * whole[f"score_median_{end}"] for end in ("low", "high"))
    decays = (
        "" if least == most else f" ({least:.2f} to {most:.2f} under the decays that are usual)"
    )
    typical = (
        f"The typical person has {middle:.2f} {unit} for {PER_PEOPLE:,} people within reach{decays}; one in "
        f"ten has less than {low:.2f}, one in ten more than {high:.2f}."
    )
    told = [typical]
    groups = [
        f"{PER_PEOPLE * rows[name]['score_median']:.2f} for {people_of(name)}"
        for name in facts.strata
        if name != ALL_STRATA and name in rows and rows[name]["score_median"] is not None
    ]
    if len(groups) > 1:
        told.append(f"The typical figures are {listed(groups)}.")
    none = whole["population_zero"] + whole["population_without_score"]
    if none > 0:
        told.append(f"{capital(have(none))} no center within the hour at all.")
    left_out = int(notes["centers_left_out"])
    if left_out:
        told.append(
            f"{left_out:,} centers of unknown capacity are left out, because a guess would mix units."
        )
    elif notes["supply_unit"] == "centers":
        told.append("Each center counts as one: how many chairs it has is not used.")
    return told


def inequality_sentences(table: pd.DataFrame, facts: Facts) -> list[str]:
    """Say how uneven the drive to any center is, the mean beside it."""
    found = {(row["burden"], row["index"]): row for row in records(table)}
    told = []
    for site in (ANY_SITE, *(one for one in COMPARED_SITES if one not in absent_kinds(facts))):
        rows: dict[str, Row] = {index: row for (name, index), row in found.items() if name == site}
        if not rows or rows["gini"]["result"] is None:
            continue
        mean, equal = rows["mean"]["result"], rows["kolm_pollak_equivalent"]["result"]
        mean_band, gini_band, equal_band = (
            facts.bands.get((ALL_STRATA, site, figure))
            for figure in ("drive_time_min_mean", "gini", "kolm_pollak_equivalent")
        )
        told.append(
            f"The drive to the nearest {noun_of(site)} takes {mean:.1f} minutes on average"
            f"{in_brackets(exact_minutes_band(mean_band))}; the Gini coefficient of its spread over people is "
            f"{rows['gini']['result']:.2f}{in_brackets(index_band(gini_band))}, 0 being everyone alike."
        )
        told.append(
            f"With long drives weighing more, it is as bad as if everyone drove {minutes(equal)}"
            f"{in_brackets(minutes_band(equal_band))}; a few very long drives decide that."
        )
    between, total = (found.get((ANY_SITE, name)) for name in ("theil_between", "theil"))
    if between and total and total["result"]:
        told.append(
            f"{percent(between['result'] / total['result'])} of the unevenness (Theil) lies between strata, "
            "the rest among people of the same stratum."
        )
    lost = found.get((ANY_SITE, "mean"))
    if lost and lost["people_left_out"] > 0:
        told.append(
            f"{capital(people(lost['people_left_out']))} who cannot be driven anywhere are in none of these."
        )
    return told
