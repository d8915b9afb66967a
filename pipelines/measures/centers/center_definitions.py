"""Centers under each definition: how many, and for how many places the definitions agree."""

from __future__ import annotations

import pandas as pd

from pipelines.vocabulary.centers import DEFINITIONS
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OR_ANY


def known_definitions(definitions: pd.DataFrame) -> tuple[str, ...]:
    """Return the definitions under which centers are known, in the order of `DEFINITIONS`."""
    known = set(definitions["definition"])
    return tuple(name for name in DEFINITIONS if name in known)


def centers_by_definition(definitions: pd.DataFrame) -> pd.DataFrame:
    """Count the centers of each site of care under each definition.

    Parameters
    ----------
    definitions
        core.center_definitions.

    Returns
    -------
    DataFrame
        out.centers_by_definition, a row a definition that knows centers and a site of care or 'any': centers,
        and those of them in_area and outside.
    """
    rows = []
    for definition in known_definitions(definitions):
        mine = definitions[definitions["definition"] == definition]
        for site in SITES_OR_ANY:
            inside = mine.loc[
                (mine["site_of_care"] == site) | (site == ANY_SITE), "in_area"
            ].astype(bool)
            counts = (len(inside), int(inside.sum()), int((~inside).sum()))
            rows.append((definition, site, *counts))
    return pd.DataFrame(
        rows, columns=["definition", "site_of_care", "centers", "in_area", "outside"]
    )


def definitions_agree(definitions: pd.DataFrame) -> pd.DataFrame:
    """Count the places of the area by which of the definitions call them a center.

    Parameters
    ----------
    definitions
        core.center_definitions.

    Returns
    -------
    DataFrame
        out.definitions_agree, a row a set of definitions that some places have, most definitions first:
        number (1 on), definitions (codes in the order of `DEFINITIONS`, separated by spaces), places, and
        their share of those that at least one definition calls a center.
    """
    inside = definitions[definitions["in_area"].astype(bool)]
    known = known_definitions(definitions)
    together = inside.groupby("center_id")["definition"].agg(
        lambda names: " ".join(name for name in known if name in set(names))
    )
    counts = together.value_counts()
    ordered = sorted(
        counts.index,
        key=lambda names: (-len(names.split()), [known.index(one) for one in names.split()]),
    )
    return pd.DataFrame(
        {
            "number": range(1, len(ordered) + 1),
            "definitions": pd.Series(ordered, dtype="str"),
            "places": [int(counts[names]) for names in ordered],
            "share": [counts[names] / len(together) for names in ordered],
        }
    )
