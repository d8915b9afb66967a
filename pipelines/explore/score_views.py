"""Maps of accessibility scores: how much supply is within reach of a place."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from pipelines.explore.explored import Explored, numbers, plain
from pipelines.explore.view import Column, Shade, View
from pipelines.maps.drawing import style
from pipelines.out_tables import Row
from pipelines.report.facts import Facts
from pipelines.vocabulary.accessibility import (
    NULL_REASONS,
    PER_PEOPLE,
    PER_PERSON_SCORES,
    score_name,
    score_order,
)
from pipelines.vocabulary.strata import ALL_STRATA, people_of

_COST = "raam"
"""The score of which less is better."""


def score_views(explored: Explored) -> list[View]:
    """Return a map a score of which somebody has one."""
    return [
        _score(explored, measure, row)
        for measure in _measures(explored.facts)
        if (row := _row(explored.facts, measure, ALL_STRATA)) is not None
        and row["score_median"] is not None
    ]


def score_columns(explored: Explored) -> list[Column]:
    """Return each place's scores; those a person for `PER_PEOPLE` people."""
    scores = explored.facts.tables["out.accessibility"]
    columns = []
    for measure in _measures(explored.facts):
        rows = explored.at_places(scores[scores["measure"] == measure])
        values = plain(rows["score"] * _times(measure), 3)
        heading = score_name(measure, _unit(explored.facts))
        columns += [
            Column(f"score/{measure}", heading, values, digits=_digits(explored.facts, measure)),
            Column(
                f"score_why/{measure}",
                "",
                numbers(rows["null_reason"], NULL_REASONS),
                words=[NULL_REASONS.name(one) for one in NULL_REASONS],
            ),
        ]
    return columns


def _measures(facts: Facts) -> list[str]:
    rows = facts.tables.rows("out.accessibility_by_stratum", stratum=ALL_STRATA)
    return sorted({row["measure"] for row in rows}, key=score_order)


def _row(facts: Facts, measure: str, stratum: str) -> Row | None:
    return facts.tables.row("out.accessibility_by_stratum", measure=measure, stratum=stratum)


def _times(measure: str) -> int:
    return PER_PEOPLE if measure in PER_PERSON_SCORES else 1


def _digits(facts: Facts, measure: str) -> int:
    """Centers that are counted have no decimals, as scores otherwise have."""
    scores = facts.tables["out.accessibility"]
    known = scores.loc[scores["measure"] == measure, "score"].dropna() * _times(measure)
    return 0 if (known % 1 == 0).all() else 2


def _unit(facts: Facts) -> str:
    row = facts.tables.row("out.measure_notes", measure="accessibility", note="supply_unit")
    return str(row["value"]) if row else "supply"


def _score(explored: Explored, measure: str, whole: Row) -> View:
    """Divide the places at the scores that one, five and nine in ten people have at most."""
    facts = explored.facts
    told = plain([whole[f"score_{at}"] * _times(measure) for at in _AT], 3)
    edges = sorted({float(edge) for edge in told})
    digits = _digits(facts, measure)
    names = [f"{edge:,.{digits}f}" for edge in edges]
    spans = [
        f"up to {names[0]}",
        *(f"{low}–{high}" for low, high in pairwise(names)),
        f"over {names[-1]}",
    ]
    # Where the tenths and the middle fall on one score, the classes are not those of the words.
    words = spans
    if len(edges) == len(_AT):
        words = [f"{span}: {where}" for span, where in zip(spans, _WHERE, strict=True)]
    worse = style.minute_colors(len(words))
    colors = worse if measure == _COST else worse[::-1]
    return View(
        "score",
        {"score": measure},
        score_name(measure, _unit(facts)),
        f"score/{measure}",
        (
            *(Shade(style.Fill(color), label) for color, label in zip(colors, words, strict=True)),
            Shade(style.UNREACHED, "No score"),
        ),
        tuple(edges),
        missing=True,
        sites=explored.sites,
        figures=explored.by_stratum(partial(_typical, facts, measure)),
        note="Less is better: this score is a cost." if measure == _COST else "More is better.",
    )


_AT = ("p10", "median", "p90")
_WHERE = ("the lowest tenth of people", "below the middle", "above the middle", "the highest tenth")


def _typical(facts: Facts, measure: str, stratum: str) -> str:
    row, who = _row(facts, measure, stratum), people_of(stratum)
    if row is None or row["score_median"] is None:
        return f"No {who.removesuffix(' people')} people here have such a score."
    digits = _digits(facts, measure)
    low, middle, high = (f"{row[f'score_{at}'] * _times(measure):,.{digits}f}" for at in _AT)
    return (
        f"Half of {who} have a score of {middle} or less; one in ten {low} or less, one in ten more than "
        f"{high}."
    )
