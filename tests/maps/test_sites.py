"""The map of chosen sites shows those of the largest choice that brings most people near, numbered."""

import pandas as pd

from pipelines.maps.sites import draw_sites, sites_of
from tests.maps.reading import outside, overlaps, words


def test_the_largest_choice_is_drawn_with_its_order(answers, ground):
    points = answers["core.population"].iloc[[10, 20, 30]]
    rows = [
        ("p_median", 3, 1, "a", 0),
        ("mclp", 1, 1, "a", 0),
        ("mclp", 2, 1, "a", 1),
        ("mclp", 2, 2, "b", 2),
    ]
    sites = pd.DataFrame(
        [
            {
                "problem": problem,
                "sites_asked": asked,
                "rank": rank,
                "candidate_id": f"{candidate}{place}",
                "lon": points["lon"].iloc[place],
                "lat": points["lat"].iloc[place],
            }
            for problem, asked, rank, candidate, place in rows
        ]
    )
    figure = draw_sites(sites_of(sites), answers["out.drive_times"], ground)
    axes = figure.axes[0]
    assert [text.get_text() for text in axes.texts if text.get_gid() == "rank"] == ["1", "2"]
    assert "The 2 sites" in words(figure, "subtitle")
    assert overlaps(figure) == []
    assert outside(figure) == []


def test_without_sites_there_is_nothing_to_draw():
    columns = ["problem", "sites_asked", "rank", "candidate_id", "lon", "lat"]
    assert sites_of(pd.DataFrame(columns=columns)).empty
