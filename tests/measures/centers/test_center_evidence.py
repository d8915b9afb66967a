import pandas as pd
import pytest

from pipelines.measures.centers.center_evidence import (
    center_confidence,
    center_rules,
    centers_stand_on,
)
from tests.measures.centers.center_worlds import OFFICE, centers, definitions, evidence


def test_every_center_is_in_one_class_of_confidence() -> None:
    table = center_confidence(centers()).set_index(["site_of_care", "least_confidence"])["centers"]
    assert table["any"].tolist() == [1, 1, 1, 1]
    assert table[OFFICE].to_dict() == {0.99: 0, 0.9: 1, 0.7: 1, 0.5: 1}


def test_a_center_stands_on_its_weightiest_evidence() -> None:
    table = centers_stand_on(evidence(), centers(), "combined").set_index("looks_at")
    assert table.loc["billing", ["centers", "alone"]].tolist() == [2, 1]
    assert table.loc["taxonomy", ["centers", "alone"]].tolist() == [2, 2]
    assert table["share"].tolist() == pytest.approx([0.5, 0.5])


def test_rules_are_counted_under_the_definitions_in_which_they_count() -> None:
    table = center_rules(evidence(), definitions(), centers(), "combined")
    rules = table.set_index(["rule_id", "definition"])
    assert rules.loc[("C1", "registry"), "centers"] == 4
    assert rules.loc[("C1", "combined"), "centers"] == 3
    assert not rules.loc[("C2", "registry"), "counted"]
    assert pd.isna(rules.loc[("C2", "registry"), "centers"])
    assert rules.loc[("C9", "combined"), "weight"] == -1
    # What a rule says of other questions is told of the centers that count.
    others = table[table["concludes"] == "supervision"].set_index("rule_id")
    assert others["centers"].to_dict() == {"V1": 3, "V2": 1}
