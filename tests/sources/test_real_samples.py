"""Real files as their publishers and users write them: each is read as what it is, or refused by name.

The hospital list, the geocoder's answers, ZIP towns, GMNS and OpenStreetMap are tested beside their readers.
"""

from pathlib import Path

import pytest

from pipelines.area.sources import (
    AcsSource,
    CostReportsSource,
    NppesSource,
    PhysicianPufSource,
    Source,
)
from pipelines.sources.facilities.cost_reports import read_cost_reports
from pipelines.sources.facilities.nppes import read_nppes
from pipelines.sources.facilities.physician_puf import read_physician_puf
from pipelines.sources.people.acs import read_acs
from pipelines.sources.people.nchs import read_nchs
from pipelines.sources.people.zip_towns import read_zip_towns
from pipelines.sources.reading import SourceError

ABOUT = {"publisher": "p", "vintage": "v", "licence": "l", "files": ("unused",)}


@pytest.fixture
def samples(shared_data: Path) -> Path:
    return shared_data / "real_samples"


def test_county_codes_that_a_user_saved_again_are_read_for_both_shapes_of_connecticut(
    samples: Path,
) -> None:
    reading = read_nchs([samples / "nchs/NCHSurb-rural-codes.csv"], Source(**ABOUT))
    assert (reading.rows_read, len(reading.table), len(reading.rejected)) == (3_160, 3_154, 6)
    codes = reading.table.set_index("county_fips")["nchs_edition"]
    assert codes["09110"] == 2023  # a planning region
    assert codes["09001"] == 2013  # an old county
    assert reading.rejected["reason"].eq("the county has no code of 2023 or 2013").all()


def test_a_file_of_surgeons_is_no_file_of_people_who_infuse(samples: Path) -> None:
    file = samples / "puf/prov_svc_organizations_2021.csv"
    with pytest.raises(SourceError, match="none of 21 rows has a code of infusion, injection"):
        read_physician_puf([file], PhysicianPufSource(**ABOUT))


def test_a_registry_row_with_all_330_columns_is_read_for_its_number(samples: Path) -> None:
    file = samples / "nppes/npidata_pfile_20170509-20170509_masked.csv"
    with pytest.raises(SourceError, match="none of 1 rows has a taxonomy code of infusion"):
        read_nppes([file], NppesSource(**ABOUT))
    reading = read_nppes([file], NppesSource(**ABOUT), also_npi=["1063947125"])
    assert reading.table["npi"].tolist() == ["1063947125"]
    assert reading.more["taxonomies"]["taxonomy"].tolist() == ["261QD0000X"]  # dental clinic


def test_a_real_table_of_the_survey_says_what_it_does_not_know(samples: Path) -> None:
    file = samples / "acs/acsdt5y2023-b19013.dat"
    wanted = {"kind": "table_based", "columns": {"median_income": ["B19013_001"]}}

    def read(digits: int) -> dict[str, list[float | None]]:
        reading = read_acs([file], AcsSource(**ABOUT, **wanted, geoid_digits=digits))
        assert reading.rows_read == 6
        told = reading.table.set_index("geoid")[["median_income", "median_income_moe"]]
        return told.astype(object).where(told.notna(), None).T.to_dict("list")

    assert read(5) == {
        "01001": [69_841, 5_512],
        "08031": [91_681, 1_359],
        "09110": [91_541, 1_111],
        "32009": [None, None],
    }
    assert read(11) == {"08001988700": [None, None], "08005005636": [250_001, None]}


def test_every_zip_code_has_a_town(samples: Path) -> None:
    file = samples / "ruca/RUCA-codes-2020-zipcode.csv"
    reading = read_zip_towns([file], Source(**ABOUT))
    assert (reading.rows_read, len(reading.table), len(reading.rejected)) == (41_146, 41_146, 0)


def test_cost_reports_of_hospices_are_refused(samples: Path) -> None:
    files = [samples / f"hcris/hospc_2014_{name}.csv" for name in ("RPT_60rows", "NMRC_200rows")]
    with pytest.raises(SourceError, match=r"NMRC_200rows\.csv, row 1.*200 of its 200 rows"):
        read_cost_reports(files, CostReportsSource(**ABOUT))
