"""Orchestration only: Prefect flows and tasks, the command line, one TOML a study area.

Importing this package sets what Prefect reads from the environment as it is imported, where the user has not
set it: no telemetry, and patience for a slow machine that starts the temporary server for the first time.
"""

import os

for _name, _value in {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "pipelines",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}.items():
    os.environ.setdefault(_name, _value)
