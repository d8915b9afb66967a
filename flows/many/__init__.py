"""Many areas in one command: one task of Prefect each, in processes of this machine or on a Dask cluster."""
