from collections import Counter

import pandas as pd
import pytest

from pipelines.demo.land.invented_names import MANAGEMENT_COMPANIES
from pipelines.demo.registries.registrations import register_places
from pipelines.demo.registries.registry_mess import Mess
from pipelines.demo.registries.registry_rows import FIRST_NPI
from pipelines.demo.registries.true_places import NO_CENTER_KINDS, SITE_OF_KIND
from pipelines.sources.tables.npi import are_npi
from pipelines.vocabulary.registry_codes import CODE_GROUP


@pytest.fixture(scope="module")
def npis(registered):
    return [row["npi"] for row in registered.providers]


def test_every_kind_of_place_is_there(small):
    assert {place.kind for place in small.places} == {*SITE_OF_KIND, *NO_CENTER_KINDS}


def test_every_place_is_in_some_registry(small, registered):
    known = set().union(*registered.true_ids.values())
    assert known == {place.truth_id for place in small.places}


def test_numbers_are_well_formed_and_nobodys(npis):
    assert are_npi(pd.Series(npis)).all()
    assert len(set(npis)) == len(npis)
    assert all(int(npi[:9]) >= FIRST_NPI for npi in npis)


def test_the_mess_of_reality_is_there(small, registered):
    rows = registered.providers
    active = [row for row in rows if "deactivated_on" not in row]
    assert any(row["address_1"].upper().startswith("PO BOX") for row in active)
    assert any(row["zip"][:5] not in {place.zip for place in small.places} for row in active)
    assert any(row.get("last_name") == "Muñoz" for row in active)
    assert registered.locations
    assert registered.other_names
    towns = {place.city.upper() for place in small.places}
    assert any(row["city"].upper() not in towns for row in active)
    kinds = Counter(len(truth_ids) for truth_ids in registered.true_ids.values())
    assert kinds[2] > 5, "people and organizations at two places"


def test_former_numbers_are_deactivated_in_either_way(registered):
    reported = {npi for npi, _ in registered.deactivated}
    blank = {row["npi"] for row in registered.providers if "deactivated_on" in row}
    assert blank < reported
    assert not {f"npi:{npi}" for npi in reported} & set(registered.true_ids)


def test_who_only_injects_bills_for_no_infusion(small, registered):
    injecting = {place.truth_id for place in small.places if place.kind == "injecting"}
    theirs = {
        record.removeprefix("npi:")
        for record, truth_ids in registered.true_ids.items()
        if truth_ids <= injecting
    }
    groups = {CODE_GROUP[claim.code] for claim in registered.claims if claim.npi in theirs}
    assert groups
    assert "infusing" not in groups
    assert "infused_drug" not in groups


def test_some_entries_name_the_company_that_runs_a_center(registered):
    parents = {row["parent_name"] for row in registered.providers if row.get("parent_name")}
    assert set(MANAGEMENT_COMPANIES) <= parents
    assert "Verity Health System" not in parents


def test_only_hospitals_are_certified_and_those_of_critical_access_by_number(small, registered):
    hospitals = [place for place in small.places if place.kind.startswith("hospital")]
    assert [row.place for row in registered.certifications] == hospitals
    for row in registered.certifications:
        assert (row.ccn[2:] >= "1300") == (row.place.taxonomy == "282NC0060X")


def test_one_place_more_changes_nothing_about_the_others(small):
    without = [place for place in small.places if place.truth_id != small.places[0].truth_id]
    whole, fewer = (register_places(places, 1, Mess()) for places in (small.places, without))
    addresses = [
        {(row.get("address_1"), row.get("city"), row.get("phone")) for row in made.providers}
        for made in (whole, fewer)
    ]
    assert len(addresses[1] - addresses[0]) <= 0.1 * len(addresses[1])
