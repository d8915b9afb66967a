"""The containers of `compose.yaml` fit together: they name one another, files and options that there are."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.cli import app, typer

ROOT = Path(__file__).parents[1]
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "compose.yaml").read_text(encoding="utf-8")
)["services"]
OURS = {name: one for name, one in SERVICES.items() if one["image"] == "infusion-access"}


def test_every_container_waits_for_one_that_there_is_and_that_tells_when_it_serves() -> None:
    for one in SERVICES.values():
        for other, until in one.get("depends_on", {}).items():
            assert other in SERVICES
            assert (until["condition"] == "service_healthy") == ("healthcheck" in SERVICES[other])


def test_nothing_is_reached_from_another_machine() -> None:
    ports = [port for one in SERVICES.values() for port in one.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_who_runs_areas_finds_prefect_and_sees_the_same_folders() -> None:
    running = [one for name, one in OURS.items() if name not in ("prefect", "dask-scheduler")]
    assert len(running) == 3
    for one in running:
        assert one["environment"]["PREFECT_API_URL"] == "http://prefect:4200/api"
        assert one["volumes"] == running[0]["volumes"]
    assert "4200" in SERVICES["prefect"]["ports"][0]


@pytest.mark.parametrize("name", ["dask-scheduler", "dask-worker"])
def test_dask_knows_the_options(name: str) -> None:
    from distributed.cli.dask_scheduler import main as scheduler
    from distributed.cli.dask_worker import main as worker

    program, kind, *options = OURS[name]["command"]
    assert (program, kind) == ("dask", name.removeprefix("dask-"))
    read = {"scheduler": scheduler, "worker": worker}[kind].make_context(kind, options)
    if kind == "worker":
        assert (read.params["scheduler"], read.params["nthreads"]) == (
            "tcp://dask-scheduler:8786",
            1,
        )


def test_the_command_line_knows_the_options() -> None:
    program, *words = OURS["run-many"]["entrypoint"]
    assert program == "infusion-access"
    command = typer.main.get_command(app).commands[words[0]]  # type: ignore[attr-defined]
    read = command.make_context(words[0], [*words[1:], "demo", "vermont"])
    assert (read.params["runner"], read.params["areas"]) == ("dask", ["demo", "vermont"])


def test_the_image_holds_all_that_the_package_needs() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = {
        name for line in re.findall(r"^COPY (.+) \S+$", text, re.MULTILINE) for name in line.split()
    }
    assert all((ROOT / name).exists() for name in copied)
    assert copied >= {
        "pyproject.toml",
        "requirements.lock",
        "flows",
        "infusion_access",
        "pipelines",
    }
