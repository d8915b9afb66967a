"""A run as one topic sees it, so that what the topic reads of settings and of earlier answers can be noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from pipelines.area import StudyArea
from pipelines.measures.run import AccessRun

SEARCHES = frozenset(
    name
    for kind in AccessRun.__mro__
    for name, found in vars(kind).items()
    if isinstance(found, cached_property)
)
"""What all topics share: made once, with the settings of the run they share."""


class Answered(dict[str, pd.DataFrame]):
    """The tables of earlier topics: each is asked for by name, when a topic reads it.

    Parameters
    ----------
    table
        Returns a table by its full name.
    """

    def __init__(self, table: Callable[[str], pd.DataFrame]) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, name: str) -> pd.DataFrame:
        return self._table(name)

    def __contains__(self, name: object) -> bool:
        raise TypeError("ask for a table by [its name], which notes that it is read")

    def get(self, name: str, default: object = None) -> Any:
        """Refuse: it would find nothing."""
        return name in self


@dataclass(frozen=True, eq=False)
class _NotedRun(AccessRun):
    shared: AccessRun | None = None

    def __getattribute__(self, name: str) -> Any:
        if name in SEARCHES:
            return getattr(object.__getattribute__(self, "shared"), name)
        return object.__getattribute__(self, name)


def noted_run(
    shared: AccessRun, area: StudyArea, answered: Callable[[str], pd.DataFrame]
) -> AccessRun:
    """Return a run with settings and answers of its own, and the searches of a run that several share.

    Parameters
    ----------
    shared
        The run that searches; its own settings tell what the searches read.
    area
        The same settings, as the topic is to read them.
    answered
        Returns the table of an earlier topic by its full name.
    """
    return _NotedRun(area, shared.core, shared.network, shared.threads, Answered(answered), shared)
