import pandas as pd

from pipelines.contracts.columns import (
    Contract,
    boolean,
    number,
    share,
    sometimes,
    statistics,
    text,
)

PLACE = text("where it is", "Place")


def test_a_column_says_its_unit_and_what_null_means() -> None:
    told = number("how far it is", unit="miles", null="no road leads there")
    assert told.sentence == "how far it is (miles); null: no road leads there"
    assert PLACE.sentence == "where it is"


def test_a_column_without_a_heading_takes_its_name() -> None:
    contract = Contract("A place.", ("geoid",), {"geoid": PLACE, "far_mi": number("how far")})
    assert [column.heading for column in contract.columns.values()] == ["Place", "Far mi"]


def test_null_is_allowed_where_it_means_something_and_some_columns_may_lack() -> None:
    columns = {
        "geoid": PLACE,
        "near": boolean("whether it is near", null="unknown"),
        **sometimes({"share": share("of all")}),
    }
    schema = Contract("A place.", ("geoid",), columns).schema
    assert [column.nullable for column in schema.columns.values()] == [False, True, False]
    assert len(schema.validate(pd.DataFrame({"geoid": ["a"], "near": [None]}))) == 1


def test_a_table_says_what_a_row_is_and_its_key() -> None:
    assert Contract("A place.", ("geoid",), {"geoid": PLACE}).sentence == "A place. Key: geoid."
    assert Contract("A note.", (), {"geoid": PLACE}).sentence == "A note."


def test_statistics_stand_before_what_they_are_of() -> None:
    named = statistics("min", {"p90": "90th percentile"}, number("the drives"))
    assert named["min_p90"].meaning == "90th percentile of the drives"
