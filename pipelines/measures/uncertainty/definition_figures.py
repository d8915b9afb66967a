"""The headline figures under each definition of a center, and how far they lie apart."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.measures.uncertainty.sensitivity import KEY
from pipelines.measures.uncertainty.variants import BASE
from pipelines.vocabulary.centers import DEFINITIONS

WITHOUT_COARSE = "without_coarse"
"""Variant that leaves out the centers placed at the middle of a ZIP code or town."""


def definition_figures(values: pd.DataFrame, own: str) -> pd.DataFrame:
    """Set the headline figures under each definition beside one another.

    Parameters
    ----------
    values
        From `sensitivity_values`.
    own
        The definition that the area uses: its figures are those of the base.

    Returns
    -------
    DataFrame
        out.definition_figures, a row a definition whose centers were searched (or `WITHOUT_COARSE`) and
        figure: definition, stratum, site_of_care, figure, value; and on each row of a figure low and high of
        the definitions' values, spread (high - low) and ratio (high / low - 1; null where low is 0). All are
        null where no definition has the figure.
    """
    base = values["dimension"] == BASE.dimension
    table = values.assign(definition=values["variant"].mask(base, own))
    table = table[table["definition"].isin([*DEFINITIONS, WITHOUT_COARSE])]
    table = table[["definition", *KEY, "value"]].reset_index(drop=True)
    between = table[table["definition"] != WITHOUT_COARSE]
    ends = between.groupby(list(KEY), dropna=False)["value"].agg(["min", "max"]).reset_index()
    ends = ends.rename(columns={"min": "low", "max": "high"})
    told = table.merge(ends, on=list(KEY), how="left", validate="many_to_one")
    return told.assign(
        spread=told["high"] - told["low"],
        ratio=told["high"] / told["low"].where(told["low"] > 0, np.nan) - 1,
    )
