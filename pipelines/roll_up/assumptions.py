"""What assumptions move, added up from parts: shares and counts exactly; medians and means cannot be added.

Each part searched its own people under every variant, and told what came of it by stratum. The share of a land
is that of its parts, weighed by their people. No sum gives the median drive of a land under a variant, so that
such a figure has no band there, and says why.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.measures.adequacy.adequacy_bands import KEY as COUNTED_KEY
from pipelines.measures.adequacy.adequacy_bands import PEOPLE_OUTSIDE
from pipelines.measures.uncertainty.sensitivity import KEY, NOT_REACHED
from pipelines.measures.uncertainty.variants import BASE, THERAPY_LINE
from pipelines.roll_up.parts import AreaPart
from pipelines.vocabulary.strata import ALL_STRATA
from pipelines.vocabulary.uncertainty import NOT_ADDED_UP

_SHARE = "share_"
_WITHIN = "share_within"

Float = npt.NDArray[np.float64]
Variants = list[tuple[str, str]]


def sensitivity_values_of(parts: Sequence[AreaPart], base: pd.DataFrame) -> pd.DataFrame:
    """Tell the headline figures of a land under each variant that a part tried.

    Parameters
    ----------
    parts
        As `check_parts` found them good.
    base
        The land's own figures: `sensitivity_values` of its drive times and of no variant.

    Returns
    -------
    DataFrame
        out.sensitivity_values. A part that did not try a variant, for it has no such centers, is as it is.
        Shares are added up; other figures are null for `NOT_ADDED_UP`, and so is a share of which a part says
        only that the variant left it no center of a kind.
    """
    blocks = [base]
    people = np.stack([_people(part, base["stratum"]) for part in parts])
    for variant in _variants(parts, "out.sensitivity_values"):
        told = [_told(part, "out.sensitivity_values", variant, base, KEY) for part in parts]
        blocks.append(_block(base, variant, *_shares(base, told, people)))
    return pd.concat(blocks, ignore_index=True)


def adequacy_values_of(parts: Sequence[AreaPart], base: pd.DataFrame) -> pd.DataFrame:
    """Count counties and people of a land under each variant that a part tried.

    Parameters
    ----------
    parts
        As `check_parts` found them good.
    base
        The land's own counts: `adequacy_values` of its counties and of no variant.

    Returns
    -------
    DataFrame
        out.adequacy_values. In a part without any center of a scenario no county passes, and all people are
        outside.
    """
    blocks = [base]
    outside = (base["figure"] == PEOPLE_OUTSIDE).to_numpy(dtype=bool)
    people = np.array([_people_judged(part) for part in parts])
    nobody_near = np.where(outside, people[:, np.newaxis], 0.0)
    counted = np.ones((len(parts), len(base)))
    for variant in _variants(parts, "out.adequacy_values"):
        told = [_told(part, "out.adequacy_values", variant, base, COUNTED_KEY) for part in parts]
        values, reasons = _side_by_side(told)
        unreached = np.isnan(values) & (reasons == NOT_REACHED)
        summed = np.where(unreached, nobody_near, values).sum(axis=0)
        why = _why_not(reasons, counted)
        why[unreached.all(axis=0)] = NOT_REACHED
        blocks.append(_block(base, variant, summed, why))
    return pd.concat(blocks, ignore_index=True)


def whole_bands(bands: pd.DataFrame, values: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """Take away the bands that rest on some of the variants alone: they would look surer than they are.

    Parameters
    ----------
    bands
        From `sensitivity.bands`.
    values
        What they were made of.
    key
        Columns that together name a figure.
    """
    lacking = values[values["reason"] == NOT_ADDED_UP]
    of_all = lacking[lacking["dimension"] != THERAPY_LINE].assign(dimension=ALL_STRATA)
    lacking = pd.concat([lacking, of_all])[[*key, "dimension"]].drop_duplicates()
    partial = bands.merge(lacking.assign(partial=True), on=[*key, "dimension"], how="left")
    cut = partial["partial"].notna().to_numpy(dtype=bool)
    ends = ["low", "high", "low_variant", "high_variant"]
    return bands.assign(**{name: bands[name].mask(cut) for name in ends})


def whole_definitions(figures: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Take away how far definitions lie apart where a figure is known under some of them alone."""
    lacking = values[values["reason"] == NOT_ADDED_UP][list(KEY)].drop_duplicates()
    partial = figures.merge(lacking.assign(partial=True), on=list(KEY), how="left")["partial"]
    cut = partial.notna().to_numpy(dtype=bool)
    return figures.assign(
        **{name: figures[name].mask(cut) for name in ("low", "high", "spread", "ratio")}
    )


def local_bands_of(parts: Sequence[AreaPart], own: pd.DataFrame) -> pd.DataFrame:
    """Tell how far the figures of each county and state move.

    Parameters
    ----------
    parts
        As `check_parts` found them good.
    own
        out.local_bands of the land's drive times and of no variant.

    Returns
    -------
    DataFrame
        out.local_bands. A state of several parts has no band.
    """
    key = ["unit", "code", "figure", "site_of_care"]
    told = pd.concat([part.tables["out.local_bands"] for part in parts], ignore_index=True)
    whole = told[~told.duplicated(key, keep=False)]
    banded = own[key].merge(whole[[*key, "low", "high", "variants"]], on=key, how="left")
    return own.assign(
        low=banded["low"].to_numpy(),
        high=banded["high"].to_numpy(),
        variants=banded["variants"].fillna(0).astype(np.int64).to_numpy(),
    )


