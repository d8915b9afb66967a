"""Fixtures that tests of every part may use."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.runs import prefect_server, small_area, small_run

__all__ = ["prefect_server", "small_area", "small_run"]

# The same examples at every run, so that a change is judged by what it changes; HYPOTHESIS_PROFILE=explore
# looks for new ones.
settings.register_profile("house", derandomize=True, deadline=None, max_examples=60)
settings.register_profile("explore", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

RUNS = "runs"
"""The group of tests that need a finished run or a Prefect server: one worker makes them, once."""


# First, for the workers read the groups as they collect.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file together on one worker, and all tests of runs, which go first.

    They share what is costly to make; who begins with the longest group ends with short ones.
    """
    for item in items:
        runs = "prefect_server" in getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group(RUNS if runs else item.nodeid.split("::")[0]))
    items.sort(key=lambda item: item.get_closest_marker("xdist_group").args != (RUNS,))


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
