"""What is asked of a run, in order: a new measure joins the answer of its topic, a new topic this list."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipelines.measures.access.answer import answer as access
from pipelines.measures.accessibility.answer import answer as accessibility
from pipelines.measures.adequacy.answer import answer as adequacy
from pipelines.measures.burden.answer import answer as burden
from pipelines.measures.catchments.answer import answer as catchments
from pipelines.measures.centers.answer import answer as centers
from pipelines.measures.equity.answer import answer as equity
from pipelines.measures.local.answer import answer as local
from pipelines.measures.run import AccessRun, Tables
from pipelines.measures.siting.answer import answer as siting
from pipelines.measures.uncertainty.answer import answer as uncertainty
from pipelines.measures.what_if.answer import answer as what_if


class Topic(NamedTuple):
    """One topic: its name, and what turns the run into its `out` tables."""

    name: str
    answer: Callable[[AccessRun], Tables]


TOPICS = (
    Topic("centers", centers),
    Topic("access", access),
    Topic("catchments", catchments),
    Topic("network adequacy", adequacy),
    Topic("counties and states", local),
    Topic("accessibility", accessibility),
    Topic("equity", equity),
    Topic("uncertainty", uncertainty),
    Topic("what if", what_if),
    Topic("siting", siting),
    Topic("burden", burden),
)
