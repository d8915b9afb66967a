"""Holding a table against its contract."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from pipelines.contracts.tables import CONTRACTS
from pipelines.errors import InputError


class ContractError(InputError):
    """A table that breaks its contract; the message names table, columns and offending values."""


def check_contract(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Check a table against its contract and return it with the contract's types.

    Parameters
    ----------
    table
        Full name such as ``out.coverage``. A table without a contract passes as it is.
    frame
        The rows. Geometry columns hold shapely objects, never null.

    Returns
    -------
    DataFrame
        The same rows and columns, coerced.

    Raises
    ------
    ContractError
        Columns missing, of the wrong type, out of range, null or repeated in the key; all faults are listed.
    """
    contract = CONTRACTS.get(table)
    if contract is None:
        return frame
    try:
        checked: pd.DataFrame = contract.schema.validate(pd.DataFrame(frame), lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.groupby(["column", "check"], dropna=False, sort=True)[
            "failure_case"
        ]
        faults = [
            f"  {column}: {check}: {len(values)} rows, for example {values.iloc[0]!r}"
            for (column, check), values in cases
        ]
        raise ContractError(f"{table} breaks its contract:\n" + "\n".join(faults)) from None
    return checked
