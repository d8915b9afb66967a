import pytest

from pipelines.area import ProviderOfServicesSource
from pipelines.demo.state import COST_REPORTS, SERVICES
from pipelines.facilities.hospital_evidence import hospital_evidence
from pipelines.sources.facilities.cost_reports import read_cost_reports
from pipelines.sources.facilities.provider_of_services import read_provider_of_services
from tests.demo.conftest import source, written


@pytest.fixture(scope="module")
def services(small):
    settings = ProviderOfServicesSource(**source(states=("ZZ",)))
    return read_provider_of_services([written(small, SERVICES)], settings)


@pytest.fixture(scope="module")
def reports(small):
    return read_cost_reports([written(small, COST_REPORTS)])


def test_every_hospital_in_medicare_is_read_and_those_that_left_are_not(registered, services):
    certified = {row.ccn: row for row in registered.certifications}
    assert set(services.table["ccn"]) == {
        ccn for ccn, row in certified.items() if row.place.is_open
    }
    assert set(services.rejected["reason"]) == {
        "left Medicare (termination code 01); left out, not a fault"
    }
    for ccn, chemotherapy in zip(
        services.table["ccn"], services.table["chemotherapy"], strict=True
    ):
        assert (chemotherapy == "own staff") == certified[ccn].chemotherapy
    assert {"short-term", "critical access", "psychiatric"} <= set(services.table["subtype"])


def test_every_report_is_read_with_its_charges(registered, reports):
    assert not len(reports.rejected)
    read = reports.table.set_index("ccn")
    assert len(read) == len(registered.charges)
    for ccn, usd in registered.charges:
        assert read["iv_outpatient_charges_usd"].fillna(0.0).at[ccn] == usd


def test_evidence_is_mostly_right_but_not_always(registered, services, reports):
    evidence = hospital_evidence(services.table, reports.table).set_index("ccn")["infuses"]
    is_open = [row for row in registered.certifications if row.place.is_open]
    right = [
        bool(evidence.get(row.ccn, False)) == (row.place.kind == "hospital") for row in is_open
    ]
    assert 0.85 <= sum(right) / len(right) < 1.0
