"""Counties and states one by one: what their sheets tell."""

from __future__ import annotations

from pipelines.contracts.columns import (
    Contract,
    minutes,
    number,
    people,
    share,
    text,
    whole,
)
from pipelines.vocabulary.access import BANDED_LOCAL_FIGURES, LOCAL_FIGURES, LOCAL_UNITS
from pipelines.vocabulary.adequacy import FINDINGS
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE, SITES_OR_ANY

_UNIT = {
    "unit": text("what the row is about", "Of a", among=LOCAL_UNITS),
    "code": text("FIPS code of the county (five digits) or of the state (two)", "FIPS code"),
}
_SITE = text(
    "site of care, or 'any' for the nearest of all",
    "Nearest",
    null="the figure is of none, or compares two",
    among=SITES_OR_ANY,
)
_VALUE = number(
    "people, minutes or a share, 0 to 1",
    "Value",
    null="there are no people, or nobody reaches such a center",
    low=0,
)
_NO_VALUE = "no value"

LOCAL = {
    "out.local_figures": Contract(
        "A county or state and a figure: its value, and where it stands among the others.",
        ("unit", "code", "figure", "site_of_care"),
        {
            **_UNIT,
            "figure": text("which figure", "Figure", among=LOCAL_FIGURES),
            "site_of_care": _SITE,
            "value": _VALUE,
            "rank": whole(
                "1 for most people, the longest drive or the least share within; ties share the better one",
                "Rank",
                null=_NO_VALUE,
                low=1,
            ),
            "tied": whole("units with that rank, itself counted", "Tied", null=_NO_VALUE, low=1),
            "ranked": whole("units of the kind with a value", "Ranked"),
        },
    ),
    "out.local_bands": Contract(
        "A county or state and a figure: how far it moves under other speeds, definitions and placing.",
        ("unit", "code", "figure", "site_of_care"),
        {
            **_UNIT,
            "figure": text("which figure", "Figure", among=BANDED_LOCAL_FIGURES),
            "site_of_care": _SITE,
            "value": _VALUE,
            "low": number(
                "least of it and of the variants' values", "Least", null=_NO_VALUE, low=0
            ),
            "high": number("greatest of them", "Greatest", null=_NO_VALUE, low=0),
            "variants": whole("how many variants", "Variants"),
        },
    ),
    "out.local_centers": Contract(
        "A county or state, a site of care and one of the three centers that are the nearest for most people.",
        ("unit", "code", "site_of_care", "rank"),
        {
            **_UNIT,
            "site_of_care": text("site of care", "Kind", among=SITES_OF_CARE),
            "rank": whole("1 for the nearest of most people", "Rank", low=1),
            "center_id": text("the center", "Center"),
            "population": people("people there whose nearest of the kind it is", "People"),
            "share": share("of all people of the unit, those", "Share"),
            "drive_time_min_median": minutes(
                "median drive of those people", "Typical drive, minutes"
            ),
            "centers": whole("centers of the kind that are the nearest for anyone there", low=1),
        },
    ),
    "out.adequacy_by_state": Contract(
        "A state and a finding: the counties with it.",
        ("state_fips", "finding"),
        {
            "state_fips": text("two-digit state FIPS code", "FIPS code"),
            "finding": text("as in out.adequacy_findings", among=FINDINGS),
            "counties": whole("counties of the state with the finding"),
            "counties_judged": whole("counties of the state with any finding"),
            "people": people("people counted in them"),
            "people_outside": people("of these, beyond the limits of every center"),
        },
    ),
}
"""Contracts of counties and states, by full name."""
