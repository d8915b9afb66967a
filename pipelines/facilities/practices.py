"""Practice places: where each provider of the registry works, with all that the registry says of it there."""

from __future__ import annotations

import hashlib

import pandas as pd

from pipelines.facilities.matching.addresses import PART_COLUMNS, address_parts
from pipelines.facilities.matching.organization_names import NAME_SEPARATOR, all_names

PRACTICE_COLUMNS = (
    "record_id",
    "npi",
    "entity_type",
    "name",
    "names",
    "parent_name",
    "credential",
    "taxonomies",
    "is_primary",
    "is_subpart",
    "phone",
    *PART_COLUMNS,
    "address",
    "source_file",
    "source_row",
)
"""Columns of `practice_places`.

`names` are all written names of an organization (`organization_names`), `taxonomies` all its codes
with spaces between them, `address` the lines as the registry gives them; the parts of the address are in the
spelling of `pipelines.facilities.matching.addresses`. What is not known is the empty string.
"""

ID_PREFIX = "npi:"


def practice_places(
    providers: pd.DataFrame,
    taxonomies: pd.DataFrame,
    locations: pd.DataFrame,
    other_names: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row a provider and practice place.

    Parameters
    ----------
    providers, taxonomies, locations, other_names
        As `pipelines.sources.facilities.nppes` returns them.

    Returns
    -------
    DataFrame
        `PRACTICE_COLUMNS`, in the order of record_id, which is `npi:` and the NPI, with a digest of the address
        for places other than the primary one. Deactivated providers are not there; a place that is there twice
        in two spellings is there once.
    """
    active = providers[providers["is_active"]].set_index("npi")
    here = locations[locations["npi"].isin(active.index)].reset_index(drop=True)
    of_provider = active.reindex(here["npi"]).reset_index(drop=True)
    parts = address_parts(here)
    organization = of_provider["entity_type"].eq("organization")
    individual = (
        of_provider["first_name"].fillna("").str.cat(of_provider["last_name"].fillna(""), sep=" ")
    ).str.strip()
    frame = pd.DataFrame(
        {
            "npi": here["npi"],
            "entity_type": of_provider["entity_type"],
            "name": of_provider["organization_name"].where(organization, individual),
            "names": _names(of_provider, here["npi"], other_names).where(organization, ""),
            "parent_name": of_provider["parent_name"],
            "credential": of_provider["credential"],
            "taxonomies": here["npi"].map(_codes(taxonomies)),
            "is_primary": here["is_primary"],
            "is_subpart": of_provider["is_subpart"].fillna(False).astype(bool),
            "phone": here["phone"].fillna("").str.replace(r"\D", "", regex=True).str[-10:],
            **{name: parts[name] for name in PART_COLUMNS},
            "address": here["address_1"]
            .fillna("")
            .str.cat(here["address_2"].fillna(""), sep=" ")
            .str.strip(),
            "source_file": here["source_file"],
            "source_row": here["source_row"],
        }
    )
    frame["record_id"] = _record_ids(frame)
    frame = frame.fillna(dict.fromkeys(_TEXT, "")).astype(dict.fromkeys(_TEXT, "str"))
    ordered = frame.sort_values(["record_id", "source_file", "source_row"], kind="stable")
    return ordered.drop_duplicates("record_id", ignore_index=True)[list(PRACTICE_COLUMNS)]


_TEXT = (
    *("npi", "entity_type", "name", "names", "parent_name", "credential", "taxonomies", "phone"),
    *("address", "source_file"),
)


def _codes(taxonomies: pd.DataFrame) -> pd.Series[str]:
    ordered = taxonomies.sort_values(["npi", "taxonomy"]).drop_duplicates(["npi", "taxonomy"])
    return ordered.groupby("npi")["taxonomy"].agg(" ".join)


def _names(
    of_provider: pd.DataFrame, npi: pd.Series[str], other_names: pd.DataFrame
) -> pd.Series[str]:
    ordered = other_names.sort_values(["npi", "name"])
    others = ordered.groupby("npi")["name"].agg(NAME_SEPARATOR.join)
    # Without a single other name the map would be of numbers.
    return all_names(of_provider["organization_name"], npi.map(others).astype("str"))


def _record_ids(frame: pd.DataFrame) -> pd.Series[str]:
    where = ("house_number", "direction", "street_name", "suffix", "unit", "city", "zip")
    written = frame[where[0]].str.cat(frame[list(where[1:])], sep="\n")
    digest = written.map(lambda text: hashlib.sha256(text.encode()).hexdigest()[:8])
    own = ID_PREFIX + frame["npi"]
    return own.where(frame["is_primary"], own + "@" + digest).astype("str")
