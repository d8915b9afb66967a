"""Small frames in, what rules look at out: billing, hospitals' evidence, coordinates, practice places."""

import numpy as np
import pandas as pd
import pytest

from pipelines.facilities.billing import BILLING_COLUMNS, infusion_billing
from pipelines.facilities.hospital_evidence import (
    EVIDENCE_COLUMNS,
    hospital_evidence,
    linked_evidence,
)
from pipelines.facilities.practices import PRACTICE_COLUMNS, practice_places


def claims(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(
        rows, columns=["npi", "code", "code_group", "place_of_service", "services"]
    )
    return frame.assign(source_file="puf.csv", source_row=np.arange(1, len(frame) + 1))


def test_infusions_are_counted_by_their_first_hour() -> None:
    billed = infusion_billing(
        claims(
            ("2", "96413", "infusing", "office", 40.0),
            ("2", "96415", "infusing", "office", 90.0),
            ("2", "96365", "infusing", "office", 12.0),
            ("2", "96413", "infusing", "facility", 7.0),
            ("2", "96372", "injecting_only", "office", 5.0),
            ("2", "J9271", "infused_drug", "office", 800.0),
            ("1", "J1745", "infused_drug", "office", 300.0),
            ("1", "J2357", "injected_drug", "office", 60.0),
        )
    )
    assert list(billed.columns) == list(BILLING_COLUMNS)
    told = billed.set_index(["npi", "place_of_service"]).drop(columns="source")
    assert told.loc[("2", "office")].tolist() == [52, 5, 800, 0]
    assert told.loc[("2", "facility")].tolist() == [7, 0, 0, 0]
    assert told.loc[("1", "office")].tolist() == [0, 0, 0, 300]
    assert billed["source"].iloc[1] == "96413 facility [puf.csv row 4]"


SERVICES = pd.DataFrame(
    {
        "ccn": ["140001", "140002", "140003"],
        "name": ["Mercy Hospital", "Grace North Hospital", "Grace Hospital"],
        "city": ["Quincy", "Saint Louis", "St. Louis"],
        "state": "IL",
        "zip": ["62301", "62302", "62302"],
        "chemotherapy": ["own staff", "none", None],
        "outpatient": ["both", "own staff", "own staff"],
        "source_file": "pos.csv",
        "source_row": [1, 2, 3],
    }
)
CHARGES = pd.DataFrame(
    {
        "ccn": ["140003", "140002", "149999"],
        "iv_outpatient_charges_usd": [1_000.0, 0.0, 5.0],
        "source_file": "rpt.csv",
        "source_row": [1, 2, 3],
    }
)


def test_which_hospitals_infuse() -> None:
    evidence = hospital_evidence(SERVICES, CHARGES)
    assert list(evidence.columns) == list(EVIDENCE_COLUMNS)
    told = evidence.set_index("ccn")
    assert told["infuses"].to_dict() == {
        "140001": True,
        "140002": False,
        "140003": True,
        "149999": True,
    }
    assert told["chemotherapy"].tolist() == [True, False, False, False]
    assert told.loc["140001", "source"] == "chemotherapy service: own staff [pos.csv row 1]"
    assert "[rpt.csv row 1]" in told.loc["140003", "source"]
    assert told.loc["140002", "source"] == ""
    assert hospital_evidence(None, None) is None
    assert not hospital_evidence(SERVICES.assign(outpatient="none"), None)["infuses"].any()


def hospital(name: str, ccn: str | None = None, city: str = "ST LOUIS", code: str = "62302"):
    return {"name": name, "ccn": ccn, "city": city, "state": "IL", "zip": code}


@pytest.mark.parametrize(
    ("row", "ccn", "infuses"),
    [
        (hospital("Anything", "140001"), "140001", True),
        (hospital("GRACE HOSPITAL"), "140003", True),
        (hospital("GRACE NORTH HOSPITAL"), "140002", False),
        (hospital("GRACE HOSPITAL", code="60000"), "140003", True),
        (hospital("GRACE HOSPITAL", code="60000", city="Cairo"), "", False),
        (hospital("Elsewhere Hospital"), "", False),
        (hospital("GRACE HOSPITAL", "140009"), "140009", False),
    ],
)
def test_a_hospital_finds_its_evidence(row, ccn, infuses) -> None:
    found = linked_evidence(pd.DataFrame([row]), hospital_evidence(SERVICES, CHARGES)).iloc[0]
    assert (found["ccn"], bool(found["hospital_infuses"])) == (ccn, infuses)
    assert (found["hospital_source"] != "") is infuses


def test_without_evidence_nothing_is_known() -> None:
    found = linked_evidence(pd.DataFrame([hospital("A", "140001")]), None)
    assert not found["hospital_infuses"].any()
    assert list(found["ccn"]) == ["140001"]


def registered() -> dict[str, pd.DataFrame]:
    providers = pd.DataFrame(
        {
            "npi": ["1", "2", "3"],
            "entity_type": ["organization", "individual", "organization"],
            "organization_name": ["Delta Infusion LLC", None, "Gone Inc"],
            "first_name": [None, "Ana", None],
            "last_name": [None, "Muñoz", None],
            "parent_name": ["Mercy Hospital", None, None],
            "credential": [None, "MD", None],
            "is_subpart": pd.Series([True, None, None], dtype="boolean"),
            "is_active": [True, True, False],
        }
    )
    taxonomies = pd.DataFrame({"npi": ["1", "1", "2"], "taxonomy": ["b", "a", "c"]})
    places = [
        ("1", "100 Main Street", "Suite 4", True, 1),
        ("1", "9 Side St", None, False, 2),
        ("1", "9 SIDE STREET", None, False, 3),
        ("2", "PO Box 3", None, True, 4),
        ("3", "1 Old Rd", None, True, 5),
    ]
    locations = pd.DataFrame(
        places, columns=["npi", "address_1", "address_2", "is_primary", "source_row"]
    ).assign(city="Dover", state="DE", zip="19901", phone="(302) 555-0100", source_file="nppes.zip")
    other_names = pd.DataFrame({"npi": ["1"], "name": ["Delta Suites"]})
    return {
        "providers": providers,
        "taxonomies": taxonomies,
        "locations": locations,
        "other_names": other_names,
    }


def test_one_row_a_provider_and_place() -> None:
    found = practice_places(**registered())
    assert list(found.columns) == list(PRACTICE_COLUMNS)
    assert found["npi"].tolist() == ["1", "1", "2"]
    main, side, person = found.to_dict("records")
    assert main["record_id"] == "npi:1"
    assert (main["unit"], main["taxonomies"], main["phone"]) == ("4", "a b", "3025550100")
    assert main["names"] == "DELTA INFUSION|DELTA SUITES"
    assert main["is_subpart"]
    assert side["record_id"].startswith("npi:1@")
    assert side["address"] == "9 Side St"
    assert (person["name"], person["names"], person["po_box"]) == ("Ana Muñoz", "", True)
    assert not found.isna().any().any()


def test_the_order_of_registered_rows_decides_nothing() -> None:
    frames = registered()
    backwards = {name: frame[::-1].reset_index(drop=True) for name, frame in frames.items()}
    pd.testing.assert_frame_equal(practice_places(**frames), practice_places(**backwards))
