"""What the scenarios come to, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipelines.measures.burden.travel_burden import MIN_PER_HOUR, ROUND_TRIP
from pipelines.out_tables import Row, records
from pipelines.report.facts import Facts
from pipelines.report.index.counties import county_names
from pipelines.report.telling.bands import NO_SITE, Band, in_brackets
from pipelines.report.telling.findings import absent_kinds, none_near
from pipelines.vocabulary.sites_of_care import ANY_SITE
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS
from pipelines.vocabulary.uncertainty import variant_name
from pipelines.vocabulary.what_if import what_if_name
from pipelines.vocabulary.wording import (
    capital,
    limit,
    listed,
    minutes,
    people,
    percent,
    plural,
)

BASE = "base"
"""`low_variant` and `high_variant` where no variant goes beyond the figure itself."""

LATER = "later"
"""`year` of a treatment after the first, which holds the starting doses."""

Frames = dict[str, pd.DataFrame]
"""Tables of the out layer by name."""


def band_sentences(frames: Frames, facts: Facts) -> list[str]:
    """Say how far the main figures move, and what moves them most."""
    told = []
    neither = facts.bands.get((ALL_STRATA, NO_SITE, "share_neither"))
    if neither is not None:
        row = _band_row(frames["sensitivity"], "share_neither")
        most = row["high_variant"] if row["high_variant"] != BASE else row["low_variant"]
        mover = "" if most == BASE else f"; it moves most {_if(most)}"
        told.append(
            f"The share of people with {none_near(facts)} within {limit(facts.gap_min)} minutes is "
            f"{percent(row['value'])}; with one assumption varied at a time it lies between "
            f"{percent(neither.low)} and {percent(neither.high)}{mover}."
        )
    rows = {row["site_of_care"]: row for row in records(frames["geocoding"])}
    coarse = rows.get(ANY_SITE)
    if coarse is not None and coarse["centers_coarse"]:
        told.append(
            f"{coarse['centers_coarse']:,} of {plural(coarse['centers'], 'center')} "
            f"({percent(coarse['share_coarse'])}) {'is' if coarse['centers_coarse'] == 1 else 'are'} placed "
            "only at the middle of a ZIP area or town."
        )
    return told


def margin_sentences(frames: Frames, facts: Facts) -> list[str]:
    """Say how far the survey's own margins of error let the main share move; nothing where none are known."""
    told = []
    for row in records(frames["margins"]):
        key = (row["stratum"], row["site_of_care"], row["within_min"])
        if key != (ALL_STRATA, ANY_SITE, facts.gap_min) or row["share"] is None:
            continue
        told.append(
            f"How many people live where ({facts.counted}) is itself estimated by a survey. By its published "
            f"margins of error the share within {limit(facts.gap_min)} minutes of any center is "
            f"{100 * row['share']:.1f}%, give or take {100 * row['share_margin']:.1f} points, and the number "
            f"of people {row['people_within']:,.0f}, give or take {row['people_within_margin']:,.0f}."
        )
        told.append(
            "If the survey were held again and again, nine in ten such ranges would hold the true count. "
            "They take the errors of neighboring places as independent, which they are not quite, and say "
            "nothing of roads, speeds or what counts as a center."
        )
        if row["places_left_out"]:
            told.append(
                f"{capital(plural(row['places_left_out'], 'place'))} with "
                f"{people(row['people_left_out'])} {'has' if row['places_left_out'] == 1 else 'have'} no known "
                "margin and stand outside these numbers."
            )
    return told


def _if(variant: str) -> str:
    name = variant_name(variant)
    return f"if {name}" if name.startswith("driving") else name


def _band_row(sensitivity: pd.DataFrame, figure: str) -> Row:
    mine = sensitivity[
        (sensitivity["figure"] == figure)
        & (sensitivity["stratum"] == ALL_STRATA)
        & (sensitivity["dimension"] == "all")
    ]
    return records(mine)[0]


def what_if_sentences(frames: Frames, facts: Facts) -> list[str]:
    """Say of each what-if whose drive changes, by how much, and what becomes of counties."""
    told = []
    changes = records(frames["what_if_adequacy"])
    names = county_names(facts.counties)
    for row in records(frames["what_if"]):
        if (row["stratum"], row["site_of_care"]) != (ALL_STRATA, ANY_SITE):
            continue
        moved = row["population_longer"] + row["population_shorter"]
        sentence = f"{what_if_name(row['what_if'])}: "
        if moved == 0:
            sentence += "nobody’s drive to the nearest center changes"
        else:
            sentence += (
                f"the drive to the nearest center gets {'longer' if row['change_min_mean'] > 0 else 'shorter'} "
                f"for {people(moved)}, by {minutes(abs(row['change_min_mean']))} on average"
            )
        if row["population_cut_off"] > 0:
            sentence += f"; {people(row['population_cut_off'])} reach none any more"
        for change, verb in (("lost", "stops passing"), ("gained", "begins to pass")):
            which = sorted(
                {
                    str(names.get(one["county_fips"], one["county_fips"]))
                    for one in changes
                    if (one["what_if"], one["change"], one["scenario"])
                    == (row["what_if"], change, "all")
                }
            )
            if which:
                many = verb.replace("stops", "stop").replace("begins", "begin")
                sentence += f"; {listed(which)} {verb if len(which) == 1 else many} Medicare’s rule"
        told.append(f"{sentence}.")
    return told


