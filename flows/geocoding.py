"""Who answers addresses in a run."""

from __future__ import annotations

import logging
from functools import partial

import pandas as pd

from flows.study import Study
from pipelines.facilities.placing import Geocode
from pipelines.progress import count
from pipelines.sources.facilities.geocoder import QUESTION_COLUMNS, geocode, service_of

log = logging.getLogger("pipelines.ingest")


def geocoder_of(study: Study) -> Geocode:
    """Return what answers addresses: the area's folder of answers and, where settings name it, the service."""

    def answers(addresses: pd.DataFrame) -> pd.DataFrame:
        found = geocode(
            addresses[list(QUESTION_COLUMNS)],
            study.folders.geocoder,
            service_of(study.area.facilities),
            progress=partial(count, unit="addresses"),
        )
        if found.fault is not None:
            log.warning(
                "%s addresses have no answer and lie in the middle of their ZIP area until a later run: %s",
                f"{found.counts['failed']:,}",
                found.fault,
            )
        return found.table

    return answers
