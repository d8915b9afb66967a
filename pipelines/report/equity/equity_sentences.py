"""Who is worse off, in sentences: by group, by definition of rural, by what is left for each, by spread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.out_tables import Row
from pipelines.report.facts import Facts
from pipelines.report.telling.bands import exact_minutes_band, in_brackets, index_band
from pipelines.report.telling.findings import absent_kinds, none_near, place_name
from pipelines.vocabulary.accessibility import PER_PEOPLE, PER_PERSON_SCORES, SCORES, score_order
from pipelines.vocabulary.equity import EVERYONE, NOT_COUNTED, group_term
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, center_of, noun_of
from pipelines.vocabulary.strata import (
    ALL_STRATA,
    CARRIED,
    RURAL,
    SCHEMES,
    UNCODED,
    people_of,
)
from pipelines.vocabulary.wording import (
    capital,
    exact_minutes,
    have,
    index,
    limit,
    listed,
    minutes_apart,
    people,
    percent,
    percents_apart,
    plural,
)

THREE_STEP = "3sfca"

_NONE = "0"
"""A score of nobody."""

SOME_UNCODED = 0.01
"""Least share of people without a code under a definition that is worth a sentence."""


def group_sentences(facts: Facts) -> list[str]:
    """Say of each group that is counted apart how it drives beside everyone, or why that cannot be told."""
    groups = [row for row in facts.tables.rows("out.groups") if row["group"] != EVERYONE]
    if not groups:
        return [
            (
                "Which people drive longer cannot be told: the population source counts no group apart, such "
                "as people aged 65 and over or households without a vehicle."
            )
        ]
    return [sentence for row in groups for sentence in _group(facts, row)]


def _group(facts: Facts, row: Row) -> list[str]:
    """Set one group beside everyone."""
    name = group_term(row["group"], facts.who).name
    if row["reason"] is not None:
        return [f"Of {name} there are no figures: {NOT_COUNTED.name(row['reason'])}."]
    near = f"{none_near(facts)} within {limit(facts.gap_min)} minutes"
    shares = [_share_none(facts, group) for group in (row["group"], EVERYONE)]
    if None in shares:
        return [
            f"Of {people(row['count'], name)} there are no figures: nobody at all is counted here."
        ]
    mine, everyones = percents_apart(*shares)
    told = f"Of {people(row['count'], name)}, {mine} have {near}, against {everyones} of all {facts.who}"
    medians = [_median(facts, group) for group in (row["group"], EVERYONE)]
    if None not in medians:
        ours, theirs = minutes_apart(*medians)
        told += f"; their typical drive to the nearest center is {ours}, against {theirs}"
    sentences = [f"{told}."]
    if row["population_unknown"] > 0:
        sentences.append(
            f"At {plural(row['places_unknown'], 'place')} with {people(row['population_unknown'])} the number "
            f"of {name} is not known: none are counted there."
        )
    return sentences


def _share_none(facts: Facts, group: str) -> Any:
    row = facts.tables.row("out.gaps_by_group", group=group, stratum=ALL_STRATA)
    return None if row is None else row["share_none"]


def _median(facts: Facts, group: str) -> Any:
    key = {"group": group, "stratum": ALL_STRATA, "site_of_care": ANY_SITE}
    row = facts.tables.row("out.times_by_group", **key)
    return None if row is None else row["drive_time_min_median"]


def scheme_sentences(facts: Facts) -> list[str]:
    """Say between which shares rural people are covered, depending on who counts as rural."""
    if facts.population == 0:
        return []
    near = {"within_min": facts.gap_min, "stratum": RURAL}
    sentences = []
    for site in (site for site in COMPARED_SITES if site not in absent_kinds(facts)):
        rows = facts.tables.rows("out.coverage_by_scheme", site_of_care=site, **near)
        known = [row for row in rows if row["share"] is not None]
        shares = sorted(known, key=lambda row: (row["share"], row["scheme"]))
        if len(shares) > 1:
            low, high = shares[0], shares[-1]
            least, most = percents_apart(low["share"], high["share"])
            told = (
                f"Whoever counts as rural, {least}"
                if least == most
                else "Depending on who counts as rural, between "
                f"{least} ({SCHEMES.heading(low['scheme'])}) and {most} ({SCHEMES.heading(high['scheme'])})"
            )
            sentences.append(
                f"{told} of rural people live within {limit(facts.gap_min)} minutes of {center_of(site)}."
            )
    counts = sorted(
        facts.tables.rows("out.coverage_by_scheme", site_of_care=ANY_SITE, **near),
        key=lambda row: (row["population"], row["scheme"]),
    )
    if len(counts) > 1:
        low, high = counts[0], counts[-1]
        sentences.append(
            f"The definitions count from {people(low['population'])} as rural "
            f"({SCHEMES.heading(low['scheme'])}) to {people(high['population'])} "
            f"({SCHEMES.heading(high['scheme'])})."
        )
    return [*sentences, *_carried(facts), *_uncoded(facts)]


def _carried(facts: Facts) -> list[str]:
    """Say how many people have a RUCA code of older tracts, and how sure it is."""
    rows = {row["carried"]: row for row in facts.tables.rows("out.carried_codes")}
    told = [
        f"for {people(row['population'])} {CARRIED.name(how)}"
        for how, row in rows.items()
        if row["population"] > 0
    ]
    by_land = "RUCA codes are those of the tracts of 2010, carried to those of 2020 by the land that both have"
    return [f"{by_land}: {listed(told)}."] if told else []


def _uncoded(facts: Facts) -> list[str]:
    """Say which definitions leave people unclassified, so that some of them may be rural."""
    return [
        f"By {SCHEMES.heading(row['scheme'])}, {people(row['population'])} ({percent(row['share_of_area'])}) "
        f"are unclassified, because {UNCODED.name(row['reason'])}: some of them may be rural."
        for row in facts.tables.rows("out.unclassified")
        if row["share_of_area"] is not None and row["share_of_area"] >= SOME_UNCODED
    ]


def score_sentences(facts: Facts, notes: Mapping[str, str]) -> list[str]:
    """Say how much the tenth with least and the tenth with most have, and who has nothing in reach."""
    table = facts.tables.rows("out.accessibility_by_stratum")
    first = min((row["measure"] for row in table), key=score_order)
    rows = {row["stratum"]: row for row in table if row["measure"] == first}
    whole = rows.get(ALL_STRATA)
    if whole is None or first not in PER_PERSON_SCORES or whole["score_p90"] is None:
        return []
    unit = "centers" if notes["supply_unit"] == "centers" else "chairs or the like"
    if whole["score_p90"] == 0:
        return ["At least nine in ten people have no center within the hour at all."]
    low, middle, high, least, most = (
        _for_many(whole[f"score_{name}"])
        for name in ("p10", "median", "p90", "median_low", "median_high")
    )
    decays = (
        ""
        if whole["score_median_low"] == whole["score_median_high"]
        else f" ({least} to {most} under the decays that are usual)"
    )
    sentences = [
        (
            f"The typical person has {middle} {unit} for {PER_PEOPLE:,} people within reach{decays}; one in "
            f"ten has {'none' if low == _NONE else f'less than {low}'}, one in ten more than {high}."
        )
    ]
    groups = [
        f"{_for_many(rows[name]['score_median'])} for {people_of(name)}"
        for name in facts.strata
        if name != ALL_STRATA and name in rows and rows[name]["score_median"] is not None
    ]
    if len(groups) > 1:
        sentences.append(f"The typical figures are {listed(groups)}.")
    if whole["population_none"] > 0:
        sentences.append(
            f"{capital(have(whole['population_none']))} no center within the hour at all."
        )
    return [*sentences, *_around(facts, notes), *_beyond(facts, first), *_capacity(notes)]


def _for_many(score: float) -> str:
    """Write a score for `PER_PEOPLE` people: '3.44', 'under 0.01', '0'."""
    value = PER_PEOPLE * score
    if value == 0:
        return _NONE
    return f"{value:.2f}" if value >= 0.005 else "under 0.01"


def _capacity(notes: Mapping[str, str]) -> list[str]:
    """Say what stands for the size of a center."""
    left_out = int(notes["centers_left_out"])
    if left_out:
        return [
            (
                f"{plural(left_out, 'center')} of unknown capacity {'is' if left_out == 1 else 'are'} left "
                "out, because a guess would mix units."
            )
        ]
    if notes["supply_unit"] == "centers":
        return ["Each center counts as one: how many chairs it has is not used."]
    return []


def _around(facts: Facts, notes: Mapping[str, str]) -> list[str]:
    """Say who shares the centers without being studied, and where nobody knows who does."""
    where = f"within {limit(facts.area.area.buffer_mi)} miles around {place_name(facts)}"
    counties, unread = int(notes["counties_around"]), int(notes["counties_around_unread"])
    if not counties:
        return [
            f"No other county lies {where}, as far as the boundaries tell: only its own people share centers."
        ]
    around = float(notes["people_around"])
    sentences = []
    if around > 0:
        sentences.append(
            f"{capital(people(around, facts.who))} {where} are counted among those who share a center, and in "
            "no figure of their own."
        )
        if not facts.words.covers_buffer:
            sentences.append(
                "The lists are not known to name every center there: near the border more may be left for each "
                "person than is told."
            )
    if unread:
        sentences.append(
            f"Of {plural(counties, 'county', 'counties')} {where} the population files hold nobody in "
            f"{unread:,}: who lives there is not counted among those who share a center."
        )
    return sentences


def _beyond(facts: Facts, first: str) -> list[str]:
    """Say for how many people the first score, and the three-step one, rests on what is not known."""
    shares = {
        row["measure"]: row["share_beyond"]
        for row in facts.tables.rows("out.accessibility_by_stratum", stratum=ALL_STRATA)
    }
    sentences = []
    if first != THREE_STEP and shares[first]:
        sentences.append(
            f"{percent(shares[first])} of people live where a center within the hour can also be driven "
            "to within the hour from land whose people were not read: what is left for them is at most what is "
            "told here."
        )
    if shares.get(THREE_STEP):
        sentences.append(
            f"For {percent(shares[THREE_STEP])} of people, {SCORES.name(THREE_STEP)} rests on people who "
            "were not read, or on people who can reach centers that are not known: it may be too high or too "
            "low there."
        )
    return sentences


def inequality_sentences(facts: Facts) -> list[str]:
    """Say how uneven the drive to any center is, the mean beside it."""
    absent, sentences = absent_kinds(facts), []
    for site in (ANY_SITE, *(one for one in COMPARED_SITES if one not in absent)):
        sentences += _unevenness(facts, site)
    between = facts.tables.row("out.inequality", burden=ANY_SITE, index="theil_between")
    if between is not None and between["share_of_theil"] is not None:
        sentences.append(
            f"{percent(between['share_of_theil'])} of the spread (Theil) lies between strata, "
            "the rest among people of the same stratum."
        )
    mean = facts.tables.row("out.inequality", burden=ANY_SITE, index="mean")
    if mean is not None and mean["people_left_out"] > 0:
        sentences.append(
            f"{capital(people(mean['people_left_out']))} who cannot be driven anywhere are in none of these."
        )
    return sentences


def _unevenness(facts: Facts, site: str) -> list[str]:
    rows = facts.tables.rows("out.inequality", burden=site)
    results = {row["index"]: row["result"] for row in rows}
    if results.get("gini") is None:
        return []
    mean_band, gini_band, equal_band = (
        facts.band(ALL_STRATA, site, figure)
        for figure in ("drive_time_min_mean", "gini", "kolm_pollak_equivalent")
    )
    return [
        (
            f"The drive to the nearest {noun_of(site)} takes {exact_minutes(results['mean'])} on average"
            f"{in_brackets(exact_minutes_band(mean_band))}; the Gini coefficient of its spread over people is "
            f"{index(results['gini'])}{in_brackets(index_band(gini_band))}, 0 being everyone alike."
        ),
        (
            "With long drives weighing more, it is as bad as if everyone drove "
            f"{exact_minutes(results['kolm_pollak_equivalent'])}{in_brackets(exact_minutes_band(equal_band))}: "
            f"{exact_minutes(results['kolm_pollak_penalty'])} more than on average."
        ),
    ]
