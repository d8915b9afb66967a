"""Hospitals and lists as their readers return them, a row at a time."""

import numpy as np
import pandas as pd

from pipelines.sources.facilities.centers_list import CENTER_COLUMNS
from pipelines.sources.facilities.hospitals import HOSPITAL_COLUMNS

MILE_DEG = 1 / 69.0
"""Degrees of latitude to a mile, nearly."""


def hospitals(*rows: dict) -> pd.DataFrame:
    """Return a hospital reading's table; by default a general hospital known to its building."""
    default = {"hospital_type": "GENERAL ACUTE CARE", "status": "OPEN"}
    default |= {"geocode_precision": "rooftop", "beds": np.nan}
    return _table([default | row for row in rows], HOSPITAL_COLUMNS, "hospitals.csv", ("beds",))


def centers_list(*rows: dict) -> pd.DataFrame:
    """Return a centers list's table; by default an office."""
    default = {"site_of_care": "office_based", "capacity": np.nan}
    table = _table([default | row for row in rows], CENTER_COLUMNS, "list.csv", ("capacity",))
    return table.astype({"medicare_payable": "boolean", "capacity": "Int64"})


def centroids(*miles: float) -> pd.DataFrame:
    """Return a ZIP centroid reading's table: ZIP codes from 90001 on, so many miles north of 40 degrees."""
    zips = [f"{90001 + number}" for number in range(len(miles))]
    lat = 40 + np.array(miles) * MILE_DEG
    return pd.DataFrame({"zip": zips, "lon": -90.0, "lat": lat, "land_area_m2": np.nan})


def _table(
    rows: list[dict], columns: tuple[str, ...], file: str, numbers: tuple[str, ...]
) -> pd.DataFrame:
    table = pd.DataFrame([{name: row.get(name) for name in columns} for row in rows])
    numeric = ("lon", "lat", *numbers)
    kept = (*numeric, "medicare_payable")
    table = table.astype({name: "str" for name in columns if name not in kept})
    table = table.astype(dict.fromkeys(numeric, "float64"))
    table["source_file"] = pd.Series(file, index=table.index, dtype="str")
    table["source_row"] = np.arange(1, len(table) + 1)
    return table
