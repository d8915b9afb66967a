"""The catchments of the sites of care that the settings name."""

from __future__ import annotations

import logging

from pipelines.measures.catchments.catchments import catchments
from pipelines.measures.catchments.time_raster import study_grid, time_rasters
from pipelines.measures.run import AccessRun, Tables
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE

log = logging.getLogger("pipelines.measures")


def answer(run: AccessRun) -> Tables:
    """Draw the land within each threshold, and count the people on it."""
    log.info("drawing catchments")
    settings, sites = run.measures, run.measures.catchment_sites
    grid = study_grid(run.core.counties, settings.catchment_cell_m, run.area.area.projected_crs)
    drawn = time_rasters(
        run.joined,
        run.at_nodes,
        run.core.centers,
        run.category,
        run.area.roads,
        grid,
        [SITES_OF_CARE.index(site) for site in sites],
        threads=run.threads,
    )
    rasters = dict(zip(map(str, sites), drawn, strict=True))
    table = catchments(rasters, grid, run.times, settings.within_min, threads=run.threads)
    return {"out.catchments": table}
