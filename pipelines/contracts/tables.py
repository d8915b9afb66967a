"""The contract of every table that others rely on."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.contracts.access import ACCESS
from pipelines.contracts.accessibility import ACCESSIBILITY
from pipelines.contracts.adequacy import ADEQUACY
from pipelines.contracts.burden import BURDEN
from pipelines.contracts.catchments import CATCHMENTS
from pipelines.contracts.centers import CENTERS
from pipelines.contracts.columns import Contract
from pipelines.contracts.comparison import COMPARISON
from pipelines.contracts.equity import EQUITY
from pipelines.contracts.local import LOCAL
from pipelines.contracts.people import PEOPLE
from pipelines.contracts.provenance import PROVENANCE
from pipelines.contracts.siting import SITING
from pipelines.contracts.uncertainty import UNCERTAINTY
from pipelines.contracts.what_if import WHAT_IF

TOPICS: dict[str, Mapping[str, Contract]] = {
    "People and counties": PEOPLE,
    "Centers": CENTERS,
    "Access": ACCESS,
    "Catchments": CATCHMENTS,
    "Network adequacy": ADEQUACY,
    "Counties and states one by one": LOCAL,
    "Accessibility": ACCESSIBILITY,
    "Equity": EQUITY,
    "Uncertainty": UNCERTAINTY,
    "What if": WHAT_IF,
    "Siting": SITING,
    "Cost and travel": BURDEN,
    "Provenance": PROVENANCE,
    "Comparison of two runs": COMPARISON,
}
"""Contracts by topic, in the order of the documents."""

CONTRACTS: dict[str, Contract] = {
    table: contract for contracts in TOPICS.values() for table, contract in contracts.items()
}
"""Contract of each table, by full name."""


def heading_of(table: str, column: str) -> str:
    """Return how a report table names a column."""
    return CONTRACTS[table].columns[column].heading


def meaning_of(table: str, column: str) -> str:
    """Return what a column means, with its unit and what null means."""
    return CONTRACTS[table].columns[column].sentence
