"""Typed columns, and a record of what befell the rows and cells that are not in them."""

import numpy as np
import pytest

from pipelines.sources.reading import REJECTED_COLUMNS, SourceError
from pipelines.sources.tables.checks import RowChecks
from pipelines.sources.tables.tabular import read_text


@pytest.fixture
def checks_of(tmp_path):
    """Make checks of a table given as its header and rows."""

    def make(header, *rows):
        path = tmp_path / "table.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return RowChecks(read_text([path], {name: (name,) for name in header.split(",")}), "test")

    return make


def reasons(reading):
    return list(zip(reading.rejected["source_row"], reading.rejected["reason"], strict=True))


@pytest.mark.parametrize("cell", ["9223372036854775808", "1e300", "-1e15"])
def test_a_number_beyond_all_sources_is_noted_where_no_bounds_are_given(checks_of, cell):
    checks = checks_of("n", "1", cell)
    values = checks.number("n", whole=True).astype("Int64")
    assert values.isna().tolist() == [False, True]
    [(_, reason)] = reasons(checks.reading({"n": values}))
    assert reason.startswith(f"n {cell} is ")


def test_numbers(checks_of):
    cells = ["1", "+2.5", "-003", "1e3", "x", '"1,000"', "inf", "nan", "0x1A", "1_000", "", "-999"]
    checks = checks_of("n,k", *(f"{cell},k" for cell in cells))
    values = checks.number("n", nulls=("-999",))
    np.testing.assert_array_equal(values[:4], [1, 2.5, -3, 1000])
    assert values[4:].isna().all()
    assert reasons(checks.reading({"n": values})) == [
        (row, f"n {cell} is not a number; the cell is null, the row is kept")
        for row, cell in enumerate(["x", "1,000", "inf", "nan", "0x1A", "1_000"], start=5)
    ]


def test_ranges_include_their_bounds(checks_of):
    checks = checks_of("n", "0", "10", "-0.1", "10.1", "5", "6", "7")
    values = checks.number("n", low=0, high=10, required=True)
    reading = checks.reading({"n": values})
    assert reading.table["n"].tolist() == [0, 10, 5, 6, 7]
    assert reasons(reading) == [(3, "n -0.1 is below 0"), (4, "n 10.1 is above 10")]
    assert reading.rows_read == 7


def test_whole_numbers(checks_of):
    checks = checks_of("n", "3", "3.0", "3.5")
    assert checks.number("n", whole=True).dropna().tolist() == [3, 3]


def test_required_cells(checks_of):
    checks = checks_of("n,t", "1,a", ",a", "1,", "1,b")
    columns = {"n": checks.number("n", required=True), "t": checks.text("t", required=True)}
    reading = checks.reading(columns)
    assert reading.table["source_row"].tolist() == [1, 4]
    assert reasons(reading) == [(2, "n is blank"), (3, "t is blank")]
    assert reading.rejected.columns.tolist() == list(REJECTED_COLUMNS)
    assert reading.rejected["row_text"].tolist() == [",a", "1,"]
    assert set(reading.rejected["source"]) == {"test"}
    assert reading.rejected["column_name"].tolist() == ["n", "t"]


def test_codes_get_back_the_zeros_they_lost(checks_of):
    checks = checks_of("f", "01001", "1001", "1001.0", "17031", "101", "x1001", "170310")
    codes = checks.code("f", 5, required=False)
    assert codes[:4].tolist() == ["01001", "01001", "01001", "17031"]
    assert codes[4:].isna().all()
    zips = checks_of("z", "501", "00501", "10001", "1").code("z", 5, lost_zeros=2, required=False)
    assert zips[:3].tolist() == ["00501", "00501", "10001"]
    assert zips[3:].isna().all()


def test_certification_numbers(checks_of):
    checks = checks_of("c,k", "140001,k", "10001,k", "01014f,k", "A14001,k", "1400011,k", ",k")
    assert checks.ccn("c").fillna("-").tolist() == ["140001", "010001", "01014F", "-", "-", "-"]
    assert len(checks.reading({}).rejected) == 2


