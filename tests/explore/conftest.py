"""The explorer of a fictional state whose centers were found in registries."""

import pytest

from pipelines.explore.explored import lay_out_area
from pipelines.report.facts import read_facts
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
def area(facts):
    return lay_out_area(facts)
