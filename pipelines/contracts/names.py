"""Words that tables use: gaps, reasons, precisions, county types and the groups beside the strata."""

GAPS = ("choice", "hospital_only", "office_only", "none")
"""What a place has within `gap_min` minutes: both kinds of center, one kind, or neither."""

UNREACHED_REASONS = ("no_center", "no_road_near", "no_path")
"""Why a place has no drive time: there is no such center at all, the place lies too far from any road,
or no road leads from it to such a center."""

GEOCODE_PRECISIONS = ("rooftop", "address", "street", "zip", "city", "registry", "listed")
"""Where a center's coordinates come from; `listed` is taken from a user's list as it stands."""

CMS_COUNTY_TYPES = ("Large Metro", "Metro", "Micro", "Rural", "CEAC")
"""County types of 42 CFR 422.116, from the densest to extreme access considerations."""

ALL_STRATA = "all"
"""`stratum` of the row that sums over the whole area."""

NO_STRATUM = "unclassified"
"""`stratum` of the row for people whose place carries no code in the area's scheme."""
