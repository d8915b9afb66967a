"""Prefect's server: a named one, or one of the run's own."""
