"""Accessibility scores: how much supply is within reach of a place."""

from __future__ import annotations

from typing import Literal

from pipelines.vocabulary.access import UNREACHED_REASONS
from pipelines.vocabulary.terms import Term, Vocabulary

Score = Literal["e2sfca", "2sfca", "3sfca", "m2sfca", "gravity", "raam", "cumulative"]

SCORES = Vocabulary(
    Term("e2sfca", "E2SFCA", "Enhanced two-step floating catchment (E2SFCA)"),
    Term("2sfca", "2SFCA", "Two-step floating catchment (2SFCA)"),
    Term("3sfca", "3SFCA", "Three-step floating catchment (3SFCA)"),
    Term("m2sfca", "M2SFCA", "Modified two-step floating catchment (M2SFCA)"),
    Term("gravity", "gravity", "Gravity"),
    Term("raam", "RAAM", "Rational agent access model (RAAM)"),
    Term("cumulative", "cumulative opportunities", "Cumulative opportunities"),
)
"""`measure` of out.accessibility; that of cumulative opportunities carries its threshold, `cumulative_30`."""

CUMULATIVE_PREFIX = "cumulative_"

NO_PEOPLE = "no_people"

NULL_REASONS = UNREACHED_REASONS.also(
    Term(NO_PEOPLE, "nobody lives within reach of any center", "No people")
)
"""`null_reason`: why a place has no score."""

PER_PERSON_SCORES = ("e2sfca", "2sfca", "3sfca", "m2sfca")
PER_PEOPLE = 100_000
"""Scores that are supply for each person are told for so many people."""

_STEPS = "steps "


def score_order(measure: str) -> tuple[int, float]:
    """Return where a score stands in tables: as in `SCORES`, cumulative ones by threshold."""
    if measure.startswith(CUMULATIVE_PREFIX):
        return SCORES.index("cumulative"), float(measure.removeprefix(CUMULATIVE_PREFIX))
    return SCORES.index(measure), 0.0


def score_name(measure: str, supply_unit: str) -> str:
    """Name a score with its unit: 'cumulative_30' is 'Centers within 30 minutes'."""
    if measure.startswith(CUMULATIVE_PREFIX):
        threshold = float(measure.removeprefix(CUMULATIVE_PREFIX))
        return f"{supply_unit.capitalize()} within {threshold:g} minutes"
    if measure in PER_PERSON_SCORES:
        return f"{SCORES.heading(measure)}, {supply_unit} for {PER_PEOPLE:,} people"
    return (
        f"{SCORES.heading(measure)}, {'cost' if measure == 'raam' else f'weighted {supply_unit}'}"
    )


def decay_words(label: str) -> str:
    """Write a decay in words: 'steps 10:1, 20:0.68' is '1 up to 10 minutes, 0.68 up to 20 minutes'."""
    if not label.startswith(_STEPS):
        return label
    steps = (step.split(":") for step in label.removeprefix(_STEPS).split(", "))
    return ", ".join(f"{weight} up to {bound} minutes" for bound, weight in steps) + ", none beyond"
