"""Write rurality codes as USDA ERS and NCHS publish them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipelines.demo.land import plan
from pipelines.demo.land.geography import Geography
from pipelines.demo.land.rurality import (
    CountyCodes,
    TractCodes,
    code_counties,
    code_tracts,
    county_numbers,
    tract_number,
)
from pipelines.demo.land.settlement import Settlement
from pipelines.demo.writing.write_census import water_counties

_RUCC_TEXT = {
    1: "Metro - Counties in metro areas of 1 million population or more",
    2: "Metro - Counties in metro areas of 250,000 to 1 million population",
    3: "Metro - Counties in metro areas of fewer than 250,000 population",
    4: "Nonmetro - Urban population of 20,000 or more, adjacent to a metro area",
    5: "Nonmetro - Urban population of 20,000 or more, not adjacent to a metro area",
    6: "Nonmetro - Urban population of 5,000 to 20,000, adjacent to a metro area",
    7: "Nonmetro - Urban population of 5,000 to 20,000, not adjacent to a metro area",
    8: "Nonmetro - Urban population of fewer than 5,000, adjacent to a metro area",
    9: "Nonmetro - Urban population of fewer than 5,000, not adjacent to a metro area",
}
_PRIMARY_TEXT = {
    1: "Metropolitan core",
    2: "Metropolitan high commuting",
    3: "Metropolitan low commuting",
    4: "Micropolitan core",
    5: "Micropolitan high commuting",
    6: "Micropolitan low commuting",
    7: "Small town core",
    8: "Small town high commuting",
    9: "Small town low commuting",
    10: "Rural area",
}
_CORE_TYPE = {1: "Metropolitan core", 4: "Micropolitan core", 7: "Small town core"}
_NCHS_COLUMNS = (
    *("STFIPS", "CTYFIPS", "ST_ABBREV", "CTYNAME", "CBSATITLE", "CBSAPOP", "CTYPOP"),
    *("CODE2023", "CODE2013", "CODE2006", "CODE1990"),
)
RUCA_COLUMNS = (
    *("TractFIPS23", "CountyFIPS23", "CountyCode23", "CountyName23", "TractFIPS20", "TractCode20"),
    *("TractName20", "CountyFIPS20", "CountyCode20", "CountyName20", "StateFIPS20", "StateName20"),
    *("UrbanAreaCode20", "UrbanAreaName20", "UrbanCore", "UrbanCoreType", "PrimaryRUCA"),
    *("PrimaryRUCADescription", "PrimaryDestinationCode", "PrimaryDestinationName"),
    *("SecondaryRUCA", "SecondaryRUCADescription", "SecondaryDestinationCode"),
    *("SecondaryDestinationName", "Population", "LandArea", "PopDensity"),
)
"""Columns of the 2020 tract file, in its order."""


def _write_latin1(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="latin-1", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_rucc(path: Path, codes: list[CountyCodes]) -> int:
    """Write Rural-Urban Continuum Codes 2023, and return how many counties.

    Parameters
    ----------
    path
        File to write: long format, Latin-1, FIPS codes without leading zero, as ERS has them.
    codes
        In the order of `plan.COUNTIES`.
    """
    numbers = county_numbers()
    rows: list[tuple[object, ...]] = []
    for n in numbers.argsort():
        name = f"{plan.COUNTIES[n].name} County"
        fips = int(plan.STATE_FIPS) * 1000 + int(numbers[n])
        for attribute, value in (
            ("Population_2020", codes[n].population),
            ("RUCC_2023", codes[n].rucc),
            ("Description", _RUCC_TEXT[codes[n].rucc]),
        ):
            rows.append((fips, plan.STATE_POSTAL, name, attribute, value))
    _write_latin1(path, ("FIPS", "State", "County_Name", "Attribute", "Value"), rows)
    return len(codes)


def write_nchs(path: Path, codes: list[CountyCodes]) -> int:
    """Write the 2023 NCHS urban-rural codes, and return how many counties.

    Parameters
    ----------
    path
        File to write: Latin-1, state and county codes without leading zeros.
    codes
        In the order of `plan.COUNTIES`.
    """
    numbers = county_numbers()
    rows = [
        (
            int(plan.STATE_FIPS),
            int(numbers[n]),
            plan.STATE_POSTAL,
            f"{plan.COUNTIES[n].name} County",
            f"{codes[n].cbsa}, {plan.STATE_POSTAL}" if codes[n].cbsa else "",
            codes[n].cbsa_population or "",
            codes[n].population,
            codes[n].nchs,
            codes[n].nchs,
            # The 2006 scheme had no code for some counties; one stays blank here as well.
            "" if codes[n].nchs == 6 and numbers[n] % 10 == 1 else codes[n].nchs,
            codes[n].nchs,
        )
        for n in numbers.argsort()
    ]
    _write_latin1(path, _NCHS_COLUMNS, rows)
    return len(rows)


def write_ruca(path: Path, geography: Geography, settlement: Settlement) -> int:
    """Write the 2020 tract file of Rural-Urban Commuting Area codes, and return how many tracts.

    Parameters
    ----------
    path
        File to write: Latin-1, 27 columns; destination codes without leading zeros; 99 where nobody lives.
    geography, settlement
        Counties, towns and people.
    """
    numbers = county_numbers()
    rows = [
        _ruca_row(tract, settlement, int(numbers[tract.county]))
        for tract in code_tracts(settlement)
    ]
    for county in water_counties(geography):
        head = _tract_head(county, "990000", "Census Tract 9900", int(numbers[county]))
        rows.append(
            (*head, "", "", 0, "Water", 99, "Not coded", "", "", 99, "Not coded", "", "", 0, 0, 0)
        )
    rows.sort()
    _write_latin1(path, RUCA_COLUMNS, rows)
    return len(rows)


def _tract_head(county: int, code: str, tract_name: str, number: int) -> tuple[object, ...]:
    fips = f"{plan.STATE_FIPS}{number:03d}"
    name = f"{plan.COUNTIES[county].name} County"
    half = (fips, f"{number:03d}", name)
    return (
        fips + code,
        *half,
        fips + code,
        code,
        tract_name,
        *half,
        plan.STATE_FIPS,
        plan.STATE_NAME,
    )


def _ruca_row(tract: TractCodes, settlement: Settlement, number: int) -> tuple[object, ...]:
    code = tract_number(tract.tract)
    title = f"Census Tract {tract.tract + 1}"
    place = f"{title}; {plan.COUNTIES[tract.county].name} County; {plan.STATE_NAME}"
    own = (int(f"{plan.STATE_FIPS}{number:03d}{code}"), place)
    area = _urban_area(settlement, tract.area) if tract.area >= 0 else own
    second = _urban_area(settlement, tract.second) if tract.second >= 0 else own
    base = _PRIMARY_TEXT[tract.primary]
    core = tract.core and tract.primary in _CORE_TYPE
    detail = {
        0: "no additional code",
        1: "secondary flow to metro UA",
        2: "secondary flow to micro UA",
    }
    tenth = round(10 * (tract.secondary - tract.primary))
    return (
        *_tract_head(tract.county, code, title, number),
        *(area if core else ("", "")),
        int(core),
        _CORE_TYPE[tract.primary] if core else "Rural",
        tract.primary,
        base,
        *area,
        f"{tract.secondary:g}",
        f"{base}, {detail[tenth]}",
        *second,
        tract.population,
        tract.land_sqmi,
        round(tract.population / tract.land_sqmi, 1),
    )


def _urban_area(settlement: Settlement, town: int) -> tuple[int, str]:
    """Return the code (leading zeros dropped, as ERS has it) and title of a town's urban area."""
    return 2300 + town, f"{settlement.towns[town].name}, {plan.STATE_POSTAL}"


def write_rurality(
    folder: Path, names: tuple[str, str, str], geography: Geography, settlement: Settlement
) -> list[CountyCodes]:
    """Write RUCC, NCHS and RUCA files and return the counties' codes.

    Parameters
    ----------
    folder
        Where to.
    names
        Names of the three files.
    geography, settlement
        Counties, towns and people.
    """
    rucc, nchs, ruca = names
    codes = code_counties(geography, settlement)
    write_rucc(folder / rucc, codes)
    write_nchs(folder / nchs, codes)
    write_ruca(folder / ruca, geography, settlement)
    return codes
