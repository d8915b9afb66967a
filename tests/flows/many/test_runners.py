"""Where areas are run is found out before any is begun."""

import socket

import pytest

from flows.many.runners import RunnerError, place_of

pytest.importorskip("distributed")


def test_no_more_areas_are_run_at_once_than_there_are() -> None:
    place = place_of("processes", None, areas=2, at_once=8, own_server=True)
    assert (place.at_once, place.on_a_machine) == (2, 2)
    place = place_of("dask", None, areas=12, at_once=4, own_server=True)
    assert (place.at_once, place.on_a_machine) == (4, 4)


def test_a_scheduler_that_does_not_answer_is_told_with_the_mend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flows.many.runners.CONNECT_S", 0.2)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(
            RunnerError, match=r"no scheduler of Dask answers there.*dask scheduler"
        ):
            place_of("dask", address, areas=1, at_once=1, own_server=True)
