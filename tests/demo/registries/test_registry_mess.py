from dataclasses import fields, replace

import numpy as np
import pytest

from pipelines.demo.registries.registry_mess import (
    Mess,
    abbreviated_street,
    some_phone,
    typed_address,
    typed_name,
)
from pipelines.demo.registries.true_places import TruePlace, full_street

ORDER = Mess(**dict.fromkeys((field.name for field in fields(Mess)), 0.0))
PLACE = TruePlace(
    truth_id="office-1",
    kind="office",
    name="Aldworth Neurology Associates",
    line="specialty",
    taxonomy="2084N0400X",
    parent="",
    number=12,
    street="Oak Street",
    unit="200",
    city="Aldworth",
    state="ZZ",
    zip="00103",
    lon=-69.0,
    lat=35.0,
    infusions=100,
)


def typed(mess, place=PLACE, seed=1):
    return typed_address(place, "9995550123", mess, np.random.default_rng(seed))


def test_without_mess_an_address_is_as_it_is():
    for seed in range(8):
        written = typed(ORDER, seed=seed)
        assert written["address_1"].startswith("12 Oak Street")
        assert (written["address_1"] + written["address_2"]).endswith("200")
        assert (written["city"], written["state"], written["zip"][:5]) == (
            "Aldworth",
            "ZZ",
            "00103",
        )
        assert written["phone"] == "9995550123"


@pytest.mark.parametrize(
    ("mess", "column", "value"),
    [
        ({"abbreviated": 1.0, "missing_unit": 1.0}, "address_1", "12 Oak St"),
        ({"upper_case": 1.0, "missing_unit": 1.0}, "address_1", "12 OAK STREET"),
        ({"missing_unit": 1.0}, "address_2", ""),
        ({"upper_case": 1.0}, "city", "ALDWORTH"),
    ],
)
def test_each_mess_is_seen(mess, column, value):
    assert typed(replace(ORDER, **mess))[column] == value


def test_wrong_places_are_wrong():
    assert typed(replace(ORDER, wrong_zip=1.0))["zip"][:5] == "00106"
    assert len(typed(replace(ORDER, misspelt_city=1.0))["city"]) == len("Aldworth") - 1
    box = typed(replace(ORDER, po_box=1.0))
    assert box["address_1"].startswith("PO Box")
    assert box["address_2"] == ""
    assert typed(replace(ORDER, other_phone=1.0))["phone"] != "9995550123"


def test_names_have_legal_forms_and_capitals():
    rng = np.random.default_rng(5)
    names = {typed_name("Oak Center", Mess(), rng) for _ in range(200)}
    assert {"Oak Center", "OAK CENTER LLC", "Oak Ctr, Inc."} <= names


def test_streets_are_written_short_and_in_full():
    assert abbreviated_street("North First Street") == "N 1st St"
    assert full_street(PLACE) == "12 Oak Street, Suite 200"
    assert full_street(replace(PLACE, unit="")) == "12 Oak Street"


def test_no_telephone_is_anybodys():
    assert some_phone(np.random.default_rng(1)).startswith("999555")
