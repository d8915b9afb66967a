import numpy as np
import pandas as pd
import pytest

from pipelines.area import Facilities
from pipelines.facilities.facts import FACTS, name_patterns
from pipelines.facilities.rules import (
    CONCLUSIONS,
    PRIOR_LOG_ODDS,
    RULE_COLUMNS,
    confidence,
    evaluate,
    rule_table,
)
from pipelines.vocabulary.centers import DEFINITIONS

RULES = rule_table()


def facts(*rows: dict) -> pd.DataFrame:
    """Return centers of which nothing is known but what a row says."""
    nothing = {name: False if how == "any" else 0.0 for name, (how, _) in FACTS.items()}
    nothing |= {"hospital": False, "on_campus": False, "hospital_evidence_given": True}
    nothing |= {"street_known": True, "organizations": 1.0}
    return pd.DataFrame([nothing | {"min_infusions": 52.0} | row for row in rows])


def concluded(**known: object) -> pd.Series:
    return evaluate(facts(known))[0].iloc[0]


def chance(definition: str = "combined", **known: object) -> float:
    return float(confidence(evaluate(facts(known))[1], definition)[0])


def test_the_table_is_whole() -> None:
    assert tuple(RULES.columns) == RULE_COLUMNS
    assert RULES["rule_id"].is_unique
    assert RULES["explanation"].str.len().gt(10).all()
    assert set(RULES["concludes"]) == set(CONCLUSIONS)
    judges = RULES["concludes"].eq("is_center")
    assert (RULES.loc[judges, "weight"].gt(0) == RULES.loc[judges, "value"].eq("yes")).all()
    assert RULES.loc[~judges, "weight"].gt(0).all()
    counted = {name for names in RULES["definitions"] for name in names.split()}
    assert counted == set(DEFINITIONS)
    assert RULES.loc[judges, "definitions"].ne("").all()


def test_every_rule_can_apply_and_every_fact_is_looked_at() -> None:
    words = set(RULES["when"].str.findall(r"[a-z_]+").explode())
    unused = set(FACTS) - words
    assert unused == set()
    assert set(name_patterns()) <= set(FACTS)


def test_confidence_is_the_stated_formula() -> None:
    weights = RULES.set_index("rule_id")["weight"]
    expected = 1 / (1 + np.exp(-(PRIOR_LOG_ODDS + weights["C10"] + weights["C20"])))
    assert chance(clinic_here=True, name_infusion=True) == pytest.approx(expected)
    assert chance() == pytest.approx(1 / (1 + np.exp(-PRIOR_LOG_ODDS)))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, "---"),
        ({"listed": True}, "rbc"),
        ({"clinic_here": True}, "r-c"),
        ({"oncologists": 3.0}, "r--"),
        ({"infusion_pharmacy": True}, "r--"),
        ({"infusion_pharmacy": True, "name_infusion": True, "name_infusion_place": True}, "r-c"),
        ({"infusion_pharmacy": True, "name_infusion": True, "name_home": True}, "r--"),
        ({"clinic_here": True, "name_infusion": True, "name_wellness": True}, "r--"),
        ({"practice_taxonomy": True, "office_infusions": 52.0}, "-bc"),
        ({"practice_taxonomy": True, "office_infusions": 51.0}, "--c"),
        ({"practice_taxonomy": True, "office_injections": 900.0}, "---"),
        ({"specialty_drugs": 300.0, "office_injections": 900.0}, "--c"),
        ({"hospital_record": True, "hospital_infuses": True}, "rbc"),
        ({"hospital_record": True}, "r--"),
        ({"hospital_record": True, "hospital_evidence_given": False}, "rbc"),
        ({"hospital_taxonomy": True}, "---"),
        ({"nurses": 2.0}, "---"),
    ],
)
def test_who_is_a_center_by_definition(known, expected) -> None:
    counted = "".join(
        name[0] if chance(name, **known) >= 0.5 else "-"
        for name in ("registry", "billing", "combined")
    )
    assert counted == expected


@pytest.mark.parametrize(
    ("known", "site", "place", "pays", "supervision"),
    [
        ({"hospital_taxonomy": True, "on_campus": True}, "hospital_based", "22", True, "physician"),
        ({"hospital_parent": True, "clinic_here": True}, "hospital_based", "19", True, "physician"),
        ({"practice_taxonomy": True, "physicians": 2.0}, "office_based", "11", True, "physician"),
        (
            {"clinic_here": True, "nurse_practitioners": 1.0},
            *("office_based", "11", True, "nurse practitioner"),
        ),
        (
            {"infusion_pharmacy": True, "name_infusion": True},
            "pharmacy_based",
            "12",
            False,
            "nurse",
        ),
        ({"clinic_here": True, "nurses": 1.0}, "stand_alone", "49", False, "nurse"),
        (
            {"told_pharmacy": True, "practice_taxonomy": True},
            "pharmacy_based",
            "12",
            False,
            "nurse",
        ),
    ],
)
def test_site_of_care_and_what_follows(known, site, place, pays, supervision) -> None:
    found = concluded(**known)
    assert found["site_of_care"] == site
    assert found["place_of_service"] == place
    assert found["medicare_payable"] == pays
    assert found["supervision"] == supervision


def test_what_medicare_was_billed_for_it_pays() -> None:
    billed = concluded(clinic_here=True, office_infusions=80.0)
    assert billed["medicare_payable"]
    assert billed["medicare_rule"] == "M07"
    told = concluded(told_stand_alone=True, told_not_payable=True, office_infusions=80.0)
    assert told["medicare_rule"] == "M02"


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ({"oncology_clinic": True}, "oncology"),
        ({"specialty_practice": True}, "specialty"),
        ({"specialty_practice": True, "name_cancer": True}, "both"),
        ({"clinic_here": True}, "specialty"),
        ({"hospital_record": True, "hospital": True, "clinic_here": True}, None),
    ],
)
def test_therapy_line(known, line) -> None:
    found = concluded(**known)["therapy_line"]
    assert found == line if line else pd.isna(found)


def test_without_a_rule_nothing_is_concluded() -> None:
    found = concluded()
    assert found[["site_of_care", "therapy_line", "supervision", "place_of_service"]].isna().all()
    assert pd.isna(found["medicare_payable"])
    assert pd.isna(found["medicare_rule"])


def test_settings_have_the_defaults_that_the_rules_were_written_for():
    assert Facilities().model_dump() == {
        "definition": "combined",
        "min_infusions": 52.0,
        "geocoder": "off",
        "geocoder_url": None,
        "geocoder_benchmark": "Public_AR_Current",
    }
