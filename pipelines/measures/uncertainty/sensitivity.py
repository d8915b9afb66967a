"""How far the headline figures move under each variant, and a band for each figure.

The ends of a band are the least and the greatest of the values told, the area's own among them. They are
scenarios and carry no probability: a band is no confidence interval. A variant without a value is never an end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pipelines.measures.access.gaps import gap_of
from pipelines.measures.access.nearness import nearer_kind
from pipelines.measures.equity.inequality import gini, kolm_pollak, spread_of_minutes
from pipelines.measures.place_times import Float, PlaceTimes
from pipelines.measures.scenario_times import Bool
from pipelines.measures.strata_groups import stratum_groups
from pipelines.measures.uncertainty.variants import BASE, THERAPY_LINE, Variant
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, SITES_OR_ANY
from pipelines.vocabulary.strata import ALL_STRATA
from pipelines.vocabulary.uncertainty import DIMENSIONS

ALL = "all"
"""`dimension` of the band over all variants but those of therapy lines: the centers for one line of therapy
answer another question and are no uncertainty of this one."""

KEY = ("stratum", "site_of_care", "figure")


LOST = {site: f"no_{site}" for site in COMPARED_SITES}
"""Reason for a figure that rests on both kinds where a variant leaves out every center of one."""

NOT_REACHED = "not_reached"
"""Reason for any other figure without a value."""


def headline_figures(
    times: PlaceTimes,
    within_min: float,
    nearer_by_min: float,
    kappa: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Tell the headline figures of one variant.

    Parameters
    ----------
    times
        Drive times and people.
    within_min
        Threshold of shares, minutes, inclusive.
    nearer_by_min
        Minutes by which a drive must be shorter to count as nearer.
    kappa
        Site of care or 'any' -> aversion a minute of `inequality.kolm_pollak`, one for all variants; a site
        that is not there has that of its own times.

    Returns
    -------
    DataFrame
        stratum (those that occur, 'unclassified' if any, 'all'), site_of_care (null for figures that compare
        two), figure (one of `FIGURES`), value (null in a stratum without people, for minutes where nobody
        reaches a center, and for the share within where nobody of the whole area does: there is no such
        center, which is no low share).
    """
    advantage = times.ranked_office_advantage()
    gap, nearer = gap_of(times, within_min), nearer_kind(times, nearer_by_min)
    kinds = {
        "share_office_nearer": nearer.isin(["office", "only_office"]).to_numpy(dtype=bool),
        "share_neither": (gap == "none").to_numpy(dtype=bool),
        "share_hospital_only": (gap == "hospital_only").to_numpy(dtype=bool),
    }
    exists = {site: not np.isnan(times.minutes_to(site)).all() for site in SITES_OR_ANY}
    rows: list[tuple[str, str | None, str, float]] = []
    for stratum, member in stratum_groups(times.places).items():
        people = times.people[member]
        for site in SITES_OR_ANY:
            minutes = times.minutes_to(site)[member]
            share = _share(people, minutes <= within_min) if exists[site] else np.nan
            rows.append((stratum, site, "share_within", share))
            in_order = times.ranked_minutes(site)
            rows.append((stratum, site, "drive_time_min_median", in_order.median(member)))
            rows.append((stratum, site, "drive_time_min_mean", in_order.mean(member)))
        between = advantage.median(member)
        rows.append((stratum, None, "office_advantage_min_median", between))
        rows.extend(
            (stratum, None, name, _share(people, which[member])) for name, which in kinds.items()
        )
    for site in SITES_OR_ANY:
        of = spread_of_minutes(times, site)
        equivalent = kolm_pollak(of, kappa=(kappa or {}).get(site)).equivalent
        rows.append((ALL_STRATA, site, "gini", gini(of)))
        rows.append((ALL_STRATA, site, "kolm_pollak_equivalent", equivalent))
    return pd.DataFrame(rows, columns=[*KEY, "value"]).astype(dict.fromkeys(KEY, "str"))


