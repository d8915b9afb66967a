import numpy as np
import pandas as pd
import pytest

from pipelines.measures.accessibility.accessibility import accessibility

GEOID = pd.Series(["a", "b", "c", "d"], dtype="str")


def test_nothing_in_reach_is_zero_but_the_unreached_and_the_undefined_are_null_with_a_reason() -> (
    None
):
    scores = {
        "e2sfca": np.array([0.5, 0.0, 0.0, np.nan]),
        "raam": np.array([1.0, np.nan, 2.0, 3.0]),
    }
    unreached = pd.Series([None, None, "no_path", None], dtype="str")
    table = accessibility(GEOID, scores, unreached).set_index(["measure", "geoid"])
    assert table.loc["e2sfca", "score"].tolist()[:2] == [0.5, 0.0]
    assert table["null_reason"].fillna("-").tolist() == (
        ["-", "-", "no_path", "no_people", "-", "no_people", "no_path", "-"]
    )
    assert (table["score"].isna() == table["null_reason"].notna()).all()


def test_scores_must_fit() -> None:
    with pytest.raises(ValueError, match=r"gravity has shape \(3,\)"):
        accessibility(GEOID, {"gravity": np.zeros(3)}, pd.Series([None] * 4, dtype="str"))
