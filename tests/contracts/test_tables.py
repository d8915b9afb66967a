from pipelines.contracts import CONTRACTS, heading_of, meaning_of


def test_every_key_is_a_column_and_every_row_and_column_has_its_words() -> None:
    for table, contract in CONTRACTS.items():
        assert set(contract.key) <= set(contract.columns), table
        assert contract.row.endswith("."), table
        for name, column in contract.columns.items():
            assert column.meaning, (table, name)
            assert column.heading, (table, name)


def test_a_report_finds_heading_and_meaning() -> None:
    assert heading_of("out.what_if", "population_cut_off") == "People cut off"
    assert meaning_of("out.coverage", "share") == (
        "population_within / population (share, 0 to 1); null: there are no people"
    )
