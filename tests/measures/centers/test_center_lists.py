"""How complete the lists are, and which hospitals only stand in, in worlds of a few centers."""

import pandas as pd
import pytest

from pipelines.area.sources import CentersSource, HospitalsSource, NppesSource
from pipelines.measures.centers.center_lists import center_lists

ABOUT = {"files": ["raw:x"], "publisher": "who", "vintage": "when", "licence": "terms"}


def hospitals(**settings):
    return HospitalsSource(kind="hifld", **ABOUT, **settings)


def listed(**settings):
    return CentersSource(**ABOUT, **settings)


def centers(*members):
    """A center of each of the members, hospitals where a registry of hospitals is among them."""
    rows = [
        (
            f"c{number}",
            "hospital_based" if "hifld:" in one or "ward" in one else "office_based",
            one,
        )
        for number, one in enumerate(members)
    ]
    return pd.DataFrame(rows, columns=["center_id", "site_of_care", "members"]).astype("str")


def rows_of(*arguments):
    table = center_lists(*arguments)
    plain = table.astype("object").where(table.notna(), None)
    return {row["site_of_care"]: row for row in plain.to_dict("records")}


def test_hospitals_without_evidence_stand_in_unless_a_list_names_them() -> None:
    found = centers("hifld:1", "hifld:2 list:a", "list:ward", "list:b")
    rows = rows_of(found, None, {"hospitals": hospitals(), "centers": listed()})
    assert rows["hospital_based"]["centers"] == 3
    assert rows["hospital_based"]["standing_in"] == 1
    assert rows["office_based"]["standing_in"] == 0


@pytest.mark.parametrize(
    ("looks_at", "value", "standing_in"),
    [
        ("hospital registry", "yes", 1),
        ("taxonomy", "yes", 1),
        ("hospital services", "yes", 0),
        ("hospital services", "no", 1),
        ("billing", "yes", 0),
        ("list", "yes", 0),
    ],
)
def test_with_registries_only_what_says_that_it_infuses_is_evidence(
    looks_at, value, standing_in
) -> None:
    rules = [("c0", "is_center", "yes", "hospital registry"), ("c0", "is_center", value, looks_at)]
    evidence = pd.DataFrame(rules, columns=["center_id", "concludes", "value", "looks_at"])
    lists = {"hospitals": hospitals(), "nppes": NppesSource(**ABOUT)}
    rows = rows_of(centers("hifld:1 nppes:2"), evidence, lists)
    assert rows["hospital_based"]["standing_in"] == standing_in


def test_the_best_list_of_a_kind_decides() -> None:
    found = centers("hifld:1 list:ward", "list:b")
    lists = {
        "hospitals": hospitals(completeness="complete", completeness_in_buffer="unknown"),
        "centers": listed(completeness="sample", completeness_in_buffer="sample"),
    }
    rows = rows_of(found, None, lists)
    assert rows["hospital_based"]["sources"] == "hospitals centers"
    assert rows["hospital_based"]["completeness"] == "complete"
    assert rows["hospital_based"]["completeness_in_buffer"] == "unknown"
    assert rows["office_based"]["completeness"] == "sample"


def test_a_list_of_offices_says_nothing_of_hospitals() -> None:
    lists = {
        "hospitals": hospitals(completeness="sample"),
        "centers": listed(completeness="complete"),
    }
    rows = rows_of(centers("hifld:1", "list:b"), None, lists)
    assert rows["hospital_based"]["completeness"] == "sample"
    assert rows["office_based"]["completeness"] == "complete"


def test_a_kind_that_no_source_names_has_no_list() -> None:
    rows = rows_of(centers("hifld:1"), None, {"hospitals": hospitals()})
    assert rows["office_based"]["sources"] is None
    assert rows["office_based"]["completeness"] is None


def test_a_list_may_be_complete_for_one_kind_and_a_sample_of_another() -> None:
    own = listed(completeness="sample", completeness_by_site={"hospital_based": "complete"})
    rows = rows_of(centers("list:ward", "list:b"), None, {"centers": own})
    assert rows["hospital_based"]["completeness"] == "complete"
    assert rows["office_based"]["completeness"] == "sample"
    assert rows["pharmacy_based"]["completeness"] == "sample"
