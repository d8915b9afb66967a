"""Two runs of one area at once: the second is told by whom it is being run, and nothing is disturbed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.processes.alone import RunningError, alone_in, holding

HOLD = """
import sys
from pathlib import Path
from flows.processes.alone import holding
with holding(Path(sys.argv[1]), "here"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("end", ["by itself", "killed"])
def test_a_second_process_is_refused_by_name_until_the_first_ends(tmp_path: Path, end: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdin is not None and other.stdout is not None
        assert other.stdout.readline() == "held\n"
        told = rf"^here: process {other.pid} is running it in .* \(wait for it, stop it"
        with pytest.raises(RunningError, match=told), holding(tmp_path, "here"):
            pass
        with holding(tmp_path / "another", "there"):
            pass
        if end == "killed":
            os.kill(other.pid, signal.SIGKILL)
        else:
            other.stdin.close()
        other.wait()
    with holding(tmp_path, "here"):
        pass


def test_a_flow_within_a_flow_is_the_same_run(small_area: Path, tmp_path: Path) -> None:
    calls = []

    @alone_in("data")
    def inner(area: str = "demo", data: str = "data", reports: str = "reports") -> None:
        calls.append(data)

    @alone_in("data")
    def outer(area: str = "demo", data: str = "data", reports: str = "reports") -> None:
        inner(area, data, reports)
        inner(area=area, data=data)

    outer(str(small_area), str(tmp_path))
    assert calls == [str(tmp_path)] * 2
