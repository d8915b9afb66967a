"""The road network, a step of ingest and of access: made again where roads or their settings change."""

from __future__ import annotations

import logging
from collections.abc import Callable

import geopandas as gpd
from prefect.cache_policies import NO_CACHE

from flows.reruns.keeping import Found, Keeper, Reads, Result
from flows.reruns.names import files_of, listed
from flows.study import Study
from flows.telling.steps import task
from pipelines.roads.extent import road_extent
from pipelines.roads.network import RoadNetwork, rejected_roads
from pipelines.roads.prepare import prepare_network
from pipelines.sources.files.download import SourceFile, check_unchanged

log = logging.getLogger("pipelines.roads")

NETWORK, REFUSED = "the road network", "road rows refused"
STEP = "prepare road network"


def network_step(
    keeper: Keeper,
    study: Study,
    roads: list[SourceFile] | None,
    counties: Callable[[], gpd.GeoDataFrame],
) -> Result | None:
    """Have the road network of the area and its buffer stored, and know it as `NETWORK`.

    Parameters
    ----------
    keeper
        It knows `core.counties`.
    study
        The area.
    roads
        Its road files; None where nothing is run and they are not there.
    counties
        Returns core.counties.

    Returns
    -------
    Result or None
        Its table `REFUSED` has the road rows that were refused; None where nothing is run.
    """
    if roads is not None:
        keeper.known[files_of("roads")] = listed(roads)

    def make(reads: Reads) -> Found:
        assert roads is not None  # nothing is made where nothing is run
        network = prepare_roads(reads, study, roads, counties())
        folder = study.folders.network
        return Found(
            {REFUSED: rejected_roads(folder)},
            {"digest": network.digest()},
            [path for path in sorted(folder.iterdir()) if path.is_file()],
        )

    code = ("pipelines.roads.prepare", "pipelines.roads.extent")
    result = keeper.step(STEP, code, [files_of("roads"), "core.counties"], make)
    if result is not None:
        keeper.known[NETWORK] = result.told["digest"]
    return result


@task(name=STEP, cache_policy=NO_CACHE)
def prepare_roads(
    reads: Reads, study: Study, roads: list[SourceFile], counties: gpd.GeoDataFrame
) -> RoadNetwork:
    """Read the roads of the area and its buffer, or take the network that was stored for them."""
    log.info("preparing the road network")
    box = road_extent(counties, reads.area.area.buffer_mi)
    files = [file.path for file in roads]
    network = prepare_network(reads.area, files, box, study.folders.network)
    check_unchanged(roads)
    return network
