"""What the scenarios come to, in sentences: bands, margins of error, what-ifs and new sites."""

from __future__ import annotations

from pipelines.out_tables import Row
from pipelines.report.facts import Facts
from pipelines.report.telling.bands import OVER_ALL
from pipelines.report.telling.findings import none_near
from pipelines.report.telling.placing import roughly_placed
from pipelines.vocabulary.sites_of_care import ANY_SITE
from pipelines.vocabulary.strata import ALL_STRATA, people_of
from pipelines.vocabulary.uncertainty import GRAINS, variant_name
from pipelines.vocabulary.what_if import what_if_name
from pipelines.vocabulary.wording import (
    capital,
    limit,
    listed,
    minutes,
    people,
    percent,
    percents_apart,
    plural,
)


def band_sentences(facts: Facts) -> list[str]:
    """Say how far the main figures move, and which variant gives each end."""
    sentences = []
    neither = facts.tables.row(
        "out.sensitivity", figure="share_neither", stratum=ALL_STRATA, dimension=OVER_ALL
    )
    if neither is not None and neither["low"] is not None:
        low, high = percents_apart(neither["low"], neither["high"])
        moved = (
            "no variant moves it"
            if low == high
            else f"under the variants it lies between {low} ({variant_name(neither['low_variant'])}) and "
            f"{high} ({variant_name(neither['high_variant'])})"
        )
        sentences.append(
            f"The share of people with {none_near(facts)} within {limit(facts.gap_min)} minutes is "
            f"{percent(neither['value'])}; {moved}."
        )
    return [*sentences, *filter(None, [roughly_placed(facts)])]


def coarseness_sentences(facts: Facts) -> list[str]:
    """Say what the share with neither kind near would be if people were known by tract or county alone."""
    stratum = next(iter(facts.focus), ALL_STRATA)
    shares = {
        row["grain"]: row["share_none"]
        for row in facts.tables.rows("out.coarseness", stratum=stratum)
        if row["share_none"] is not None
    }
    told = [
        f"{percent(shares[grain])} if measured from {GRAINS.name(grain)}"
        for grain in GRAINS
        if grain in shares
    ]
    if len(told) < len(GRAINS) - 1:
        return []
    within = f"{none_near(facts)} within {limit(facts.gap_min)} minutes"
    return [f"Of {people_of(stratum)}, the share with {within} is {listed(told)}."]


def margin_sentences(facts: Facts) -> list[str]:
    """Say how far the survey's own margins of error let the main share move; nothing where none are known."""
    row = facts.tables.row(
        "out.margins", stratum=ALL_STRATA, site_of_care=ANY_SITE, within_min=facts.gap_min
    )
    if row is None or row["share"] is None:
        return []
    sentences = [
        (
            f"How many people live where ({facts.counted}) is itself estimated by a survey. By its published "
            f"margins of error the share within {limit(facts.gap_min)} minutes of any center is "
            f"{100 * row['share']:.1f}%, give or take {100 * row['share_margin']:.1f} points, and the number "
            f"of people {row['people_within']:,.0f}, give or take {row['people_within_margin']:,.0f}."
        ),
        (
            "If the survey were held again and again, nine in ten such ranges would hold the true count. "
            "They take the errors of neighboring places as independent, which they are not quite, and say "
            "nothing of roads, speeds or what counts as a center."
        ),
    ]
    if row["places_left_out"]:
        sentences.append(
            f"{capital(plural(row['places_left_out'], 'place'))} with {people(row['people_left_out'])} "
            f"{'has' if row['places_left_out'] == 1 else 'have'} no known margin and stand outside these "
            "numbers."
        )
    return sentences


def what_if_sentences(facts: Facts) -> list[str]:
    """Say of each what-if whose drive changes, by how much, and what becomes of counties."""
    return [
        f"{what_if_name(row['what_if'], facts.closed_names)}: {_drives_change(row)}"
        f"{_counties_change(facts, row['what_if'])}."
        for row in facts.tables.rows("out.what_if", stratum=ALL_STRATA, site_of_care=ANY_SITE)
    ]


