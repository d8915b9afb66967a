"""Orchestration only: Prefect flows and tasks, the command line, one TOML a study area."""
