"""Write hospitals as HIFLD publishes them, and a user's own list of centers in the project's template."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from pipelines.demo.land import plan
from pipelines.demo.land.places import Place
from pipelines.demo.land.project import to_lon_lat
from pipelines.demo.land.rurality import county_numbers
from pipelines.sources.facilities.centers_list import CENTER_COLUMNS

HIFLD_COLUMNS = (
    *(
        "X",
        "Y",
        "FID",
        "ID",
        "NAME",
        "ADDRESS",
        "CITY",
        "STATE",
        "ZIP",
        "ZIP4",
        "TELEPHONE",
        "TYPE",
    ),
    *(
        "STATUS",
        "POPULATION",
        "COUNTY",
        "COUNTYFIPS",
        "COUNTRY",
        "LATITUDE",
        "LONGITUDE",
        "NAICS_CODE",
    ),
    *(
        "NAICS_DESC",
        "SOURCE",
        "SOURCEDATE",
        "VAL_METHOD",
        "VAL_DATE",
        "WEBSITE",
        "STATE_ID",
        "ALT_NAME",
    ),
    *("ST_FIPS", "OWNER", "TTL_STAFF", "BEDS", "TRAUMA", "HELIPAD"),
)
"""Columns of the HIFLD hospitals layer, in its order."""

_EARTH_RADIUS_M = 6378137.0
"""Radius of the sphere of Web Mercator (EPSG:3857)."""

_FIRST_ZIP, _ZIPS_A_COUNTY = 100, 4
_FIRST_ID = 3_990_001
_UNKNOWN_NUMBER = -999
_UNKNOWN = "NOT AVAILABLE"
_NAICS = {
    "PSYCHIATRIC": ("622210", "PSYCHIATRIC AND SUBSTANCE ABUSE HOSPITALS"),
    "REHABILITATION": (
        "622310",
        "REHABILITATION HOSPITALS (EXCEPT ALCOHOLISM, DRUG ADDICTION)",
    ),
    "LONG TERM CARE": ("622310", "EXTENDED CARE HOSPITALS (EXCEPT MENTAL, SUBSTANCE ABUSE)"),
    "CHILDREN": ("622110", "CHILDREN'S HOSPITALS, GENERAL"),
    "SPECIAL": (
        "622310",
        "SPECIALTY (EXCEPT PSYCHIATRIC AND SUBSTANCE ABUSE) HOSPITALS",
    ),
}
_GENERAL = ("622110", "GENERAL MEDICAL AND SURGICAL HOSPITALS")
_OWNERS = ("NON-PROFIT", "PROPRIETARY", "GOVERNMENT - DISTRICT/AUTHORITY", _UNKNOWN)


def zip_code(county: int, town: str) -> str:
    """Return a five-digit code below 00401, where the Postal Service has none."""
    return f"{_FIRST_ZIP + county * _ZIPS_A_COUNTY + len(town) % _ZIPS_A_COUNTY:05d}"


def county_of_zip(code: str) -> int:
    """Return the county of a code by `zip_code`."""
    return (int(code) - _FIRST_ZIP) // _ZIPS_A_COUNTY


def hifld_id(number: int) -> str:
    """Return the id of a hospital by its position in the list."""
    return f"{_FIRST_ID + number:010d}"


def list_id(number: int) -> str:
    """Return the id of a center by its position among all centers."""
    return f"{plan.STATE_POSTAL}-{number + 1:04d}"


def _mercator(lon: float, lat: float) -> tuple[float, float]:
    x = _EARTH_RADIUS_M * np.radians(lon)
    y = _EARTH_RADIUS_M * np.log(np.tan(np.pi / 4 + np.radians(lat) / 2))
    return round(float(x), 4), round(float(y), 4)


def _hospital_row(
    number: int, place: Place, lon: float, lat: float, county: int, rng: np.random.Generator
) -> dict[str, object]:
    x, y = _mercator(lon, lat)
    code, description = _NAICS.get(place.kind, _GENERAL)
    beds_unknown = place.size is None or rng.uniform() < 0.04
    beds = _UNKNOWN_NUMBER if beds_unknown else place.size
    large = place.kind == "GENERAL ACUTE CARE" and (place.size or 0) > 350
    return {
        "X": x,
        "Y": y,
        "FID": number,
        "ID": hifld_id(number - 1),
        "NAME": place.name,
        "ADDRESS": place.street.upper(),
        "CITY": place.town.upper(),
        "STATE": plan.STATE_POSTAL,
        "ZIP": zip_code(place.county, place.town),
        "ZIP4": _UNKNOWN,
        # 555-0100 to 555-0199 are reserved for fiction.
        "TELEPHONE": _UNKNOWN if rng.uniform() < 0.14 else f"(999) 555-01{number % 100:02d}",
        "TYPE": place.kind,
        "STATUS": "OPEN" if place.open else "CLOSED",
        "POPULATION": beds,
        "COUNTY": plan.COUNTIES[place.county].name.upper(),
        "COUNTYFIPS": f"{plan.STATE_FIPS}{county:03d}",
        "COUNTRY": "USA",
        "LATITUDE": f"{lat:.12g}",
        "LONGITUDE": f"{lon:.12g}",
        "NAICS_CODE": code,
        "NAICS_DESC": description,
        "SOURCE": "http://www.example.org/fictional-hospitals",
        "SOURCEDATE": "2019/08/09 00:00:00",
        "VAL_METHOD": "IMAGERY" if number % 5 else "IMAGERY/OTHER",
        "VAL_DATE": "2020/04/06 00:00:00",
        "WEBSITE": _UNKNOWN
        if rng.uniform() < 0.05
        else f"http://www.example.org/hospital-{number}",
        "STATE_ID": _UNKNOWN if rng.uniform() < 0.5 else f"ZZ-{number:04d}",
        "ALT_NAME": _UNKNOWN,
        "ST_FIPS": plan.STATE_FIPS,
        "OWNER": str(rng.choice(_OWNERS, p=(0.52, 0.3, 0.12, 0.06))),
        "TTL_STAFF": _UNKNOWN_NUMBER,
        "BEDS": beds,
        "TRAUMA": "LEVEL I" if large else _UNKNOWN if rng.uniform() < 0.7 else "LEVEL IV",
        "HELIPAD": "Y" if large or rng.uniform() < 0.5 else "N",
    }


def write_hospitals(path: Path, hospitals: list[Place], seed: int) -> int:
    """Write hospitals in the layout of HIFLD, and return how many.

    Parameters
    ----------
    path
        File to write: UTF-8 with byte order mark; -999 and NOT AVAILABLE stand for unknown.
    hospitals
        Open and closed ones of every type.
    seed
        The same seed leaves the same values unknown.
    """
    rng = np.random.default_rng([seed, 14])
    numbers = county_numbers()
    lon_lat = to_lon_lat(np.array([place.xy for place in hospitals])).tolist()
    rows = [
        _hospital_row(k + 1, place, lon, lat, int(numbers[place.county]), rng)
        for k, (place, (lon, lat)) in enumerate(zip(hospitals, lon_lat, strict=True))
    ]
    _write(path, HIFLD_COLUMNS, rows, encoding="utf-8-sig")
    return len(rows)


_MEDICARE_PAYS = {"office_based": "yes", "pharmacy_based": "no", "stand_alone": ""}
"""Medicare pays for offices, mostly not for pharmacies' suites, and rarely for stand-alone centers."""


