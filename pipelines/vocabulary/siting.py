"""Where a new center would help most: what is asked."""

from __future__ import annotations

from pipelines.vocabulary.terms import Term, Vocabulary

PROBLEMS = Vocabulary(
    Term(
        "mclp",
        "k sites that bring the most people within the threshold",
        "Most people brought within {within} minutes",
    ),
    Term(
        "p_median",
        "k sites that save the most person-minutes",
        "Most minutes on the road saved",
    ),
    Term(
        "lscp",
        "the fewest sites that bring the required share of people within the threshold",
        "Fewest sites for {share} within {within} minutes",
    ),
)
"""`problem` of out.siting. A heading is filled with the threshold and the share."""

STATUSES = Vocabulary(
    Term("optimal", "exact: no choice of candidates is better"),
    Term("bounded", "the best that was found"),
    Term("out_of_reach", "out of reach"),
)
"""`status` of an answer: how good it is known to be."""
