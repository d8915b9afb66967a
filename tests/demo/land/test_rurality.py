from collections import Counter

import numpy as np
import pandas as pd
import pytest

from pipelines.demand.county_types import derived_county_types
from pipelines.demo import write_demo
from pipelines.demo.land import plan
from pipelines.demo.land.rurality import code_tracts, county_numbers
from pipelines.vocabulary.adequacy import CMS_COUNTY_TYPES

SQUARE_METRES_A_SQMI = 2_589_988.11


def cms_types(demo):
    area = pd.Series([shape.area / SQUARE_METRES_A_SQMI for shape in demo.state.geography.counties])
    people = pd.Series([float(code.population) for code in demo.codes])
    return derived_county_types(people, area)


@pytest.fixture(scope="module")
def other_seed(tmp_path_factory):
    return write_demo(tmp_path_factory.mktemp("other"), seed=5, detail=0.05)


def test_every_code_of_every_scheme_occurs(full):
    assert {code.nchs for code in full.codes} == set(range(1, 7))
    assert {code.rucc for code in full.codes} == set(range(1, 10))
    assert set(cms_types(full)) == set(CMS_COUNTY_TYPES)
    assert {tract.primary for tract in code_tracts(full.state.settlement)} == set(range(1, 11))


def test_another_seed_covers_them_too(other_seed):
    assert {code.nchs for code in other_seed.codes} == set(range(1, 7))
    assert {code.rucc for code in other_seed.codes} == set(range(1, 10))
    assert set(cms_types(other_seed)) == set(CMS_COUNTY_TYPES)


def test_the_metropolis_is_the_one_large_central_metro(full):
    central = [c.name for c, code in zip(plan.COUNTIES, full.codes, strict=True) if code.nchs == 1]
    assert central == ["Verity"]
    assert full.codes[0].cbsa_population >= 1_000_000
    assert cms_types(full)[0] == "Large Metro"


def test_codes_agree_about_what_is_metropolitan(full):
    for code in full.codes:
        assert code.metro == (code.nchs <= 4) == (code.rucc <= 3)
        assert (code.nchs == 6) == (code.cbsa == "")


def test_codes_follow_the_size_of_the_metropolitan_area(full):
    for code in (code for code in full.codes if code.metro):
        size = code.cbsa_population
        assert code.rucc == (1 if size >= 1_000_000 else 2 if size >= 250_000 else 3)


def test_tracts_are_urban_suburban_and_rural(full):
    people: Counter[int] = Counter()
    for tract in code_tracts(full.state.settlement):
        people[tract.primary] += tract.population
        assert tract.primary <= tract.secondary < tract.primary + 1
        assert tract.land_sqmi > 0
    total = sum(people.values())
    assert 0.5 < people[1] / total < 0.8
    assert people[10] / total > 0.02


def test_the_metropolis_is_a_metropolitan_core_and_the_plateau_is_rural(full):
    tracts = code_tracts(full.state.settlement)
    assert np.mean([t.primary == 1 for t in tracts if t.county == 0]) > 0.9
    arid = [n for n, c in enumerate(plan.COUNTIES) if c.name == "Tarn"]
    assert all(t.primary >= 7 for t in tracts if t.county in arid)


def test_county_numbers_are_odd_and_follow_the_names():
    numbers = county_numbers()
    names = [plan.COUNTIES[n].name for n in np.argsort(numbers)]
    assert sorted(numbers.tolist()) == list(range(1, 2 * len(names), 2))
    assert names[:2] == ["Ashgrave", "Astor Ridge"]
    assert names.index("Pellworm") < names.index("Peñarosa") < names.index("Quenby")
