"""Who billed Medicare for infusions: the rows of the right codes, and what they add up to."""

import pytest

from pipelines.area import PhysicianPufSource
from pipelines.sources.facilities.physician_puf import read_physician_puf, who_infuses
from pipelines.sources.reading import SourceError
from tests.sources.claims_worlds import PUF, PUF_HEADER, billed
from tests.sources.nppes_worlds import ABOUT, npi


def read(tmp_path, rows, settings=PUF, header=PUF_HEADER):
    path = tmp_path / "MUP_PHY_R25_P05_V20_D23_Prov_Svc.csv"
    path.write_text("\n".join([header, *rows, ""]))
    return read_physician_puf([path], settings)


def test_rows_of_infusion_and_injection_are_kept(tmp_path):
    rows = [
        billed(1, "96413", place="F", services=120.5),
        billed(1, "99213"),
        billed(2, "96372"),
        billed(2, "j1745", services=4000),
        billed(3, "96360", days=""),
    ]
    reading = read(tmp_path, rows)
    table = reading.table
    assert table["npi"].tolist() == [npi(1), npi(2), npi(2), npi(3)]
    assert table["code"].tolist() == ["96413", "96372", "J1745", "96360"]
    assert table["code_group"].tolist() == [
        "infusing",
        "injecting_only",
        "infused_drug",
        "hydration",
    ]
    assert table["place_of_service"].tolist() == ["facility", "office", "office", "office"]
    assert table["services"].tolist() == [120.5, 50, 4000, 50]
    assert table["beneficiary_days"].isna().tolist() == [False, False, False, True]
    assert table["source_row"].tolist() == [1, 3, 4, 5]
    assert reading.rows_read == 5


def test_volumes_sum_services_and_take_the_most_people(tmp_path):
    rows = [
        billed(1, "96365", beneficiaries=20, services=50, days=40),
        billed(1, "96366", beneficiaries=15, services=30, days=45),
        billed(1, "96365", place="F", beneficiaries=11, services=12, days=12),
        billed(1, "96372", beneficiaries=90, services=100, days=100),
    ]
    volumes = read(tmp_path, rows).more["volumes"]
    assert volumes.to_numpy().tolist() == [
        [npi(1), "facility", "infusing", 1, 12, 11, 12],
        [npi(1), "office", "infusing", 2, 80, 20, 45],
        [npi(1), "office", "injecting_only", 1, 100, 90, 100],
    ]


def test_who_infuses(tmp_path):
    codes = ("96365", "J1745", "96372", "96360", "J2357", "96409")
    rows = [billed(number, code) for number, code in enumerate(codes)]
    assert who_infuses(read(tmp_path, rows).table) == {npi(0), npi(1)}


def test_providers_are_told_once(tmp_path):
    rows = [billed(2, "96365", name="Mu\u00f1oz"), billed(1, "96365"), billed(2, "96366")]
    providers = read(tmp_path, rows).more["providers"]
    assert providers["npi"].tolist() == [npi(1), npi(2)]
    assert providers["name"].tolist() == ["Doe", "Mu\u00f1oz"]
    assert providers["entity_type"].tolist() == ["individual"] * 2
    assert providers.loc[0, ["address_1", "address_2", "city", "state", "zip"]].tolist() == [
        "1 Main St",
        "Ste 2",
        "Quincy",
        "IL",
        "62301",
    ]


def test_states(tmp_path):
    rows = [billed(1, "96365"), billed(2, "96365", state="MO")]
    illinois = PhysicianPufSource(states=("IL",), **ABOUT)
    assert read(tmp_path, rows, illinois).table["npi"].tolist() == [npi(1)]
    iowa = PhysicianPufSource(states=("IA",), **ABOUT)
    with pytest.raises(SourceError, match=r"none of 2 rows has a code of .* and an address in IA"):
        read(tmp_path, rows, iowa)


def test_faulty_rows_are_refused(tmp_path):
    rows = [
        billed(1, "96365"),
        billed(1, "96365"),
        billed(2, "96365", place="X"),
        billed(3, "96365", beneficiaries=4),
        billed(4, "96365", services="many"),
        *(billed(number, "96365") for number in range(5, 12)),
    ]
    reading = read(tmp_path, rows)
    assert reading.rejected["source_row"].tolist() == [2, 3, 4, 5]
    reasons = reading.rejected["reason"].tolist()
    for reason, part in zip(
        reasons,
        ("is there already", "X is not one of O, F", "is below 11", "many is not a number"),
        strict=True,
    ):
        assert part in reason


def test_older_layout_with_a_column_more(tmp_path):
    header = PUF_HEADER.replace("Rndrng_Prvdr_Ent_Cd", "Rndrng_Prvdr_Gndr,Rndrng_Prvdr_Ent_Cd")
    row = billed(1, "96365").replace(",M.D.,I,", ",M.D.,F,I,")
    reading = read(tmp_path, [row], header=header)
    assert reading.more["providers"]["entity_type"].tolist() == ["individual"]
    assert len(reading.rejected) == 0


def test_columns_shifted_behind_the_npi_are_refused(tmp_path):
    rows = [billed(number, "96365") for number in range(1, 5)]
    first, *cells = rows[1].split(",")
    rows[1] = ",".join([first, *cells[1:], cells[0]])
    reading = read(tmp_path, rows)
    assert reading.table["npi"].tolist() == [npi(1), npi(3), npi(4)]
    assert reading.rejected["source_row"].unique().tolist() == [2]
    assert "has not 5 characters" in reading.rejected["reason"].iloc[0]
    assert "is not one of I, O" in " | ".join(
        read(tmp_path, [billed(1, "96365").replace(",I,1 Main", ",Q,1 Main")]).rejected["reason"]
    )
