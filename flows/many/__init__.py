"""Many areas in one command: one task of Prefect each, in processes of this machine or on a Dask cluster."""

from typing import Literal

Kind = Literal["processes", "dask"]
"""Where areas are run."""
