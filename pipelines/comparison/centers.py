"""Which centers opened, closed, moved or are another kind: centers of two runs matched one to one.

A center of A and one of B are the same center by the first of these that holds, each center once:

1. the same `center_id`;
2. the same CCN, where it names one center in each run;
3. the same NPI, where it names one center in each run;
4. the same name (written without legal forms) within `SAME_PLACE_MI`, or at the same address.

In fictional lands of different seeds ids come again for other centers: nothing is matched there.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from pipelines.comparison.pairs import differ
from pipelines.facilities.matching.addresses import plain
from pipelines.facilities.matching.organization_names import written_names
from pipelines.facilities.matching.same_center import SAME_PLACE_MI
from pipelines.sphere import great_circle_m
from pipelines.units import M_PER_MILE
from pipelines.vocabulary.comparison import MATCHED_BY, UNCHANGED

MOVED_MI = 0.1
"""A center has moved that is farther than this from where it was: coordinates of one building differ by less
from one geocoder to the next."""

_NOT_DESCRIBED = {
    "center_id",
    "lon",
    "lat",
    "geometry",
    "site_of_care",
    "evidence",
    "members",
    "confidence",
}
"""Columns of core.centers that say where it is, what it is, or how it was found."""

COLUMNS = (
    *("change", "matched_by", "center_id_a", "center_id_b", "name_a", "name_b"),
    *("site_of_care_a", "site_of_care_b", "moved_mi", "columns_changed", "county_fips"),
)


def match_centers(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """Find the centers that both runs have.

    Parameters
    ----------
    a, b
        core.centers of each.

    Returns
    -------
    DataFrame
        `center_id_a`, `center_id_b`, each id at most once, and `matched_by`.
    """
    left_a, left_b = a, b
    found = []
    for rule in MATCHED_BY:
        by_place = rule == "name_and_place"
        pairs = _named_alike(left_a, left_b) if by_place else _equal(left_a, left_b, rule)
        matched = pairs.assign(matched_by=rule)
        found.append(matched)
        left_a = left_a[~left_a["center_id"].isin(matched["center_id_a"])]
        left_b = left_b[~left_b["center_id"].isin(matched["center_id_b"])]
    return pd.concat(found, ignore_index=True)


def center_changes(
    a: pd.DataFrame,
    b: pd.DataFrame,
    counties_a: set[str],
    counties_b: set[str],
    *,
    same_land: bool = True,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tell what happened to every center.

    Parameters
    ----------
    a, b
        core.centers of each run.
    counties_a, counties_b
        Codes of the counties that each run read: a center in a county that the other lacks neither opened nor
        closed. Where both read the same, no center is beyond.
    same_land
        Whether ids mean the same center in both.

    Returns
    -------
    changes : DataFrame
        compare.centers: what opened, closed, moved, was reclassified or is described anew.
    counts : DataFrame
        compare.center_counts, with the centers that are unchanged.
    """
    land_a: set[str] | None = counties_a
    land_b: set[str] | None = counties_b
    if not same_land:
        land_a, land_b = set(), set()
    elif counties_a == counties_b:
        land_a = land_b = None
    matched = match_centers(a, b) if same_land else match_centers(a.iloc[:0], b.iloc[:0])
    rows = pd.concat(
        [
            _both(a, b, matched),
            _alone(a, "a", matched, ("closed", "beyond_b"), land_b),
            _alone(b, "b", matched, ("opened", "beyond_a"), land_a),
        ],
        ignore_index=True,
    )
    site = rows["site_of_care_b"].fillna(rows["site_of_care_a"])
    counts = (
        rows.groupby(["change", site.rename("site_of_care")]).size().rename("centers").reset_index()
    )
    changed = rows[rows["change"] != UNCHANGED].reset_index(drop=True)
    return changed, counts


def _equal(a: pd.DataFrame, b: pd.DataFrame, column: str) -> pd.DataFrame:
    one, other = (_named_once(side, column) for side in (a, b))
    both = one.merge(other, on=column, suffixes=("_a", "_b"), validate="one_to_one")
    if column == "center_id":
        return pd.DataFrame({"center_id_a": both["center_id"], "center_id_b": both["center_id"]})
    return both[["center_id_a", "center_id_b"]]


def _named_once(centers: pd.DataFrame, column: str) -> pd.DataFrame:
    value = centers[column]
    kept = centers[value.notna() & value.ne("") & ~value.duplicated(keep=False)]
    return kept[list(dict.fromkeys([column, "center_id"]))]


