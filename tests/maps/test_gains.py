"""The map of a what-if: its classes, its marks, and that it says how many gain and lose."""

import numpy as np
import pandas as pd

from pipelines.maps.gains import change_classes, draw_gains
from pipelines.vocabulary.what_if import pictures_of
from tests.maps.reading import outside, overlaps, words

NAME = "case: a slow winter"


def rows(*drives: tuple[float, float]) -> pd.DataFrame:
    before, after = np.array(drives, dtype=float).T
    return pd.DataFrame(
        {
            "drive_time_min_before": before,
            "drive_time_min_after": after,
            "change_min": after - before,
        }
    )


def test_each_change_has_its_class_from_the_worst() -> None:
    nan = np.nan
    drives = [(9, nan), (9, 30), (9, 24), (9, 14), (9, 9), (9, 4), (20, 5), (30, 9), (nan, 9)]
    numbers = change_classes(rows(*drives, (nan, nan)))
    assert numbers.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]


def drawn(ground, answers, **counts):
    """The first center closes, another opens beside it; places in order drive longer, less, or as before."""
    moved = {f"population_{one}": 0.0 for one in ("longer", "shorter", "cut_off", "connected")}
    row = {"what_if": NAME, "stratum": "all", "site_of_care": "any", **moved, **counts}
    places = ground.places[["geoid"]]
    table = rows(*[(10, 10 + (0, 3, -3)[number % 3]) for number in range(len(places))])
    table = table.assign(what_if=NAME, geoid=places["geoid"])
    center = answers["core.centers"].iloc[[0, 0]]
    centers = center.assign(what_if=NAME, change=["closed", "opened"])
    centers["center_id"] = [center["center_id"].iloc[0], "opening: new"]
    return draw_gains(NAME, pd.DataFrame([row]), table, centers, ground)


def test_a_case_shows_who_gains_and_loses_and_what_closes_and_opens(
    ground, answers, coarse
) -> None:
    figure = drawn(ground, answers, population_longer=300.0, population_shorter=1.0)
    assert words(figure, "title").replace("\n", " ") == (
        "Arboria: who gains and who loses in the case “a slow winter”"
    )
    assert words(figure, "subtitle") == "300 people drive longer and 1 person drives less."
    legend = " ".join(words(figure, "legend").split())
    for key in ("Up to 5 minutes longer", "As before", "Up to 5 minutes shorter"):
        assert key in legend
    assert "Over 15" not in legend and "reached" not in legend
    assert "Center that counts no more" in legend and "Center that is new" in legend
    (axes,) = [one for one in figure.axes if one.get_gid() == "map"]
    marks = [line for line in axes.lines if line.get_gid() == "marks"]
    assert [len(line.get_xdata()) for line in marks] == [1, 1]
    (hospitals,) = [line for line in axes.lines if line.get_gid() == "centers_hospital_based"]
    assert marks[0].get_xdata()[0] == ground.centers["x"].iloc[0]
    assert marks[0].get_xdata()[0] not in hospitals.get_xdata()
    assert not overlaps(figure) and not outside(figure)


def test_a_case_that_moves_nobody_says_so(ground, answers, coarse) -> None:
    assert words(drawn(ground, answers), "subtitle").startswith("Nobody’s drive")


def test_pictures_are_numbered_in_the_order_of_the_table() -> None:
    assert pictures_of(["b", "b", "a"]) == {"what_if_1": "b", "what_if_2": "a"}
