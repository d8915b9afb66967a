from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts import check_contract
from pipelines.measures.adequacy.adequacy import adequacy_findings
from pipelines.measures.adequacy.adequacy_bands import (
    adequacy_bands,
    adequacy_values,
    county_bands,
    judge_again,
)
from pipelines.measures.center_search import search_of
from pipelines.measures.uncertainty.variants import Variant, variants
from pipelines.vocabulary.adequacy import FINDINGS
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE
from tests.measures.road_worlds import centers_at, people_at, world
from tests.measures.what_if.test_what_if import limits_of

HOSPITAL, OFFICE = "hospital_based", "office_based"
LIMITS = limits_of(("01001", 10.0, 100.0), ("01003", 10.0, 100.0), ("01005", 10.0, 100.0))


def judged(small, factors, limits=LIMITS):
    """Return network adequacy of a world, and under each variant."""
    found = variants(
        small.network, small.roads, small.joined, small.found, small.centers, small.places, factors
    )
    varied = {variant: judge_again(searched, small.places, limits) for variant, searched in found}
    own = search_of(small.joined, small.found, small.centers)
    return judge_again(own, small.places, limits), varied


def three_counties():
    # One county 6 miles from the hospital, one 9; the third 9 miles from an office, 31 from the hospital.
    centers = centers_at((20.0, HOSPITAL), (60.0, OFFICE), geocode_precision=["rooftop", "zip"])
    places = people_at(
        14.0, 29.0, 51.0, people=[100.0, 50.0, 30.0], counties=["01001", "01003", "01005"]
    )
    return world(centers, places)


def test_the_bands_of_three_counties_worked_out_by_hand() -> None:
    base, varied = judged(three_counties(), (1.0, 1.25, 1.5))
    assert [v.name for v in varied] == ["time_x1.25", "time_x1.5", "without_coarse"]
    values = check_contract("out.adequacy_values", adequacy_values(base, varied))
    table = check_contract("out.adequacy_bands", adequacy_bands(values))
    rows = table.assign(scenario=table["scenario"].fillna("")).set_index(
        ["scenario", "figure", "dimension"]
    )
    # At 1.25 nine minutes become 11.25: only the county at six passes, and at 1.5 too (9 minutes).
    assert tuple(rows.loc[("all", "passing", "speed")][["value", "low", "high"]]) == (3, 1, 3)
    assert rows.loc[("all", "passing", "speed"), "low_variant"] == "time_x1.25"
    # Without the office at the middle of a ZIP area no office is left: no value, and no end of a band.
    assert tuple(rows.loc[("all", "passing", "geocoding")][["low", "high"]]) == (3, 3)
    gone = values[(values["variant"] == "without_coarse") & values["value"].isna()]
    assert set(gone["reason"]) == {"no_office_based", "not_reached"}
    assert set(gone["figure"]) >= set(FINDINGS)
    told = {name: tuple(rows.loc[("", name, "all")][["value", "low", "high"]]) for name in FINDINGS}
    assert told == {
        "hospitals_suffice": (2, 1, 2),
        "only_with_offices": (1, 0, 1),
        "only_with_others": (0, 0, 0),
        "fails_with_all": (0, 0, 2),
    }
    outside = rows.loc[("hospital_and_office", "people_outside", "speed")]
    assert (outside["value"], outside["high"]) == (0, 80)

    counties = check_contract("out.adequacy_county_bands", county_bands(base, varied))
    assert counties["holds"].tolist() == [True, False, False]
    assert counties["variants"].tolist() == [0, 2, 2]
    assert counties["other_findings"].tolist()[1:] == ["fails_with_all", "fails_with_all"]
    assert counties["share_low"].tolist() == [1, 0, 0]
    assert counties["share_high"].tolist() == [1, 1, 1]


def test_without_its_only_center_a_kind_has_no_count_rather_than_a_low_one() -> None:
    base, varied = judged(three_counties(), (1.0,))
    table = adequacy_bands(adequacy_values(base, varied))
    office = table[(table["scenario"] == OFFICE) & (table["dimension"] == "geocoding")]
    passing = office.set_index("figure").loc["passing"]
    assert (passing["value"], passing["low"], passing["high"]) == (1, 1, 1)
    assert passing["variants_without_value"] == 1
    nobody = world(centers_at((0.0, HOSPITAL)), people_at(5.0))
    alone = check_contract(
        "out.adequacy_bands", adequacy_bands(adequacy_values(*judged(nobody, (1.0,))))
    )
    assert alone.loc[alone["scenario"] == OFFICE, "value"].isna().all()


