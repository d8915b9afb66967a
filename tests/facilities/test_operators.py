import pandas as pd
import pytest

from pipelines.facilities.matching.organization_names import written_names
from pipelines.facilities.operators import OPERATOR_KINDS, aliases, operators


def run_by(names: str, parent: str = "", hospital: bool = False) -> tuple:
    found = operators(
        pd.Series([names], dtype="str"), pd.Series([parent], dtype="str"), pd.Series([hospital])
    ).iloc[0]
    return tuple(None if pd.isna(value) else value for value in found)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("IVX HEALTH DELAWARE",), ("IVX Health", "management_company")),
        (("DELTA CARE|OPTION CARE ENTERPRISES",), ("Option Care Health", "management_company")),
        (("DELTA CARE", "Ascension Health"), ("Ascension", "health_system")),
        (("DELTA CARE", "Mercy Hospital", True), ("Mercy Hospital", "health_system")),
        (("DELTA CARE", "Delta Holdings"), ("Delta Holdings", None)),
        (("DELTA CARE",), (None, "independent")),
        (("MERCY HOSPITAL", "", True), (None, None)),
        (("",), (None, None)),
        (("HCAPTIVA CLINIC",), (None, "independent")),
        (("DELTA HCA",), (None, "independent")),
    ],
)
def test_operators(given, expected) -> None:
    assert run_by(*given) == expected


def test_the_alias_table_is_whole() -> None:
    table = aliases()
    assert table["alias"].is_unique
    assert table["alias"].tolist() == written_names(table["alias"]).tolist()
    assert set(table["kind"]) <= set(OPERATOR_KINDS)
    assert table["source"].str.match("https?://").all()
    assert set(table["checked"]) == {"own name", "yes"}


def test_real_operators_go_by_their_names_or_those_of_whom_they_belong_to(shared_data) -> None:
    rows = pd.read_csv(shared_data / "us/centers/operators.csv", dtype="str")
    assert (len(rows), rows["operator"].nunique()) == (37, 28)
    names = written_names(rows["operator"])
    found = operators(names, pd.Series("", index=names.index), pd.Series(False, index=names.index))
    told = rows.assign(found=found["operator"], kind=found["operator_kind"]).drop_duplicates(
        "operator"
    )
    assert told["kind"].value_counts().to_dict() == {
        "management_company": 15,
        "independent": 11,
        "health_system": 2,
    }
    other = told[told["found"].notna() & (told["found"] != told["operator"])]
    assert dict(zip(other["operator"], other["found"], strict=True)) == {
        "Texas Oncology": "The US Oncology Network",
        "Illinois CancerCare": "The US Oncology Network",
        "Optum Infusion Pharmacy": "Optum",
    }
    # Practices that run themselves, a grocer and a hospital are no operators of others.
    assert told["found"].isna().sum() == 10


def test_most_real_centers_of_chains_are_told_by_their_operator(shared_data) -> None:
    rows = pd.read_csv(shared_data / "us/centers/known_centers.csv", dtype="str")
    names = written_names(rows["operator"].fillna(""))
    hospital = rows["site_of_care"].eq("hospital_based")
    found = operators(names, pd.Series("", index=names.index), hospital)["operator"]
    chains = found[rows["site_of_care"].eq("stand_alone")].value_counts()
    assert chains["Medix Infusion"] == 58


@pytest.mark.parametrize(
    ("name", "operator"),
    [
        ("WALGREENS INFUSION SERVICES", "Option Care Health"),
        ("BRIOVARX INFUSION SERVICES 305", "Optum"),
        ("TEXAS ONCOLOGY PA", "The US Oncology Network"),
        ("ILLINOIS CANCERCARE PC", "The US Oncology Network"),
        ("NORRIS COTTON CANCER CENTER", "Dartmouth Health"),
        ("DUPAGE MEDICAL GROUP", "Duly Health and Care"),
        # No source was found that joins it to IVX Health.
        ("INFUSION EXPRESS", None),
    ],
)
def test_names_that_sources_confirm(name, operator) -> None:
    assert run_by(name)[0] == operator
