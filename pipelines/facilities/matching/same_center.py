"""One center once: which records of all sources are the same center.

Three steps, each only within a place (`pipelines.facilities.matching.buildings`, or so many miles):

1. Records that say what kind of center they are (a user's list, a registry of hospitals): the same center when
   they have the same site of care, the same CCN, NPI or name, and lie within `SAME_PLACE_MI` or, where one is
   placed only by its ZIP code or city, in the same ZIP code. What joins two of them joins all.
2. Organizations of the provider registry join these and each other: in one building by name, NPI, suite or
   telephone; next door by name or NPI; a post office box by name in its town.
3. Individuals join the organization whose telephone, suite, specialty or building they share, else each other
   by suite or telephone.

Guards refuse a union in steps 2 and 3: a group has one center of step 1, one family (hospital, practice,
pharmacy), and fits in `CENTER_EXTENT_MI`. The strongest links come first, so that no order of rows matters.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from pipelines.facilities.matching.grouping import Groups, join_in_order
from pipelines.facilities.matching.organization_names import likeness
from pipelines.sphere import great_circle_m, m_to_chord, unit_vectors
from pipelines.units import M_PER_MILE

SAME_PLACE_MI = 0.2
"""A hospital campus is about a quarter mile across; two records of one building differ by less."""

CENTER_EXTENT_MI = 0.5
"""No center is wider: a chain of links along a street of offices is cut."""

SAME_NAME_SCORE = 88.0
"""Least likeness of names (0-100) of one center in one building."""

EQUAL_NAME_SCORE = 95.0
"""Least likeness of names of one center across buildings."""

AREA_PRECISIONS = ("zip", "city")
"""Coordinates that are the middle of an area, not of a building."""

LISTED, ORGANIZATION, INDIVIDUAL = "listed", "organization", "individual"
"""`record_kind`: a list or a registry of hospitals says what kind of center it is; a registered organization; a
registered person."""

SAME_CENTER_COLUMNS = (
    *("record_kind", "site_of_care", "family", "ccn", "npi", "names", "phone"),
    *("building", "unit", "city", "state", "zip", "lon", "lat", "geocode_precision"),
    *("taxonomies", "infuses", "prescribes"),
)
"""What `center_numbers` looks at.

`site_of_care` is what the source says (of `listed` records); `family` is `hospital`, `practice`, `pharmacy` or
empty; `infuses` tells of individuals that they bill for infusions in an office, and of organizations that their
name or taxonomy says so; `prescribes` of individuals that they are physicians of a specialty that prescribes
infusions, whose practices share buildings: without a common specialty, suite or telephone they stay apart.
"""

Int = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def center_numbers(records: pd.DataFrame) -> Int:
    """Give each center that records tell of a number.

    Parameters
    ----------
    records
        `SAME_CENTER_COLUMNS`; empty text or null where unknown. The order of rows decides nothing but the
        numbers themselves, and ties: rows should be in the order of their ids.

    Returns
    -------
    int64 (r,)
        For each record the number of the first record of its center.
    """
    given = records.reset_index(drop=True)
    text = given.select_dtypes(include=["object", "str"]).columns
    given = given.assign(**{name: given[name].fillna("").astype("str") for name in text})
    kind = given["record_kind"].to_numpy()
    listed = np.where(kind == LISTED, _listed_groups(given).astype("str"), "")
    groups = Groups([listed.tolist(), given["family"].tolist()], _Extent(given).fits)
    _join_listed(groups, listed)
    _join_organizations(groups, given)
    _join_individuals(groups, given)
    return groups.numbers()


class _Extent:
    """Tell whether two groups together fit in a center's extent; area-precise members say nothing."""

    def __init__(self, records: pd.DataFrame) -> None:
        precise = ~records["geocode_precision"].isin(AREA_PRECISIONS).to_numpy()
        self._lon = np.where(precise, records["lon"].to_numpy(np.float64), np.nan)
        self._lat = np.where(precise, records["lat"].to_numpy(np.float64), np.nan)

    def fits(self, one: list[int], other: list[int]) -> bool:
        both = np.array([*one, *other])
        both = both[~np.isnan(self._lon[both])]
        if len(both) < 2:
            return True
        lon, lat = self._lon[both], self._lat[both]
        corners = [np.array([value]) for value in (lon.min(), lat.min(), lon.max(), lat.max())]
        return bool(great_circle_m(*corners)[0] <= CENTER_EXTENT_MI * M_PER_MILE)


