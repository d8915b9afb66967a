"""Which reader reads which source, and what it is given of sources before it."""

from pathlib import Path

import pytest

from pipelines.area import StudyArea
from pipelines.sources.registry import read_source, source_names
from tests.sources.claims_worlds import billed, pos_row, pos_text, puf_text
from tests.sources.nppes_worlds import archive, npi, provider

FILES = {"files": ["x"], "vintage": "", "publisher": "", "licence": ""}


def area(**sources):
    base = {
        "population": {"kind": "cenpop", **FILES},
        "counties": FILES,
        "roads": {"kind": "osm_pbf", **FILES},
        "hospitals": {"kind": "cms", **FILES},
        "zip_centroids": FILES,
    }
    return StudyArea.model_validate(
        {"area": {"name": "a", "title": "A"}, "sources": base | sources}
    )


def test_needed_sources_come_first():
    names = source_names(area(nppes=FILES, physician_puf=FILES, cost_reports=FILES))
    assert names[:2] == ["physician_puf", "zip_centroids"]
    assert set(names[2:]) == {
        "population",
        "counties",
        "roads",
        "hospitals",
        "nppes",
        "cost_reports",
    }


def test_whoever_bills_for_infusions_is_read_of_the_registry(tmp_path):
    study = area(nppes=FILES | {"states": ["IL"]}, physician_puf=FILES)
    puf = tmp_path / "puf.csv"
    puf.write_text(puf_text([billed(2, "96365"), billed(3, "96372")]))
    monthly = archive(
        tmp_path / "monthly.zip",
        [provider(1), *(provider(n, taxonomy_1="207R00000X", state="MO") for n in (2, 3))],
    )
    earlier = {"physician_puf": read_source(study, "physician_puf", [puf], {})}
    alone = read_source(study, "nppes", [monthly], {})
    both = read_source(study, "nppes", [monthly], earlier)
    assert alone.table["npi"].tolist() == [npi(1)]
    assert both.table["npi"].tolist() == [npi(1), npi(2)]


def test_services_of_hospitals(tmp_path):
    path = tmp_path / "pos.csv"
    path.write_text(pos_text([pos_row("140001")]))
    study = area(provider_of_services=FILES)
    assert len(read_source(study, "provider_of_services", [path], {}).table) == 1


def test_hospitals_without_coordinates_need_centroids():
    with pytest.raises(ValueError, match="need zip_centroids"):
        read_source(area(), "hospitals", [Path("x")], {})


def test_states_are_postal_letters():
    with pytest.raises(ValueError, match="states"):
        area(nppes=FILES | {"states": ["Illinois"]})
