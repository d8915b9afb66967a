import os

import pytest
from numba.core import caching

from pipelines.routing.compiled import forget_stale_kernels, kernel


def test_a_kernel_runs_where_no_compiled_code_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching.FunctionCache._impl_class, "_locator_classes", [])

    @kernel
    def twice(number: int) -> int:
        return 2 * number

    assert twice(21) == 42


def test_kernels_older_than_any_source_are_forgotten(tmp_path):
    cache = tmp_path / "__pycache__"
    cache.mkdir()
    for path, modified in (
        (tmp_path / "search.py", 200),
        (tmp_path / "graph.py", 100),
        (cache / "nearest.old.nbi", 150),
        (cache / "nearest.new.nbi", 250),
    ):
        path.touch()
        os.utime(path, (modified, modified))
    assert forget_stale_kernels(tmp_path) == 1
    assert [path.name for path in cache.iterdir()] == ["nearest.new.nbi"]


def test_a_package_without_a_cache_has_nothing_to_forget(tmp_path):
    assert forget_stale_kernels(tmp_path) == 0
    (tmp_path / "search.py").touch()
    assert forget_stale_kernels(tmp_path) == 0
