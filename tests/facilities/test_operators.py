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
