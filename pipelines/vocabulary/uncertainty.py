"""What is varied, to what, and the figures that are told under each variant."""

from __future__ import annotations

from pipelines.vocabulary.terms import Term, Vocabulary

FIGURES = Vocabulary(
    Term(
        "drive_time_min_median",
        "minutes for the median person who reaches a center",
        "Typical drive to the nearest {center}, minutes",
    ),
    Term(
        "drive_time_min_mean",
        "mean minutes of the people who reach a center",
        "Mean drive to the nearest {center}, minutes",
    ),
    Term(
        "kolm_pollak_equivalent",
        "minutes as bad as theirs if everyone drove alike, Kolm-Pollak",
        "As bad as if everyone drove to the nearest {center}, minutes",
    ),
    Term(
        "gini",
        "Gini coefficient of the minutes of everyone who reaches a center",
        "Gini coefficient of the drive to the nearest {center}",
    ),
    Term(
        "office_advantage_min_median",
        "hospital minus office minutes for the median person who reaches both",
        "Minutes that the office-based center is nearer, typical person",
    ),
    Term(
        "share_within",
        "share of people within the threshold of a center",
        "Share within {near} minutes of {center}",
    ),
    Term(
        "share_office_nearer",
        "share of people to whom an office-based center is nearer, as out.nearness counts",
        "Share for whom the office-based center is the nearer one",
    ),
    Term(
        "share_neither",
        "share of people with neither kind within the threshold",
        "Share with neither kind within {near} minutes",
    ),
    Term(
        "share_hospital_only",
        "share of people with only a hospital-based center within the threshold",
        "Share with only a hospital-based center within {near} minutes",
    ),
)
"""`figure` of out.sensitivity. A heading is filled with the center and the threshold that it speaks of."""

GRAINS = Vocabulary(
    Term("place", "the places themselves", "Places"),
    Term("tract", "the middle of their tract", "Tracts"),
    Term("county", "the middle of their county", "Counties"),
)
"""`grain` of out.coarseness: where everyone is taken to start; the middle is the weighted centroid."""

DIMENSIONS = Vocabulary(
    Term("speed", "time on the road", "Time on the road"),
    Term("road_model", "the road model’s own error", "The road model’s own error"),
    Term("definition", "what counts as a center", "What counts as a center"),
    Term("geocoding", "how exactly centers are placed", "How exactly centers are placed"),
    Term(
        "together", "time on the road and what counts", "Time on the road and what counts, together"
    ),
    Term("therapy_line", "whose therapy", "Whose therapy"),
    Term("all", "all of these but the therapy", "All of these but the therapy"),
)
"""`dimension`: what is varied."""

VARIANTS = Vocabulary(
    Term("base", "as measured"),
    Term("error_longer", "drives longer by the road model’s mean error"),
    Term("error_shorter", "drives shorter by the road model’s mean error"),
    Term("without_coarse", "without centers placed at a ZIP area or town"),
    Term("larger_hospitals", "without hospitals of 25 beds or fewer"),
    Term("paid_by_medicare", "without centers that Medicare does not pay"),
    Term("for_specialty", "without centers that only treat cancer"),
    Term("for_oncology", "without centers that do not treat cancer"),
    Term("sure", "without doubtful centers"),
    Term("registry", "centers by their registration alone"),
    Term("billing", "centers by what Medicare was billed for"),
    Term("combined", "centers by all evidence"),
)
"""`variant`: what it was varied to; those of speed carry their factor, `time_x1.25`, and two together are
joined by `WITH`."""

TOGETHER = "together"
WITH = "+"

NOT_ADDED_UP = "not_added_up"
"""Reason for a figure that areas know each for itself, and no sum of theirs tells for the land they make up."""

REASONS = Vocabulary(
    Term("no_hospital_based", "no hospital-based center left"),
    Term("no_office_based", "no office-based center left"),
    Term("not_reached", "nobody reaches one"),
    Term(NOT_ADDED_UP, "no sum of the areas tells it"),
)
"""`reason` of a figure that has no value under a variant."""


def variant_name(variant: str) -> str:
    """Name a variant in plain words: 'time_x1.25' is 'driving takes 25% longer'."""
    if WITH in variant:
        return ", ".join(variant_name(one) for one in variant.split(WITH))
    if variant.startswith("time_x"):
        factor = float(variant.removeprefix("time_x"))
        more = "longer" if factor > 1 else "less"
        return f"driving takes {abs(factor - 1):.0%} {more}"
    return VARIANTS.names.get(variant, variant)
