"""Write centroids of ZIP code areas as the Census Bureau's gazetteer has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipelines.demo.land.geography import Geography
from pipelines.demo.land.project import to_lon_lat
from pipelines.demo.land.settlement import Settlement
from pipelines.demo.registries.true_places import TruePlace
from pipelines.demo.writing.write_facilities import county_of_zip, zip_code

ZIP_CENTROIDS = "2024_Gaz_zcta_national.txt"

_M2_PER_SQMI = 2_589_988.11
_WATER_SHARE = 0.01


def write_zip_centroids(
    folder: Path, geography: Geography, settlement: Settlement, places: Sequence[TruePlace]
) -> Path:
    """Write a centroid for every ZIP code that is somewhere, and return the file's path.

    Parameters
    ----------
    folder
        Where to.
    geography, settlement
        Counties, whose land their ZIP codes share evenly, and towns: a code lies in the middle of its people.
    places
        Whose codes have a centroid too: beyond a county's border from its town a code has no town of its own,
        and lies in the middle of its places.

    Notes
    -----
    Separated by tabs, the last column padded with blanks, as published until 2024.
    """
    lon_lat = to_lon_lat(np.array([town.xy for town in settlement.towns]))
    people: dict[str, list[tuple[float, float, float]]] = {}
    for town, (lon, lat) in zip(settlement.towns, lon_lat.tolist(), strict=True):
        code = zip_code(town.county, town.name)
        people.setdefault(code, []).append((lon, lat, max(1, town.population)))
    of_towns = set(people)
    for place in places:
        if place.zip not in of_towns:
            people.setdefault(place.zip, []).append((place.lon, place.lat, 1))
    codes_of = Counter(map(county_of_zip, people))
    lines = ["GEOID\tALAND\tAWATER\tALAND_SQMI\tAWATER_SQMI\tINTPTLAT\tINTPTLONG" + " " * 20]
    for code, own in sorted(people.items()):
        points = np.array(own)
        lon, lat = np.average(points[:, :2], axis=0, weights=points[:, 2]).tolist()
        county = county_of_zip(code)
        land_m2 = geography.counties[county].area / codes_of[county]
        water_m2 = land_m2 * _WATER_SHARE
        square_miles = f"{land_m2 / _M2_PER_SQMI:.3f}\t{water_m2 / _M2_PER_SQMI:.3f}"
        lines.append(f"{code}\t{land_m2:.0f}\t{water_m2:.0f}\t{square_miles}\t{lat:.6f}\t{lon:.6f}")
    path = folder / ZIP_CENTROIDS
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return path
