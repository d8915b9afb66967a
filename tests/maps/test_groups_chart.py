"""The chart of groups shows the medians and quartiles of its table, nothing else."""

import pandas as pd
import pytest

from pipelines.maps.groups_chart import draw_groups, draw_strata_drives
from pipelines.measures.equity.groups import times_by_group
from pipelines.measures.place_times import place_times
from tests.maps.reading import words
from tests.worlds.answers import fictional_area


@pytest.fixture(scope="module")
def times(answers) -> pd.DataFrame:
    places = answers["core.population"].assign(no_vehicle=7.0, veterans=0.0)
    groups = ("adults_65_plus", "no_vehicle", "veterans")
    return times_by_group(place_times(answers["out.drive_times"], places), groups)


def texts(figure, gid):
    return [text.get_text() for text in figure.axes[0].texts if text.get_gid() == gid]


def test_each_mark_stands_at_the_median_and_each_bar_at_the_quartiles(times):
    figure = draw_groups(times, fictional_area())
    kinds = ["hospital_based", "office_based"]
    table = times[
        (times["stratum"] == "all") & times["site_of_care"].isin(kinds) & (times["population"] > 0)
    ]
    lines = figure.axes[0].lines
    marks = [line.get_xdata()[0] for line in lines if line.get_gid() == "median"]
    bars = [tuple(line.get_xdata()) for line in lines if line.get_gid() == "middle half"]
    assert marks == table["drive_time_min_median"].tolist()
    assert bars == list(zip(table["drive_time_min_p25"], table["drive_time_min_p75"], strict=True))


def test_groups_say_what_they_count_and_those_of_nobody_are_left_out(times, answers):
    figure = draw_groups(times, fictional_area())
    headings = texts(figure, "group")
    places = len(answers["core.population"])
    assert headings[0].startswith("Everyone (")
    assert headings[1].startswith("Aged 65 and over (")
    assert headings[2] == f"Households, no vehicle ({7 * places:,} households)"
    assert len(headings) == 3


def test_strata_stand_in_their_order_with_everyone_at_the_end(answers):
    figure = draw_strata_drives(answers["out.times_by_stratum"], fictional_area())
    headings = [heading.split(" (")[0] for heading in texts(figure, "group")]
    assert headings == ["Urban", "Suburban", "Small metro", "Rural", "Everyone"]


def test_a_kind_that_nobody_reaches_is_not_drawn(times):
    gone = times["site_of_care"] != "hospital_based"
    numbers = [name for name in times if name.startswith("drive_time_min")]
    figure = draw_groups(
        times.assign(**{n: times[n].where(~gone) for n in numbers}), fictional_area()
    )
    assert "Office-based" not in words(figure, "legend")
    none = draw_groups(times.assign(**{n: float("nan") for n in numbers}), fictional_area())
    assert texts(none, "number") == ["nobody reached"] * 3