def siting_sentences(frames: Frames, facts: Facts) -> list[str]:
    """Say what the best new sites would bring, and how good the choice is."""
    if frames["siting"].empty or facts.population == 0:
        return []
    rows = records(frames["siting"])
    told = []
    covering = [row for row in rows if row["problem"] == "mclp"]
    for row in covering[:1] + covering[-1:] if len(covering) > 1 else covering:
        newly = row["population_within_after"] - row["population_within_before"]
        best = "best new office-based site"
        if row["sites"] != 1:
            best = f"best {row['sites']} new office-based sites"
        told.append(
            f"The {best} would bring {people(newly)} more within "
            f"{limit(row['within_min'])} minutes: {percent(row['share_within_before'])} of people before, "
            f"{percent(row['share_within_after'])} after."
        )
    fewest = next((row for row in rows if row["problem"] == "lscp"), None)
    if fewest is not None:
        share = percent(fewest["required_share"])
        if fewest["status"] == "out_of_reach":
            told.append(f"No choice among the candidates brings {share} of people within reach.")
        elif fewest["sites"] == 0:
            told.append(f"Existing centers already have {share} of people within reach.")
        else:
            told.append(f"At least {fewest['sites']} new sites would bring {share} within reach.")
    return told


def cost_sentences(frames: Frames, facts: Facts) -> list[str]:
    """Say between which costs a hospital stands, and how many people have no other option near."""
    ranges = {row["measure"]: row for row in records(frames["cost_ranges"])}
    groups = {(row["stratum"], row["group"]): row for row in records(frames["cost_people"])}
    ratio, extra = ranges["hospital_over_office_cost"], ranges["extra_cost_per_patient_year"]
    published = (
        f"Published figures put treatment in a hospital at {ratio['low']:.1f} to {ratio['high']:.1f} times "
        f"its cost in an office, and the difference at ${extra['low']:,.0f} to ${extra['high']:,.0f} for a "
        "patient and year. They come from other places, years and payers: a scenario, no estimate for here."
    )
    told = [published, *_unconfirmed(frames["cost_sources"], (ratio, extra))]
    near = limit(facts.gap_min)
    only = groups.get((ALL_STRATA, "hospital_only"))
    if only is not None and only["share"] is not None and not absent_kinds(facts):
        focus = [
            f"{percent(groups[name, 'hospital_only']['share'])} of {STRATUM_GROUPS.name(name)} people"
            for name in facts.focus
            if groups[name, "hospital_only"]["share"] is not None
        ]
        among = f" ({listed(focus)})" if focus else ""
        told.append(
            f"For {people(only['population'])}{among} a hospital is the only of the two kinds within {near} "
            "minutes, so that the dearer site is the near one."
        )
    return told


def _unconfirmed(sources: pd.DataFrame, ranges: Sequence[Row]) -> list[str]:
    """Say which ends of the ranges rest on a figure that was found nowhere but in citations."""
    doubtful = set(sources.loc[sources["checked"] != "yes", "source_id"])
    citation = dict(zip(sources["source_id"], sources["citation"], strict=True))
    named = {
        row[f"{end}_source"]: end
        for row in ranges
        for end in ("low", "high")
        if row[f"{end}_source"] in doubtful
    }
    return [
        f"The {'lower' if end == 'low' else 'upper'} ends rest on {citation[source]}, which could not be "
        "confirmed against the publication."
        for source, end in named.items()
    ]


def trip_sentences(frames: Frames, facts: Facts) -> list[str]:
    """Say what a year's trips come to, and what having neither kind near adds."""
    told = []
    later = frames["travel_burden"]["year"] == LATER
    first = next(iter(frames["therapy_schedules"]["therapy"]), None)
    for row in records(frames["travel_burden"][later]):
        key = (row["therapy"], row["stratum"], row["site_of_care"])
        if key == (first, ALL_STRATA, ANY_SITE) and row["hours_median"] is not None:
            band = facts.bands.get((ALL_STRATA, ANY_SITE, "drive_time_min_median"))
            told.append(
                f"{capital(str(first))}, {row['visits']:.1f} infusions a year: the typical patient would "
                f"spend {row['hours_median']:.1f} hours a year{_hours_band(band, row['visits'])} on the road "
                f"to the nearest center and back, one in ten more than {row['hours_p90']:.1f}."
            )
    for row in records(frames["gap_burden"]):
        case = (row["therapy"], row["year"], row["stratum"], row["gap"])
        if case == (first, LATER, ALL_STRATA, "none") and row["extra_hours_median"] is not None:
            told.append(
                f"Where {none_near(facts)} is within {limit(facts.gap_min)} minutes the typical patient drives "
                f"{row['hours_median']:.1f} hours: {row['extra_hours_median']:.1f} hours a year more than "
                "where both are."
            )
    return told


def _hours_band(one_way: Band | None, visits: float) -> str:
    """Write the band of a year's hours, which are those of one drive so many times there and back."""
    if one_way is None:
        return ""
    low, high = (f"{visits * ROUND_TRIP * end / MIN_PER_HOUR:.1f}" for end in one_way)
    return in_brackets(
        f"{low} in every scenario" if low == high else f"{low} to {high} across scenarios"
    )