def _named_alike(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    one, other = (_with_words(side) for side in (a, b))
    pairs = one.merge(other, on="words", suffixes=("_a", "_b"))
    pairs["far_mi"] = _miles(pairs)
    same_address = pairs["street_a"].eq(pairs["street_b"]) & pairs["street_a"].ne("")
    pairs = pairs[same_address | pairs["far_mi"].le(SAME_PLACE_MI)]
    # The nearest first, so that of two branches each finds its own.
    pairs = pairs.sort_values(["far_mi", "center_id_a", "center_id_b"])
    taken_a: set[str] = set()
    taken_b: set[str] = set()
    kept = []
    for pair in zip(pairs["center_id_a"], pairs["center_id_b"], strict=True):
        if pair[0] not in taken_a and pair[1] not in taken_b:
            taken_a.add(pair[0])
            taken_b.add(pair[1])
            kept.append(pair)
    return pd.DataFrame(kept, columns=["center_id_a", "center_id_b"], dtype="object")


def _with_words(centers: pd.DataFrame) -> pd.DataFrame:
    known = centers[centers["name"].notna()]
    street = plain(
        known["address"].fillna("").astype("str") + " " + known["zip"].fillna("").astype("str")
    )
    no_address = known["address"].isna()
    return known[["center_id", "lon", "lat"]].assign(
        words=written_names(known["name"].astype("str")), street=street.mask(no_address, "")
    )


def _both(a: pd.DataFrame, b: pd.DataFrame, matched: pd.DataFrame) -> pd.DataFrame:
    """Tell of the centers that both runs have."""
    one = a.set_index("center_id").loc[matched["center_id_a"]].reset_index()
    other = b.set_index("center_id").loc[matched["center_id_b"]].reset_index()
    places = pd.concat(
        [one[["lon", "lat"]].add_suffix("_a"), other[["lon", "lat"]].add_suffix("_b")], axis=1
    )
    moved_mi = _miles(places)
    moved = moved_mi.gt(MOVED_MI).to_numpy()
    reclassified = differ(one["site_of_care"], other["site_of_care"])
    described = list(_columns_changed(one, other))
    change = np.select(
        [
            moved & reclassified,
            moved,
            reclassified,
            np.array([bool(names) for names in described], dtype=bool),
        ],
        ["moved_and_reclassified", "moved", "reclassified", "described_anew"],
        UNCHANGED,
    )
    return pd.DataFrame(
        {
            "change": change,
            "matched_by": matched["matched_by"],
            "center_id_a": matched["center_id_a"],
            "center_id_b": matched["center_id_b"],
            "name_a": one["name"],
            "name_b": other["name"],
            "site_of_care_a": one["site_of_care"],
            "site_of_care_b": other["site_of_care"],
            "moved_mi": moved_mi,
            "columns_changed": pd.Series([names or None for names in described], dtype="object"),
            "county_fips": other["county_fips"],
        },
        columns=list(COLUMNS),
    )


def _columns_changed(one: pd.DataFrame, other: pd.DataFrame) -> Iterator[str]:
    shared = [name for name in one if name in other and name not in _NOT_DESCRIBED]
    unlike = {name: differ(one[name], other[name]) for name in shared}
    for row in range(len(one)):
        yield ", ".join(str(name) for name, mask in unlike.items() if mask[row])


def _alone(
    centers: pd.DataFrame,
    side: str,
    matched: pd.DataFrame,
    changes: tuple[str, str],
    land_of_other: set[str] | None,
) -> pd.DataFrame:
    """Tell of the centers that only one run has: the first change on the other's counties, else the second.

    Without `land_of_other` both read the same land, and all centers are on it.
    """
    only = centers[~centers["center_id"].isin(matched[f"center_id_{side}"])]
    here, beyond = changes
    shared = (
        np.full(len(only), True)
        if land_of_other is None
        else only["county_fips"].isin(land_of_other).to_numpy(dtype=bool)
    )
    rows = {
        "change": pd.Series(np.where(shared, here, beyond), index=only.index, dtype="object"),
        f"center_id_{side}": only["center_id"],
        f"name_{side}": only["name"],
        f"site_of_care_{side}": only["site_of_care"],
        "county_fips": only["county_fips"],
    }
    return pd.DataFrame(rows, columns=list(COLUMNS), index=only.index)


def _miles(pairs: pd.DataFrame) -> pd.Series[float]:
    names = ("lon_a", "lat_a", "lon_b", "lat_b")
    far_m = great_circle_m(*(pairs[name].to_numpy(np.float64) for name in names))
    return pd.Series(far_m / M_PER_MILE, index=pairs.index)
