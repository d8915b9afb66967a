"""What a place has within reach, and why it may have no drive time."""

from __future__ import annotations

from pipelines.vocabulary.terms import Term, Vocabulary

GAPS = Vocabulary(
    Term("choice", "both kinds", "Both kinds"),
    Term("hospital_only", "a hospital-based center only", "Hospital-based only"),
    Term("office_only", "an office-based center only", "Office-based only"),
    Term("none", "neither kind", "Neither"),
)
"""`gap`: what a place has within `gap_min` minutes: both kinds of center, one kind, or neither."""

GAPS_OF_ONE_KIND = Vocabulary(
    Term("hospital_only", "a hospital-based center", "Hospital-based center"),
    Term("office_only", "an office-based center", "Office-based center"),
    Term("none", "no center", "No center"),
)
"""The same where only one kind has a center, so that the other is not spoken of."""

UNREACHED_REASONS = Vocabulary(
    Term("no_center", "there is no such center on the list", "No such center"),
    Term("no_road_near", "no road is near enough to start from", "No road near"),
    Term("no_path", "no road leads from there to such a center", "No road leads there"),
)
"""`unreached_reason`: why a place has no drive time."""
