"""The schema of each table that others rely on, checked as a layer is written.

`CONTRACTS` maps a table's full name to its `Contract`: a pandera schema, the key, and one sentence a column.
Tables may carry further columns; those named here keep their name, type, range and meaning of null.
"""

from pipelines.contracts.checking import CONTRACTS, ContractError, check_contract
from pipelines.contracts.columns import Contract

__all__ = [
    "CONTRACTS",
    "Contract",
    "ContractError",
    "check_contract",
]
