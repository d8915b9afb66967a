"""Candidates: each source's rows in the columns of core.centers, before the same places are brought together.

A hospital registry does not say whether a hospital infuses outpatients: every hospital of the kinds that the
settings keep stands in for a hospital-based center. Beds are not infusion capacity and stay in a column of
their own.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.facilities.placing import PLACE_COLUMNS

LIST_SOURCE = "list"
"""Prefix of the ids of centers that a user's list names."""

CANDIDATE_COLUMNS = (
    "center_id",
    "name",
    "site_of_care",
    "therapy_line",
    "operator",
    "npi",
    "ccn",
    "address",
    "city",
    "state",
    "zip",
    *PLACE_COLUMNS,
    "medicare_payable",
    "supervision",
    "capacity",
    "beds",
    "confidence",
    "evidence",
)

_NUMBERS = ("lon", "lat", "place_radius_mi", "capacity", "beds", "confidence")
_TEXT = tuple(name for name in CANDIDATE_COLUMNS if name not in ("medicare_payable", *_NUMBERS))


def from_hospitals(hospitals: pd.DataFrame, source: str) -> pd.DataFrame:
    """Turn hospitals into candidates for hospital-based centers.

    Parameters
    ----------
    hospitals
        A hospital reading's table, as `pipelines.facilities.placing.placed_rows` places it.
    source
        Name of the registry, the prefix of the ids: `hifld` or `cms`.

    Returns
    -------
    DataFrame
        `CANDIDATE_COLUMNS`; therapy line, supervision, payment and capacity are null, for a registry of
        hospitals does not tell them.
    """
    kind = hospitals["hospital_type"].str.cat(
        hospitals["status"].astype("str"), sep=", ", na_rep="status not given"
    )
    given = {
        "center_id": source + ":" + hospitals["hospital_id"],
        "site_of_care": pd.Series("hospital_based", index=hospitals.index),
        "beds": hospitals["beds"],
        "evidence": _told_by(hospitals, f"{source} hospital ({{}})", kind),
    }
    same = ("name", "ccn", "address", "city", "state", "zip", *PLACE_COLUMNS)
    told = {name: hospitals[name] for name in same if name in hospitals}
    return _completed(given | told, hospitals.index)


def from_list(centers_list: pd.DataFrame) -> pd.DataFrame:
    """Turn the rows of a user's list into candidates.

    Parameters
    ----------
    centers_list
        A centers list's table, placed likewise.

    Returns
    -------
    DataFrame
        `CANDIDATE_COLUMNS`; coordinates of unstated precision are `listed`.
    """
    given = {name: centers_list[name] for name in CANDIDATE_COLUMNS if name in centers_list}
    given["center_id"] = LIST_SOURCE + ":" + centers_list["center_id"]
    given["geocode_precision"] = centers_list["geocode_precision"].fillna("listed")
    note = centers_list["source_note"].fillna("no source note")
    given["evidence"] = _told_by(centers_list, "listed as {}", centers_list["site_of_care"], note)
    return _completed(given, centers_list.index)


def _told_by(rows: pd.DataFrame, claim: str, *details: pd.Series[str]) -> pd.Series[str]:
    before, after = claim.split("{}")
    text = before + details[0].astype("str") + after
    for detail in details[1:]:
        text = text + ", " + detail.astype("str")
    return text + " [" + rows["source_file"] + " row " + rows["source_row"].astype("str") + "]"


def _completed(given: dict[str, pd.Series], index: pd.Index) -> pd.DataFrame:
    """Add the columns that the source does not tell, null, and give every column its type."""
    frame = pd.DataFrame(
        {name: given.get(name, pd.Series(np.nan, index=index)) for name in CANDIDATE_COLUMNS}
    )
    types = dict.fromkeys(_TEXT, "str") | {"medicare_payable": "boolean"}
    return frame.astype(types | dict.fromkeys(_NUMBERS, "float64")).reset_index(drop=True)
