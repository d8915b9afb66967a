"""Which addresses are the same building, however they are spelt.

Two addresses are one building when they have the same house number and the same street in the same town or ZIP
code: names of streets may differ by a letter or two, a missing direction or suffix says nothing, another one
speaks against. Where both were placed on their street, they must lie together too.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process

from pipelines.facilities.matching.grouping import Groups, join_in_order
from pipelines.sphere import great_circle_m
from pipelines.units import M_PER_MILE

SAME_STREET_SCORE = 85.0
"""Least likeness of two street names (rapidfuzz ratio): 'SILVER HILL' and 'SLIVER HILL' have 91."""

SAME_TOWN_SCORE = 80.0
"""Least likeness of two town names: 'SPRINGFIELD' and 'SPRINFIELD' have 95, 'PEORIA' and 'PERU' 60."""

ONE_BUILDING_MI = 0.15
"""Geocoders interpolate along a block: two answers for one building differ by less than its length."""

BUILDING_COLUMNS = (
    *("house_number", "direction", "street_name", "suffix", "city", "state", "zip"),
    *("lon", "lat", "precise"),
)
"""What `building_numbers` looks at; `precise` tells that lon and lat are those of the address."""

Int = npt.NDArray[np.int64]


def building_numbers(places: pd.DataFrame) -> Int:
    """Give each building that addresses name a number.

    Parameters
    ----------
    places
        `BUILDING_COLUMNS`, parts as `address_parts` returns them.

    Returns
    -------
    int64 (p,)
        The same number for the same building, -1 for a place without house number and street. Numbers
        depend on the order of rows, which rows share one does not.
    """
    named = places["house_number"].ne("") & places["street_name"].ne("")
    distinct = (
        places.loc[named, list(BUILDING_COLUMNS)]
        .sort_values(list(BUILDING_COLUMNS), kind="stable")
        .drop_duplicates(list(BUILDING_COLUMNS[:7]), ignore_index=True)
    )
    distinct["building"] = _groups(distinct)
    key = list(BUILDING_COLUMNS[:7])
    found = places[key].merge(distinct[[*key, "building"]], on=key, how="left", validate="m:1")
    numbers: Int = found["building"].where(named.to_numpy(), -1).fillna(-1).to_numpy(np.int64)
    return numbers


def _groups(places: pd.DataFrame) -> Int:
    if places.empty:
        return np.zeros(0, dtype=np.int64)
    one, other = _candidate_pairs(places)
    score, same = _likeness(places, one, other)
    groups = Groups([places["direction"].tolist(), places["suffix"].tolist()])
    join_in_order(groups, one[same], other[same], score[same])
    return groups.numbers()


def _candidate_pairs(places: pd.DataFrame) -> tuple[Int, Int]:
    """Return pairs with the same house number that share the ZIP code, or the state and first street letter."""
    numbered = places[["house_number", "zip", "state"]].assign(
        number=np.arange(len(places)), letter=places["street_name"].str[:1]
    )
    pairs = [
        block.merge(block, on=keys, suffixes=("", "_other"))[["number", "number_other"]].to_numpy()
        for keys, block in (
            (["house_number", "zip"], numbered[numbered["zip"].ne("")]),
            (["house_number", "state", "letter"], numbered),
        )
    ]
    both = np.concatenate(pairs)
    both = np.unique(both[both[:, 0] < both[:, 1]], axis=0)
    return both[:, 0], both[:, 1]


def _likeness(
    places: pd.DataFrame, one: Int, other: Int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    def pairs(column: str) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
        values = places[column].to_numpy(dtype=object)
        return values[one], values[other]

    def alike(column: str) -> npt.NDArray[np.float64]:
        left, right = pairs(column)
        score = process.cpdist(left.tolist(), right.tolist(), scorer=fuzz.ratio)
        return np.asarray(score, dtype=np.float64)

    street = alike("street_name")
    digits = _digits(places["street_name"])
    town = (alike("city") >= SAME_TOWN_SCORE) & np.equal(*pairs("state"))
    zips, other_zips = pairs("zip")
    same_zip = (zips == other_zips) & (zips != "")
    compatible = np.ones(len(one), dtype=bool)
    for column in ("direction", "suffix"):
        left, right = pairs(column)
        compatible &= (left == "") | (right == "") | (left == right)
    lon, lat = places["lon"].to_numpy(np.float64), places["lat"].to_numpy(np.float64)
    precise = places["precise"].to_numpy(dtype=bool)
    apart = (
        great_circle_m(lon[one], lat[one], lon[other], lat[other]) > ONE_BUILDING_MI * M_PER_MILE
    )
    apart &= precise[one] & precise[other]
    same = (street >= SAME_STREET_SCORE) & (same_zip | town) & compatible & ~apart
    # '11TH' and '12TH' are as alike as two words of four letters get, and are two streets.
    same &= digits[one] == digits[other]
    return street + same_zip, same


def _digits(names: pd.Series[str]) -> npt.NDArray[np.object_]:
    only: npt.NDArray[np.object_] = names.str.replace(r"\D", "", regex=True).to_numpy(dtype=object)
    return only
