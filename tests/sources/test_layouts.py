"""Headers as the publishers write them, against the columns that the readers look for.

The readers find columns by name, so a name that the publisher does not use would go unnoticed until the real
file is there.
"""

import csv

import pytest

from pipelines.sources.facilities import cms_hospitals, physician_puf, provider_of_services
from pipelines.sources.facilities.cms_hospitals import read_cms_hospitals
from pipelines.sources.facilities.geocoder import parse_answers
from pipelines.sources.facilities.nppes_columns import (
    LOCATION,
    LOCATION_HEADER,
    OTHER_NAME,
    OTHER_NAME_HEADER,
    PROVIDER,
    provider_header,
)
from pipelines.sources.facilities.physician_puf import read_physician_puf
from pipelines.sources.facilities.provider_of_services import read_provider_of_services
from pipelines.sources.people import nchs
from pipelines.sources.people.nchs import read_nchs
from pipelines.sources.reading import SourceError
from tests.sources.claims_worlds import POS, POS_HEADER, PUF, PUF_HEADER, billed, pos_row
from tests.sources.samples import CMS, PLAIN


@pytest.fixture
def layouts(shared_data):
    return shared_data.parent / "reference/formats"


def header(path):
    with path.open(encoding="utf-8-sig") as file:
        return next(csv.reader(file))


def first_names(columns):
    return [names[0] for names in columns.values()]


@pytest.mark.parametrize(
    ("name", "columns", "ours"),
    [
        ("header.csv", PROVIDER, provider_header()),
        ("header_pl_pfile.csv", LOCATION, list(LOCATION_HEADER)),
        ("header_othername_pfile.csv", OTHER_NAME, list(OTHER_NAME_HEADER)),
    ],
)
def test_nppes(layouts, name, columns, ours):
    published = header(layouts / "01_nppes" / name)
    assert ours == published
    assert set(first_names(columns)) <= set(published)


@pytest.mark.parametrize(
    ("name", "width"), [("header.csv", 28), ("header_with_gender_29col_older_vintages.csv", 29)]
)
def test_physician_puf(layouts, tmp_path, name, width):
    published = header(layouts / "02_cms_physician_puf" / name)
    assert len(published) == width
    assert set(first_names(physician_puf._COLUMNS)) <= set(published)
    assert [column for column in published if column != "Rndrng_Prvdr_Gndr"] == PUF_HEADER.split(
        ","
    )
    cells = dict(zip(PUF_HEADER.split(","), next(csv.reader([billed(1, "96365")])), strict=True))
    path = tmp_path / "Prov_Svc.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([published, [cells.get(column, "F") for column in published]])
    reading = read_physician_puf([path], PUF)
    assert reading.more["providers"]["entity_type"].tolist() == ["individual"]
    assert len(reading.rejected) == 0


def test_real_row_of_the_physician_puf(layouts):
    path = layouts / "02_cms_physician_puf/sample_29col_one_real_row.csv"
    # It is a row of another code, so that nothing but the message of the filter may come of it.
    with pytest.raises(SourceError, match="none of 1 rows has a code of infusion"):
        read_physician_puf([path], PUF)


def test_provider_of_services(layouts):
    published = header(layouts / "03b_cms_provider_of_services/header_leading_34.csv")
    told = (layouts / "03b_cms_provider_of_services/spec.md").read_text(encoding="utf-8")
    ours = first_names(provider_of_services._COLUMNS)
    # The notes tell the leading columns in their order and name others; one is told nowhere, and optional.
    assert [name for name in ours if name not in published and name not in told] == [
        "OFSITE_LCTN_CNT"
    ]
    assert "offsite_locations" not in provider_of_services._NEEDED
    assert set(POS_HEADER.split(",")) <= {*published, *ours}


