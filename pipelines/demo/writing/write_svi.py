"""Write the Social Vulnerability Index of counties as CDC and ATSDR publish it."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from pipelines.demo.land import plan
from pipelines.demo.land.geography import FloatArray, Geography
from pipelines.demo.land.groups import Groups
from pipelines.demo.land.rurality import county_numbers
from pipelines.demo.land.settlement import Settlement
from pipelines.units import SQM_PER_SQMI

SVI = "SVI_2022_US_county.csv"

SVI_COLUMNS = (
    *("ST", "STATE", "ST_ABBR", "STCNTY", "COUNTY", "FIPS", "LOCATION", "AREA_SQMI", "E_TOTPOP"),
    *("RPL_THEME1", "RPL_THEME2", "RPL_THEME3", "RPL_THEME4", "RPL_THEMES"),
)
"""Of the publisher's columns those that name a county and rank it."""


def write_svi(
    path: Path, geography: Geography, settlement: Settlement, groups: Groups, seed: int
) -> None:
    """Rank the counties among themselves, by income, age and vehicles; minorities are drawn.

    Parameters
    ----------
    path
        File to write. Codes have no leading zero, as in the publisher's.
    geography, settlement, groups
        Counties, block groups and their groups of people.
    seed
        The same seed draws the same ranks, from a stream of their own.
    """
    counts = np.column_stack(
        [
            settlement.population,
            groups.poverty[:, :2].sum(axis=1),
            groups.ages[:, :, 17:].sum(axis=(1, 2)),
            groups.vehicles.sum(axis=(1, 2)),
            groups.vehicles[:, :, 0].sum(axis=1),
        ]
    )
    of_counties = np.zeros((len(plan.COUNTIES), counts.shape[1]), dtype=np.int64)
    np.add.at(of_counties, settlement.county, counts)
    people, poor, older, homes, without = of_counties.astype(np.float64).T
    minorities = np.random.default_rng([seed, 22]).uniform(0, 1, len(people))
    themes = [_ranks(values) for values in (poor / people, older / people, minorities)]
    themes.append(_ranks(without / homes))
    ranks = np.column_stack([*themes, _ranks(np.sum(themes, axis=0))])
    numbers = county_numbers()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(SVI_COLUMNS)
        for n in numbers.argsort().tolist():
            fips, name = f"{int(plan.STATE_FIPS)}{numbers[n]:03d}", plan.COUNTIES[n].name
            area = f"{geography.counties[n].area / SQM_PER_SQMI:.4f}"
            writer.writerow(
                [
                    *(int(plan.STATE_FIPS), plan.STATE_NAME, plan.STATE_POSTAL, fips),
                    *(f"{name} County", fips, f"{name} County, {plan.STATE_NAME}", area),
                    *(int(people[n]), *(f"{rank:.4f}" for rank in ranks[n])),
                ]
            )


def _ranks(values: FloatArray) -> FloatArray:
    """Return the share of the other counties that have less, 0 to 1."""
    below = (values[:, None] > values[None, :]).sum(axis=1)
    return np.asarray(below / (len(values) - 1))
