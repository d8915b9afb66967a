"""How far drive times over connectors lie from those on every street, by rurality.

Minutes to the nearest hospital that opens heart arteries, against OSRM on full OpenStreetMap streets (16,000
published drives of May 2026); printed by `make bench-drive-times`. Mean absolute errors over the block groups
of Illinois, Delaware and Vermont: the settings were chosen with these states in sight, so that elsewhere the
error may be larger.
"""

from __future__ import annotations

ERROR_MIN = {"metropolitan": 1.3, "rural": 3.7}
"""Mean absolute error, minutes: in counties of Rural-Urban Continuum Codes 1 to 3, and 4 to 9."""

ERROR_EVERYWHERE_MIN = 1.8
"""Mean absolute error over all places, minutes, for a place of unknown rurality."""


def mean_error_min(stratum: str | None) -> float:
    """Return the mean absolute error of a drive time over connectors, minutes.

    Parameters
    ----------
    stratum
        Of the place, in the area's scheme: 'rural' has the error of rural counties, the others that of
        metropolitan ones; None where unknown.
    """
    if stratum is None:
        return ERROR_EVERYWHERE_MIN
    return ERROR_MIN["rural" if stratum == "rural" else "metropolitan"]
