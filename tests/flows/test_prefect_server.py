"""Which Prefect server a run talks to, and what a user's own machine may have set."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    get_current_settings,
    temporary_settings,
)

from flows import prefect_server as prefect_servers
from pipelines.errors import InputError


def test_a_server_of_ones_own_keeps_its_database_under_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "example.org")
    usual = {PREFECT_API_URL: None, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 180}
    with temporary_settings(updates=usual), prefect_servers.prefect_server(tmp_path):
        settings = get_current_settings()
        assert settings.home.is_relative_to(tmp_path) and settings.home.is_dir()
        assert settings.flows.heartbeat_frequency is None
        assert os.environ["NO_PROXY"] == "example.org,127.0.0.1,localhost,::1"


@pytest.mark.parametrize("damage", [b"x" * 5000, b"", None])
def test_a_damaged_database_of_ones_own_server_is_put_aside_and_said(
    tmp_path: Path, damage: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    home = tmp_path / "processed" / ".prefect"
    home.mkdir(parents=True)
    with closing(sqlite3.connect(home / "prefect.db")) as database:
        database.execute("CREATE TABLE runs (name)")
    if damage is not None:
        (home / "prefect.db").write_bytes(damage)
    content = (home / "prefect.db").read_bytes()
    with (
        temporary_settings(updates={PREFECT_API_URL: None}),
        prefect_servers.prefect_server(tmp_path),
    ):
        # An empty file is a sound database without tables.
        aside = home / "prefect.db.damaged" if damage else home / "prefect.db"
        assert aside.read_bytes() == content
        assert (home / "prefect.db").exists() is not bool(damage)
    assert ("was damaged" in caplog.text) is bool(damage)


@pytest.mark.usefixtures("prefect_server")
def test_a_lasting_server_is_left_as_it_is(tmp_path: Path) -> None:
    with temporary_settings(updates={PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 180}):
        before = get_current_settings()
        with prefect_servers.prefect_server(tmp_path):
            assert get_current_settings() == before


def test_a_server_that_does_not_answer_is_named_with_the_mend(tmp_path: Path) -> None:
    nobody = "http://127.0.0.1:9/api"
    with (
        temporary_settings(updates={PREFECT_API_URL: nobody}),
        pytest.raises(
            prefect_servers.PrefectServerError, match=f"{nobody} does not answer.*PREFECT_API_URL"
        ),
        prefect_servers.prefect_server(tmp_path),
    ):
        pass
    assert issubclass(prefect_servers.PrefectServerError, InputError)
