"""What holds of every reading, whatever the file was like."""

from pipelines.sources.reading import REJECTED_COLUMNS, Reading


def check_accounts(reading: Reading, *, may_be_empty: bool = False) -> None:
    """Rows that are in the table are real ones, and rejected ones say where they stand and why."""
    assert reading.rejected.columns.tolist() == list(REJECTED_COLUMNS)
    for frame in (reading.table, reading.rejected):
        assert frame["source_row"].between(1, reading.rows_read).all()
    assert reading.rejected["reason"].str.len().gt(0).all()
    assert not reading.table["source_row"].duplicated().any()
    assert len(reading.table) > 0 or may_be_empty
