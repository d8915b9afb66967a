"""out.accessibility: the scores of several measures by place, every null with its reason."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.vocabulary.accessibility import NO_PEOPLE


def accessibility(
    geoid: pd.Series[str],
    scores: Mapping[str, npt.NDArray[np.float64]],
    unreached_reason: pd.Series[str],
    beyond: Mapping[str, npt.NDArray[np.bool_]] | None = None,
) -> pd.DataFrame:
    """Set scores side by side, a row for each place and measure.

    Parameters
    ----------
    geoid
        p places.
    scores
        Name of the measure -> float64 (p,), NaN where it is undefined.
    unreached_reason
        Of the drive to any center, aligned with `geoid`; null where one is reached. A place that reaches no
        center at all has no score, whereas one whose centers all lie beyond the catchment has 0.
    beyond
        Name of the measure -> bool (p,): whether a center in reach is shared with people, or with choices, that
        are not known. Measures that do not ask it are left out.

    Returns
    -------
    DataFrame
        geoid, measure, score, null_reason (one of `NULL_REASONS`, null where there is a score),
        reaches_beyond (null where there is no score, and for measures that `beyond` does not name).
    """
    unreached = unreached_reason.notna().to_numpy()
    tables = []
    for name, values in scores.items():
        if values.shape != (len(geoid),):
            raise ValueError(f"{name} has shape {values.shape} for {len(geoid)} places")
        score = np.where(unreached, np.nan, values)
        undefined = np.isnan(score) & ~unreached
        tables.append(
            pd.DataFrame(
                {
                    "geoid": geoid.to_numpy(),
                    "measure": name,
                    "score": score,
                    "null_reason": unreached_reason.mask(undefined, NO_PEOPLE).to_numpy(),
                    "reaches_beyond": _known_of(beyond or {}, name, np.isnan(score)),
                }
            )
        )
    table = pd.concat(tables, ignore_index=True)
    return table.astype({"geoid": "str", "measure": "str", "null_reason": "str"})


def _known_of(
    beyond: Mapping[str, npt.NDArray[np.bool_]], name: str, without: npt.NDArray[np.bool_]
) -> pd.arrays.BooleanArray:
    nothing = np.zeros(len(without), dtype=bool)
    return pd.arrays.BooleanArray(beyond.get(name, nothing).copy(), without | (name not in beyond))