def sensitivity_values(
    base: PlaceTimes,
    varied: Mapping[Variant, PlaceTimes],
    within_min: float,
    nearer_by_min: float,
    inequality_aversion: float = 1.0,
) -> pd.DataFrame:
    """Tell the headline figures of every variant.

    Parameters
    ----------
    base
        The area's own drive times.
    varied
        Drive times of each of `variants`.
    within_min
        Threshold of shares, minutes, inclusive.
    nearer_by_min
        Minutes by which a drive must be shorter to count as nearer.
    inequality_aversion
        Of `inequality.kolm_pollak`.

    Returns
    -------
    DataFrame
        out.sensitivity_values: dimension and variant (both 'base' for the area's own figures), then the
        columns of `headline_figures`, and reason (one of `REASONS`; null beside a value). What rests on both
        kinds has no value where a variant leaves out every center of one that the area has: a list that is
        no more says nothing of who lives near.
    """
    own = {
        site: kolm_pollak(spread_of_minutes(base, site), inequality_aversion).kappa
        for site in SITES_OR_ANY
    }
    kappa = {site: each for site, each in own.items() if not np.isnan(each)}
    tables = []
    for variant, times in {BASE: base, **varied}.items():
        table = headline_figures(times, within_min, nearer_by_min, kappa)
        table = _with_reasons(table, lost_site(base, times))
        for position, (name, value) in enumerate(
            (("dimension", variant.dimension), ("variant", variant.name))
        ):
            table.insert(position, name, pd.Series(value, index=table.index, dtype="str"))
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def lost_site(base: PlaceTimes, times: PlaceTimes) -> str | None:
    """Return the reason of `LOST` where a variant leaves out every center of a kind that the area has."""
    for site, reason in LOST.items():
        if np.isnan(times.minutes_to(site)).all() and not np.isnan(base.minutes_to(site)).all():
            return reason
    return None


def _with_reasons(figures: pd.DataFrame, lost: str | None) -> pd.DataFrame:
    site = figures["site_of_care"]
    both = (site.isna() | (site == ANY_SITE)) & (lost is not None)
    value = figures["value"].mask(both)
    reason = pd.Series(NOT_REACHED, index=figures.index, dtype="str").mask(
        both, lost or NOT_REACHED
    )
    return figures.assign(value=value, reason=reason.where(value.isna()))


def bands(values: pd.DataFrame, key: Sequence[str] = KEY) -> pd.DataFrame:
    """Put a band round each headline figure.

    Parameters
    ----------
    values
        From `sensitivity_values`, or another table with dimension, variant, the columns of `key` and value.
    key
        Columns that together name a figure.

    Returns
    -------
    DataFrame
        out.sensitivity, a row a figure and dimension that is varied, and 'all': stratum, site_of_care,
        figure, dimension; value (the area's own; null as in `headline_figures`); low and high (the least and
        the greatest of the area's own value and of the variants' values; null where none has one);
        low_variant and high_variant ('base' where no variant goes beyond); variants; variants_without_value
        (where the figure is null: nobody reaches such a center any more).

    Raises
    ------
    ValueError
        Variants tell different figures.
    """
    blocks = {
        Variant(str(dimension), str(name)): block.reset_index(drop=True)
        for (dimension, name), block in values.groupby(["dimension", "variant"], sort=False)
    }
    base = blocks.pop(BASE)
    for variant, block in blocks.items():
        if not block[list(key)].equals(base[list(key)]):
            raise ValueError(f"{variant} does not tell the same figures as the base")
    named = [name for name in DIMENSIONS if any(v.dimension == name for v in blocks)]
    parts = {name: [v for v in blocks if v.dimension == name] for name in named}
    parts[ALL] = [v for v in blocks if v.dimension != THERAPY_LINE]
    return pd.concat(
        [_band(base, blocks, key, name, chosen) for name, chosen in parts.items()],
        ignore_index=True,
    )


def _band(
    base: pd.DataFrame,
    blocks: Mapping[Variant, pd.DataFrame],
    key: Sequence[str],
    dimension: str,
    chosen: Sequence[Variant],
) -> pd.DataFrame:
    values = np.column_stack([base["value"], *(blocks[variant]["value"] for variant in chosen)])
    names = np.array([BASE.name, *(variant.name for variant in chosen)], dtype=object)
    none = np.isnan(values).all(axis=1)
    # Of equal values the first counts, so that the base is named where no variant goes beyond it.
    lowest = np.where(np.isnan(values), np.inf, values).argmin(axis=1)
    highest = np.where(np.isnan(values), -np.inf, values).argmax(axis=1)
    row = np.arange(len(values))
    return base[list(key)].assign(
        dimension=pd.Series(dimension, index=base.index, dtype="str"),
        value=base["value"],
        low=values[row, lowest],
        high=values[row, highest],
        low_variant=pd.Series(names[lowest], dtype="str").mask(none),
        high_variant=pd.Series(names[highest], dtype="str").mask(none),
        variants=len(chosen),
        variants_without_value=np.isnan(values[:, 1:]).sum(axis=1),
    )


def _share(people: Float, counted: Bool) -> float:
    everyone = people.sum()
    return float(people[counted].sum() / everyone) if everyone > 0 else np.nan
