"""What a place has within reach, and why it may have no drive time."""

from __future__ import annotations

from pipelines.vocabulary.terms import Term, Vocabulary

GAPS = Vocabulary(
    Term("choice", "both kinds", "Both kinds"),
    Term("hospital_only", "a hospital-based center only", "Hospital-based only"),
    Term("office_only", "an office-based center only", "Office-based only"),
    Term("none", "neither kind", "Neither"),
    Term("unknown", "no road within reach in the data", "Not known: no road in the data"),
)
"""`gap`: what a place has within `gap_min` minutes: both kinds of center, one kind, or neither; `unknown` where
the road files hold no road within reach of the place, so that they do not tell."""

GAPS_OF_ONE_KIND = Vocabulary(
    Term("hospital_only", "a hospital-based center", "Hospital-based center"),
    Term("office_only", "an office-based center", "Office-based center"),
    Term("none", "no center", "No center"),
    Term("unknown", "no road within reach in the data", "Not known: no road in the data"),
)
"""The same where only one kind has a center, so that the other is not spoken of."""

NEARER = Vocabulary(
    Term("office", "an office-based center", "Office-based nearer"),
    Term("about_the_same", "about the same", "About the same"),
    Term("hospital", "a hospital-based center", "Hospital-based nearer"),
    Term(
        "only_office",
        "an office-based center, the only kind that can be reached",
        "Only an office-based one can be reached",
    ),
    Term(
        "only_hospital",
        "a hospital-based center, the only kind that can be reached",
        "Only a hospital-based one can be reached",
    ),
    Term("neither", "neither kind can be reached", "Neither can be reached"),
)
"""`nearer`: which kind of center is nearer to a place by more than `nearer_by_min`, or the only one reached."""

NEARNESS_FINDINGS = Vocabulary(
    Term(
        "office", "office-based centers are nearer for clearly more people", "Office-based nearer"
    ),
    Term(
        "hospital",
        "hospital-based centers are nearer for clearly more people",
        "Hospital-based nearer",
    ),
    Term("alike", "neither kind is nearer for clearly more people", "Alike"),
    Term("mixed", "the medians point the other way than the count of people", "Mixed"),
    Term("only_office", "only office-based centers can be reached", "Office-based only"),
    Term("only_hospital", "only hospital-based centers can be reached", "Hospital-based only"),
    Term("nobody", "nobody reaches either kind", "Nobody reached"),
)
"""`finding` of out.nearness: which kind is nearer for clearly more of a stratum's people."""

UNREACHED_REASONS = Vocabulary(
    Term("no_center", "there is no such center on the list", "No such center"),
    Term("no_road_near", "no road is near enough to start from", "No road near"),
    Term("no_path", "no road leads from there to such a center", "No road leads there"),
)
"""`unreached_reason`: why a place has no drive time."""

LOCAL_UNITS = Vocabulary(
    Term("county", "county", "County"),
    Term("state", "state", "State"),
)
"""`unit` of what is told one by one."""

LOCAL_FIGURES = Vocabulary(
    Term("population", "people counted", "People"),
    Term(
        "population_neither",
        "people with neither kind within the threshold",
        "People with neither kind near",
    ),
    Term(
        "share_neither",
        "share of people with neither kind within the threshold",
        "Share with neither kind near",
    ),
    Term(
        "population_unknown",
        "people of whom the road files do not tell, for they hold no road within reach",
        "People without a road in the data",
    ),
    Term(
        "drive_time_min_median",
        "minutes for the median person who reaches a center",
        "Typical drive, minutes",
    ),
    Term("share_within", "share of people within the threshold of a center", "Share near"),
    Term(
        "share_unreached", "share of people who cannot be driven to a center", "Share not reached"
    ),
)
"""`figure` of out.local_figures."""

RANKED_FROM_LEAST = ("share_within",)
"""Figures whose least value is the worst access, and so ranks first; of the others the greatest does."""

BANDED_LOCAL_FIGURES = ("share_neither", "drive_time_min_median", "share_within")
"""Figures that get a band of variants for each county and state."""

MAP_SUBJECTS = Vocabulary(
    Term("drive_time", "minutes to the nearest center", "Minutes to the nearest center"),
    Term("within", "who is within a drive", "Who is within a drive of…"),
    Term("gap", "what lies near", "What lies near"),
    Term("nearer", "which kind is nearer", "Which kind is nearer"),
    Term("score", "access score", "Access score"),
    Term("change", "who gains and who loses", "Who gains and who loses"),
    Term("adequacy", "Medicare’s rule, by county", "Medicare’s rule, by county"),
)
"""What a map of the explorer can show."""

MAP_CHOICES = Vocabulary(
    Term("site_of_care", "kind of center", "Kind of center"),
    Term("within_min", "minutes by car", "Minutes by car"),
    Term("what_if", "case", "Case"),
    Term("score", "score", "Score"),
    Term("scenario", "centers that count", "Centers that count"),
)
"""By what else a reader chooses a map, in the order of the choices."""
