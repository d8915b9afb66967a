"""A warehouse whose centers were found in registries, for the tests of the pages that tell of them."""

import pytest

from pipelines.report.facts import read_facts
from tests.report.registries import with_registries
from tests.report.world import write_world
from tests.worlds.answers import fictional_area


@pytest.fixture(scope="session")
def arboria(tmp_path_factory):
    """Facts of a fictional state in which every group has its gaps."""
    path = tmp_path_factory.mktemp("arboria") / "access.duckdb"
    return read_facts(write_world(path, counties=20, places=300), fictional_area())


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    return write_world(tmp_path_factory.mktemp("found") / "access.duckdb", with_registries)


@pytest.fixture(scope="module")
def facts(warehouse):
    return read_facts(warehouse, fictional_area())
