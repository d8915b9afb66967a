"""Who runs a center: a management company, a health system, or the practice itself.

An operator is an attribute of a center, not a site of care. It is told by names alone, for registries suppress
tax numbers: `data/operator_aliases.csv` lists names that public, well-known operators use, with the source of
each; it is meant to be added to. A parent organization is a health system where the center is hospital-based.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from pipelines.facilities.matching.organization_names import NAME_SEPARATOR, written_names

OPERATOR_KINDS = ("management_company", "health_system", "independent")

INDEPENDENT = "independent"
HEALTH_SYSTEM = "health_system"


@cache
def aliases() -> pd.DataFrame:
    """Return the alias table: alias (as names are written), operator, kind, source, checked.

    `checked`: 'own name' where the operator's own name says it, 'yes' where the source says that the one
    belongs to the other, is a member of it or was its name. What no source says is not in the table.
    """
    with files("pipelines.facilities").joinpath("data/operator_aliases.csv").open() as table:
        return pd.read_csv(table, dtype="str")


def operators(
    names: pd.Series[str], parents: pd.Series[str], hospital: pd.Series[bool]
) -> pd.DataFrame:
    """Tell who runs each center.

    Parameters
    ----------
    names
        All written names of its organizations (`organization_names.all_names`), empty where none is registered.
    parents
        Name of the parent organization, empty where none is told.
    hospital
        Whether the center is hospital-based.

    Returns
    -------
    DataFrame
        operator and operator_kind with the index of `names`: of an alias that one of the names or the parent's
        begins with; else the parent, a health system where the center is hospital-based; else null, and
        `independent` for a center with an organization that is no hospital's; null where nothing is known.
    """
    written = names.fillna("").str.cat(written_names(parents.fillna("")), sep=NAME_SEPARATOR)
    codes, distinct = pd.factorize(written.astype("object"))
    alias = np.array([_alias(text) for text in distinct], dtype=np.int64)[codes]
    table = aliases()
    known = alias >= 0
    at = np.where(known, alias, 0)
    operator = pd.Series(table["operator"].to_numpy(dtype=object)[at], index=names.index)
    kind = pd.Series(table["kind"].to_numpy(dtype=object)[at], index=names.index)
    has_parent = parents.fillna("").ne("")
    operator = operator.where(known, parents.where(has_parent))
    fallback = pd.Series(None, index=names.index, dtype=object)
    fallback = fallback.mask(names.fillna("").ne("") & ~has_parent & ~hospital, INDEPENDENT)
    fallback = fallback.mask(hospital & has_parent, HEALTH_SYSTEM)
    return pd.DataFrame(
        {
            "operator": operator.astype("str"),
            "operator_kind": kind.where(known, fallback).astype("str"),
        }
    )


def _alias(names: str) -> int:
    """Return the row of the alias that one of the names begins with, -1 if none does."""
    for name in filter(None, names.split(NAME_SEPARATOR)):
        found = _pattern().match(name)
        if found:
            return int(aliases().index[aliases()["alias"].eq(found.group(1))][0])
    return -1


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(aliases()["alias"], key=len, reverse=True)
    return re.compile(r"(" + "|".join(map(re.escape, longest_first)) + r")\b")
