"""Accessibility scores: the supply within reach of each place."""

from __future__ import annotations

from pipelines.contracts.columns import (
    GEOID,
    NO_PEOPLE,
    POPULATION,
    STRATUM_GROUP,
    Contract,
    boolean,
    number,
    people,
    share,
    statistics,
    text,
)
from pipelines.vocabulary.accessibility import NULL_REASONS

_SCORES = {"mean": "mean", "p10": "10th percentile", "median": "median", "p90": "90th percentile"}
_WITHOUT = "nobody has a score"

ACCESSIBILITY = {
    "out.accessibility": Contract(
        "A place and a measure: its score.",
        ("geoid", "measure"),
        {
            "geoid": GEOID,
            "measure": text(
                "which score: e2sfca, 2sfca, 3sfca, m2sfca, gravity, cumulative_T or raam", "Score"
            ),
            "score": number(
                "supply a person (floating catchments), supply in reach (gravity, cumulative) or cost (raam)",
                null="see null_reason",
                low=0,
            ),
            "null_reason": text(
                "why there is no score",
                "Why",
                null="there is one",
                among=NULL_REASONS,
            ),
            "reaches_beyond": boolean(
                "whether a center within the catchment is shared with people who were not read (2SFCA, E2SFCA, "
                "M2SFCA: the score is then the most it can be) or whose other centers may be unknown (3SFCA)",
                null="there is no score, or it does not rest on who shares a center; RAAM weighs everyone read",
            ),
        },
    ),
    "out.accessibility_by_stratum": Contract(
        "A measure and a stratum: scores over people.",
        ("measure", "stratum"),
        {
            "measure": text("as in out.accessibility", "Score"),
            "stratum": STRATUM_GROUP,
            "population": POPULATION,
            "population_without_score": people("people whose place has no score"),
            "population_zero": people("people whose score is 0"),
            "population_none": people(
                "people whose place has no score, or whose score is 0",
                "People with none in the catchment",
            ),
            "share_none": share("their share", null=NO_PEOPLE),
            "population_beyond": people(
                "people at a place whose `reaches_beyond` is true",
                "People who share a center with unknown people",
                null="the score does not rest on who shares a center",
            ),
            "share_beyond": share("their share", null=f"as population_beyond, or {NO_PEOPLE}"),
            **statistics("score", _SCORES, number("people with a score", null=_WITHOUT, low=0)),
            **statistics(
                "score_median",
                {"low": "least", "high": "greatest"},
                number("the median and those under other decays", null=_WITHOUT, low=0),
            ),
        },
    ),
}
"""Contracts of accessibility, by full name."""
