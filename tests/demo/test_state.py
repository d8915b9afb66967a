import hashlib
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pipelines.area import RAW_PREFIX
from pipelines.demo import draw_state, write_demo
from pipelines.demo.state import DEFAULT_SEED, FILES, SOURCE_FILES
from tests.demo.conftest import SMALL_DETAIL

ROOT = Path(__file__).resolve().parents[2]


def digests(paths):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_all_files_are_written(small):
    folder = small.files[0].parent
    assert tuple(path.relative_to(folder).as_posix() for path in small.files) == FILES
    assert all(path.stat().st_size > 1000 for path in small.files)


def test_the_area_file_reads_what_is_written():
    area = tomllib.loads((ROOT / "flows/areas/demo.toml").read_text(encoding="utf-8"))
    wanted = {name for source in area["sources"].values() for name in source["files"]}
    assert wanted == {RAW_PREFIX + name for name in SOURCE_FILES}
    assert area["area"]["seed"] == DEFAULT_SEED
    assert area["area"]["fictional"] is True


def test_the_same_seed_writes_the_same_bytes_whatever_the_hash_seed(small, tmp_path):
    code = (
        "import sys, pathlib, pipelines.demo as demo;"
        "demo.write_demo(pathlib.Path(sys.argv[1]), detail=float(sys.argv[2]))"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(SMALL_DETAIL)],
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "4711", "OMP_NUM_THREADS": "1"},
    )
    assert digests(tmp_path / name for name in FILES) == digests(small.files)


def test_writing_again_replaces_the_files(small, tmp_path):
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"old")
    again = write_demo(tmp_path, detail=SMALL_DETAIL)
    assert digests(again.files) == digests(small.files)


def test_another_seed_draws_another_state(small, tmp_path):
    other = digests(write_demo(tmp_path, seed=3, detail=SMALL_DETAIL).files)
    same = digests(small.files)
    assert all(other[name] != digest for name, digest in same.items())


@pytest.mark.parametrize("detail", [0.0, -1.0, 1.5])
def test_an_impossible_detail_is_refused(detail):
    with pytest.raises(ValueError, match="detail must be above 0"):
        draw_state(detail=detail)


def test_the_full_state_is_as_large_as_promised(full):
    assert full.block_groups >= 1500
    assert full.osm_nodes >= 100_000
    assert len(full.codes) == 41
