"""The raw layer holds every table that was read, and all that was refused."""

import pandas as pd

from pipelines.layers.raw_layer import raw_layer
from pipelines.sources.reading import REJECTED_COLUMNS, Reading


def refused(source):
    return pd.DataFrame([[source, "a.csv", 1, None, "why", "text"]], columns=REJECTED_COLUMNS)


def test_tables_parts_and_refused_rows_in_the_order_of_reading():
    people, places = pd.DataFrame({"npi": ["1"]}), pd.DataFrame({"npi": ["1", "1"]})
    readings = {
        "nppes": Reading(people, refused("nppes"), more={"locations": places}),
        "rucc": Reading(people, refused("rucc")),
    }
    tables = raw_layer(None, {}, readings, [refused("roads")])
    assert set(tables) == {
        *("raw.nppes", "raw.nppes_locations", "raw.rucc"),
        *("raw.rejected", "raw.sources"),
    }
    assert tables["raw.nppes_locations"] is places
    assert tables["raw.rejected"]["source"].tolist() == ["nppes", "rucc", "roads"]
