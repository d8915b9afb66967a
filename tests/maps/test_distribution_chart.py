"""The cumulative curves agree with the coverage table."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipelines.maps.distribution_chart import cumulative_share, draw_distribution


def test_people_without_a_drive_time_keep_the_curve_below_all():
    minutes = pd.Series([30.0, 10.0, np.nan])
    x, y = cumulative_share(minutes, pd.Series([1.0, 2.0, 1.0]))
    assert x[:3].tolist() == [0, 10, 30]
    assert y[:3].tolist() == [0, 0.5, 0.75]
    assert y[-1] == 0.75


def test_nobody_and_nowhere_give_no_curve_and_a_flat_one():
    assert len(cumulative_share(pd.Series([5.0]), pd.Series([0.0]))[0]) == 0
    _, y = cumulative_share(pd.Series([np.nan]), pd.Series([3.0]))
    assert y.tolist() == [0, 0]


@pytest.mark.parametrize("stratum", ["urban", "suburban", "small_metro", "rural"])
def test_the_curve_passes_through_the_covered_share(answers, stratum):
    people = answers["core.population"].query("stratum == @stratum").set_index("geoid")
    times = answers["out.drive_times"].query("site_of_care == 'office_based'").set_index("geoid")
    minutes = times.loc[people.index, "drive_time_min"]
    x, y = cumulative_share(minutes, people["population"])
    row = answers["out.coverage"].query(
        "stratum == @stratum and site_of_care == 'office_based' and within_min == 30"
    )
    assert y[x <= 30].max() == pytest.approx(row["share"].iloc[0])


@pytest.mark.parametrize(
    ("known", "panels"),
    [
        (["hospital_based"], ["Hospital-based"]),
        (["hospital_based", "office_based"], ["Hospital-based", "Office-based"]),
    ],
)
def test_a_kind_without_centers_has_no_panel(answers, ground, known, panels):
    centers = ground.centers[ground.centers["site_of_care"].isin(known)]
    figure = draw_distribution(answers["out.drive_times"], replace(ground, centers=centers))
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert [title for title in titles if title] == panels
