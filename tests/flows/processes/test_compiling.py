"""Kernels compiled beside a run: those that the run uses, for the types that it uses, and only once."""

import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import numba
import pytest

from flows.folders import Folders
from flows.processes.compiling import compile_beside
from pipelines.routing.compiled import is_kept
from pipelines.routing.ways import LAST_COMPILED

TELL = """
import gc, json, numba
from flows.processes.compiling import compile_kernels
compile_kernels()
kernels = [one for one in gc.get_objects() if isinstance(one, numba.core.registry.CPUDispatcher)]
print(json.dumps({
    f"{one.__module__}.{one.__name__}": [str(types) for types in one.signatures]
    for one in kernels if one.__module__.startswith("pipelines.") and one.signatures
}))
"""

CALLED = [
    f"pipelines.{name}"
    for name in (
        "roads.contract._chains",
        "routing.nearest._costs_to",
        "routing.within._trips_to",
        "routing.thinning._roles",
        "routing.k_nearest._search_k",
        "routing.road_cells._segments",
        "routing.road_cells._times",
        "routing.simplify._drop",
        "routing.ways._arcs_onward",
        "routing.ways._steps",
        "measures.accessibility.raam._evened_out",
    )
]
"""Kernels that Python calls; what those call is compiled with them."""


def test_what_is_compiled_ahead_is_what_a_run_calls(small_run: Folders) -> None:
    told = subprocess.run(
        [sys.executable, "-c", TELL], capture_output=True, text=True, check=True, env=os.environ
    )
    ahead: dict[str, list[str]] = json.loads(told.stdout.splitlines()[-1])
    for name in CALLED:
        module, _, kernel = name.rpartition(".")
        called = {str(one) for one in getattr(sys.modules[module], kernel).signatures}
        assert ahead[name], name
        assert set(ahead[name]) <= called, name
    assert is_kept(LAST_COMPILED)


def test_nothing_is_started_where_kernels_are_kept_or_no_core_is_free(
    small_run: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(method: str) -> None:
        pytest.fail(f"started a process: {method}")

    monkeypatch.setattr(multiprocessing, "get_context", refuse)
    compile_beside(4)
    monkeypatch.setattr("flows.processes.compiling.is_kept", lambda kernel: False)
    compile_beside(1)


def test_a_kernel_is_kept_once_it_was_compiled(tmp_path: Path) -> None:
    module = tmp_path / "lonely.py"
    module.write_text(
        "from pipelines.routing.compiled import kernel\n\n\n@kernel\ndef twice(x):\n    return 2 * x\n"
    )
    tell = "import lonely; from pipelines.routing.compiled import is_kept as k; {}print(k(lonely.twice))"
    run = [sys.executable, "-c"]
    paths = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{Path.cwd()}"}

    def says(work: str) -> str:
        done = subprocess.run(
            [*run, tell.format(work)],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | paths | {"NUMBA_CACHE_DIR": str(tmp_path / "cache")},
        )
        return done.stdout.strip()

    assert says("") == "False"
    assert says("lonely.twice(1); ") == "True"
    assert says("") == "True"
    assert is_kept(numba.njit(lambda x: x)), "one that is never kept is not waited for"
