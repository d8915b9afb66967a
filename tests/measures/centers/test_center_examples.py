import pandas as pd

from pipelines.facilities.rules import PRIOR_LOG_ODDS
from pipelines.measures.centers.center_examples import (
    center_examples,
    records_to_centers,
)
from pipelines.vocabulary.centers import RECORD_STEPS
from tests.measures.centers.center_worlds import centers, evidence


def test_the_example_of_a_common_site_is_neither_beyond_doubt_nor_in_doubt() -> None:
    table = center_examples(centers(), evidence(), "combined")
    # Both offices lie 0.02 from the typical confidence; the first by id counts.
    assert table["center_id"].tolist() == ["b", "a"]
    hospital = table.iloc[1]
    assert hospital["weights"] == "3 5"
    assert hospital["log_odds"] == PRIOR_LOG_ODDS + 8


def test_records_are_left_out_step_by_step() -> None:
    counts = pd.DataFrame({"step": RECORD_STEPS, "records": [20, 1, 2, 3, 4, 10]})
    table = records_to_centers(counts.sample(frac=1, random_state=1))
    assert table["left"].tolist() == [20, 19, 17, 14, 10, 10]
    assert table["records"].isna().tolist() == [True, False, False, False, False, True]
