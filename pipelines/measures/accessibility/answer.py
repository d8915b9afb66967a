"""What centers offer, shared out among the people who can drive to them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipelines.measures.accessibility.accessibility import accessibility
from pipelines.measures.accessibility.known_land import (
    land_of_centers,
    land_of_people,
    open_centers,
    open_places,
    reaches_beyond,
)
from pipelines.measures.accessibility.scores import (
    CATCHMENT_MIN,
    decay_of,
    other_decays,
    scores,
    scores_by_stratum,
    scores_under,
)
from pipelines.measures.accessibility.supply import Supply, supply_of
from pipelines.measures.accessibility.trip_matrix import TripMatrix, trip_matrix
from pipelines.measures.adequacy.adequacy_limits import AdequacyRule
from pipelines.measures.run import AccessRun, MeasuredArea, Tables
from pipelines.trips import JoinedNetwork, pairs_within, with_places
from pipelines.vocabulary.sites_of_care import ANY_SITE

Number = TypeVar("Number", np.float64, np.bool_)

log = logging.getLogger("pipelines.measures")


def answer(run: AccessRun) -> Tables:
    """Compute the scores that the settings ask for, and how far another decay moves them.

    The people around the area share its centers: they are in every demand, and none of them in a table.
    """
    settings, population = run.measures, run.core.population
    everyone = pd.concat([population, run.core.surrounding_population], ignore_index=True)
    joined = with_places(run.joined, run.area.roads, run.core.centers, everyone)
    log.info("searching all trips within %g minutes", CATCHMENT_MIN)
    pairs = pairs_within(joined, CATCHMENT_MIN, threads=run.threads)
    log.info("scoring accessibility: %s", ", ".join(settings.scores))
    matrix = trip_matrix(pairs, len(everyone), CATCHMENT_MIN)
    supply = supply_of(run.core.centers["capacity"], settings.null_capacity)
    people = everyone["population"].to_numpy(dtype=np.float64)
    to_any = run.drive_times[run.drive_times["site_of_care"] == ANY_SITE]
    geoid, unreached = population["geoid"], to_any["unreached_reason"].reset_index(drop=True)
    told, beyond = scores(matrix, supply, people, settings), _beyond(run, joined, matrix, people)
    table = accessibility(
        geoid, of_studied(told, len(geoid)), unreached, of_studied(beyond, len(geoid))
    )
    varied = [
        accessibility(geoid, of_studied(told, len(geoid)), unreached)
        for decay in other_decays(settings)
        if (told := scores_under(matrix, supply, people, settings, decay))
    ]
    return {
        "out.accessibility": table,
        "out.accessibility_by_stratum": scores_by_stratum(table, run.times, varied),
        "out.measure_notes": notes_on(run, supply, len(matrix.place)),
    }


def of_studied(
    told: Mapping[str, npt.NDArray[Number]], count: int
) -> dict[str, npt.NDArray[Number]]:
    """Return what is told of the first places, which are the studied ones."""
    return {name: values[:count] for name, values in told.items()}


def _beyond(
    run: AccessRun, joined: JoinedNetwork, matrix: TripMatrix, people: npt.NDArray[np.float64]
) -> dict[str, npt.NDArray[np.bool_]]:
    """Tell of which places the scores rest on people, or on their choices, that are not known."""
    centers, counties = run.core.centers, run.core.counties
    of_people = land_of_people(counties, run.area)
    return reaches_beyond(
        matrix,
        open_centers(joined, centers, of_people, CATCHMENT_MIN, threads=run.threads),
        open_places(joined, land_of_centers(counties, run.area), CATCHMENT_MIN),
        people,
    )


def notes_on(measured: MeasuredArea, supply: Supply, trips: int | None) -> pd.DataFrame:
    """Note how scores and network adequacy were computed.

    Parameters
    ----------
    measured
        The area.
    supply
        What its centers offer.
    trips
        How many pairs of place and center were searched; None leaves the note out.

    Returns
    -------
    DataFrame
        out.measure_notes.
    """
    surrounding, counties = measured.core.surrounding_population, measured.core.counties
    notes = {
        ("accessibility", "decay"): decay_of(measured.measures).label,
        ("accessibility", "supply_unit"): supply.unit,
        ("accessibility", "centers_left_out"): str(supply.left_out),
        ("accessibility", "trips"): None if trips is None else str(trips),
        ("accessibility", "people_around"): str(surrounding["population"].sum()),
        ("accessibility", "counties_around"): str((~counties["in_area"]).sum()),
        ("accessibility", "counties_around_unread"): str((~counties["people_read"]).sum()),
        ("adequacy", "rule"): AdequacyRule().vintage,
        ("adequacy", "counted"): measured.area.adequacy_counts,
        ("adequacy", "derived_types_from"): measured.area.sources.population.label,
    }
    rows = [(*key, value) for key, value in notes.items() if value is not None]
    return pd.DataFrame(rows, columns=["measure", "note", "value"])