def _drives_change(row: Row) -> str:
    longer, shorter, moved = (row[f"population_{how}"] for how in ("longer", "shorter", "moved"))
    told = []
    if moved:
        mean = row["change_min_mean"]
        on_average = f"by {minutes(abs(mean))} on average"
        change = f"gets {'longer' if longer else 'shorter'} for {people(moved)}, {on_average}"
        if longer and shorter:
            more = "longer" if mean > 0 else "shorter"
            change = (
                f"gets longer for {people(longer)} and shorter for {people(shorter)}; over both it gets {more} "
                f"{on_average}"
            )
        told.append(f"the drive to the nearest center {change}")
    if row["population_cut_off"] > 0:
        told.append(f"{_reach(row['population_cut_off'])} none any more")
    if row["population_connected"] > 0:
        told.append(f"{_reach(row['population_connected'])} one where none was reached before")
    return "; ".join(told) or "nobody’s drive to the nearest center changes"


def _reach(count: float) -> str:
    who = people(count)
    return f"{who} {'reaches' if who.endswith('person') else 'reach'}"


def _counties_change(facts: Facts, what_if: str) -> str:
    """Name the counties that stop or begin passing Medicare's rule if every center counts."""
    names, change = facts.county_names, ""
    for code, one, many in (
        ("lost", "stops passing", "stop passing"),
        ("gained", "begins to pass", "begin to pass"),
    ):
        rows = facts.tables.rows(
            "out.what_if_adequacy", what_if=what_if, change=code, scenario="all"
        )
        which = sorted({str(names.get(row["county_fips"], row["county_fips"])) for row in rows})
        if which:
            change += f"; {listed(which)} {one if len(which) == 1 else many} Medicare’s rule"
    return change


def siting_sentences(facts: Facts) -> list[str]:
    """Say what the best new sites would bring, and how good the choice is."""
    if facts.population == 0:
        return []
    covering = facts.tables.rows("out.siting", problem="mclp")
    fewest = facts.tables.row("out.siting", problem="lscp")
    ends = covering if len(covering) < 2 else [covering[0], covering[-1]]
    return [
        *(_bring_within(row) for row in ends),
        *([] if fewest is None else [_fewest(fewest)]),
        *siting_reservation(facts),
        *_how_good(facts),
    ]


def siting_reservation(facts: Facts) -> list[str]:
    """Say what a chosen site is worth where the lists may lack centers; nothing where they are complete."""
    words = facts.words
    told = []
    if words.samples:
        told.append("a center that the sample lacks may be there already")
    if words.hospitals_stand_in:
        told.append("a place near a hospital that does not infuse is not seen")
    return [f"Which site is best holds for these lists alone: {listed(told)}."] if told else []


def _how_good(facts: Facts) -> list[str]:
    """Say among which places was chosen, and whether that choice is proved to be the best."""
    rows = [row for row in facts.tables.rows("out.siting") if row["status"] != "out_of_reach"]
    if not rows:
        return []
    there, chosen = rows[0]["places"], rows[0]["candidates"]
    among = f"Each of the {plural(there, 'place')} where people live could be chosen"
    if chosen < there:
        among = (
            f"{chosen:,} of the {plural(there, 'place')} where people live could be chosen, at least "
            f"{rows[0]['spacing_mi']:g} miles from each other; what the others would bring is not asked"
        )
    open_ones = [row for row in rows if row["status"] == "bounded"]
    if not open_ones:
        return [f"{among}. No other choice among them is better: that is proved."]
    missed = max(row["gap"] for row in open_ones)
    unproved = (
        f"For {len(open_ones)} of the {len(rows)} questions it is not proved that no other choice among them "
        f"is better; at most {percent(missed)} of what is possible is missed."
    )
    return [f"{among}. {unproved}"]


def _bring_within(row: Row) -> str:
    best = "best new office-based site"
    if row["sites"] != 1:
        best = f"best {row['sites']} new office-based sites"
    before, after = percents_apart(row["share_within_before"], row["share_within_after"])
    shares = f"{before} of people before, {after} after"
    if before == after:
        shares = f"{before} of people before and after"
    return (
        f"The {best} would bring {people(row['population_newly_within'])} more within "
        f"{limit(row['within_min'])} minutes of a center: {shares}."
    )


def _fewest(row: Row) -> str:
    share, near = percent(row["required_share"]), f"within {limit(row['within_min'])} minutes"
    if row["status"] == "out_of_reach":
        return f"No choice among the candidates brings {share} of people {near} of a center."
    if row["sites"] == 0:
        return f"At least {share} of people have a center {near} already: that takes no new site."
    least, sites = round(row["bound"]), plural(row["sites"], "new site")
    if least < row["sites"]:
        return f"{capital(sites)} would bring {share} of people {near} of a center; fewer than {least} cannot."
    return f"It takes at least {sites} to bring {share} of people {near} of a center."
