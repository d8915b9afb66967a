"""Groups of people in each block group: by age, by poverty, and households by vehicles.

Their shares follow from how densely a place is settled, as in the country at large: the old are more of the
people in the country (Census Bureau, ACSGEO-1, 2016), homes without a vehicle are most in dense cities, and the
poor in both, less between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.demo.land.geography import FloatArray
from pipelines.demo.land.settlement import IntArray, Settlement

PEOPLE_PER_HOUSEHOLD = 2.5

_SPARSE_PER_SQKM, _DENSE_PER_SQKM = 15.0, 4000.0
"""Densities of open country and of the heart of a city."""

_AGES = np.array(
    [5.7, 6.0, 6.5, 3.9, 2.7, 1.4, 1.4, 3.9, 6.6, 6.9, 6.7, 6.3, 6.1, 6.3, 6.5, 2.6, 3.7]
)
"""Percent of the country's people in each class of age below 65 that the census tables have."""

_OLDER_AGES = np.array([2.4, 3.3, 4.5, 3.1, 1.9, 1.9])
"""The same from 65 on."""

_VEHICLES = np.array([30.0, 40.0, 20.0, 7.0, 3.0])
"""Percent of the households with a vehicle that have one, two, three, four, and five or more."""

_POOR = np.array([47.0, 53.0])
"""Percent of the people below the poverty line with less than half of it, and with more."""

_NOT_POOR = np.array([5.0, 5.0, 7.0, 3.0, 80.0])
"""Percent of the others with up to 1.25, 1.5, 1.85, 2 times the line, and with more."""

_OWN_WITH, _OWN_WITHOUT = 0.68, 0.3
"""Share of households with, and without, a vehicle that own their home."""


@dataclass(frozen=True)
class Groups:
    """Counts of each block group, in the order of a `Settlement`.

    Attributes
    ----------
    ages : int64 (n, 2, 23)
        People, men and women, by the classes of age of census tables, of which the last six are 65 and over.
    vehicles : int64 (n, 2, 6)
        Households that own and that rent, by vehicles: none, one, ..., five and more.
    poverty : int64 (n, 7)
        People by income over the poverty line: under 0.5, 1, 1.25, 1.5, 1.85, 2 times it, and more.
    """

    ages: IntArray
    vehicles: IntArray
    poverty: IntArray


def draw_groups(settlement: Settlement, people_per_sqkm: FloatArray, seed: int) -> Groups:
    """Draw the groups of each block group.

    Parameters
    ----------
    settlement
        Its block groups and their people.
    people_per_sqkm
        Density around each block group.
    seed
        The same seed draws the same groups, from a stream of their own.

    Returns
    -------
    Groups
        Ages and poverty each count all people of a block group.
    """
    rng = np.random.default_rng([seed, 21])
    dense = np.log(np.maximum(people_per_sqkm, 1.0) / _SPARSE_PER_SQKM)
    dense = np.clip(dense / np.log(_DENSE_PER_SQKM / _SPARSE_PER_SQKM), 0, 1)
    count = len(settlement.population)
    older = np.clip((0.22 - 0.08 * dense) * rng.lognormal(-0.03, 0.25, count), 0.02, 0.6)
    poor = np.clip((0.09 + 0.24 * (dense - 0.5) ** 2) * rng.lognormal(-0.12, 0.5, count), 0, 0.7)
    without = np.clip(0.03 + 0.14 * dense**3 + 0.2 * (poor - 0.1), 0.005, 0.6)
    households = np.rint(settlement.population / PEOPLE_PER_HOUSEHOLD).astype(np.int64)
    ages = np.hstack([_split(1 - older, _AGES), _split(older, _OLDER_AGES)])
    vehicles = np.hstack(
        [
            *(without[:, None] * _OWN_WITHOUT, _split((1 - without) * _OWN_WITH, _VEHICLES)),
            without[:, None] * (1 - _OWN_WITHOUT),
            _split((1 - without) * (1 - _OWN_WITH), _VEHICLES),
        ]
    )
    poverty = np.hstack([_split(poor, _POOR), _split(1 - poor, _NOT_POOR)])
    return Groups(
        ages=rng.multinomial(settlement.population, np.hstack([ages, ages]) / 2).reshape(
            count, 2, -1
        ),
        vehicles=rng.multinomial(households, vehicles).reshape(count, 2, -1),
        poverty=rng.multinomial(settlement.population, poverty),
    )


def _split(share: FloatArray, percent: FloatArray) -> FloatArray:
    """Split the share of each block group by fixed proportions; shape (n, k)."""
    parts: FloatArray = share[:, None] * percent / percent.sum()
    return parts
