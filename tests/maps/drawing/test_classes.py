"""Classes of minutes and their words."""

import numpy as np
import pandas as pd

from pipelines.maps.drawing.classes import (
    minute_classes,
    minute_edges,
    minute_labels,
    share_within,
)
from tests.worlds.answers import fictional_area

EDGES = (15.0, 30.0, 45.0, 60.0, 90.0)


def test_the_default_thresholds_give_the_familiar_classes():
    assert minute_edges(fictional_area()) == EDGES
    assert minute_labels(EDGES) == ("0–15", "15–30", "30–45", "45–60", "60–90", "over 90")


def test_a_threshold_belongs_to_the_class_that_it_ends():
    minutes = pd.Series([0.0, 15.0, 15.001, 30.0, 90.0, 90.1, np.nan])
    assert minute_classes(minutes, EDGES).tolist() == [0, 0, 1, 1, 4, 5, 6]


def test_a_share_is_looked_up_and_an_unknown_one_is_none(answers):
    coverage = answers["out.coverage"]
    wanted = coverage.query(
        "stratum == 'rural' and site_of_care == 'office_based' and within_min == 30"
    )
    assert share_within(coverage, "office_based", 30.0, "rural") == wanted["share"].iloc[0]
    assert share_within(coverage, "office_based", 31.0) is None
    empty = coverage.assign(share=np.nan)
    assert share_within(empty, "office_based", 30.0) is None
