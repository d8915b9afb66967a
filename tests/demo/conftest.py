from pathlib import Path

import pytest

from pipelines.demo import Demo, write_demo
from pipelines.demo.registries.registrations import register_places
from pipelines.demo.registries.registry_mess import Mess
from pipelines.demo.registries.registry_rows import RegistryRows
from pipelines.demo.state import DEFAULT_SEED

SMALL_DETAIL = 0.05


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The state with a twentieth of its block groups and streets: quick, and every file is there."""
    return write_demo(tmp_path_factory.mktemp("small"), detail=SMALL_DETAIL)


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The default area as users see it."""
    return write_demo(tmp_path_factory.mktemp("full"))


@pytest.fixture(scope="session")
def registered(small: Demo) -> RegistryRows:
    """What registries of the small state were written from."""
    return register_places(small.places, DEFAULT_SEED, Mess())


def source(**settings: object) -> dict[str, object]:
    """Return the settings that every source needs, and others."""
    about = {"files": ("any",), "vintage": "2026", "publisher": "nobody", "licence": "none"}
    return about | settings


def written(demo: Demo, name: str) -> Path:
    (path,) = [path for path in demo.files if path.name == name]
    return path