def test_words_of_a_list(checks_of):
    checks = checks_of("w,k", "Oncology,k", "specialty,k", "other,k", ",k")
    words = checks.among("w", ("oncology", "specialty"))
    assert words.fillna("-").tolist() == ["oncology", "specialty", "-", "-"]
    reading = checks.reading({"w": words})
    assert len(reading.table) == 4
    assert reasons(reading) == [
        (3, "w other is not one of oncology, specialty; the cell is null, the row is kept")
    ]


POINTS = {
    "-87.65,41.88": None,
    "179.1,52.0": None,
    "144.8,13.4": None,
    "134.46,7.35": None,
    "-66.1,18.4": None,
    "-170.7,-14.3": None,
    "41.88,-87.65": "look swapped",
    "87.65,41.88": "lack the minus",
    "0,0": "stand for no place",
    "2.35,48.86": "outside the United States",
    "-187.65,41.88": "lon -187.65 is below -180",
    "-87.65,91": "lat 91 is above 90",
    "x,41.88": "lon x is not a number",
    "-87.65,": "lat is blank",
}


def test_points(checks_of):
    checks = checks_of("lon,lat", *POINTS, *["-87.65,41.88"] * 5)
    lon, lat = checks.point()
    reading = checks.reading({"lon": lon, "lat": lat})
    sound = [row for row, reason in enumerate(POINTS.values(), start=1) if reason is None]
    assert reading.table["source_row"].tolist()[:-5] == sound
    told = dict(reasons(reading))
    for row, reason in enumerate(POINTS.values(), start=1):
        assert reason is None or reason in told[row]
    assert len(reading.rejected) == len(POINTS) - len(sound)


def test_repeated_keys(checks_of):
    checks = checks_of("k,n", "a,x", "a,1", "a,2", ",3", ",4", "b,5")
    number = checks.number("n", required=True)
    key = checks.text("k")
    checks.unique(key, "k")
    reading = checks.reading({"k": key, "n": number})
    # The first a is unusable, so the second one is the first that counts.
    assert reading.table["source_row"].tolist() == [2, 4, 5, 6]
    assert reasons(reading)[-1] == (3, "k a is there already")


def test_rows_left_out_are_no_faults(checks_of):
    checks = checks_of("t,n", "no,x", "no,x", "no,x", "yes,1")
    checks.leave_out(checks.rows["t"] == "no", "t", "not asked for")
    number = checks.number("n", required=True)
    reading = checks.reading({"n": number})
    assert reading.table["n"].tolist() == [1]
    assert reasons(reading) == [(row, "not asked for; left out, not a fault") for row in (1, 2, 3)]


def test_every_fault_of_a_row_is_told(checks_of):
    checks = checks_of("a,b", "x,y", "1,1", "2,2")
    columns = {name: checks.number(name, required=True) for name in "ab"}
    reading = checks.reading(columns)
    assert reading.rejected["column_name"].tolist() == ["a", "b"]
    assert reading.rejected["source_row"].tolist() == [1, 1]


def test_mostly_faulty_file_is_refused(checks_of):
    checks = checks_of("n,k", "1,k", "x,k", "y,k")
    number = checks.number("n", required=True)
    with pytest.raises(
        SourceError, match=r"row 2, column 'n': 2 of its 3 rows .* first: n x is not"
    ):
        checks.reading({"n": number})


def test_half_faulty_file_is_read(checks_of):
    checks = checks_of("n,k", "1,k", "x,k")
    assert len(checks.reading({"n": checks.number("n", required=True)}).table) == 1


def test_one_faulty_file_of_several_is_refused(tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("n,k\n" + "1,k\n" * 10)
    bad.write_text("n,k\nx,k\n1,k,k\n1,k\n")
    checks = RowChecks(read_text([good, bad], {"n": ("n",)}), "test")
    number = checks.number("n", required=True)
    with pytest.raises(SourceError, match=r"bad\.csv, row 1, column 'n': 2 of its 3 rows"):
        checks.reading({"n": number})


def test_file_without_rows_is_refused(checks_of):
    with pytest.raises(SourceError, match="has a header but no rows"):
        checks_of("n").reading({})


def test_nothing_left_is_refused(checks_of):
    checks = checks_of("t", "no", "no")
    checks.leave_out(np.array([True, True]), "t", "not asked for")
    with pytest.raises(SourceError, match=r"row 1, column 't': none of 2 rows .*not asked for"):
        checks.reading({})
