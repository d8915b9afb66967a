"""Lines that tell how far a long wait is: a download, a geocoder's answers."""

from __future__ import annotations

import logging
from time import monotonic

import pandas as pd

from flows.study import Study
from pipelines.facilities.placing import Geocode
from pipelines.sources.facilities.geocoder import QUESTION_COLUMNS, geocode, service_of

log = logging.getLogger("pipelines.ingest")

EVERY_S = 5.0


class DownloadProgress:
    """Tell how far a download is, every few seconds."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.last_line_s = monotonic()

    def __call__(self, done: int, total: int | None) -> None:
        """Take note of the bytes that are there, of so many in all (None: the server does not say)."""
        if monotonic() - self.last_line_s < EVERY_S:
            return
        self.last_line_s = monotonic()
        of_all = f" of {total / 1e6:,.0f} MB ({done / total:.0%})" if total else " MB"
        log.info("downloading %s: %s%s", self.name, f"{done / 1e6:,.0f}", of_all)


def geocoder_of(study: Study) -> Geocode:
    """Return what answers addresses: the area's folder of answers and, where settings name it, the service."""

    def answers(addresses: pd.DataFrame) -> pd.DataFrame:
        found = geocode(
            addresses[list(QUESTION_COLUMNS)],
            study.folders.geocoder,
            service_of(study.area.facilities),
            progress=lambda done, total: log.info("geocoding: %s of %s addresses", done, total),
        )
        if found.fault is not None:
            log.warning(
                "%s addresses have no answer and lie in the middle of their ZIP area until a later run: %s",
                f"{found.counts['failed']:,}",
                found.fault,
            )
        return found.table

    return answers
