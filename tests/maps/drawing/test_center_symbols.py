"""Centers are marked by shape and colour, unless there are too many."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipelines.maps.drawing.center_symbols import center_section, draw_centers, sites_known
from pipelines.maps.drawing.legend import Entries, Remark
from tests.maps.conftest import ground_of


def map_of(ground):
    axes = Figure(figsize=(4, 4)).add_axes((0, 0, 1, 1))
    draw_centers(axes, ground, ("hospital_based", "office_based"))
    return {line.get_gid(): line for line in axes.lines}


def test_every_center_in_view_is_marked_with_its_sites_shape(answers, ground):
    drawn = map_of(ground)
    centers = answers["core.centers"]
    for site, shape in (("hospital_based", "s"), ("office_based", "o")):
        line = drawn[f"centers_{site}"]
        assert line.get_marker() == shape
        assert len(line.get_xdata()) <= (centers["site_of_care"] == site).sum()
    offices = (centers["site_of_care"] == "office_based").sum()
    assert len(drawn["centers_office_based"].get_xdata()) == offices


def test_the_legend_names_only_sites_that_have_centers(answers):
    centers = answers["core.centers"]
    few = {**answers, "core.centers": centers[centers["site_of_care"] == "hospital_based"]}
    ground = ground_of(few)
    assert sites_known(ground, ("hospital_based", "office_based")) == ("hospital_based",)
    section = center_section(ground, ("hospital_based", "office_based"))
    assert isinstance(section, Entries)
    assert [label for _, label in section.entries] == ["Hospital-based infusion center"]
    assert center_section(ground, ("office_based",)) == Remark(
        "No such center is known in or near the area."
    )


def test_too_many_centers_are_counted_not_marked(answers):
    one = answers["core.centers"].query("site_of_care == 'office_based'").iloc[[0]]
    many = pd.concat([one] * 1_200, ignore_index=True)
    many["center_id"] = [f"office_{index}" for index in np.arange(len(many))]
    ground = ground_of({**answers, "core.centers": many})
    assert map_of(ground) == {}
    assert center_section(ground, ("office_based",)) == Remark(
        "Centers are not marked: there are 1,200."
    )
