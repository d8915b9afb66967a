"""Providers are brought together and placed before centers are found among them."""

import logging
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from flows import find_centers
from flows.folders import Folders
from flows.study import Study
from pipelines.area import Facilities, StudyArea, load_area
from pipelines.facilities.centers import Centers
from pipelines.sources.facilities.geocoder import Geocoding
from pipelines.sources.reading import Reading
from tests.area.test_study_area import GEOCODED, MINIMAL, REGISTRY

PROVIDER = {
    "npi": "2000000002",
    "entity_type": "organization",
    "organization_name": "Elm Infusion",
    "is_active": True,
    "is_subpart": False,
}
WHERE = {"address_1": "12 Elm St", "city": "Rosby", "state": "ZZ", "zip": "90001"}
ROW = {"source_file": "npidata.csv", "source_row": 7}


def study(tmp_path: Path, more: str) -> Study:
    path = tmp_path / "tiny.toml"
    path.write_text(MINIMAL + more, encoding="utf-8")
    area: StudyArea = load_area(path)
    return Study(path, area, Folders(tmp_path / "data", tmp_path / "reports", "tiny"))


def registry_reading() -> Reading:
    empty = ("first_name", "last_name", "parent_name", "credential")
    provider = pd.DataFrame([PROVIDER | dict.fromkeys(empty) | ROW])
    provider = provider.astype(dict.fromkeys(empty, "str"))
    place = {"npi": PROVIDER["npi"], "is_primary": True, "phone": None, "address_2": None}
    return Reading(
        provider,
        more={
            "taxonomies": pd.DataFrame([{"npi": PROVIDER["npi"], "taxonomy": "261QI0500X"} | ROW]),
            "locations": pd.DataFrame([place | WHERE | ROW]).astype(
                {"phone": "str", "address_2": "str"}
            ),
            "other_names": pd.DataFrame(columns=["npi", "name"], dtype="str"),
        },
    )


CENTROIDS = Reading(pd.DataFrame({"zip": ["90001"], "lon": [-95.0], "lat": [32.0]}))


def geocoding(status: str, lon: float, fault: str | None = None) -> Geocoding:
    table = pd.DataFrame({"status": [status], "lon": [lon], "lat": [32.5 + 0 * lon]})
    return Geocoding(table, {status: 1}, fault)


def test_an_area_without_registries_has_none(tmp_path: Path) -> None:
    assert find_centers.place_providers.fn(study(tmp_path, ""), {}) is None


def test_nobody_is_asked_unless_the_settings_say_so(tmp_path: Path) -> None:
    centroids = REGISTRY.replace("nppes", "zip_centroids")
    here = study(tmp_path, REGISTRY + centroids)
    readings = {"nppes": registry_reading(), "zip_centroids": CENTROIDS}
    found = find_centers.place_providers.fn(here, readings)
    assert found.practices["name"].tolist() == ["Elm Infusion"]
    assert found.placed["geocode_precision"].tolist() == ["zip"]
    assert found.billing is None and found.hospital_evidence is None


def test_the_service_of_the_settings_is_asked_for_streets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {}

    def answer(questions, cache, service, *, progress):
        asked.update(questions=questions, cache=cache, service=service)
        progress(1, 1)
        return geocoding("match", -95.1)

    monkeypatch.setattr(find_centers, "geocode", answer)
    settings = GEOCODED + "geocoder_url = 'http://localhost:1/batch'\ngeocoder_benchmark = 'B'\n"
    found = find_centers.place_providers.fn(
        study(tmp_path, REGISTRY + settings), {"nppes": registry_reading()}
    )
    assert found.placed["geocode_precision"].tolist() == ["street"]
    assert asked["questions"].iloc[0].tolist() == ["12 ELM ST", "ROSBY", "ZZ", "90001"]
    assert (asked["service"].url, asked["service"].benchmark) == ("http://localhost:1/batch", "B")
    assert asked["cache"] == tmp_path / "data" / "raw" / "tiny" / "geocoder"