def _listed_groups(records: pd.DataFrame) -> npt.NDArray[np.int32]:
    """Return the group of each record after step 1; records of other kinds stand alone."""
    numbers = np.flatnonzero(records["record_kind"].eq(LISTED))
    candidates = records.iloc[numbers].reset_index(drop=True)
    one, other = _pairs_in_one_place(candidates)
    site = candidates["site_of_care"].to_numpy()
    same = np.zeros(len(one), dtype=bool)
    for key in ("ccn", "npi", "names"):
        codes, _ = pd.factorize(candidates[key].replace("", None))
        same |= (codes[one] == codes[other]) & (codes[one] >= 0)
    same &= site[one] == site[other]
    one, other = numbers[one[same]], numbers[other[same]]
    count = len(records)
    links = coo_array((np.ones(len(one)), (one, other)), shape=(count, count))
    group: npt.NDArray[np.int32] = connected_components(links, directed=False)[1]
    return group


def _pairs_in_one_place(candidates: pd.DataFrame) -> tuple[Int, Int]:
    near = _near_pairs(candidates)
    numbered = pd.DataFrame(
        {
            "zip": candidates["zip"],
            "number": np.arange(len(candidates)),
            "coarse": candidates["geocode_precision"].isin(AREA_PRECISIONS),
        }
    )
    known = numbered[numbered["zip"].ne("")]
    coarse = known[known["coarse"]].merge(known, on="zip", suffixes=("", "_other"))
    pairs = np.concatenate([near, coarse[["number", "number_other"]].to_numpy()]).astype(np.int64)
    return pairs[:, 0], pairs[:, 1]


def _near_pairs(records: pd.DataFrame) -> Int:
    if records.empty:
        return np.zeros((0, 2), dtype=np.int64)
    lon, lat = records["lon"].to_numpy(np.float64), records["lat"].to_numpy(np.float64)
    tree = cKDTree(unit_vectors(lon, lat))
    chord = m_to_chord(SAME_PLACE_MI * M_PER_MILE)
    pairs: Int = tree.query_pairs(chord, output_type="ndarray").reshape(-1, 2).astype(np.int64)
    return pairs


def _join_listed(groups: Groups, listed: npt.NDArray[np.str_]) -> None:
    numbers = np.flatnonzero(listed != "")
    _, first = np.unique(listed[numbers], return_inverse=True)
    order = np.argsort(first, kind="stable")
    same = first[order][1:] == first[order][:-1]
    for one, other in zip(numbers[order][:-1][same], numbers[order][1:][same], strict=True):
        groups.unite(int(one), int(other))


