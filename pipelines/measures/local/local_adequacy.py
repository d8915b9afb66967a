"""What network adequacy finds in the counties of each state."""

from __future__ import annotations

import pandas as pd

from pipelines.measures.local.units import DIGITS
from pipelines.vocabulary.adequacy import FINDINGS


def adequacy_by_state(findings: pd.DataFrame) -> pd.DataFrame:
    """Count the counties of each state by what network adequacy finds of them.

    Parameters
    ----------
    findings
        out.adequacy_findings.

    Returns
    -------
    DataFrame
        out.adequacy_by_state, a row a state that has a judged county and a finding (one of `FINDINGS`):
        state_fips, finding, counties (with it), counties_judged (of the state, with any finding), people (in
        those with it) and people_outside (of these, beyond the limits of every center).
    """
    judged = findings[findings["finding"].notna()]
    state = judged["county_fips"].str[: DIGITS["state"]].rename("state_fips")
    key = [state, judged["finding"]]
    every = pd.MultiIndex.from_product(
        [sorted(state.unique()), list(FINDINGS)], names=["state_fips", "finding"]
    )
    counted = judged.groupby(key)[["people", "people_outside"]].sum().reindex(every, fill_value=0.0)
    counted.insert(0, "counties", judged.groupby(key).size().reindex(every, fill_value=0))
    of_state = counted.groupby(level="state_fips")["counties"].transform("sum")
    counted.insert(1, "counties_judged", of_state)
    return counted.reset_index().astype({"state_fips": "str", "finding": "str"})
