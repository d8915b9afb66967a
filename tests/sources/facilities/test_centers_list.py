import pytest

from pipelines.area import CentersSource
from pipelines.sources.facilities.centers_list import (
    CENTER_COLUMNS,
    is_npi,
    read_centers_list,
    write_template,
)
from pipelines.sources.reading import SourceError
from tests.sources.samples import ABOUT, CENTERS, CENTERS_TEXT


@pytest.fixture
def read(tmp_path):
    def read(text, **settings):
        path = tmp_path / "centers.csv"
        path.write_text(text, encoding="utf-8")
        return read_centers_list([path], CentersSource(**settings, **ABOUT))

    return read


def test_template_columns(read):
    reading = read(CENTERS_TEXT)
    assert tuple(reading.table)[:-2] == CENTER_COLUMNS
    assert len(reading.table) == 4
    assert len(reading.rejected) == 0
    assert reading.table["capacity"].fillna(0).tolist() == [6, 0, 2, 4]
    assert reading.table["medicare_payable"].isna().tolist() == [False, False, True, True]
    assert reading.table.loc[0, "medicare_payable"]
    assert not reading.table.loc[1, "medicare_payable"]
    assert reading.table["operator"].isna().tolist() == [False, True, True, True]


def test_written_template_reads_back(tmp_path):
    path = tmp_path / "template.csv"
    write_template(path)
    filled_in = path.read_text(encoding="utf-8").replace("example row: replace it", "mine")
    path.write_text(filled_in, encoding="utf-8")
    reading = read_centers_list([path], CENTERS)
    assert filled_in.splitlines()[0] == ",".join(CENTER_COLUMNS)
    assert reading.table["site_of_care"].tolist() == ["office_based", "hospital_based"]
    assert len(reading.rejected) == 0


def test_examples_of_the_template_are_no_centers(tmp_path):
    path = tmp_path / "template.csv"
    write_template(path)
    with pytest.raises(SourceError, match="example of the template"):
        read_centers_list([path], CENTERS)
    row = "mine,Mine,office_based,,,,,,,,,-75.5,39.1,,,,,"
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    reading = read_centers_list([path], CENTERS)
    assert reading.table["name"].tolist() == ["Mine"]
    assert (
        reading.rejected["reason"]
        .eq("the row is an example of the template; left out, not a fault")
        .sum()
        == 2
    )


MINIMAL = "name,site_of_care,lon,lat\nA,office_based,-87.6,41.9\nB,hospital_based,-89.6,39.8\n"


def test_four_columns_are_enough(read):
    reading = read(MINIMAL)
    assert len(reading.table) == 2
    unknown = set(CENTER_COLUMNS) - {"center_id", "name", "site_of_care", "lon", "lat"}
    assert reading.table[sorted(unknown)].isna().all(axis=None)


def test_made_keys_do_not_depend_on_the_order(read):
    header, *rows = MINIMAL.splitlines()
    first = read(MINIMAL).table.set_index("name")["center_id"]
    second = read("\n".join([header, *reversed(rows)])).table.set_index("name")["center_id"]
    assert first.to_dict() == second.to_dict()
    assert first.is_unique


def test_row_that_is_there_twice_is_refused(read):
    reading = read(MINIMAL + "A,office_based,-87.6,41.9\n")
    assert len(reading.table) == 2
    assert reading.rejected["source_row"].tolist() == [3]
    assert reading.rejected.loc[0, "reason"].endswith("is there already")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",office_based,-87.6,41.9", "name is blank"),
        ("C,,-87.6,41.9", "site_of_care is blank"),
        ("C,clinic,-87.6,41.9", "site_of_care clinic is not one of hospital_based, office_based"),
        ("C,office_based,,41.9", "lon is blank"),
        ("C,office_based,41.9,-87.6", "look swapped"),
    ],
)
def test_unusable_rows(read, row, reason):
    reading = read(MINIMAL + row + "\n")
    assert len(reading.table) == 2
    assert reason in reading.rejected.loc[0, "reason"]


@pytest.mark.parametrize(
    ("old", "new", "column", "reason"),
    [
        ("1234567893", "1234567890", "npi", "check digit"),
        ("1234567893", "12345", "npi", "check digit"),
        (",140001,", ",14-0001,", "ccn", "no CMS certification number"),
        (",specialty,Chain", ",any,Chain", "therapy_line", "not one of oncology, specialty, both"),
        (",6,", ",six,", "capacity", "not a number"),
        (",6,", ",0,", "capacity", "below 1"),
        (",yes,", ",maybe,", "medicare_payable", "not yes or no"),
        (",address,", ",about,", "geocode_precision", "not one of rooftop"),
        (",60601,", ",6,", "zip", "not a code of 5 digits"),
    ],
)
def test_unusable_cells_become_null_and_are_noted(read, old, new, column, reason):
    header, body = CENTERS_TEXT.split("\n", 1)
    reading = read(f"{header}\n{body.replace(old, new, 1)}")
    assert len(reading.table) == 4
    assert reading.rejected["column_name"].tolist() == [column]
    assert reason in reading.rejected.loc[0, "reason"]
    assert "the row is kept" in reading.rejected.loc[0, "reason"]
    row = reading.rejected.loc[0, "source_row"]
    assert reading.table.set_index("source_row")[column].isna()[row]


