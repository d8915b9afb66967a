"""The groups of people that tables by stratum report: each stratum, the uncoded, and everyone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.vocabulary.strata import ALL_STRATA, NO_STRATUM, RURAL, RURAL_STRATA, STRATA


def stratum_groups(places: pd.DataFrame) -> dict[str, npt.NDArray[np.bool_]]:
    """Tell which places belong to each group.

    Parameters
    ----------
    places
        With a column `stratum`, null where a place carries no code.

    Returns
    -------
    dict
        Group -> bool (p,): the strata that occur, in the order of `STRATA`; 'rural', which sums over them
        where a scheme has several rural strata; 'unclassified' if some places have no stratum and others do;
        then 'all'.
    """
    stratum = places["stratum"]
    groups = {name: (stratum == name).fillna(False).to_numpy(dtype=bool) for name in STRATA}
    groups[RURAL] = stratum.isin(RURAL_STRATA).to_numpy(dtype=bool)
    if stratum.notna().any():
        groups[NO_STRATUM] = stratum.isna().to_numpy(dtype=bool)
    present = {name: member for name, member in groups.items() if member.any()}
    return present | {ALL_STRATA: np.ones(len(places), dtype=bool)}
