"""Drive minutes by Valhalla between pairs of places; run by the Python that has pyvalhalla.

`python valhalla_minutes.py ROADS.osm.pbf PAIRS.csv ANSWERS.csv FOLDER` builds tiles in FOLDER once, reads
lon_1, lat_1, lon_2, lat_2 and writes minutes and km, blank where Valhalla finds no way.
"""

import csv
import json
import subprocess
import sys
from pathlib import Path


def main(roads: Path, pairs: Path, answers: Path, folder: Path) -> None:
    from valhalla import PYVALHALLA_DIR, Actor
    from valhalla.config import get_config

    tiles = folder / "tiles"
    built = tiles.is_dir()
    tiles.mkdir(parents=True, exist_ok=True)
    config = get_config(tile_extract="", tile_dir=str(tiles), verbose=False)
    config["mjolnir"]["tile_extract"] = ""
    config["mjolnir"]["concurrency"] = 2
    config_file = folder / "valhalla.json"
    config_file.write_text(json.dumps(config))
    if not built:
        build = PYVALHALLA_DIR / "bin" / "valhalla_build_tiles"
        command = [str(build), "-c", str(config_file), str(roads)]
        subprocess.run(command, check=True, capture_output=True)
    actor = Actor(config)
    with pairs.open() as source, answers.open("w") as target:
        out = csv.writer(target)
        out.writerow(["minutes", "km"])
        for row in csv.DictReader(source):
            places = [
                {"lon": float(row[f"lon_{end}"]), "lat": float(row[f"lat_{end}"]), "radius": 5}
                for end in (1, 2)
            ]
            query = {"locations": places, "costing": "auto", "directions_type": "none"}
            try:
                trip = actor.route(query)["trip"]["summary"]
            except RuntimeError:
                out.writerow(["", ""])
            else:
                out.writerow([trip["time"] / 60, trip["length"]])


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:]))
