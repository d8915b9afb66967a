import pandas as pd

from pipelines.measures.centers.center_attributes import centers_known
from tests.measures.centers.center_worlds import centers, evidence


def rows(table: pd.DataFrame) -> list[tuple]:
    names = ["attribute", "answer", "explanation", "centers", "by_kind_alone"]
    told = table[names].astype("object")
    return [tuple(row) for row in told.where(told.notna(), None).to_numpy()]


def test_answers_are_counted_and_those_for_the_kind_alone() -> None:
    table = centers_known(centers(), evidence())
    assert table["number"].tolist() == list(range(1, len(table) + 1))
    assert rows(table) == [
        ("supervision", "physician", None, 2, 1),
        ("supervision", "nurse", None, 1, 0),
        ("supervision", None, None, 1, None),
        ("medicare_payable", "False", None, 1, 0),
        ("medicare_payable", "True", "rule M2", 1, 0),
        ("medicare_payable", "True", "rule M1", 1, 1),
        ("medicare_payable", None, None, 1, None),
        ("capacity", "known", None, 1, None),
        ("capacity", None, None, 3, None),
    ]


def test_without_registries_no_rule_decides() -> None:
    table = centers_known(centers(), None)
    assert table["explanation"].isna().all() and table["by_kind_alone"].isna().all()
    assert table.groupby("attribute")["share"].sum().eq(1).all()
