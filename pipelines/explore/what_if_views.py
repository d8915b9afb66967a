"""Maps of what-ifs: the drives that there would be, and whose drive gets longer or shorter."""

from __future__ import annotations

from functools import partial

from pipelines.explore.access_views import minute_shades
from pipelines.explore.explored import Explored
from pipelines.explore.view import Column, Mark, Shade, View
from pipelines.maps.drawing.classes import minute_edges
from pipelines.maps.gains import MARKS, change_classes, change_keys
from pipelines.out_tables import Row
from pipelines.report.facts import Facts
from pipelines.vocabulary.sites_of_care import ANY_SITE, infusion_center_of
from pipelines.vocabulary.strata import people_of
from pipelines.vocabulary.what_if import (
    CENTER_CHANGES,
    PEOPLE_COUNTED,
    people_change,
    pictures_of,
    what_if_name,
)
from pipelines.vocabulary.wording import capital, exact_minutes, limit, percents_apart


def what_if_views(explored: Explored) -> list[View]:
    """Return two maps a what-if: the minutes after it, and the change."""
    names = what_if_names(explored.facts)
    return [
        view
        for number, name in names.items()
        for view in (_after(explored, number, name), _change(explored, number, name))
    ]


def what_if_columns(explored: Explored) -> list[Column]:
    """Return each place's drive to the nearest center after each what-if, and its class of change."""
    columns = []
    table = explored.facts.tables["out.what_if_places"]
    words = [label for _, label in change_keys()]
    for what_if, number in _numbers(explored.facts).items():
        rows = explored.at_places(table[table["what_if"] == what_if])
        name = what_if_name(what_if, explored.facts.closed_names)
        columns += [
            Column(
                f"after/{number}",
                name,
                explored.minutes(rows["drive_time_min_after"]),
                unit=" minutes",
                digits=1,
            ),
            Column(f"change/{number}", "", change_classes(rows).tolist(), words=words),
        ]
    return columns


def what_if_names(facts: Facts) -> dict[str, str]:
    """Return the what-ifs of an area: number of its picture -> name in words."""
    return {
        number: what_if_name(what_if, facts.closed_names)
        for what_if, number in _numbers(facts).items()
    }


def _numbers(facts: Facts) -> dict[str, str]:
    what_ifs = (row["what_if"] for row in facts.tables.rows("out.what_if"))
    return {what_if: number for number, what_if in pictures_of(what_ifs).items()}


def _what_if(facts: Facts, number: str) -> str:
    return next(one for one, its in _numbers(facts).items() if its == number)


def _marks(facts: Facts, number: str) -> list[Mark]:
    """Return the centers that count before or after, and not both."""
    changes = facts.tables.rows("out.what_if_centers", what_if=_what_if(facts, number))
    return [
        Mark(row["lon"], row["lat"], MARKS[row["change"]], CENTER_CHANGES.heading(row["change"]))
        for row in changes
    ]


def _row(facts: Facts, number: str, stratum: str) -> Row:
    key = {"what_if": _what_if(facts, number), "site_of_care": ANY_SITE, "stratum": stratum}
    row = facts.tables.row("out.what_if", **key)
    if row is None:
        raise KeyError(f"out.what_if has no row of {key}")
    return row


def _after(explored: Explored, number: str, name: str) -> View:
    facts = explored.facts
    return View(
        "drive_time",
        {"site_of_care": ANY_SITE, "what_if": number},
        f"Minutes by car to the nearest {infusion_center_of(ANY_SITE)}, if: {name}",
        f"after/{number}",
        minute_shades(facts),
        minute_edges(facts.area),
        missing=True,
        sites=explored.sites,
        figures=explored.by_stratum(partial(_medians, facts, number)),
        marks=_marks(facts, number),
    )


def _medians(facts: Facts, number: str, stratum: str) -> str:
    row = _row(facts, number, stratum)
    before, after = (row[f"drive_time_min_median_{when}"] for when in ("before", "after"))
    if before is None or after is None:
        return f"No road leads {people_of(stratum)} here to a center."
    shares = percents_apart(row["share_within_before"], row["share_within_after"])
    return (
        f"The typical drive of {people_of(stratum)} is {exact_minutes(after)} instead of "
        f"{exact_minutes(before)}; {shares[1]} instead of {shares[0]} are within "
        f"{limit(facts.gap_min)} minutes."
    )


def _change(explored: Explored, number: str, name: str) -> View:
    return View(
        "change",
        {"what_if": number},
        f"Who gains and who loses: {name}",
        f"change/{number}",
        tuple(Shade(fill, label) for fill, label in change_keys()),
        sites=explored.sites,
        figures=explored.by_stratum(partial(_changes, explored.facts, number)),
        note="Whether the centers that are left have room is not asked.",
        marks=_marks(explored.facts, number),
    )


def _changes(facts: Facts, number: str, stratum: str) -> str:
    row = _row(facts, number, stratum)
    told = [
        f"{capital(people_change(row[f'population_{change}'], change))}."
        for change in PEOPLE_COUNTED
        if row[f"population_{change}"] > 0
    ]
    return " ".join(told) or "Nobody’s drive to the nearest center changes."
