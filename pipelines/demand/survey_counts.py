"""Counts of groups of people from a survey, put beside the population points of their zones."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from pipelines.area import StudyArea
from pipelines.sources.reading import LEFT_OUT, no_rejections, rejections

SOURCE = "acs"

NO_POINT = f"no population point has this geoid{LEFT_OUT}"


class Surveyed(NamedTuple):
    """Population points with the survey's counts, and the zones of the area that have no point.

    Attributes
    ----------
    people
        The points, every one, with the counts of their zone; null where the survey has no such zone.
    noted
        With the columns of `raw.rejected`.
    """

    people: pd.DataFrame
    noted: pd.DataFrame


def with_survey(people: pd.DataFrame, survey: pd.DataFrame | None, area: StudyArea) -> Surveyed:
    """Put a survey's counts beside the population points by geoid.

    Parameters
    ----------
    people
        raw.population.
    survey
        raw.acs; None where the area has none.
    area
        Whose zones are noted if they have no point; the files may hold a whole country.
    """
    if survey is None:
        return Surveyed(people, no_rejections())
    counts = survey.drop(columns=["source_file", "source_row"])
    beside = people.merge(counts, how="left", on="geoid", validate="many_to_one")
    own = survey["geoid"].str.slice(0, 5).map(area.in_area).to_numpy(dtype=bool)
    lost = survey[own & ~survey["geoid"].isin(people["geoid"]).to_numpy()]
    noted = rejections(lost, SOURCE, "geoid", NO_POINT, lost["geoid"])
    return Surveyed(beside, noted)
