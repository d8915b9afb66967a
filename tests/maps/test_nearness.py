"""Which center is nearer: every case by its name."""

import numpy as np
import pandas as pd

from pipelines.maps.nearness import nearer_classes


def test_every_case_has_its_class():
    cases = pd.DataFrame(
        [
            (20.0, 10.0, "office"),
            (10.0, 20.0, "hospital"),
            (20.0, 15.0, "same"),
            (15.0, 20.0, "same"),
            (20.001, 15.0, "office"),
            (np.nan, 90.0, "office_only"),
            (5.0, np.nan, "hospital_only"),
            (np.nan, np.nan, "neither"),
        ],
        columns=["hospital_min", "office_min", "expected"],
    )
    cases["office_advantage_min"] = cases["hospital_min"] - cases["office_min"]
    assert nearer_classes(cases).tolist() == cases["expected"].tolist()