def coarseness_of(parts: Sequence[AreaPart]) -> pd.DataFrame:
    """Add up who would have neither kind near from coarser starts, by grains that all parts have."""
    tables = [part.tables["out.coarseness"] for part in parts]
    told = pd.concat(tables, ignore_index=True)
    shared = set.intersection(*(set(table["grain"]) for table in tables))
    told = told[told["grain"].isin(shared)]
    starts = pd.concat([table.drop_duplicates("grain") for table in tables])
    of_grain = starts.groupby("grain")["starts"].sum()
    counts = ["population", "population_none", "population_unknown"]
    summed = told.groupby(["grain", "stratum", "gap_min"], sort=False)[counts].sum().reset_index()
    people = summed["population"].where(summed["population"] > 0)
    added = summed.assign(
        starts=summed["grain"].map(of_grain).astype(np.int64),
        share_none=summed["population_none"] / people,
    )
    return added[list(tables[0].columns)]


def _variants(parts: Sequence[AreaPart], table: str) -> Variants:
    """Return what any part varied, in the order in which it first appears."""
    pairs = [part.tables[table][["dimension", "variant"]].drop_duplicates() for part in parts]
    every = pd.concat(pairs).drop_duplicates()
    found = [(str(dimension), str(name)) for dimension, name in every.itertuples(index=False)]
    return [variant for variant in found if variant != BASE]


def _told(
    part: AreaPart, table: str, variant: tuple[str, str], base: pd.DataFrame, key: Sequence[str]
) -> pd.DataFrame:
    """Return value and reason of a part under a variant, row by row of the base; null for rows it lacks."""
    every = part.tables[table]
    mine = every[(every["dimension"] == variant[0]) & (every["variant"] == variant[1])]
    if mine.empty:
        mine = every[every["dimension"] == BASE.dimension]
    rows = base[list(key)].merge(mine[[*key, "value", "reason"]], on=list(key), how="left")
    return rows[["value", "reason"]]


def _side_by_side(told: Sequence[pd.DataFrame]) -> tuple[Float, npt.NDArray[np.object_]]:
    return (
        np.stack([one["value"].to_numpy(dtype=np.float64, na_value=np.nan) for one in told]),
        np.stack([one["reason"].astype("object").to_numpy() for one in told]),
    )


def _shares(
    base: pd.DataFrame, told: Sequence[pd.DataFrame], people: Float
) -> tuple[Float, npt.NDArray[np.object_]]:
    """Weigh shares by people; return values, and why there is none."""
    values, reasons = _side_by_side(told)
    figure, site = base["figure"], base["site_of_care"].astype("object")
    within = (figure == _WITHIN).to_numpy(dtype=bool)
    # Where a whole part lacks such centers nobody there is near one, unless the land has none at all.
    unreached = np.isnan(values) & (reasons == NOT_REACHED) & within
    every = within & (base["stratum"] == ALL_STRATA).to_numpy(dtype=bool)
    exists = {site[row] for row in np.flatnonzero(every) if not np.isnan(values[:, row]).all()}
    known = np.where(unreached, 0.0, values)
    weights = people.sum(axis=0)
    with np.errstate(invalid="ignore"):
        shares = np.where(people > 0, known * people, 0.0).sum(axis=0) / weights
    why = _why_not(reasons, people)
    why[~figure.str.startswith(_SHARE).to_numpy(dtype=bool)] = NOT_ADDED_UP
    nowhere = (site.notna() & ~site.isin(exists)).to_numpy(dtype=bool)
    why[nowhere | ~(weights > 0)] = NOT_REACHED
    return shares, why


def _why_not(reasons: npt.NDArray[np.object_], weight: Float) -> npt.NDArray[np.object_]:
    """Say why there is no sum: the reason that all parts have, or that it cannot be told from theirs."""
    why = np.full(reasons.shape[1], None, dtype=object)
    for row in range(reasons.shape[1]):
        mine = reasons[weight[:, row] > 0, row]
        lost = [one for one in mine if pd.notna(one) and one != NOT_REACHED]
        if lost:
            why[row] = lost[0] if len(lost) == len(mine) and len(set(lost)) == 1 else NOT_ADDED_UP
    return why


def _block(
    base: pd.DataFrame,
    variant: tuple[str, str],
    values: Float,
    why: npt.NDArray[np.object_],
) -> pd.DataFrame:
    reason = pd.Series(why, index=base.index, dtype="str")
    return base.assign(
        dimension=pd.Series(variant[0], index=base.index, dtype="str"),
        variant=pd.Series(variant[1], index=base.index, dtype="str"),
        value=pd.Series(values, index=base.index).mask(reason.notna()),
        reason=reason,
    )


def _people(part: AreaPart, strata: pd.Series[str]) -> Float:
    """Return how many people of each stratum a part has, in the order of the rows."""
    known = part.tables["out.nearness"].set_index("stratum")["population"]
    return strata.map(known).fillna(0.0).to_numpy(dtype=np.float64)


def _people_judged(part: AreaPart) -> float:
    table = part.tables["out.adequacy"]
    return float(table["people"][table["scenario"] == "all"].sum())