def test_center_may_serve_both_lines_of_therapy(read):
    reading = read(CENTERS_TEXT.replace(",specialty,Chain", ",Both,Chain", 1))
    assert reading.rejected.empty
    assert reading.table["therapy_line"].eq("both").sum() == 1


def test_check_digits_of_npis():
    # The example of CMS's paper on the check digit, and its other nine endings.
    assert is_npi("1234567893")
    assert not any(is_npi(f"123456789{digit}") for digit in "012456789")
    assert not is_npi("")
    assert not is_npi("12345678931")
    assert not is_npi("１２３４５６７８９３")


OTHER = (
    "facility,kind,x,y\nA,Doctor,-87.6,41.9\nB,hospital,-89.6,39.8\nC,radiation,-89.5,39.7\n"
    "D,,-89.5,39.6\n"
)
COLUMNS = {"name": "facility", "site_of_care": "kind", "lon": "x", "lat": "y"}
VALUES = {"doctor": "office_based", "hospital": "hospital_based"}


def test_another_list_by_declared_columns(read):
    reading = read(
        OTHER,
        columns=COLUMNS,
        site_of_care_values=VALUES,
        constant={"geocode_precision": "zip", "state": "IL"},
    )
    assert reading.table["site_of_care"].tolist() == ["office_based", "hospital_based"]
    assert set(reading.table["geocode_precision"]) == {"zip"}
    assert set(reading.table["state"]) == {"IL"}
    assert reading.rejected["reason"].tolist() == [
        "site_of_care radiation is not one that the settings map to a site of care; left out, not a fault",
        "site_of_care is blank",
    ]


def test_constant_stands_in_for_a_needed_column(read):
    text = "name,lon,lat\nA,-87.6,41.9\n"
    reading = read(text, constant={"site_of_care": "stand_alone"})
    assert reading.table["site_of_care"].tolist() == ["stand_alone"]


def test_declared_column_that_is_not_there(read):
    with pytest.raises(SourceError, match="lacks the column 'beds'"):
        read(MINIMAL, columns={"capacity": "beds"})


@pytest.mark.parametrize(
    "settings", [{"columns": {"nmae": "facility"}}, {"constant": {"precision": "zip"}}]
)
def test_setting_that_names_no_column(read, settings):
    with pytest.raises(
        SourceError, match=r"(nmae|precision), which the list .* name, site_of_care"
    ):
        read(MINIMAL, **settings)


def test_real_oncology_sites(shared_data):
    source = CentersSource(
        columns={
            "name": "facility",
            "site_of_care": "setting_by_name",
            "lon": "longitude",
            "lat": "latitude",
            "source_note": "coord_source",
        },
        site_of_care_values={
            "hospital": "hospital_based",
            "hospital_system_outpatient_or_group": "hospital_based",
            "independent_office_practice": "office_based",
        },
        constant={"geocode_precision": "zip", "state": "IL", "therapy_line": "oncology"},
        **ABOUT,
    )
    reading = read_centers_list([shared_data / "il/facilities/oncology_sites.csv"], source)
    assert reading.rows_read == 120
    assert reading.table["site_of_care"].value_counts().to_dict() == {
        "hospital_based": 90,
        "office_based": 26,
    }
    assert reading.rejected["reason"].str.contains("radiation_only_exclude").sum() == 4
    assert reading.table["center_id"].is_unique


def test_only_the_rows_asked_for_are_read_and_the_others_counted(read):
    text = "name,site_of_care,lon,lat,confidence\n" + "".join(
        f"{name},office_based,-87.{number},41.9,{sure}\n"
        for number, (name, sure) in enumerate(
            [("A", "high"), ("B", "low"), ("C", ""), ("D", "medium")]
        )
    )
    reading = read(text, only={"confidence": ["high", "medium"]})
    assert reading.table["name"].tolist() == ["A", "D"]
    assert reading.rejected["column_name"].eq("confidence").all()
    assert reading.rejected["source_row"].tolist() == [2, 3]


def test_a_column_that_decides_which_rows_are_read_must_be_there(read):
    with pytest.raises(SourceError, match="confidence"):
        read(MINIMAL, only={"confidence": ["high"]})
