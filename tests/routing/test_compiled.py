import os

from pipelines.routing.compiled import forget_stale_kernels


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