def test_a_service_that_fails_is_told_and_zip_codes_stand_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failed = geocoding("failed", np.nan, "it was given up")
    monkeypatch.setattr(find_centers, "geocode", lambda *_, progress: failed)
    readings = {"nppes": registry_reading(), "zip_centroids": CENTROIDS}
    with caplog.at_level(logging.WARNING):
        found = find_centers.place_providers.fn(study(tmp_path, REGISTRY + GEOCODED), readings)
    assert "until a later run: it was given up" in caplog.text
    assert found.placed["geocode_precision"].tolist() == ["zip"]


def test_hospitals_alone_may_have_evidence(tmp_path: Path) -> None:
    charges = pd.DataFrame([{"ccn": "990001", "iv_outpatient_charges_usd": 5.0} | ROW])
    found = find_centers.place_providers.fn(study(tmp_path, ""), {"cost_reports": Reading(charges)})
    assert found.practices.empty and found.placed.empty
    assert found.hospital_evidence["infuses"].tolist() == [True]


@pytest.mark.parametrize(
    ("precision", "status", "there"),
    [
        ("zip", "match", (-95.1, "street")),
        ("zip", "tie", (-95.0, "zip")),
        ("rooftop", "match", (-95.0, "rooftop")),
    ],
)
def test_hospitals_of_a_zip_code_move_to_their_street(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, precision: str, status: str, there: tuple
) -> None:
    known = {"address": "1 Oak Ave", "lon": -95.0, "lat": 32.0, "geocode_precision": precision}
    hospital = pd.DataFrame([WHERE | known])
    monkeypatch.setattr(find_centers, "geocode", lambda *_, progress: geocoding(status, -95.1))
    placed = find_centers.place_hospitals.fn(study(tmp_path, ""), {"hospitals": Reading(hospital)})
    assert tuple(placed.iloc[0][["lon", "geocode_precision"]]) == there


def test_places_that_lie_nowhere_are_rejected_with_their_reason() -> None:
    lost = pd.DataFrame(
        [{"record_id": "npi:1", "name": "Elm", "address": None, "unplaced_reason": "why"} | ROW]
    )
    (row,) = find_centers.unplaced_rows(Centers(lost, {}, lost)).to_dict("records")
    assert row == {
        "source": "nppes",
        "column_name": "address",
        "reason": "why",
        "row_text": "npi:1, Elm, ",
        **ROW,
    }


def test_listed_centers_outside_the_area_are_told() -> None:
    listed = pd.DataFrame(
        [
            {"center_id": "a", "name": "Near", "lon": 1.0, "lat": 1.0} | ROW,
            {"center_id": None, "name": "Far", "lon": 9.0, "lat": 1.0} | ROW,
        ]
    ).astype({"center_id": "str"})
    region = SimpleNamespace(reaches=lambda lon, _: lon < 5)
    (row,) = find_centers.outside_rows(listed, region).to_dict("records")
    assert row == {
        "source": "centers",
        "column_name": "lat",
        "reason": "lies outside the area and its buffer: not counted",
        "row_text": ", Far",
        **ROW,
    }
    assert find_centers.outside_rows(None, region).empty


def test_rows_of_the_geocoder_that_are_no_answers_are_told(tmp_path: Path) -> None:
    here = study(tmp_path, "")
    assert find_centers.odd_answers(here).empty
    cache = here.folders.raw / find_centers.GEOCODER
    cache.mkdir(parents=True)
    (cache / "answers.csv").write_text('"a","1 Elm St","No_Match"\n"b","cut\n', encoding="utf-8")
    (row,) = find_centers.odd_answers(here).to_dict("records")
    assert (row["source_file"], row["source_row"]) == ("answers.csv", 2)


def test_settings_have_the_defaults_that_the_rules_were_written_for() -> None:
    assert Facilities().model_dump() == {
        "definition": "combined",
        "min_infusions": 52.0,
        "geocoder": "off",
        "geocoder_url": None,
        "geocoder_benchmark": "Public_AR_Current",
    }
