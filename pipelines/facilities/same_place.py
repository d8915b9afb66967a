"""One center once: which candidates are the same center, and what their records say together.

Two candidates are the same center when they have the same site of care, the same CCN, NPI or name, and lie
in the same place: within `SAME_PLACE_MI`, or, where one of them is placed only by its ZIP code or city, in the
same ZIP code. A center may have many records; what joins two of them joins all.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

SAME_PLACE_MI = 0.2
"""A hospital campus is about a quarter mile across; two records of one building differ by less."""

AREA_PRECISIONS = ("zip", "city")
"""Coordinates that are the middle of an area, not of a building."""

PRECISION_ORDER = ("rooftop", "address", "street", "registry", "listed", "zip", "city")
"""Whose coordinates are believed first."""

EARTH_RADIUS_MI = 3_958.7613
"""Mean radius (IUGG)."""

_BOTH_LINES = "both"

Int = npt.NDArray[np.int64]


def merge_same_places(candidates: pd.DataFrame) -> pd.DataFrame:
    """Bring the records of each center together.

    Parameters
    ----------
    candidates
        Candidates of every source, those that win where sources differ first; center_id is unique.

    Returns
    -------
    DataFrame
        One row a center, in the order of its first record, which gives center_id. Each value is that of the
        first record that has one; the coordinates are those of the most precise record; therapy lines that
        differ make `both`; evidence is that of all records. `members` holds all their ids.
    """
    group = _groups(candidates)
    joined = candidates.groupby(group, sort=False)
    first = joined.first()
    lines = joined["therapy_line"].nunique()
    first["therapy_line"] = first["therapy_line"].mask(lines > 1, _BOTH_LINES)
    first["evidence"] = joined["evidence"].agg("; ".join)
    first["members"] = joined["center_id"].agg(" ".join)
    place = ["lon", "lat", "geocode_precision"]
    rank = candidates["geocode_precision"].map(PRECISION_ORDER.index)
    best = candidates.assign(group=group).iloc[np.argsort(rank, kind="stable")]
    first[place] = best.drop_duplicates("group").set_index("group")[place].reindex(first.index)
    return first.astype({"therapy_line": "str", "evidence": "str", "members": "str"}).reset_index(
        drop=True
    )


def normalised_name(name: pd.Series[str]) -> pd.Series[str]:
    """Return names without letter case, punctuation, a leading 'the' and spaces at odds."""
    words = name.str.casefold().str.replace("&", " and ").str.replace(r"['’.]", "", regex=True)
    spaced = words.str.replace(r"[^\w]+", " ", regex=True).str.strip()
    return spaced.str.removeprefix("the ")


def _groups(candidates: pd.DataFrame) -> npt.NDArray[np.int32]:
    """Return the number of the center that each candidate belongs to."""
    one, other = _pairs_in_one_place(candidates)
    site = candidates["site_of_care"].to_numpy()
    same = np.zeros(len(one), dtype=bool)
    for key in (candidates["ccn"], candidates["npi"], normalised_name(candidates["name"])):
        codes, _ = pd.factorize(key.replace("", None))
        same |= (codes[one] == codes[other]) & (codes[one] >= 0)
    same &= site[one] == site[other]
    count = len(candidates)
    links = coo_array((np.ones(int(same.sum())), (one[same], other[same])), shape=(count, count))
    _, group = connected_components(links, directed=False)
    numbers: npt.NDArray[np.int32] = group
    return numbers


def _pairs_in_one_place(candidates: pd.DataFrame) -> tuple[Int, Int]:
    lon, lat = np.radians(candidates["lon"]), np.radians(candidates["lat"])
    sphere = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    chord = 2 * np.sin(SAME_PLACE_MI / EARTH_RADIUS_MI / 2)
    near = cKDTree(sphere).query_pairs(chord, output_type="ndarray").reshape(-1, 2)
    numbered = pd.DataFrame(
        {
            "zip": candidates["zip"],
            "number": np.arange(len(candidates)),
            "coarse": candidates["geocode_precision"].isin(AREA_PRECISIONS),
        }
    )
    known = numbered[numbered["zip"].notna()]
    coarse = known[known["coarse"]].merge(known, on="zip", suffixes=("", "_other"))
    pairs = np.concatenate([near, coarse[["number", "number_other"]].to_numpy()]).astype(np.int64)
    return pairs[:, 0], pairs[:, 1]
