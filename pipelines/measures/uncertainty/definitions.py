"""What counts as a center: other definitions under which the headline figures are told again.

How facilities are defined moves results: billing codes put the nearest chemotherapy provider 12.2 minutes
away, specialty codes 16.1 (BMC Health Services Research 2016, s12913-016-1549-5). A definition here leaves
out centers for which a column of core.centers speaks against them; where the column is null the center stays.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.vocabulary.sites_of_care import SITES_OF_CARE

Bool = npt.NDArray[np.bool_]

SMALL_HOSPITAL_BEDS = 25
"""Beds that a critical access hospital may have at most (42 CFR 485.620(a))."""

COARSE = ("zip", "city")
"""Values of `geocode_precision` that put a center at the middle of a ZIP code or town."""

SURE = 0.5
"""Below this confidence a center is more likely none."""


def definition_masks(centers: pd.DataFrame) -> dict[str, Bool]:
    """Return which centers count under each narrower definition.

    Parameters
    ----------
    centers
        core.centers, with `beds` (null where unknown).

    Returns
    -------
    dict
        Name -> bool (c,). A definition that leaves out no center of this area, or all, is not among them.
    """
    beds = centers["beds"].to_numpy(dtype=np.float64, na_value=np.nan)
    confidence = centers["confidence"].to_numpy(dtype=np.float64, na_value=np.nan)
    hospital = (centers["site_of_care"] == "hospital_based").to_numpy(dtype=bool)
    unpaid = (centers["medicare_payable"] == False).fillna(False).to_numpy(dtype=bool)  # noqa: E712
    masks = {
        "larger_hospitals": ~(hospital & (beds <= SMALL_HOSPITAL_BEDS)),
        "paid_by_medicare": ~unpaid,
        "sure": ~(confidence < SURE),
    }
    return _telling(masks)


def therapy_line_masks(centers: pd.DataFrame) -> dict[str, Bool]:
    """Return which centers serve patients of each line of therapy; a center of unknown line serves both.

    Parameters
    ----------
    centers
        core.centers.

    Returns
    -------
    dict
        Name -> bool (c,), as in `definition_masks`.
    """
    line = centers["therapy_line"].astype("object")
    masks = {
        "for_specialty": (line != "oncology").to_numpy(dtype=bool),
        "for_oncology": (line != "specialty").to_numpy(dtype=bool),
    }
    return _telling(masks)


def _telling(masks: dict[str, Bool]) -> dict[str, Bool]:
    return {name: kept for name, kept in masks.items() if kept.any() and not kept.all()}


def coarsely_placed(centers: pd.DataFrame) -> Bool:
    """Tell which centers lie only at the middle of their ZIP code or town, bool (c,)."""
    return centers["geocode_precision"].isin(COARSE).to_numpy(dtype=bool)


def geocoding(centers: pd.DataFrame) -> pd.DataFrame:
    """Count centers by how precisely they are placed.

    Parameters
    ----------
    centers
        core.centers.

    Returns
    -------
    DataFrame
        out.geocoding, a row a site of care with centers, and 'any': site_of_care, centers, centers_coarse
        (at the middle of a ZIP code or town) and share_coarse.
    """
    coarse = coarsely_placed(centers)
    site = centers["site_of_care"].to_numpy(dtype=object)
    groups = {name: site == name for name in SITES_OF_CARE} | {"any": np.ones(len(site), bool)}
    rows = [
        {
            "site_of_care": name,
            "centers": int(mine.sum()),
            "centers_coarse": int(coarse[mine].sum()),
            "share_coarse": coarse[mine].sum() / mine.sum(),
        }
        for name, mine in groups.items()
        if mine.any()
    ]
    columns = ["site_of_care", "centers", "centers_coarse", "share_coarse"]
    return pd.DataFrame(rows, columns=columns).astype({"site_of_care": "str"})
