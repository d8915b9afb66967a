"""Which hospital of the registry is which certified hospital, and whether that one infuses outpatients.

A registry with CMS certification numbers is joined by them. HIFLD has none: its hospitals are joined by name in
a ZIP code or town.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from pipelines.facilities.matching.addresses import address_parts
from pipelines.facilities.matching.organization_names import written_names

EVIDENCE_COLUMNS = ("ccn", "name", "city", "state", "zip", "infuses", "chemotherapy", "source")
"""What is known of a certified hospital: `infuses` outpatients, gives `chemotherapy`; which source says so."""

SAME_HOSPITAL_SCORE = 88.0
"""Least likeness (rapidfuzz token_sort_ratio) of two names of one hospital."""


def hospital_evidence(
    provider_of_services: pd.DataFrame | None, cost_reports: pd.DataFrame | None
) -> pd.DataFrame | None:
    """Tell which certified hospitals infuse outpatients.

    A hospital does where it reports a chemotherapy service (and does not deny having outpatients), or charges
    outpatients for intravenous therapy. Where no source says so, it is not known: a registry may lag, and a
    hospital may book its infusions elsewhere.

    Parameters
    ----------
    provider_of_services
        As `pipelines.sources.facilities.provider_of_services` reads it; None without it.
    cost_reports
        As `pipelines.sources.facilities.cost_reports` reads it; None without it.

    Returns
    -------
    DataFrame or None
        `EVIDENCE_COLUMNS`, one row a CCN; name and place are null for a hospital that only a cost report tells
        of. None without either source.
    """
    parts = []
    if provider_of_services is not None:
        pos = provider_of_services
        chemotherapy = _offered(pos["chemotherapy"])
        infuses = chemotherapy & pos["outpatient"].fillna("").ne("none")
        service = "chemotherapy service: " + pos["chemotherapy"].fillna("not told") + _row(pos)
        parts.append(_evidence(pos, infuses, chemotherapy, service))
    if cost_reports is not None:
        charges = cost_reports["iv_outpatient_charges_usd"]
        charged = "charges for intravenous therapy of outpatients" + _row(cost_reports)
        infuses = charges.gt(0)
        parts.append(_evidence(cost_reports, infuses, infuses & False, charged))
    if not parts:
        return None
    # In one order, so that `first` is the first that knows a name: the cost reports know none.
    every = pd.concat(parts).groupby("ccn", sort=True)
    first = every[["name", "city", "state", "zip"]].first()
    told = every[["infuses", "chemotherapy"]].any()
    source = every["source"].agg(lambda texts: "; ".join(filter(None, texts)))
    return pd.concat([first, told, source], axis=1).reset_index()[list(EVIDENCE_COLUMNS)]


def _offered(service: pd.Series[str]) -> pd.Series[bool]:
    return service.fillna("none").ne("none")


def _row(rows: pd.DataFrame) -> pd.Series[str]:
    return " [" + rows["source_file"] + " row " + rows["source_row"].astype("str") + "]"


def _evidence(
    rows: pd.DataFrame,
    infuses: pd.Series[bool],
    chemotherapy: pd.Series[bool],
    told: pd.Series[str],
) -> pd.DataFrame:
    places = {
        name: rows[name] if name in rows else pd.Series(None, index=rows.index, dtype="str")
        for name in ("name", "city", "state", "zip")
    }
    return pd.DataFrame(
        {
            "ccn": rows["ccn"].astype("str"),
            **{name: values.astype("str") for name, values in places.items()},
            "infuses": infuses,
            "chemotherapy": chemotherapy,
            "source": told.where(infuses, "").astype("str"),
        }
    )


def linked_evidence(hospitals: pd.DataFrame, evidence: pd.DataFrame | None) -> pd.DataFrame:
    """Find the evidence for each hospital.

    Parameters
    ----------
    hospitals
        ccn (null where the registry has none), name, city, state, zip.
    evidence
        `EVIDENCE_COLUMNS`; None without such a source.

    Returns
    -------
    DataFrame
        `LINK_COLUMNS` with the index of `hospitals`: the CCN, found by name where it was null;
        hospital_infuses and hospital_chemotherapy, false where no evidence was found; hospital_source, the
        source rows that say so (empty without).
    """
    if evidence is None or evidence.empty:
        return pd.DataFrame(
            {
                "ccn": hospitals["ccn"].fillna("").astype("str"),
                "hospital_infuses": False,
                "hospital_chemotherapy": False,
                "hospital_source": pd.Series("", index=hospitals.index, dtype="str"),
            }
        )
    known = evidence.sort_values("ccn").drop_duplicates("ccn", ignore_index=True)
    by_name = pd.Series(_by_name(hospitals, known), index=hospitals.index)
    ccn = hospitals["ccn"].where(hospitals["ccn"].fillna("").ne(""), by_name)
    found = known.set_index("ccn").reindex(ccn).set_axis(hospitals.index)
    return pd.DataFrame(
        {
            "ccn": ccn.fillna("").astype("str"),
            "hospital_infuses": found["infuses"].fillna(False).astype(bool),
            "hospital_chemotherapy": found["chemotherapy"].fillna(False).astype(bool),
            "hospital_source": found["source"].fillna("").astype("str"),
        }
    )


def _by_name(
    hospitals: pd.DataFrame, known: pd.DataFrame
) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Return for each hospital the CCN whose name is most like its own nearby, null where none is."""
    left, right = _keyed(hospitals), _keyed(known)
    blocks = [
        left.merge(right, on=keys, suffixes=("", "_other")) for keys in (["zip"], ["city", "state"])
    ]
    pairs = pd.concat(
        [block[block[key].ne("")] for block, key in zip(blocks, ("zip", "city"), strict=True)]
    )
    pairs = pairs.drop_duplicates(["number", "number_other"])
    # Hospitals of one town differ in little but 'north', so that their names must agree as a whole.
    score = np.asarray(
        process.cpdist(
            pairs["name"].tolist(), pairs["name_other"].tolist(), scorer=fuzz.token_sort_ratio
        ),
        dtype=np.float64,
    )
    best = (
        pairs.assign(score=score)[score >= SAME_HOSPITAL_SCORE]
        .sort_values(["number", "score", "number_other"], ascending=[True, False, True])
        .drop_duplicates("number")
    )
    ccn = np.full(len(hospitals), None, dtype=object)
    ccn[best["number"].to_numpy()] = known["ccn"].to_numpy(dtype=object)[
        best["number_other"].to_numpy()
    ]
    return ccn


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    places = pd.DataFrame({name: frame[name] for name in ("city", "state", "zip")})
    parts = address_parts(places.assign(address_1=""))
    return pd.DataFrame(
        {
            "number": np.arange(len(frame)),
            "name": written_names(frame["name"].fillna("").astype("str")).to_numpy(),
            **{name: parts[name].to_numpy() for name in ("city", "state", "zip")},
        }
    )
