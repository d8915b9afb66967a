"""What the hospital readers share: the columns they return, and how hospitals of other kinds are left out."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipelines.sources.tables.checks import RowChecks

HOSPITAL_COLUMNS = (
    "hospital_id",
    "ccn",
    "name",
    "address",
    "city",
    "state",
    "zip",
    "county_fips",
    "hospital_type",
    "status",
    "beds",
    "owner",
    "lon",
    "lat",
    "geocode_precision",
)
"""Columns of a hospital reading; one that a publisher does not give is null in every row.

`hospital_id` is the publisher's own key, `ccn` the CMS certification number, `beds` staffed beds,
`lon` and `lat` WGS 84 degrees, `geocode_precision` `rooftop`; null where the publisher tells addresses alone.
"""


def keep_only(checks: RowChecks, values: pd.Series, label: str, kept: Sequence[str]) -> None:
    """Leave out the rows whose value is not one of `kept`, whatever the letter case."""
    folded = [value.casefold() for value in kept]
    checks.leave_out(
        ~values.str.casefold().isin(folded),
        str(values.name),
        f"{label} " + values.fillna("") + f" is not one of {', '.join(kept)}",
    )
