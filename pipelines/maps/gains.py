"""Map of who gains and who loses by a what-if: how much longer or shorter the nearest drive gets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from pipelines.maps.drawing import style
from pipelines.maps.drawing.center_symbols import center_section, draw_centers, draw_marks
from pipelines.maps.drawing.classes import POTENTIAL
from pipelines.maps.drawing.ground import Ground, draw_classes, projected
from pipelines.maps.drawing.layout import Words, map_sheet
from pipelines.maps.drawing.legend import Entries, Section
from pipelines.maps.drawing.names import draw_names
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE
from pipelines.vocabulary.strata import ALL_STRATA
from pipelines.vocabulary.what_if import (
    CENTER_CHANGES,
    PEOPLE_COUNTED,
    PLACE_CHANGES,
    people_change,
    what_if_title,
)
from pipelines.vocabulary.wording import capital, listed

EDGES_MIN = (5.0, 15.0)
"""Upper ends of the classes of a change; the last is open."""

MARKS = dict(zip(CENTER_CHANGES, (style.COUNTS_NO_MORE, style.IS_NEW), strict=True))


def draw_gains(
    what_if: str,
    counts: pd.DataFrame,
    places: pd.DataFrame,
    centers: pd.DataFrame,
    ground: Ground,
) -> Figure:
    """Draw where a what-if makes the drive to the nearest center of any kind longer, and where shorter.

    Parameters
    ----------
    what_if
        Which one, as the tables name it.
    counts, places, centers
        ``out.what_if``, ``out.what_if_places`` and ``out.what_if_centers``.
    ground
        The land with the centers that count before.

    Returns
    -------
    Figure
        Land coloured by the change of its nearest place; centers that count no more are crossed, new ones
        are stars.
    """
    mine, changed = (table[table["what_if"] == what_if] for table in (places, centers))
    return draw_changes(mine, changed, _words(what_if, counts, ground), ground)


def draw_changes(
    places: pd.DataFrame, changed: pd.DataFrame, words: Words, ground: Ground
) -> Figure:
    """Draw where the drive to the nearest center of any kind is longer afterwards, and where shorter.

    Parameters
    ----------
    places
        geoid, drive_time_min_before, drive_time_min_after and change_min.
    changed
        center_id, change (a code of `CENTER_CHANGES`), lon and lat of centers that close or open.
    words
        Over and under the map.
    ground
        The land with the centers that count before.
    """
    rows = ground.places.merge(places, on="geoid", how="left", validate="one_to_one")
    keys, number = change_keys(), change_classes(rows)
    closed = changed["center_id"][changed["change"] == "closed"]
    left = replace(ground, centers=ground.centers[~ground.centers["center_id"].isin(closed)])
    points = projected(changed, ["center_id", "change"], ground.area.area.projected_crs)
    marks = [
        (MARKS[change], CENTER_CHANGES.heading(change))
        for change in CENTER_CHANGES
        if (points["change"] == change).any()
    ]
    shown = [key for index, key in enumerate(keys) if (number == index).any()]
    sections: list[Section] = [
        Entries("The drive to the nearest infusion center", tuple(shown)),
        center_section(left, SITES_OF_CARE),
        *([Entries("", tuple(marks))] if marks else []),
    ]
    with style.house_style():
        figure, (axes,) = map_sheet(
            ground.area,
            words,
            ground.extent,
            sections,
            center_words=ground.center_words,
        )
        draw_classes(axes, ground, number, [fill for fill, _ in keys])
        draw_centers(axes, left, SITES_OF_CARE)
        draw_names(axes, ground.towns)
        for change, symbol in MARKS.items():
            draw_marks(axes, ground, points[points["change"] == change], symbol)
    return figure


def change_keys() -> list[tuple[style.Fill, str]]:
    """Return fill and words of each class, from the worst to the best and then those never reached."""
    words = PLACE_CHANGES.headings
    low, high = EDGES_MIN
    spans = (f"Up to {low:g}", f"{low:g} to {high:g}", f"Over {high:g}")
    longer, shorter = (
        [(fill, words[how].format(minutes=span)) for fill, span in zip(fills, spans, strict=True)]
        for how, fills in (("longer", style.LONGER), ("shorter", style.SHORTER))
    )
    return [
        (style.CUT_OFF, words["cut_off"]),
        *reversed(longer),
        (style.SAME, words["same"]),
        *shorter,
        (style.CONNECTED, words["connected"]),
        (style.UNREACHED, words["unreached"]),
    ]


def change_classes(rows: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the class of each place, counted from the worst.

    Parameters
    ----------
    rows
        drive_time_min_before, drive_time_min_after and change_min of p places.

    Returns
    -------
    ndarray of int64 (p,)
        0 reached no more; 1 to 3 longer, by most first; 4 as before; 5 to 7 shorter, by least first;
        8 reached now; 9 reached neither time. The upper ends of `EDGES_MIN` belong to their class.
    """
    change = np.nan_to_num(rows["change_min"].to_numpy(dtype=float))
    size = 1 + np.searchsorted(np.array(EDGES_MIN), np.abs(change), side="left")
    before, after = (
        rows[f"drive_time_min_{when}"].notna().to_numpy() for when in ("before", "after")
    )
    same = 2 + len(EDGES_MIN)
    number = np.select(
        [before & ~after, ~before & after, ~before & ~after],
        [0, 2 * same, 2 * same + 1],
        same - np.sign(change) * size,
    )
    return number.astype(np.int64)


def _words(what_if: str, counts: pd.DataFrame, ground: Ground) -> Words:
    key = {"what_if": what_if, "stratum": ALL_STRATA, "site_of_care": ANY_SITE}
    row = counts[(counts[list(key)] == pd.Series(key)).all(axis=1)].iloc[0]
    told = [
        people_change(row[f"population_{change}"], change)
        for change in PEOPLE_COUNTED
        if row[f"population_{change}"] > 0
    ]
    return Words(
        f"{ground.area.area.title}: {what_if_title(what_if)}",
        f"{capital(listed(told))}." if told else "Nobody’s drive to the nearest center changes.",
        (
            "People go to the nearest center that is left; whether it has room for them is not asked.",
            "Each patch of land stands for the nearest population point in its county.",
            POTENTIAL,
        ),
    )
