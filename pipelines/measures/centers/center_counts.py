"""Centers counted: by site of care, in the area and around it, and by how exactly they are placed."""

from __future__ import annotations

import pandas as pd

from pipelines.vocabulary.centers import GEOCODE_PRECISIONS
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE, SITES_OR_ANY


def centers_by_site(centers: pd.DataFrame) -> pd.DataFrame:
    """Count centers by site of care.

    Parameters
    ----------
    centers
        core.centers: site_of_care and in_area.

    Returns
    -------
    DataFrame
        out.centers_by_site, a row a site of care and 'any': centers, of these in_area, and outside (in the
        buffer).
    """
    rows = []
    for site in SITES_OR_ANY:
        inside = _of_site(centers, site)["in_area"].astype(bool)
        rows.append((site, len(inside), int(inside.sum()), int((~inside).sum())))
    return pd.DataFrame(rows, columns=["site_of_care", "centers", "in_area", "outside"])


def centers_placed(centers: pd.DataFrame) -> pd.DataFrame:
    """Count centers by how exactly they are placed.

    Parameters
    ----------
    centers
        core.centers: site_of_care and geocode_precision.

    Returns
    -------
    DataFrame
        out.centers_placed, a row a site of care that occurs (and 'any') and a precision that occurs: centers,
        and their share of the site's.
    """
    known = [site for site in SITES_OF_CARE if (centers["site_of_care"] == site).any()]
    occurring = [
        name for name in GEOCODE_PRECISIONS if (centers["geocode_precision"] == name).any()
    ]
    rows = []
    for site in (*known, ANY_SITE):
        placed = _of_site(centers, site)["geocode_precision"]
        for precision in occurring:
            count = int((placed == precision).sum())
            rows.append((site, precision, count, count / len(placed)))
    return pd.DataFrame(rows, columns=["site_of_care", "geocode_precision", "centers", "share"])


def _of_site(centers: pd.DataFrame, site: str) -> pd.DataFrame:
    return centers if site == ANY_SITE else centers[centers["site_of_care"] == site]
