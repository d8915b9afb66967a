import numpy as np
import pytest

from pipelines.area import NppesSource
from pipelines.demo.registries.geocoder_answers import ANSWERS
from pipelines.demo.state import DEACTIVATED, NPPES
from pipelines.facilities.practices import practice_places
from pipelines.sources.facilities.geocoder import QUESTION_COLUMNS, geocode
from pipelines.sources.facilities.nppes import read_nppes
from pipelines.sphere import great_circle_m
from tests.demo.conftest import source, written


@pytest.fixture(scope="module")
def practices(small):
    files = [written(small, NPPES), written(small, DEACTIVATED)]
    read = read_nppes(files, NppesSource(**source(states=("ZZ",))))
    more = read.more
    return practice_places(read.table, more["taxonomies"], more["locations"], more["other_names"])


@pytest.fixture(scope="module")
def answers(small, practices):
    cache = written(small, ANSWERS).parent
    return geocode(practices[list(QUESTION_COLUMNS)], cache, None).table


def test_every_street_has_an_answer(practices, answers):
    asked = practices["street"].ne("")
    assert answers.loc[asked, "status"].isin(("match", "tie", "no_match")).all()
    assert answers.loc[~asked, "status"].eq("not_asked").all()


def test_most_addresses_are_found_and_some_are_not(answers):
    share = answers["status"].value_counts(normalize=True)
    assert 0.8 < share["match"] < 0.97
    assert {"tie", "no_match"} <= set(share.index)


def test_answers_lie_near_the_true_place(small, practices, answers, registered):
    by_id = {place.truth_id: place for place in small.places}
    matched = answers["status"].eq("match") & practices["is_primary"]
    near = []
    for npi, lon, lat in zip(
        practices.loc[matched, "npi"],
        answers.loc[matched, "lon"],
        answers.loc[matched, "lat"],
        strict=True,
    ):
        places = [by_id[name] for name in registered.true_ids[f"npi:{npi}"] if name in by_id]
        away_m = great_circle_m(
            np.array([place.lon for place in places]),
            np.array([place.lat for place in places]),
            np.full(len(places), lon),
            np.full(len(places), lat),
        )
        near.append(away_m.min() < 250)
    assert np.mean(near) > 0.995
