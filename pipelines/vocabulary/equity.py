"""Indices of how unevenly drive times are spread over people."""

from __future__ import annotations

from pipelines.vocabulary.terms import Term, Vocabulary

INDICES = Vocabulary(
    Term("mean", "mean", "Mean, minutes"),
    Term(
        "kolm_pollak_equivalent",
        "Kolm-Pollak equivalent",
        "As bad as if everyone drove, minutes",
    ),
    Term("kolm_pollak_penalty", "Kolm-Pollak penalty", "What inequality adds, minutes"),
    Term("gini", "Gini coefficient", "Gini"),
    Term("theil", "Theil index", "Theil"),
    Term("theil_between", "Theil index between strata", "Theil between strata"),
    Term("theil_within", "Theil index within strata", "Theil within strata"),
    Term("concentration", "concentration index", "Concentration by deprivation"),
)
"""`index` of out.inequality."""
