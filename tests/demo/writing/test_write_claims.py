from pipelines.area import PhysicianPufSource
from pipelines.demo.state import CLAIMS
from pipelines.demo.writing.write_claims import PUF_COLUMNS
from pipelines.sources.facilities.physician_puf import read_physician_puf
from tests.demo.conftest import source, written


def test_the_header_is_that_of_the_published_file(shared_data):
    header = (
        (shared_data.parent / "reference/formats/02_cms_physician_puf/header.csv")
        .read_text()
        .strip()
    )
    assert ",".join(PUF_COLUMNS) == header


def test_every_claim_is_read(small, registered):
    path = written(small, CLAIMS)
    reading = read_physician_puf([path], PhysicianPufSource(**source(states=("ZZ",))))
    assert not len(reading.rejected)
    table = reading.table
    assert len(table) == len(registered.claims) > 500
    infused = [claim for claim in registered.claims if claim.code == "96413"]
    read = table[table["code"].eq("96413")]
    assert read["services"].sum() == sum(round(claim.services, 6) for claim in infused)
    assert read["beneficiaries"].sum() == sum(claim.beneficiaries for claim in infused)
    assert table["beneficiaries"].min() >= 11
    assert set(table["place_of_service"]) == {"office", "facility"}


def test_names_are_in_windows_letters(small):
    content = written(small, CLAIMS).read_bytes()
    assert "Muñoz".encode("cp1252") in content
    assert "Muñoz".encode() not in content
