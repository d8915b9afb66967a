"""Areas that are run apart and put together, beside the same land run as one on the same roads."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from flows.folders import Folders
from flows.geocoding import geocoder_of
from flows.study import open_study
from pipelines.area import StudyArea, load_area
from pipelines.facilities.placed_sources import PlacedSources, place_sources
from pipelines.layers.core_layer import core_layer
from pipelines.measures.run import AccessRun, Core, Tables
from pipelines.measures.topics import TOPICS
from pipelines.provenance import PART, RUN, run_row
from pipelines.roads.network import RoadNetwork
from pipelines.roads.prepare import prepare_network
from pipelines.roll_up.parts import AreaPart, RollUpError
from pipelines.roll_up.roll_up import roll_up
from pipelines.vocabulary.uncertainty import NOT_ADDED_UP
from pipelines.warehouse import connect, read_from, read_table

MOMENT = datetime(2026, 1, 2, tzinfo=UTC)
SEES_ALL_MI = 500.0


class Found(dict[str, pd.DataFrame]):
    """Tables of a run as its products read them: one that is not there is empty."""

    def __missing__(self, name: str) -> pd.DataFrame:
        return pd.DataFrame()


class Land(NamedTuple):
    """A land, what a run of it as one tells, and runs of its parts."""

    area: StudyArea
    alone: Found
    parts: list[AreaPart]


def without_what_ifs(area: StudyArea, **identity: object) -> StudyArea:
    """The area with another land, without what-ifs and new sites."""
    none = {"closures": (), "openings": (), "case": (), "siting_new_sites": ()}
    return area.model_copy(
        update={
            "area": area.area.model_copy(update=identity),
            "scenarios": area.scenarios.model_copy(update=none),
        }
    )


def answered(
    area: StudyArea,
    raw: Mapping[str, pd.DataFrame],
    placed: PlacedSources,
    network: RoadNetwork,
) -> Found:
    """All tables of a run of an area."""
    raws = {name.removeprefix("raw."): table for name, table in raw.items()}
    core = core_layer(area, raws, placed)
    tables = {name.removeprefix("core."): table for name, table in core.tables().items()}
    found = Found(core.tables())
    answers: Tables = {}
    run = AccessRun(
        area, Core(**{name: tables.get(name) for name in Core._fields}), network, answered=answers
    )
    for topic in TOPICS:
        answers |= topic.answer(run)
    people = run.core.population, run.core.surrounding_population
    row = run_row(area, network, run.core.centers, people, started_at=MOMENT, computed_at={})
    found["out.provenance"] = pd.concat([raw["raw.sources"], row], ignore_index=True)
    found["raw.sources"] = raw["raw.sources"]
    found["raw.rejected"] = raw["raw.rejected"]
    return Found(found | answers)


@pytest.fixture(scope="module")
def land(small_area: Path, small_run: Folders, tmp_path_factory: pytest.TempPathFactory) -> Land:
    """The small area as one, and as three strips of it that know all roads and centers."""
    with connect(small_run.warehouse) as warehouse:
        names = warehouse.execute(
            "SELECT table_schema || '.' || table_name FROM information_schema.tables "
            "WHERE table_schema = 'raw'"
        ).fetchall()
        raw = {name: read_from(warehouse, name) for (name,) in names}
    counties = read_table(small_run.warehouse, "core.counties")
    counties = counties[counties["in_area"].astype(bool)]
    settings = load_area(small_area)
    whole = without_what_ifs(settings, buffer_mi=SEES_ALL_MI)
    roads = [small_run.raw / "roads.osm.pbf"]
    network = prepare_network(whole, roads, None, tmp_path_factory.mktemp("roads") / "network")
    study = open_study(str(small_area), str(small_run.data), str(small_run.reports))
    raws = {name.removeprefix("raw."): table for name, table in raw.items()}
    placed = place_sources(raws, geocoder_of(study))
    of = partial(answered, raw=raw, placed=placed, network=network)
    strips = pd.qcut(counties.geometry.representative_point().x, 3, labels=["w", "m", "e"])
    parts = []
    for strip, codes in counties.groupby(strips, observed=True)["county_fips"]:
        area = without_what_ifs(
            settings, name=str(strip), states=(), counties=tuple(codes), buffer_mi=SEES_ALL_MI
        )
        parts.append(AreaPart(area, of(area)))
    return Land(whole, of(whole), parts)


@pytest.fixture(scope="module")
def together(land: Land) -> Tables:
    """The tables of the land, put together of the strips."""
    return roll_up(land.area, land.parts, MOMENT)


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """The rows in an order that follows from them, nulls alike, geometry as its area."""
    plain = pd.DataFrame(table)
    shapes = [name for name in plain if "geometry" in str(name)]
    plain = plain.assign(**{name: shapely.area(plain[name]) for name in shapes})
    texts = [name for name in plain if plain[name].dtype.kind not in "fiu"]
    plain = plain.astype(dict.fromkeys(texts, "object"))
    plain = plain.apply(lambda column: column.where(column.notna(), None))
    return plain.sort_values(
        texts or list(plain), key=lambda column: column.map(str), ignore_index=True
    )


def differing(ours: pd.DataFrame, theirs: pd.DataFrame) -> str:
    """How two tables differ, empty where they are the same but for the last digits of a sum."""
    try:
        pd.testing.assert_frame_equal(in_order(ours), in_order(theirs), check_dtype=False)
    except AssertionError as fault:
        return str(fault)
    return ""


def test_what_is_put_together_is_what_a_run_of_the_whole_tells(
    land: Land, together: Tables
) -> None:
    assert set(land.alone) - set(together) == {"out.records_to_centers"}
    assert set(together) - set(land.alone) == {"out.rejected"}
    told_otherwise = {
        # No sum of the parts' tells these: see the tests below.
        "out.definition_figures",
        "out.local_bands",
        "out.sensitivity",
        "out.sensitivity_values",
        # The area of a catchment is that of its cells, which each part lays for itself.
        "out.catchments",
        # They tell of the parts themselves.
        "core.center_counts",
        "out.measure_notes",
        "out.provenance",
    }
    bands = {
        "out.accessibility_by_stratum": ["score_median_low", "score_median_high"],
        "out.travel_burden": ["hours_median_low", "hours_median_high"],
    }
    faults = {
        name: fault
        for name in sorted(set(land.alone) & set(together) - told_otherwise)
        if (
            fault := differing(
                together[name].drop(columns=bands.get(name, [])),
                land.alone[name].drop(columns=bands.get(name, [])),
            )
        )
    }
    assert not faults, "\n\n".join(f"{name}: {fault}" for name, fault in faults.items())


def test_catchments_of_parts_cover_the_land_that_one_run_finds(
    land: Land, together: Tables
) -> None:
    together = together["out.catchments"]
    alone = land.alone["out.catchments"]
    key = ["site_of_care", "within_min"]
    both = together.merge(alone, on=key, suffixes=("", "_alone"), validate="one_to_one")
    assert len(both) == len(together) == len(alone)
    assert (both["population"] == both["population_alone"]).all()
    counties = gpd.GeoDataFrame(land.alone["core.counties"]).query("in_area")
    crs = land.area.area.projected_crs
    studied = counties.to_crs(crs).union_all()
    # Beyond the studied counties each is drawn as far as the grid of its own goes.
    ours, theirs = (
        gpd.GeoSeries(both[name], crs=4326).to_crs(crs).intersection(studied)
        for name in ("geometry", "geometry_alone")
    )
    differing = ours.symmetric_difference(theirs)
    assert differing.area.sum() > 0
    assert differing.buffer(-land.area.measures.catchment_cell_m).is_empty.all()
    assert together.geometry.is_valid.all()
    assert gpd.GeoSeries(together["band_geometry"]).is_valid.all()


def test_shares_have_the_band_of_the_whole_and_medians_say_why_they_have_none(
    land: Land, together: Tables
) -> None:
    for name in ("out.sensitivity_values", "out.sensitivity", "out.definition_figures"):
        ours, theirs = (
            one[one["figure"].str.startswith("share_")]
            for one in (together[name], land.alone[name])
        )
        assert len(ours) > 50
        assert not differing(ours, theirs), name
    values = together["out.sensitivity_values"]
    varied = values[~values["figure"].str.startswith("share_") & (values["variant"] != "base")]
    assert varied["value"].isna().all()
    assert set(varied["reason"]) == {NOT_ADDED_UP, "not_reached"}
    # Which kind nobody reaches is known of all parts, so that the reason is that of the whole.
    own = land.alone["out.sensitivity_values"]
    assert (varied["reason"] == "not_reached").sum() == (
        own.loc[varied.index, "reason"] == "not_reached"
    ).sum()
    bands = together["out.sensitivity"]
    others = bands[~bands["figure"].str.startswith("share_")]
    assert others[["low", "high", "low_variant", "high_variant"]].isna().all(axis=None)
    own = land.alone["out.sensitivity"]
    assert not differing(
        bands[["stratum", "site_of_care", "figure", "dimension", "value"]],
        own[["stratum", "site_of_care", "figure", "dimension", "value"]],
    )


def test_a_county_has_its_band_and_a_state_of_several_parts_none(
    land: Land, together: Tables
) -> None:
    ours = together["out.local_bands"]
    theirs = land.alone["out.local_bands"]
    of_counties = [one[one["unit"] == "county"] for one in (ours, theirs)]
    assert not differing(*of_counties)
    of_states = ours[ours["unit"] == "state"]
    assert len(of_states) > 0
    assert of_states["low"].isna().all()
    assert (of_states["variants"] == 0).all()


def test_provenance_names_the_parts_and_each_file_once(land: Land, together: Tables) -> None:
    rows = together["out.provenance"]
    assert list(rows.loc[rows["kind"] == PART, "area"]) == ["w", "m", "e"]
    assert list(rows.loc[rows["kind"] == RUN, "area"]) == [land.area.name]
    assert rows.iloc[-1]["kind"] == RUN
    files = rows[rows["kind"] == "source"]
    alone = land.alone["out.provenance"]
    assert sorted(files["file"]) == sorted(alone.loc[alone["kind"] == "source", "file"])


def changed(part: AreaPart, **tables: dict[str, object]) -> AreaPart:
    """The part with other settings."""
    update = {
        name: getattr(part.area, name).model_copy(update=values) for name, values in tables.items()
    }
    return AreaPart(part.area.model_copy(update=update), part.tables)


def test_parts_that_do_not_fit_are_refused_with_every_fault(land: Land) -> None:
    west, middle, east = land.parts
    other = changed(middle, measures={"gap_min": 20.0}, area={"buffer_mi": 1.0})
    faulty = [west, other, west]
    with pytest.raises(RollUpError) as refused:
        roll_up(land.area, faulty, MOMENT)
    lines = str(refused.value).splitlines()
    assert len(lines) == 4
    assert (
        "m was run with other settings than small has: area.buffer_mi, measures.gap_min" in lines[1]
    )
    assert "are of w as well (name each land once)" in lines[2]
    missing = len(east.counties)
    assert f"{missing} counties of small" in lines[3]
    assert "are of none of the areas" in lines[3]


def test_a_county_of_another_land_and_another_version_are_refused(land: Land) -> None:
    west, middle, east = land.parts
    less = land.area.model_copy(
        update={
            "area": land.area.area.model_copy(
                update={"counties": tuple(sorted(west.counties | middle.counties))}
            )
        }
    )
    older = Found(east.tables)
    rows = older["out.provenance"]
    older["out.provenance"] = rows.assign(
        versions=rows["versions"].str.replace('"infusion-access": "', '"infusion-access": "0.')
    )
    with pytest.raises(RollUpError) as refused:
        roll_up(less, [west, middle, AreaPart(east.area, older)], MOMENT)
    assert "are not of small" in str(refused.value)
    assert "several versions of infusion-access" in str(refused.value)
