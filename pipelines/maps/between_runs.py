"""Map of who gains and who loses from one run to another."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
from matplotlib.figure import Figure

from pipelines.area import StudyArea
from pipelines.maps.drawing.classes import POTENTIAL
from pipelines.maps.drawing.ground import lay_ground
from pipelines.maps.drawing.layout import Words
from pipelines.maps.gains import draw_changes
from pipelines.vocabulary.what_if import CENTER_CHANGES


def draw_between_runs(
    compared: Mapping[str, pd.DataFrame],
    core: Mapping[str, pd.DataFrame],
    centers_after: pd.DataFrame,
    area: StudyArea,
    subtitle: str,
) -> Figure:
    """Draw where the drive to the nearest center of any kind is longer in B than in A, and where shorter.

    Parameters
    ----------
    compared
        What changed, with compare.place_drives and compare.centers.
    core
        core.counties, core.population and core.centers of A.
    centers_after
        core.centers of B.
    area
        The settings of A.
    subtitle
        Which runs they are.

    Returns
    -------
    Figure
        Land coloured by the change of its nearest place that both have. Centers of A only are crossed, those of
        B only are stars.
    """
    ground = lay_ground(
        area,
        gpd.GeoDataFrame(core["core.counties"]),
        core["core.population"],
        core["core.centers"],
    )
    places = compared["compare.place_drives"].rename(
        columns={
            "drive_time_min_a": "drive_time_min_before",
            "drive_time_min_b": "drive_time_min_after",
        }
    )
    words = Words(
        f"{area.area.title}: who gains and who loses from A to B",
        subtitle,
        (
            "A difference of less than a minute counts as none.",
            "Each patch of land stands for the nearest population point in its county.",
            POTENTIAL,
        ),
    )
    marked = _marked(compared["compare.centers"], core["core.centers"], centers_after)
    return draw_changes(places, marked, words, ground)


def _marked(changes: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return where centers closed or opened."""
    parts = []
    for change, column, centers in zip(
        CENTER_CHANGES, ("center_id_a", "center_id_b"), (before, after), strict=True
    ):
        ids = changes.loc[changes["change"] == change, column]
        mine = centers[centers["center_id"].isin(ids)]
        parts.append(mine[["center_id", "lon", "lat"]].assign(change=change))
    return pd.concat(parts, ignore_index=True)