@pytest.mark.parametrize(
    "header",
    [POS_HEADER.lower(), "\ufeff" + POS_HEADER, '"' + POS_HEADER.replace(",", '","') + '"'],
)
def test_headers_of_provider_of_services_that_have_been_met(tmp_path, header):
    path = tmp_path / "posotherdec2024.csv"
    path.write_text("\n".join([header, pos_row("140001"), ""]), encoding="utf-8")
    assert read_provider_of_services([path], POS).table["ccn"].tolist() == ["140001"]


def test_provider_of_services_without_services_is_refused(layouts, tmp_path):
    path = layouts / "03b_cms_provider_of_services/sample_min.csv"
    with pytest.raises(SourceError, match="lacks the column 'CHMTHRPY_SRVC_CD'"):
        read_provider_of_services([path], POS)
    sibling = tmp_path / "POS_File_iQIES_Q2_2026.csv"
    sibling.write_text("prvdr_num,prvdr_type_id,prvdr_sbtyp_id,fac_name\n147001,5,1,Home Care\n")
    with pytest.raises(SourceError, match="'PRVDR_CTGRY_CD'"):
        read_provider_of_services([sibling], POS)


def test_hospital_general_information(layouts, tmp_path):
    published = header(layouts / "03c_cms_hospital_general_info/header.csv")
    assert len(published) == 38
    assert set(first_names(cms_hospitals._COLUMNS)) <= set(published)
    known = {
        "Facility ID": "140001",
        "Facility Name": "LAKE HOSPITAL",
        "Address": "1 LAKE ST",
        "City/Town": "CHICAGO",
        "State": "IL",
        "ZIP Code": "60601",
        "Hospital Type": "Acute Care Hospitals",
        "Hospital Ownership": "Proprietary",
    }
    path = tmp_path / "Hospital_General_Information.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([published, [known.get(column, "") for column in published]])
    row = read_cms_hospitals([path], CMS).table.iloc[0]
    assert row[["ccn", "city", "owner"]].tolist() == ["140001", "CHICAGO", "Proprietary"]


def test_old_hospital_general_information(layouts):
    path = layouts / "03c_cms_hospital_general_info/sample_old_layout.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    reading = read_cms_hospitals([path], CMS)
    kept = [row for row in rows if row["Hospital Type"] in CMS.types]
    assert reading.table["ccn"].tolist() == [row["Facility ID"] for row in kept]
    assert reading.table["city"].tolist() == [row["City"] for row in kept]
    assert len(reading.rejected) == len(rows) - len(kept)


def test_nchs_of_2023(layouts, tmp_path):
    published = header(layouts / "05c_nchs2023/header.csv")
    county = {name for names in nchs._COLUMNS.values() for name in names}
    assert {"STFIPS", "CTYFIPS", "CODE2023", "CODE2013"} <= set(published) & county
    path = tmp_path / "NCHSurb-rural-codes.csv"
    row = [1, 1, "AL", "Autauga County", "Montgomery, AL", 385460, 59759, 3, 2, 3, 3]
    with path.open("w", newline="", encoding="latin-1") as file:
        csv.writer(file).writerows([published, row])
    table = read_nchs([path], PLAIN).table
    assert table[["county_fips", "nchs", "nchs_edition"]].to_numpy().tolist() == [
        ["01001", 3, 2023]
    ]


def test_nchs_of_2013(layouts):
    reading = read_nchs([layouts / "05c_nchs2023/sample_2013_layout.csv"], PLAIN)
    assert len(reading.table) == reading.rows_read == 40
    assert set(reading.table["nchs_edition"]) == {2013}


@pytest.mark.parametrize("name", ["locations", "geographies"])
def test_geocoder(layouts, name):
    path = layouts / f"04d_census_geocoder/sample_response_{name}.csv"
    answers = parse_answers(path.read_text())
    assert answers["status"].to_dict() == {"3": "match", "2": "no_match", "1": "no_match"}
    assert answers.loc["3", ["lon", "lat"]].tolist() == [-73.98658, 40.738323]
