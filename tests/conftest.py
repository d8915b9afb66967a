"""Fixtures that tests of every part may use."""

import os
from pathlib import Path

import pytest

from tests.runs import prefect_server, small_area, small_run

__all__ = ["prefect_server", "small_area", "small_run"]

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
