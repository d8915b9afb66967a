"""The explorer of a fictional state whose centers were found in registries."""

import numpy as np
import pandas as pd
import pytest
import shapely

from pipelines.explore.explored import lay_out_area
from pipelines.report.facts import read_facts
from pipelines.roads.stretches import Stretches
from pipelines.vocabulary.what_if import CLOSURES
from tests.report.registries import with_registries
from tests.report.world import with_tables, write_world
from tests.worlds.answers import fictional_area

SCRIPT = "<script>document.title = 'taken'</script>"
"""The name of a center that would take the page over if it became markup."""


def named_like_markup(tables):
    with_registries(tables)
    tables["core.centers"].loc[0, "name"] = SCRIPT


@pytest.fixture(scope="session")
def facts(tmp_path_factory):
    path = tmp_path_factory.mktemp("explored") / "access.duckdb"
    told = read_facts(write_world(path, named_like_markup), fictional_area())
    closed = told.tables.rows("core.centers")[3]
    here = {"lon": closed["lon"], "lat": closed["lat"], "site_of_care": closed["site_of_care"]}
    change = {"what_if": CLOSURES, "center_id": closed["center_id"], "change": "closed"}
    return with_tables(told, what_if_centers=[here | change])


@pytest.fixture(scope="session")
def roads(facts):
    """A road of its own from each place to each of its nearest centers, in two stretches round a corner."""
    drives, centers = facts.tables["out.nearest_centers"], facts.tables["core.centers"]
    center = pd.Index(centers["center_id"]).get_indexer(pd.Index(drives["center_id"]))
    start = facts.tables["core.population"].set_index("geoid").loc[drives["geoid"], ["lon", "lat"]]
    end = centers.iloc[center][["lon", "lat"]]
    corner = np.column_stack([start["lon"], end["lat"]])
    ends = zip(start.to_numpy(), corner, end.to_numpy(), strict=True)
    lines = [shapely.linestrings(one) for a, b, c in ends for one in ([a, b], [b, c])]
    n = len(drives)
    number = np.arange(2 * n).reshape(n, 2)
    node = np.arange(3 * n).reshape(n, 3)
    order = np.argsort(center, kind="stable")
    return Stretches(
        np.array(lines),
        tail=node[:, :2].ravel(),
        head=node[:, 1:].ravel(),
        center=np.repeat(center[order], 2).astype(np.int32),
        stretch=number[order].ravel(),
        first=number[:, 0],
    )


@pytest.fixture(scope="session")
def area(facts):
    return lay_out_area(facts)
