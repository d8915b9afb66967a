import csv

import pytest

from flows.folders import AREAS
from pipelines.area import load_area
from pipelines.demo.land.groups import draw_groups
from pipelines.demo.state import CENPOP, DEFAULT_SEED
from pipelines.demo.writing.write_survey import SURVEY
from pipelines.sources.people.acs import read_acs
from pipelines.sources.people.population import read_population
from tests.demo.conftest import written


@pytest.fixture(scope="module")
def settings():
    return load_area(AREAS / "demo.toml").sources


@pytest.fixture(scope="module")
def read(small, settings):
    return read_acs([written(small, name) for name in SURVEY], settings.acs)


def test_the_demo_counts_the_groups_that_were_drawn(small, read):
    state = small.state
    drawn = draw_groups(state.settlement, state.density(state.settlement.xy), DEFAULT_SEED)
    assert read.rejected.empty
    assert read.table["adults_65_plus"].sum() == drawn.ages[:, :, 17:].sum()
    assert read.table["no_vehicle"].sum() == drawn.vehicles[:, :, 0].sum()
    assert read.table["below_poverty"].sum() == drawn.poverty[:, :2].sum()


def test_the_survey_has_the_zones_of_the_census(small, read, settings):
    people = read_population([written(small, CENPOP)], settings.population).table
    both = people.merge(read.table, on="geoid", how="outer", indicator=True)
    assert (both["_merge"] == "both").all()
    assert (both["adults_65_plus"] <= both["population"]).all()
    assert (both.loc[both["population"] == 0, "no_vehicle"] == 0).all()
    assert (both["adults_65_plus_moe"] > 0).all()


@pytest.mark.parametrize(("name", "kinds"), [*zip(SURVEY, (2, 2, 1), strict=True)])
def test_each_total_is_the_sum_of_its_classes(small, name, kinds):
    with written(small, name).open(encoding="ascii") as file:
        header, *rows = csv.reader(file, delimiter="|")
    assert header[1:3] == [
        f"{name.partition('-')[2].removesuffix('.dat').upper()}_{of}001" for of in "EM"
    ]
    assert {row[0][:9] for row in rows} == {"0400000US", "0500000US", "1500000US"}
    for row in rows:
        total, *parts = map(int, row[1::2])
        width = len(parts) // kinds
        heads = [parts[kind * width] for kind in range(kinds)] if kinds == 2 else parts
        assert sum(heads) == total
        assert kinds == 1 or all(sum(parts[at + 1 : at + width]) == parts[at] for at in (0, width))


def test_people_of_a_county_are_controlled_and_households_are_not(small):
    margins = {}
    for name in SURVEY:
        with written(small, name).open(encoding="ascii") as file:
            rows = [row for row in csv.reader(file, delimiter="|") if row[0].startswith("05")]
        margins[name] = {row[2] == "-555555555" for row in rows}
    assert list(margins.values()) == [{True}, {False}, {True}]
