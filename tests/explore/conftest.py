"""The explorer of a fictional state whose centers were found in registries."""

import pytest

from pipelines.explore.explored import lay_out_area
from pipelines.report.facts import read_facts
from tests.report.registries import with_registries
from tests.report.world import write_world
from tests.worlds.answers import fictional_area

SCRIPT = "<script>document.title = 'taken'</script>"
"""The name of a center that would take the page over if it became markup."""


def named_like_markup(tables):
    with_registries(tables)
    tables["core.centers"].loc[0, "name"] = SCRIPT


@pytest.fixture(scope="session")
def facts(tmp_path_factory):
    path = tmp_path_factory.mktemp("explored") / "access.duckdb"
    return read_facts(write_world(path, named_like_markup), fictional_area())


@pytest.fixture(scope="session")
def area(facts):
    return lay_out_area(facts)
