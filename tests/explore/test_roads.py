import json
from dataclasses import replace

import numpy as np
import pytest

from pipelines.explore.land import UNITS_PER_DEGREE
from pipelines.explore.roads import roads_data


def followed(told, site, place, rank, center):
    """Return the corners of a way as the page follows it, in degrees."""
    tail = np.cumsum(told["tail"])
    head = tail + told["head"]
    corners = np.cumsum(np.reshape(told["steps"], (-1, 2)), axis=0) / UNITS_PER_DEGREE
    lines = np.split(corners, np.cumsum(told["corners"])[:-1])
    onward = {tail[one]: one for one in np.cumsum(told["trees"][center])}
    stretch, way = told["first"][site][place][rank], []
    while stretch is not None:
        way.extend(lines[stretch])
        stretch = onward.get(head[stretch])
    return np.array(way)


def test_a_way_can_be_followed_from_its_place_to_its_center(area, roads):
    told = json.loads(json.dumps(roads_data(area, roads)))
    people = area.facts.tables["core.population"].set_index("geoid")
    centers = area.facts.tables["core.centers"].set_index("center_id")
    places, numbers = list(area.ground.places["geoid"]), list(area.ground.centers["center_id"])
    rows = [row for row in area.facts.tables.rows("out.nearest_centers") if row["geoid"] in places]
    assert len(rows) > 20
    for row in rows:
        asked = places.index(row["geoid"]), row["rank"] - 1, numbers.index(row["center_id"])
        way = followed(told, row["site_of_care"], *asked)
        ends = people.loc[row["geoid"]], centers.loc[row["center_id"]]
        for end, at in zip(ends, (way[0], way[-1]), strict=True):
            assert at == pytest.approx([end["lon"], end["lat"]], abs=1e-5)


def test_a_way_off_the_roads_begins_with_none(area, roads):
    none = replace(roads, first=np.full_like(roads.first, -1))
    told = roads_data(area, none)
    assert {one for lists in told["first"].values() for flat in lists for one in flat} == {-1}


def test_without_roads_there_is_nothing(area):
    assert roads_data(area, None) == {}
