"""Orchestration only: Prefect flows and tasks, the command line, one TOML a study area.

Importing this package sets what Prefect reads from the environment as it is imported, where the user has not
set it: no telemetry, and logs of the pipelines on its page.
"""

import os

for _name, _value in {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "pipelines",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}.items():
    os.environ.setdefault(_name, _value)
