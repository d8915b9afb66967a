"""Providers are brought together and placed before centers are found among them."""

import numpy as np
import pandas as pd

from pipelines.facilities.registries import provider_registries
from pipelines.facilities.zip_areas import zip_areas

PROVIDER = {
    "npi": "2000000002",
    "entity_type": "organization",
    "organization_name": "Elm Infusion",
    "is_active": True,
    "is_subpart": False,
}
WHERE = {"address_1": "12 Elm St", "city": "Rosby", "state": "ZZ", "zip": "90001"}
ROW = {"source_file": "npidata.csv", "source_row": 7}


def registry() -> dict[str, pd.DataFrame]:
    empty = ("first_name", "last_name", "parent_name", "credential")
    provider = pd.DataFrame([PROVIDER | dict.fromkeys(empty) | ROW])
    provider = provider.astype(dict.fromkeys(empty, "str"))
    place = {"npi": PROVIDER["npi"], "is_primary": True, "phone": None, "address_2": None}
    return {
        "nppes": provider,
        "nppes_taxonomies": pd.DataFrame(
            [{"npi": PROVIDER["npi"], "taxonomy": "261QI0500X"} | ROW]
        ),
        "nppes_locations": pd.DataFrame([place | WHERE | ROW]).astype(
            {"phone": "str", "address_2": "str"}
        ),
        "nppes_other_names": pd.DataFrame(columns=["npi", "name"], dtype="str"),
    }


AREAS = zip_areas(
    pd.DataFrame({"zip": ["90001"], "lon": [-95.0], "lat": [32.0], "land_area_m2": [np.nan]}), None
)


def answering(status: str, lon: float):
    """Return a geocoder that answers every address alike."""
    return lambda asked: pd.DataFrame(
        {"status": status, "matched_address": None, "lon": lon, "lat": 32.5 + 0 * lon},
        index=asked.index,
    )


def test_an_area_without_registries_has_none():
    assert provider_registries({}, answering("match", -95.1), AREAS) is None


def test_a_practice_lies_on_its_street():
    found = provider_registries(registry(), answering("match", -95.1), AREAS)
    assert found.practices["name"].tolist() == ["Elm Infusion"]
    assert found.placed["geocode_precision"].tolist() == ["street"]
    assert found.billing is None and found.hospital_evidence is None


def test_else_in_the_middle_of_its_zip_code():
    found = provider_registries(registry(), answering("failed", np.nan), AREAS)
    assert found.placed["geocode_precision"].tolist() == ["zip"]


def test_hospitals_alone_may_have_evidence():
    charges = pd.DataFrame([{"ccn": "990001", "iv_outpatient_charges_usd": 5.0} | ROW])
    found = provider_registries({"cost_reports": charges}, answering("match", -95.1), AREAS)
    assert found.practices.empty and found.placed.empty
    assert found.hospital_evidence["infuses"].tolist() == [True]
