"""How complete the lists of centers are, and which hospitals only stand in for centers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipelines.area.sources import CenterList
from pipelines.vocabulary.center_words import COMPLETENESS, HOSPITALS
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE

INFUSES = ("list", "hospital services", "billing")
"""`looks_at` of the rules that say of a hospital that it infuses outpatients."""


def center_lists(
    centers: pd.DataFrame, evidence: pd.DataFrame | None, lists: Mapping[str, CenterList]
) -> pd.DataFrame:
    """Tell how complete the sources are for each site of care, and how many hospitals only stand in.

    Parameters
    ----------
    centers
        core.centers: center_id, site_of_care and members (absent or null: the center is its only member).
    evidence
        core.center_evidence; None where no registries were read.
    lists
        The sources that name centers, by name: `hospitals`, `centers`, `nppes`.

    Returns
    -------
    DataFrame
        out.center_lists, a row a site of care: sources (a user's list is one of them if it names such a
        center, or if nothing else could), completeness and completeness_in_buffer (the best of theirs: what one
        of them leaves out another may name), centers, and standing_in: hospitals that the registry of hospitals
        names, and of which neither a list nor a report or bill says that they infuse.
    """
    members = _members(centers)
    of_list = members.str.contains(r"(?:^| )list:")
    standing_in = _standing_in(centers, members, evidence)
    rows = []
    for site in SITES_OF_CARE:
        mine = centers["site_of_care"].eq(site)
        naming = _naming(site, list(lists), listed=bool((mine & of_list).any()))
        rows.append(
            {
                "site_of_care": site,
                "sources": " ".join(naming) or None,
                "completeness": _best([lists[name].completeness_of(site) for name in naming]),
                "completeness_in_buffer": _best(
                    [lists[name].completeness_in_buffer for name in naming]
                ),
                "centers": int(mine.sum()),
                "standing_in": int((mine & standing_in).sum()),
            }
        )
    return pd.DataFrame(rows)


def _members(centers: pd.DataFrame) -> pd.Series[str]:
    if "members" not in centers:
        return centers["center_id"].astype("str")
    return centers["members"].fillna(centers["center_id"]).astype("str")


def _naming(site: str, sources: list[str], *, listed: bool) -> list[str]:
    """Return the sources that name centers of a site of care, or could; `listed`: a user's list does."""
    registries = [
        name for name in sources if name == "nppes" or (name == "hospitals" and site == HOSPITALS)
    ]
    if "centers" in sources and (listed or not registries):
        return [*registries, "centers"]
    return registries


def _best(completeness: list[str]) -> str | None:
    return min(completeness, key=COMPLETENESS.index, default=None)


def _standing_in(
    centers: pd.DataFrame, members: pd.Series[str], evidence: pd.DataFrame | None
) -> pd.Series[bool]:
    """Tell which centers are hospitals of which nothing says that they infuse outpatients."""
    hospital = members.str.contains(r"(?:^| )(?:hifld|cms):")
    if evidence is None:
        return hospital & ~members.str.contains(r"(?:^| )list:")
    speaks = evidence[evidence["concludes"].eq("is_center") & evidence["value"].eq("yes")]
    infusing = speaks.loc[speaks["looks_at"].isin(INFUSES), "center_id"]
    return hospital & ~centers["center_id"].isin(infusing)
