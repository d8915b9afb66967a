"""Neighbouring areas that are run apart, beside the same land run as one: what is the same, and what is not.

A drive that takes no longer than the fastest road needs through the buffer cannot leave it: its roads and its
center are there in both runs. A longer one may have been cut off where the buffer ends, and is only longer.
"""

from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from flows.folders import Folders
from pipelines.area import StudyArea, load_area
from pipelines.facilities.placed_sources import place_sources
from pipelines.layers.core_layer import core_layer
from pipelines.measures.run import AccessRun, Core
from pipelines.roads.extent import road_extent
from pipelines.roads.prepare import prepare_network
from pipelines.warehouse import read_table

BUFFER_MI = 15.0
FASTEST_MPH = 75.0
KEPT = ("population", "counties", "roads", "hospitals", "rucc", "nchs", "ruca")


def with_less(area: StudyArea, **identity: object) -> StudyArea:
    """The area with hospitals alone, which are soon placed, and another land or buffer."""
    others = {name: None for name in type(area.sources).model_fields if name not in KEPT}
    return area.model_copy(
        update={
            "sources": area.sources.model_copy(update=others),
            "area": area.area.model_copy(update=identity),
        }
    )


def minutes_of(
    area: StudyArea, raw: dict[str, pd.DataFrame], roads: Path, folder: Path
) -> pd.Series:
    """Minutes to the nearest hospital by place, from the rows of the sources."""
    core = core_layer(area, raw, place_sources(raw, lambda asked: pytest.fail("asked a geocoder")))
    box = road_extent(core.counties, area.area.buffer_mi)
    network = prepare_network(area, [roads], box, folder)
    tables = {name.removeprefix("core."): table for name, table in core.tables().items()}
    run = AccessRun(area, Core(**{name: tables.get(name) for name in Core._fields}), network)
    times = run.drive_times[run.drive_times["site_of_care"] == "hospital_based"]
    return times.set_index("geoid")["drive_time_min"].rename("minutes")


def test_drives_through_the_buffer_are_those_of_the_whole_land_and_none_is_shorter(
    small_area: Path, small_run: Folders, tmp_path: Path
) -> None:
    area = load_area(small_area)
    raw = {name: read_table(small_run.warehouse, f"raw.{name}") for name in KEPT if name != "roads"}
    minutes = partial(minutes_of, raw=raw, roads=small_run.raw / "roads.osm.pbf")
    counties = read_table(small_run.warehouse, "core.counties")
    land = with_less(area, states=(), counties=tuple(counties["county_fips"]))
    whole = minutes(land, folder=tmp_path / "whole")

    strips = pd.qcut(counties.geometry.representative_point().x, 3, labels=["w", "m", "e"])
    parts = [
        minutes(
            with_less(area, states=(), counties=tuple(codes), buffer_mi=BUFFER_MI),
            folder=tmp_path / str(strip),
        )
        for strip, codes in counties.groupby(strips, observed=True)["county_fips"]
    ]
    assert [len(part) > 20 for part in parts] == [True] * 3
    apart = pd.concat(parts).reindex(whole.index)
    assert sum(map(len, parts)) == len(whole)

    surely = whole <= BUFFER_MI / FASTEST_MPH * 60
    assert surely.sum() > 20
    assert (apart[surely] == whole[surely]).all()
    assert (apart.fillna(float("inf")) >= whole.fillna(float("inf"))).all()
    # So the border does cut drives off, and the above is no matter of course.
    assert (apart > whole).any()
