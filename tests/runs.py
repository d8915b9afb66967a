"""A Prefect server for all tests of flows, and a small fictional area that was run once for all of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli import main
from flows.commands import DONE
from flows.folders import AREAS, Folders

DETAIL = 0.05
COUNTIES = (3, 5, 7, 13, 15, 19, 23, 27, 31, 77)
"""Of the demo's counties: its largest city, suburbs, a small metro, rural ones and the isle."""


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that lives as long as the tests, with a database of its own."""
    from prefect.settings import (
        PREFECT_API_URL,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        temporary_settings,
    )
    from prefect.testing.utilities import prefect_test_harness

    # Without heartbeats: to end their thread takes up to a second a flow.
    quick = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    with prefect_test_harness(server_startup_timeout=180), temporary_settings(updates=quick):
        address = PREFECT_API_URL.value()
        assert address
        yield address


@pytest.fixture(scope="session")
def small_area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some counties of the demo with few streets and block groups, as a researcher's own area file."""
    text = (AREAS / "demo.toml").read_text(encoding="utf-8")
    small = text.replace('name = "demo"', 'name = "small"').replace(
        'generator = "demo"', f'generator = "demo"\ndetail = {DETAIL}'
    )
    assert small.count("small") == 1
    assert f"detail = {DETAIL}" in small
    path = tmp_path_factory.mktemp("area") / "small.toml"
    whole, part = 'states = ["03"]', f"counties = {[f'03{county:03}' for county in COUNTIES]}"
    assert whole in small
    coarse = small.replace(whole, part).replace(
        "[measures]", "[measures]\ncatchment_cell_m = 2000.0"
    )
    assert "catchment_cell_m" in coarse
    path.write_text(coarse, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def small_run(
    prefect_server: str, small_area: Path, tmp_path_factory: pytest.TempPathFactory
) -> Folders:
    """The folders of an undisturbed run of the small area."""
    root = tmp_path_factory.mktemp("run")
    arguments = ["--data", str(root / "data"), "--reports", str(root / "reports"), "--workers", "1"]
    assert main(["run", str(small_area), *arguments]) == DONE
    return Folders(root / "data", root / "reports", "small")