def _join_organizations(groups: Groups, records: pd.DataFrame) -> None:
    """Join organizations to listed records and to each other."""
    numbers = np.flatnonzero(records["record_kind"].ne(INDIVIDUAL))
    some = records.iloc[numbers].reset_index(drop=True)
    is_organization = some["record_kind"].eq(ORGANIZATION).to_numpy()
    pairs, at_building = _organization_pairs(some)
    wanted = is_organization[pairs].any(axis=1)
    pairs, at_building = pairs[wanted], at_building[wanted]
    one, other = pairs[:, 0], pairs[:, 1]
    names, towns = some["names"].to_numpy(dtype=object), some["city"].to_numpy(dtype=object)
    alike = likeness(names[one].tolist(), names[other].tolist(), towns[one].tolist())
    same = {name: _same(some[name], one, other) for name in ("npi", "ccn", "phone", "unit")}
    blank = {name: _either_blank(some[name], one, other) for name in ("phone", "unit")}
    identity = same["npi"] | same["ccn"]
    # In two suites with two telephones a word in common ('Premier') is chance.
    two_tenants = ~(same["unit"] | blank["unit"] | same["phone"] | blank["phone"])
    in_building = at_building & (
        (alike.whole >= SAME_NAME_SCORE)
        | ((alike.telling >= SAME_NAME_SCORE) & ~two_tenants)
        | (same["phone"] & (same["unit"] | blank["unit"]))
        | (same["unit"] & blank["phone"])
    )
    linked = identity | in_building | (alike.whole >= EQUAL_NAME_SCORE)
    strength = np.maximum(alike.whole, alike.telling) + 100.0 * identity
    strength += 50.0 * (same["phone"] & at_building) + 10.0 * at_building
    strength += 25.0 * (same["unit"] & at_building)
    join_in_order(groups, numbers[one[linked]], numbers[other[linked]], strength[linked])


def _organization_pairs(records: pd.DataFrame) -> tuple[Int, Mask]:
    """Return pairs in one place, and whether that place is one building."""
    numbered = records[["building", "city", "state", "zip", "phone"]].assign(
        number=np.arange(len(records))
    )
    housed = numbered[numbered["building"] >= 0]
    astray = numbered[numbered["building"] < 0]
    coarse = numbered[records["geocode_precision"].isin(AREA_PRECISIONS).to_numpy()]
    blocks = (
        (housed, housed, ["building"]),
        # A post office box is in its town, wherever the center is.
        (astray[astray["city"].ne("")], numbered, ["city", "state"]),
        (astray[astray["zip"].ne("")], numbered, ["zip"]),
        # An address that no geocoder knows may be misspelt: the telephone then stands for the building.
        (coarse[coarse["phone"].ne("")], numbered, ["zip", "phone"]),
    )
    found = [
        left.merge(right, on=keys, suffixes=("", "_other"))[["number", "number_other"]].to_numpy()
        for left, right, keys in blocks
    ]
    precise = np.flatnonzero(~records["geocode_precision"].isin(AREA_PRECISIONS))
    found.append(precise[_near_pairs(records.iloc[precise])])
    pairs = np.sort(np.concatenate(found).astype(np.int64), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] < pairs[:, 1]], axis=0)
    building = records["building"].to_numpy()
    left, right = building[pairs[:, 0]], building[pairs[:, 1]]
    return pairs, (left == right) & (left >= 0)


def _same(values: pd.Series[str], one: Int, other: Int) -> Mask:
    text = values.to_numpy(dtype=object)
    same: Mask = (text[one] == text[other]) & (text[one] != "")
    return same


def _either_blank(values: pd.Series[str], one: Int, other: Int) -> Mask:
    text = values.to_numpy(dtype=object)
    blank: Mask = (text[one] == "") | (text[other] == "")
    return blank


def _join_individuals(groups: Groups, records: pd.DataFrame) -> None:
    """Join individuals to the organization they share most with, the others to each other."""
    person = records["record_kind"].eq(INDIVIDUAL).to_numpy()
    records = records.assign(number=np.arange(len(records)), group=groups.numbers())
    people, places = records[person], records[~person]
    pairs = _person_pairs(people, places)
    phone = pairs["phone"].eq(pairs["phone_place"]) & pairs["phone"].ne("")
    unit = pairs["unit"].eq(pairs["unit_place"]) & pairs["unit"].ne("") & pairs["housed"]
    # Two suites are two tenants: without a suite it may be the only one that fits.
    may_be = pairs["housed"] & (pairs["unit"].eq("") | pairs["unit_place"].eq("") | unit)
    specialty = may_be & _same_specialty(pairs)
    # Of two practices it is not known whose the person is; who infuses is no third center, though.
    other_specialty = pairs["prescribes"] & pairs["family_place"].eq("practice") & ~specialty
    infusing = pairs["infuses"] & pairs["infuses_place"] & ~other_specialty
    strength = (
        16 * phone
        + 12 * unit
        + 8 * _only_one(pairs, specialty)
        + 4 * (specialty & pairs["infuses"] & pairs["infuses_place"])
        + 3 * (specialty & pairs["infuses"])
        + 2 * _only_one(pairs, may_be & infusing)
        + 1 * (may_be & infusing & ~pairs["prescribes"])
        + 1 * _only_one(pairs, may_be & ~pairs["prescribes"])
    )
    best = (
        pairs.assign(strength=strength)[strength > 0]
        .sort_values(["number", "strength", "number_place"], ascending=[True, False, True])
        .drop_duplicates("number")
    )
    # Whom a guard keeps from the best organization still has colleagues.
    united = [
        groups.join(int(one), int(other))
        for one, other in zip(best["number_place"], best["number"], strict=True)
    ]
    joined = people["number"].isin(best.loc[united, "number"])
    _join_suites(groups, people, joined)
    _join_colleagues(groups, people[~joined])