def test_nothing_varied_moves_nothing() -> None:
    base, varied = judged(world(centers_at((0.0, HOSPITAL)), people_at(5.0)), (1.0,))
    assert varied == {}
    table = adequacy_bands(adequacy_values(base, varied))
    pd.testing.assert_series_equal(table["low"], table["value"], check_names=False)
    pd.testing.assert_series_equal(table["high"], table["value"], check_names=False)
    assert county_bands(base, varied)["holds"].tolist() == [True]


def test_a_county_without_people_holds_nothing() -> None:
    empty = world(centers_at((0.0, HOSPITAL)), people_at(5.0, people=[0.0]))
    counties = check_contract("out.adequacy_county_bands", county_bands(*judged(empty, (1.0, 2.0))))
    assert counties["holds"].isna().all() and counties["share_low"].isna().all()
    assert counties["other_findings"].isna().all()


def test_the_lines_of_therapy_are_another_question() -> None:
    centers = centers_at((0.0, HOSPITAL), (30.0, HOSPITAL), therapy_line=["oncology", "specialty"])
    base, varied = judged(world(centers, people_at(30.0)), (1.0,))
    assert {v.dimension for v in varied} == {"therapy_line"}
    assert county_bands(base, varied)["holds"].tolist() == [True]
    table = adequacy_bands(adequacy_values(base, varied))
    passing = table[(table["figure"] == "passing") & (table["scenario"] == "all")]
    assert passing.set_index("dimension")["low"].to_dict() == {"therapy_line": 0, "all": 1}


@settings(deadline=None, max_examples=12)
@given(st.integers(0, 1000))
def test_bands_hold_every_variant_and_a_slower_road_gains_no_county(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sites = rng.choice(SITES_OF_CARE[:2], 4).tolist()
    centers = centers_at(*zip(rng.uniform(0, 60, 4).tolist(), sites, strict=True))
    counties = rng.choice(["01001", "01003", "01005"], 9).tolist()
    small = world(centers, people_at(*rng.uniform(0, 60, 9).tolist(), counties=counties))
    base, varied = judged(small, (1.0, 1.25, 1.5))
    values = adequacy_values(base, varied)
    table = adequacy_bands(values)
    for dimension, block in table.groupby("dimension"):
        for (own, _), told in values.groupby(["dimension", "variant"], sort=False):
            if own in ("base", dimension):
                value = told["value"].to_numpy()
                inside = (block["low"] <= value) & (value <= block["high"])
                assert (inside | np.isnan(value)).all()
    shares = [one.table["share_within"] for one in (base, *varied.values())]
    assert all((slower <= faster).all() for faster, slower in pairwise(shares))
    found = county_bands(base, varied)
    assert (found["share_low"] <= found["share_within"]).all()
    assert (found["share_within"] <= found["share_high"]).all()
    own = adequacy_findings(base.table).set_index("county_fips")["finding"]
    for row in found.to_dict("records"):
        others = {
            adequacy_findings(one.table).set_index("county_fips")["finding"][row["county_fips"]]
            for one in varied.values()
        } - {own[row["county_fips"]]}
        assert row["holds"] == (not others)
        told = set() if pd.isna(row["other_findings"]) else set(row["other_findings"].split(", "))
        assert told == others


def test_variants_must_speak_of_the_same_counties() -> None:
    base, varied = judged(three_counties(), (1.0, 1.25))
    fewer = {
        Variant("speed", "x"): base._replace(table=base.table[base.table["county_fips"] != "01001"])
    }
    with pytest.raises(ValueError, match="same counties"):
        county_bands(base, fewer)
    assert len(county_bands(base, varied)) == 3


def test_added_minutes_fail_a_county_just_inside_the_limit() -> None:
    small = world(centers_at((0.0, HOSPITAL)), people_at(9.0))
    own = search_of(small.joined, small.found, small.centers)
    for added, expected in ((0.5, True), (1.5, False), (-20.0, True)):
        varied = replace(own, added_min=np.array([added]))
        table = judge_again(varied, small.places, LIMITS).table
        (told,) = table[(table["scenario"] == HOSPITAL) & (table["county_fips"] == "01001")][
            "adequate"
        ]
        assert told == expected
