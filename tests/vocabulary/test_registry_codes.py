"""The code lists: well formed, without repeats, and as the field words them."""

import re

from pipelines.vocabulary.registry_codes import (
    CODE_GROUP,
    CODE_GROUPS,
    PROCEDURES,
    TAXONOMIES,
    wanted_taxonomy,
)


def test_codes_are_well_formed_and_there_once():
    codes = [known.code for known in TAXONOMIES]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[0-9]{3}[0-9A-Z]{6}X|363L", code) for code in codes)
    assert len(CODE_GROUP) == len(PROCEDURES)
    assert all(re.fullmatch(r"96[34]\d\d|[JQ]\d{4}", code) for code in CODE_GROUP)
    assert set(CODE_GROUP.values()) == set(CODE_GROUPS)


def test_codes_that_the_field_calls_infusing():
    infusing = {code for code, group in CODE_GROUP.items() if group == "infusing"}
    assert infusing >= {"96365", "96366", "96413", "96415", "96416", "96417"}
    assert not infusing & {"96360", "96369", "96372", "96374", "96401", "96402", "96409"}
    assert {"96372", "96401", "96402"} <= {
        code for code, group in CODE_GROUP.items() if group == "injecting_only"
    }


def test_wanted_taxonomy():
    assert wanted_taxonomy("261QI0500X").hint == "infusion_clinic"
    assert wanted_taxonomy("363LF0000X").hint == "nurse"
    assert wanted_taxonomy("207RH0003X").line == "oncology"
    for other in ("261QX0203X", "207R00000X", "", "261QI0500"):
        assert wanted_taxonomy(other) is None
