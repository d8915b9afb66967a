"""Work that is spread over processes: all of it is made, once, in order, and it ends with whom it helps."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from flows.processes.side_by_side import crew
from pipelines.errors import InputError


@contextmanager
def opened(word: str) -> Iterator[str]:
    yield word


def said(number: int, shop: str) -> tuple[str, int]:
    return f"{shop} {number}", os.getpid()


def slowly(number: int, shop: str) -> tuple[str, int]:
    # The helper, which takes a while to start, gets some too.
    time.sleep(0.3)
    return said(number, shop)


def refused(folder: Path, number: int, shop: str) -> None:
    if number == 1:
        raise InputError(f"part {number} is refused")
    time.sleep(0.2)
    (folder / str(number)).touch()


def deadly(helped: int, number: int, shop: str) -> tuple[str, int]:
    if os.getpid() != helped:
        os._exit(1)
    return slowly(number, shop)


def test_one_worker_makes_everything_here() -> None:
    with crew(opened, "part", workers=1) as makers:
        made = makers.make([partial(said, number) for number in range(5)])
    assert made == [(f"part {number}", os.getpid()) for number in range(5)]


def test_two_make_the_same_in_order_and_both_work() -> None:
    with crew(opened, "part", workers=2) as makers:
        first = makers.make([partial(slowly, number) for number in range(30)])
        assert makers.make([]) == []
    assert [words for words, _ in first] == [f"part {number}" for number in range(30)]
    assert {process for _, process in first} > {os.getpid()}


def test_after_a_fault_no_part_is_begun(tmp_path: Path) -> None:
    with (
        pytest.raises(InputError, match="part 1 is refused"),
        crew(opened, "part", workers=2) as makers,
    ):
        makers.make([partial(refused, tmp_path, number) for number in range(30)])
    assert len(list(tmp_path.iterdir())) < 5


def test_what_a_helper_leaves_is_made_here_and_said(caplog: pytest.LogCaptureFixture) -> None:
    with crew(opened, "part", workers=2) as makers:
        made = makers.make([partial(deadly, os.getpid(), number) for number in range(30)])
    assert made == [(f"part {number}", os.getpid()) for number in range(30)]
    assert "a helping process ended" in caplog.text


HELPED = """
import os
from functools import partial
from flows.processes.side_by_side import crew
from tests.flows.processes.test_side_by_side import opened, slowly

if __name__ == "__main__":
    with crew(opened, "part", workers=2) as makers:
        made = makers.make([partial(slowly, number) for number in range(30)])
        print(*({process for _, process in made} - {os.getpid()}), flush=True)
        os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for a process in /proc")
def test_a_helper_ends_with_the_process_that_it_helps(tmp_path: Path) -> None:
    script = tmp_path / "helped.py"
    script.write_text(HELPED, encoding="utf-8")
    root = str(Path(__file__).parents[3])
    killed = subprocess.run(
        [sys.executable, str(script)],
        env=os.environ | {"PYTHONPATH": root},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert killed.returncode == -9
    helper = Path(f"/proc/{int(killed.stdout)}")
    deadline = time.monotonic() + 5
    while helper.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not helper.exists() or ") Z " in (helper / "stat").read_text()
