"""The columns that every hospital reader returns, so that what follows need not ask who published them."""

from __future__ import annotations

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
`lon` and `lat` WGS 84 degrees, `geocode_precision` `rooftop` or `zip`.
"""
