"""How unevenly drives are spread, and the same answers under every stratum scheme."""

from __future__ import annotations

from dataclasses import replace

from pipelines.contracts.access import ACCESS
from pipelines.contracts.adequacy import PEOPLE_COUNTED
from pipelines.contracts.columns import (
    NO_PEOPLE,
    SCHEME,
    Contract,
    number,
    people,
    share,
    text,
    whole,
)
from pipelines.vocabulary.strata import UNCODED


def _by_scheme(table: str) -> Contract:
    """Return the contract of a table by stratum for the table that has it once a scheme."""
    one = ACCESS[table]
    return replace(
        one,
        row=f"A row of {table} under one scheme.",
        key=("scheme", *one.key),
        columns={"scheme": SCHEME, **one.columns},
    )


EQUITY = {
    "out.inequality": Contract(
        "A burden and an index: how unevenly it is spread over people.",
        ("burden", "index"),
        {
            "burden": text(
                "minutes to the nearest center of this site of care, or of 'any'",
                "Drive to the nearest",
            ),
            "index": text("which index; 'mean' and those that begin with kolm_pollak are minutes"),
            "result": number("the index", null="undefined"),
            "people": PEOPLE_COUNTED,
            "people_left_out": people(
                "people without a drive time, or for 'concentration' a rank",
                "People without a drive time",
            ),
            "share_of_theil": share(
                "share of Theil's two parts in it", null="the index is none of them, or it is 0"
            ),
        },
    ),
    "out.unclassified": Contract(
        "A scheme and a reason: the people whose places carry no code in it.",
        ("scheme", "reason"),
        {
            "scheme": SCHEME,
            "reason": text("why there is no code", "Why", among=UNCODED),
            "places": whole("places without a code"),
            "population": people("people who live there", "People"),
            "share_of_area": share("of the area's people", null=NO_PEOPLE),
        },
    ),
    "out.coverage_by_scheme": _by_scheme("out.coverage"),
    "out.times_by_scheme": _by_scheme("out.times_by_stratum"),
    "out.nearness_by_scheme": _by_scheme("out.nearness"),
    "out.office_advantage_by_scheme": _by_scheme("out.office_advantage"),
}
"""Contracts of equity, by full name."""
