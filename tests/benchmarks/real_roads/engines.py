"""The job by OSRM and by Valhalla; run by the Python that has them.

`python engines.py NAME ROADS.osm.pbf PLACES.csv FOLDER` reads role (center or point), lon and lat, and
prints seconds of preparation and of the job as JSON. Neither has a cut-off for tables: all pairs are asked for.
"""

import csv
import json
import shutil
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

Place = tuple[float, float]

VALHALLA_LOCATIONS = 50
"""Of either role in one request, its service's own limit."""
VALHALLA_POINTS = 100
"""Points that Valhalla is timed on; its time is scaled to all of them."""
OSRM_STEPS = {"CH": ["osrm-contract"], "MLD": ["osrm-partition", "osrm-customize"]}
ROUNDS = 3


def osrm(
    algorithm: str, pbf: Path, centers: list[Place], points: list[Place], folder: Path
) -> tuple[float, ...]:
    """Prepare the roads for an algorithm, CH or MLD, and ask for one table."""
    import osrm as engine

    home = Path(engine.__file__).parent
    roads = folder / "roads.osm.pbf"
    shutil.copy(pbf, roads)
    started = time.perf_counter()
    car = ["-p", str(home / "share" / "profiles" / "car.lua")]
    _run([str(home / "bin" / "osrm-extract"), *car, "-t", "2", str(roads)])
    for step in OSRM_STEPS[algorithm]:
        _run([str(home / "bin" / step), "-t", "2", str(folder / "roads.osrm")])
    prepared = time.perf_counter() - started
    loaded = engine.OSRM(
        algorithm=algorithm,
        storage_config=str(folder / "roads.osrm"),
        use_shared_memory=False,
        max_locations_distance_table=len(centers) + len(points),
    )
    table = engine.TableParameters(
        coordinates=[*points, *centers],
        sources=list(range(len(points))),
        destinations=list(range(len(points), len(points) + len(centers))),
    )
    return prepared, _median(lambda: loaded.Table(table))


def valhalla(
    pbf: Path, centers: list[Place], points: list[Place], folder: Path
) -> tuple[float, ...]:
    """Build tiles and ask for matrices of the largest size that is allowed."""
    from valhalla import PYVALHALLA_DIR, Actor
    from valhalla.config import get_config

    (folder / "tiles").mkdir()
    config = get_config(tile_extract="", tile_dir=str(folder / "tiles"), verbose=False)
    config["mjolnir"]["tile_extract"] = ""
    config["mjolnir"]["concurrency"] = 2
    config_file = folder / "valhalla.json"
    config_file.write_text(json.dumps(config))
    started = time.perf_counter()
    _run([str(PYVALHALLA_DIR / "bin" / "valhalla_build_tiles"), "-c", str(config_file), str(pbf)])
    prepared = time.perf_counter() - started
    actor = Actor(config)

    def job() -> None:
        for some in _pieces(points[:VALHALLA_POINTS]):
            for others in _pieces(centers):
                actor.matrix({"sources": some, "targets": others, "costing": "auto"})

    return prepared, _median(job) * len(points) / VALHALLA_POINTS


def _pieces(places: list[Place]) -> list[list[dict[str, float]]]:
    located = [{"lon": lon, "lat": lat} for lon, lat in places]
    starts = range(0, len(located), VALHALLA_LOCATIONS)
    return [located[start : start + VALHALLA_LOCATIONS] for start in starts]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        sys.exit(f"{Path(command[0]).name} ended with status {done.returncode}: {' '.join(last)}")


def _median(job) -> float:
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        job()
        seconds.append(time.perf_counter() - started)
    return sorted(seconds)[ROUNDS // 2]


ENGINES = {"osrm, CH": partial(osrm, "CH"), "osrm, MLD": partial(osrm, "MLD"), "valhalla": valhalla}


def main(name: str, pbf: str, places: str, folder: str) -> None:
    with Path(places).open() as file:
        rows = [
            (row["role"], (float(row["lon"]), float(row["lat"]))) for row in csv.DictReader(file)
        ]
    centers, points = ([at for role, at in rows if role == kind] for kind in ("center", "point"))
    engine = ENGINES[name]
    print(json.dumps(engine(Path(pbf), centers, points, Path(folder))))


if __name__ == "__main__":
    main(*sys.argv[1:])