def _person_pairs(people: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return pairs in one building, and of one telephone where either has a post office box only."""
    housed, homes = people[people["building"] >= 0], places[places["building"] >= 0]
    in_building = housed.merge(homes, on="building", suffixes=("", "_place"))
    keys = ["phone", "state"]
    called = people[people["phone"].ne("")].merge(places, on=keys, suffixes=("", "_place"))
    by_phone = called[called["building"].lt(0) | called["building_place"].lt(0)]
    pairs = pd.concat(
        [
            in_building.assign(housed=True),
            by_phone.assign(housed=False, **{f"{key}_place": by_phone[key] for key in keys}),
        ],
        ignore_index=True,
    )
    # Whoever infuses in an office does so beside the hospital, not in it.
    return pairs[~(pairs["infuses"] & pairs["family_place"].eq("hospital"))]


def _same_specialty(pairs: pd.DataFrame) -> pd.Series[bool]:
    both = zip(pairs["taxonomies"], pairs["taxonomies_place"], strict=True)
    shared = [not set(one.split()).isdisjoint(other.split()) for one, other in both]
    return pd.Series(shared, index=pairs.index, dtype=bool)


def _only_one(pairs: pd.DataFrame, where: pd.Series[bool]) -> pd.Series[bool]:
    """Tell which pairs hold where they hold of one center only."""
    centers = pairs["group_place"].where(where).groupby(pairs["number"]).transform("nunique")
    return where & centers.eq(1)


def _join_suites(groups: Groups, people: pd.DataFrame, joined: pd.Series[bool]) -> None:
    """Let people who found no organization follow those of their suite who did."""
    housed = people[people["building"].ge(0) & people["unit"].ne("")]
    guides = housed[joined.loc[housed.index]].copy()
    guides["center"] = [groups.find(int(number)) for number in guides["number"]]
    keys = ["building", "unit"]
    known = guides.groupby(keys)["center"].agg(["nunique", "first"])
    only = known.loc[known["nunique"].eq(1), "first"].rename("guide").reset_index()
    followers = housed[~joined.loc[housed.index]].merge(only, on=keys, validate="m:1")
    for one, other in zip(followers["guide"], followers["number"], strict=True):
        groups.join(int(one), int(other))


def _join_colleagues(groups: Groups, people: pd.DataFrame) -> None:
    """Join people without an organization who share a building and a suite, a telephone or a specialty."""
    housed = people[people["building"].ge(0)]
    suites = housed.groupby(["building", "taxonomies"])["unit"]
    one_suite = suites.transform(lambda units: units[units.ne("")].nunique()).le(1)
    shared = {
        "unit": housed["unit"].ne(""),
        "phone": housed["phone"].ne(""),
        "taxonomies": housed["infuses"] & one_suite,
    }
    for key, rows in shared.items():
        first = housed[rows].groupby(["building", key])["number"].transform("first")
        for one, other in zip(first, housed.loc[rows, "number"], strict=True):
            groups.join(int(one), int(other))
