"""Hospitals that are known to their ZIP code move to their street."""

import pandas as pd
import pytest

from pipelines.facilities.placing import on_their_street

WHERE = {"address": "1 Oak Ave", "city": "Rosby", "state": "ZZ", "zip": "90001"}


@pytest.mark.parametrize(
    ("status", "there"), [("match", (-95.1, "street")), ("tie", (-95.0, "zip"))]
)
def test_hospitals_of_a_zip_code_move_to_their_street(status, there):
    hospital = pd.DataFrame([WHERE | {"lon": -95.0, "lat": 32.0, "geocode_precision": "zip"}])
    asked = []

    def geocode(addresses):
        asked.append(addresses["street"].item())
        return pd.DataFrame({"status": [status], "lon": [-95.1], "lat": [32.5]})

    placed = on_their_street(hospital, geocode)
    assert tuple(placed.iloc[0][["lon", "geocode_precision"]]) == there
    assert asked == ["1 OAK AVE"]


def test_nobody_is_asked_for_what_is_known_better():
    hospital = pd.DataFrame([WHERE | {"lon": -95.0, "lat": 32.0, "geocode_precision": "rooftop"}])
    assert on_their_street(hospital, pytest.fail) is hospital
