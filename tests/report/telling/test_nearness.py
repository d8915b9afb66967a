"""Who is nearer to what is counted right, and the verdict follows the counts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.maps.nearness import SAME_WITHIN_MIN
from pipelines.report.telling.nearness import Nearness, Verdict, count_nearness

TIMES = st.one_of(st.none(), st.floats(0, 120, allow_nan=False))


def places(rows):
    frame = pd.DataFrame(rows, columns=["population", "hospital_min", "office_min"]).astype(float)
    frame["office_advantage_min"] = frame["hospital_min"] - frame["office_min"]
    return frame


def group(office, hospital, same, *, medians=(40.0, 20.0), only_office=0.0, only_hospital=0.0):
    return Nearness(
        stratum="rural",
        places=50,
        population=office + hospital + same,
        office_nearer=office,
        hospital_nearer=hospital,
        about_as_near=same,
        only_office=only_office,
        only_hospital=only_hospital,
        neither_reached=0,
        hospital_median_min=medians[0],
        office_median_min=medians[1],
    )


@given(st.lists(st.tuples(st.integers(0, 5000), TIMES, TIMES), max_size=30))
def test_counts_equal_a_walk_over_the_places(rows):
    office = hospital = same = neither = 0
    for people, to_hospital, to_office in rows:
        if to_hospital is None and to_office is None:
            neither += people
        elif to_hospital is None or (
            to_office is not None and to_hospital - to_office > SAME_WITHIN_MIN
        ):
            office += people
        elif to_office is None or to_office - to_hospital > SAME_WITHIN_MIN:
            hospital += people
        else:
            same += people
    found = count_nearness("all", places(rows), None, None)
    assert (found.office_nearer, found.hospital_nearer) == (office, hospital)
    assert (found.about_as_near, found.neither_reached) == (same, neither)
    assert found.compared + found.neither_reached == found.population


def test_exactly_the_tolerance_apart_is_about_as_near():
    found = count_nearness("all", places([(100, 20.0, 20.0 + SAME_WITHIN_MIN)]), 20.0, 25.0)
    assert found.about_as_near == 100


@pytest.mark.parametrize(
    ("counted", "verdict"),
    [
        (group(60, 20, 20), Verdict.OFFICE),
        (group(20, 60, 20, medians=(20.0, 40.0)), Verdict.HOSPITAL),
        (group(40, 38, 22), Verdict.ALIKE),
        (group(30, 10, 60), Verdict.ALIKE),
        (group(60, 20, 20, medians=(20.0, 40.0)), Verdict.MIXED),
        (group(60, 20, 20, medians=(30.0, 31.0)), Verdict.OFFICE),
        (group(80, 0, 0, medians=(None, 20.0), only_office=80), Verdict.ONLY_OFFICE),
        (group(0, 80, 0, medians=(20.0, None), only_hospital=80), Verdict.ONLY_HOSPITAL),
        (group(0, 0, 0, medians=(None, None)), Verdict.NOBODY),
    ],
)
def test_verdict(counted, verdict):
    assert counted.verdict is verdict


@given(st.lists(st.tuples(st.integers(1, 5000), TIMES, TIMES), min_size=1, max_size=30))
def test_verdict_turns_around_with_the_data(rows):
    def verdict_of(rows):
        frame = places(rows)
        medians = [
            None if np.isnan(frame[name].median()) else frame[name].median()
            for name in ("hospital_min", "office_min")
        ]
        return count_nearness("all", frame, *medians).verdict

    opposite = {
        Verdict.OFFICE: Verdict.HOSPITAL,
        Verdict.HOSPITAL: Verdict.OFFICE,
        Verdict.ONLY_OFFICE: Verdict.ONLY_HOSPITAL,
        Verdict.ONLY_HOSPITAL: Verdict.ONLY_OFFICE,
    }
    verdict = verdict_of(rows)
    assert verdict_of([(n, office, hospital) for n, hospital, office in rows]) is opposite.get(
        verdict, verdict
    )
