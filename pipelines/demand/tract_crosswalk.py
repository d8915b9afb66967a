"""Codes of the tracts of 2010, carried to the tracts of 2020 by the land that they share.

A tract of 2020 takes the code of the tract of 2010 that holds most of its land. That is land and not people:
where other parts of it lay in tracts of other codes, the place says so (`CARRIED`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.demand.connecticut import tract_key

SLIVER_SHARE = 0.01
"""Share of a tract's land up to which an overlap is a border drawn anew rather than a part."""


def carried_codes(by_tract: pd.DataFrame, crosswalk: pd.DataFrame) -> pd.DataFrame:
    """Return what is known of tracts of 2010 for those of 2020.

    Parameters
    ----------
    by_tract
        Index tract of 2010, Connecticut's by its old counties: ruca, and further columns.
    crosswalk
        raw.tract_crosswalk.

    Returns
    -------
    DataFrame
        Index tract of 2020: the columns of `by_tract`, of the tract of 2010 with most of its land (of two with
        as much the first by its number), and `ruca_carried`, one of `CARRIED`, null where there is no code. A
        tract without land is not in it.
    """
    new, old = tract_key(crosswalk["tract_2020"]), tract_key(crosswalk["tract_2010"])
    pairs = pd.DataFrame({"new": new, "old": old, "land_m2": crosswalk["land_m2"]})
    pairs = pairs[(pairs["land_m2"] > 0) & new.notna() & old.notna()]
    pairs = pairs.sort_values(["new", "land_m2", "old"], ascending=[True, False, True])
    codes = np.floor(by_tract["ruca"].reindex(pairs["old"])).to_numpy(dtype=np.float64)
    share = pairs["land_m2"] / pairs.groupby("new")["land_m2"].transform("sum")
    largest = pairs.drop_duplicates("new")
    code_of = pd.Series(codes, index=pairs.index)
    taken = pairs["new"].map(pd.Series(code_of[largest.index].to_numpy(), index=largest["new"]))
    other = (code_of != taken) & (share > SLIVER_SHARE)
    mixed = other.groupby(pairs["new"]).any()
    found = by_tract.reindex(largest["old"]).set_axis(largest["new"], axis=0)
    how = pd.Series(np.where(mixed.reindex(found.index), "largest", "one"), index=found.index)
    return found.assign(ruca_carried=how.astype("str").where(found["ruca"].notna()))
