from pathlib import Path

import pytest

from pipelines.demo import Demo, write_demo

SMALL_DETAIL = 0.05


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The state with a twentieth of its block groups and streets: quick, and every file is there."""
    return write_demo(tmp_path_factory.mktemp("small"), detail=SMALL_DETAIL)


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The default area as users see it."""
    return write_demo(tmp_path_factory.mktemp("full"))


def written(demo: Demo, name: str) -> Path:
    (path,) = [path for path in demo.files if path.name == name]
    return path
