"""Fixtures that tests of every part may use."""

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.browsers import browser
from tests.runs import prefect_server, small_area, small_run

__all__ = ["browser", "prefect_server", "small_area", "small_run"]

# The same examples at every run, so that a change is judged by what it changes; HYPOTHESIS_PROFILE=explore
# looks for new ones.
settings.register_profile("house", derandomize=True, deadline=None, max_examples=60)
settings.register_profile("explore", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

RUNS = ("small_run", "prefect_server")
"""Fixtures that are costly to make: the tests that have them stay on one worker, which makes them once."""


@cache
def needs_a_run(path: Path) -> bool:
    """Tell whether a file of tests has such a fixture."""
    text = path.read_text(encoding="utf-8")
    return any(name in text for name in RUNS)


class _ByFile(LoadScopeScheduling):
    """Keep the tests of a file together, for they share what they make, and all files of runs."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.split("::")[0]
        return "runs" if needs_a_run(self.config.rootpath / path) else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Share the tests out to workers."""
    return _ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest group, so that the others fill up the end."""
    items.sort(key=lambda item: not needs_a_run(item.path))


SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the project; without it a test skips, but fails where CI is set."""
    if SHARED_DATA.is_dir():
        return SHARED_DATA
    reason = "the real data are not beside this checkout (../shared/data)"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
