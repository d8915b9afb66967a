"""How far the figures of each county and state move under each variant."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipelines.measures.local.local_figures import KEY, local_figures
from pipelines.measures.place_times import PlaceTimes
from pipelines.measures.uncertainty.sensitivity import lost_site
from pipelines.measures.uncertainty.variants import THERAPY_LINE, Variant
from pipelines.vocabulary.access import BANDED_LOCAL_FIGURES


def local_bands(
    base: PlaceTimes, varied: Mapping[Variant, PlaceTimes], within_min: float
) -> pd.DataFrame:
    """Put a band round the figures of each county and state.

    Parameters
    ----------
    base, varied
        The area's own drive times, and those under each variant. Lines of therapy ask another question and are
        left out, and so are variants that leave out every center of a kind that the area has.
    within_min
        Threshold of the shares, minutes, inclusive.

    Returns
    -------
    DataFrame
        out.local_bands, a row a unit and figure of `BANDED_LOCAL_FIGURES`: unit, code, figure, site_of_care;
        value (as in out.local_figures), low and high (the least and the greatest of it and of the variants'
        values; null where none has one), and variants (how many were tried).
    """
    own = _banded(base, within_min)
    tried = [
        _banded(times, within_min)["value"].to_numpy()
        for variant, times in varied.items()
        if variant.dimension != THERAPY_LINE and lost_site(base, times) is None
    ]
    values = np.column_stack([own["value"].to_numpy(), *tried])
    return own[list(KEY)].assign(
        value=own["value"],
        low=np.fmin.reduce(values, axis=1),
        high=np.fmax.reduce(values, axis=1),
        variants=len(tried),
    )


def _banded(times: PlaceTimes, within_min: float) -> pd.DataFrame:
    figures = local_figures(times, within_min)
    return figures[figures["figure"].isin(BANDED_LOCAL_FIGURES)].reset_index(drop=True)