def write_centers(path: Path, centers: Sequence[Place], addresses: Mapping[str, str]) -> int:
    """Write a user's own list of centers in the project's template, and return how many.

    Parameters
    ----------
    path
        File to write. NPIs are left blank: every well-formed one may belong to a real provider.
    centers
        Office-based, pharmacy-based and stand-alone ones.
    addresses
        Street and suite of those that the list has, by `list_id`.
    """
    own = [(list_id(k), place) for k, place in enumerate(centers) if list_id(k) in addresses]
    lon_lat = to_lon_lat(np.array([place.xy for _, place in own])).tolist()
    rows: list[dict[str, object]] = [
        {
            "center_id": center_id,
            "name": place.name,
            "site_of_care": place.kind,
            "therapy_line": place.therapy_line,
            "operator": place.operator,
            "address": addresses[center_id],
            "city": place.town,
            "state": plan.STATE_POSTAL,
            "zip": zip_code(place.county, place.town),
            "lon": f"{lon:.6f}",
            "lat": f"{lat:.6f}",
            "geocode_precision": "rooftop",
            "capacity": "" if place.size is None else place.size,
            "supervision": place.supervision,
            "medicare_payable": _MEDICARE_PAYS[place.kind],
            "source_note": "fictional",
        }
        for (center_id, place), (lon, lat) in zip(own, lon_lat, strict=True)
    ]
    _write(path, CENTER_COLUMNS, rows, encoding="utf-8")
    return len(rows)


def _write(
    path: Path, columns: tuple[str, ...], rows: list[dict[str, object]], *, encoding: str
) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
