import os
import pickle

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
        path.write_bytes(pickle.dumps(path.name))
        os.utime(path, (modified, modified))
    assert forget_stale_kernels(tmp_path) == 1
    assert [path.name for path in cache.iterdir()] == ["nearest.new.nbi"]


@pytest.mark.parametrize("name", ["nearest.x.nbi", "nearest.x.1.nbc"])
@pytest.mark.parametrize("damage", [b"", b"\x80", b"junk."])
def test_kernels_that_were_cut_short_are_forgotten(tmp_path, name, damage):
    cache = tmp_path / "__pycache__"
    cache.mkdir()
    for kept in ("nearest.x.nbi", "nearest.x.1.nbc", "path.y.nbi", "path.y.1.nbc"):
        (cache / kept).write_bytes(pickle.dumps(kept))
    assert forget_stale_kernels(tmp_path) == 0
    (cache / name).write_bytes(damage)
    assert forget_stale_kernels(tmp_path) == 1
    assert not (cache / "nearest.x.nbi").exists()
    assert (cache / "path.y.nbi").exists()


def test_a_package_without_a_cache_has_nothing_to_forget(tmp_path):
    assert forget_stale_kernels(tmp_path) == 0
    (tmp_path / "search.py").touch()
    assert forget_stale_kernels(tmp_path) == 0
