import zipfile

import pytest

from pipelines.area import NppesSource
from pipelines.demo.state import DEACTIVATED, NPPES
from pipelines.demo.writing.write_nppes import write_nppes
from pipelines.sources.facilities.nppes import read_nppes
from pipelines.sources.facilities.nppes_columns import provider_header
from pipelines.sources.facilities.nppes_deactivated import read_deactivated
from pipelines.vocabulary.registry_codes import wanted_taxonomy
from tests.demo.conftest import source, written


@pytest.fixture(scope="module")
def reading(small):
    files = [written(small, NPPES), written(small, DEACTIVATED)]
    return read_nppes(files, NppesSource(**source(states=("ZZ",))))


def test_the_archive_is_laid_out_as_published(small):
    with zipfile.ZipFile(written(small, NPPES)) as packed:
        (providers,) = [
            name
            for name in packed.namelist()
            if name.startswith("npidata_pfile") and "fileheader" not in name
        ]
        lines = packed.read(providers).decode().splitlines()
        names = {name.split("_pfile")[0] for name in packed.namelist()}
    assert names == {"npidata", "pl", "othername", "endpoint"}
    header = provider_header()
    assert len(header) == 330
    assert lines[0] == ",".join(f'"{name}"' for name in header)
    assert lines[1].count('","') == 329


def test_every_active_provider_is_read_and_no_row_refused(registered, reading):
    assert set(reading.rejected["reason"]) <= {
        "the same place of this NPI is there already; left out, not a fault"
    }
    reported = {npi for npi, _ in registered.deactivated}
    active = {row["npi"] for row in registered.providers if _is_wanted(row)} - reported
    table = reading.table.set_index("npi")
    assert set(table.index[table["is_active"]]) == active
    assert not table["is_active"].reindex(list(reported)).fillna(False).any()


def _is_wanted(row):
    """Tell whether any code of a provider is one of infusion: those of other hospitals are not."""
    codes = [code for name, code in row.items() if name.startswith("taxonomy_")]
    return any(wanted_taxonomy(code) for code in codes)


def test_what_was_written_is_read(registered, reading):
    table = reading.table.set_index("npi")
    written_rows = {row["npi"]: row for row in registered.providers}
    for npi in table.index[:200]:
        row = written_rows[npi]
        assert table.at[npi, "address_1"] == row["address_1"]
        assert table.at[npi, "zip"] == row["zip"][:5]
    places = {row["npi"] for row in registered.locations}
    read = reading.more["locations"]
    assert set(read.loc[~read["is_primary"], "npi"]) == places & set(table.index)


def test_the_report_of_deactivated_numbers_is_a_workbook(small, registered):
    reading = read_deactivated(written(small, DEACTIVATED))
    assert not len(reading.rejected)
    assert dict(
        zip(reading.table["npi"], reading.table["deactivated_on"].dt.date, strict=True)
    ) == (dict(registered.deactivated))


def test_the_same_rows_are_the_same_bytes(small, registered, tmp_path):
    for path in write_nppes(tmp_path, registered):
        assert path.read_bytes() == written(small, path.name).read_bytes()
