"""Which Prefect server a run talks to, and what a user's own machine may have set."""

import os
from pathlib import Path
from unittest.mock import create_autospec

import pytest
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    get_current_settings,
    temporary_settings,
)

from flows.server import prefect_server as prefect_servers
from flows.server.own_server import OwnServer, start_server
from pipelines.errors import InputError


def test_ones_own_is_reached_past_proxies_without_heartbeats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "example.org")
    own = create_autospec(OwnServer, instance=True, home=tmp_path)
    own.wait.return_value = "http://127.0.0.1:9/api"
    usual = {PREFECT_API_URL: None, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 180}
    with temporary_settings(updates=usual), prefect_servers.prefect_server(own):
        settings = get_current_settings()
        assert settings.home == tmp_path
        assert settings.api.url == "http://127.0.0.1:9/api"
        assert settings.flows.heartbeat_frequency is None
        assert os.environ["NO_PROXY"] == "example.org,127.0.0.1,localhost,::1"


@pytest.mark.usefixtures("prefect_server")
def test_ones_own_is_stopped_where_a_profile_names_another(tmp_path: Path) -> None:
    own = create_autospec(OwnServer, instance=True, home=tmp_path)
    before = get_current_settings()
    with prefect_servers.prefect_server(own):
        assert get_current_settings() == before
    own.stop.assert_called_once_with()


@pytest.mark.usefixtures("prefect_server")
def test_a_lasting_server_is_left_as_it_is(tmp_path: Path) -> None:
    with temporary_settings(updates={PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 180}):
        before = get_current_settings()
        assert start_server(tmp_path) is None
        with prefect_servers.prefect_server(None):
            assert get_current_settings() == before


def test_a_server_that_does_not_answer_is_named_with_the_mend() -> None:
    nobody = "http://127.0.0.1:9/api"
    with (
        temporary_settings(updates={PREFECT_API_URL: nobody}),
        pytest.raises(
            prefect_servers.PrefectServerError, match=f"{nobody} does not answer.*PREFECT_API_URL"
        ),
        prefect_servers.prefect_server(None),
    ):
        pass
    assert issubclass(prefect_servers.PrefectServerError, InputError)
