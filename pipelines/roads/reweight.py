"""Other travel times on the same network: speed factors, by class and by time of day, without the source."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from pipelines.area import Roads
from pipelines.errors import InputError
from pipelines.roads.network import RoadNetwork
from pipelines.units import MS_PER_DAY
from pipelines.vocabulary.strata import STRATA

UNAFFECTED = frozenset({"ferry"})
"""Classes that keep their time, at the peak too, unless `class_speed_factors` names them: a ferry runs to its
timetable."""


def reweight(
    network: RoadNetwork,
    roads: Roads,
    *,
    node_stratum: npt.NDArray[np.integer] | None = None,
) -> RoadNetwork:
    """Apply the speed factors of the settings to free-flow times.

    Parameters
    ----------
    network
        With free-flow times, as `build_network` made it.
    roads
        Settings: `speed_factor`, `class_speed_factors`, `peak_factors`.
    node_stratum : integers (n,), optional
        Index into `STRATA` of each node, -1 where unknown; needed for `peak_factors`.

    Returns
    -------
    RoadNetwork
        The same roads. Time on the road is divided by the product of the factors that apply; delays at
        junctions stay as they are.

    Raises
    ------
    InputError
        A class that the network does not have, or factors that together bring traffic to a standstill.
    ValueError
        Peak factors without strata.
    """
    unknown = sorted(set(roads.class_speed_factors) - set(network.classes))
    if unknown:
        raise InputError(
            f"roads.class_speed_factors names {', '.join(unknown)}; "
            f"the network has {', '.join(network.classes)}"
        )
    factor = _class_factors(network.classes, roads)[network.edge_class][network.edge]
    if roads.peak_factors:
        if node_stratum is None:
            raise ValueError("roads.peak_factors need the stratum of each node")
        timetabled = np.isin(network.classes, sorted(UNAFFECTED))[network.edge_class][network.edge]
        factor = factor * np.where(timetabled, 1.0, _peak(roads)[node_stratum[network.tails()]])
    if (factor == 1).all():
        return network
    run_ms = np.round((network.time_ms - network.delay_ms) / factor)
    if run_ms.max(initial=0) > MS_PER_DAY:
        raise InputError(
            "the speed factors of roads, by class and at the peak together leave a road that takes more than a "
            "day (raise roads.speed_factor, roads.class_speed_factors or roads.peak_factors)"
        )
    run = run_ms.astype(np.int32)
    return replace(network, time_ms=run + network.delay_ms)


def _class_factors(classes: tuple[str, ...], roads: Roads) -> npt.NDArray[np.float64]:
    return np.array(
        [
            roads.class_speed_factors.get(name, 1.0)
            * (1.0 if name in UNAFFECTED else roads.speed_factor)
            for name in classes
        ]
    )


def _peak(roads: Roads) -> npt.NDArray[np.float64]:
    """Return the factor by stratum; the last entry stands for nodes whose stratum is unknown (-1)."""
    by_stratum = {str(stratum): factor for stratum, factor in roads.peak_factors.items()}
    return np.array([*(by_stratum.get(stratum, 1.0) for stratum in STRATA), 1.0])
