"""The registry of hospitals of an invented state; the demo's writers write its other registries."""

import csv
from collections.abc import Sequence
from pathlib import Path

from pipelines.demo.registries.true_places import HOSPITAL_KINDS, TruePlace

HIFLD_HEADER = (
    *("X", "Y", "ID", "NAME", "ADDRESS", "CITY", "STATE", "ZIP", "TYPE", "STATUS", "COUNTYFIPS"),
    *("LATITUDE", "LONGITUDE", "OWNER", "BEDS"),
)


def write_hospitals(path: Path, places: Sequence[TruePlace]) -> Path:
    """Write the hospitals among places in the layout of HIFLD, under the ids that they are listed as."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, HIFLD_HEADER, restval="", lineterminator="\n")
        writer.writeheader()
        for place in places:
            if place.kind in HOSPITAL_KINDS:
                (listed_as,) = place.listed_as
                street = f"{place.number} {place.street}"
                writer.writerow(
                    {"ID": listed_as.removeprefix("hifld:"), "NAME": place.name.upper()}
                    | {"ADDRESS": street.upper(), "CITY": place.city.upper()}
                    | {"STATE": place.state, "ZIP": place.zip, "TYPE": "GENERAL ACUTE CARE"}
                    | {"STATUS": "OPEN", "BEDS": place.beds, "OWNER": "NON-PROFIT"}
                    | {"LATITUDE": f"{place.lat:.6f}", "LONGITUDE": f"{place.lon:.6f}"}
                )
    return path
