"""What each table promises, declared a column once: type, unit, meaning, what null means, heading.

From it follow the check as a layer is written, comments in the warehouse, `docs/tables.md`, and the headings
of report tables. Tables may carry further columns.
"""

from pipelines.contracts.checking import ContractError, check_contract
from pipelines.contracts.columns import Column, Contract
from pipelines.contracts.tables import CONTRACTS, TOPICS, heading_of, meaning_of

__all__ = [
    "CONTRACTS",
    "TOPICS",
    "Column",
    "Contract",
    "ContractError",
    "check_contract",
    "heading_of",
    "meaning_of",
]
