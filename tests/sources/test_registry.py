"""Which reader reads which source, and what it is given of sources before it."""

import sys
from typing import get_args

import pytest

from pipelines.area import Source, StudyArea
from pipelines.area.sources import Sources
from pipelines.sources.registry import (
    SOURCES,
    becomes_network,
    read_source,
    sources_of,
)
from pipelines.vocabulary import sources as vocabulary
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


def settings_class(field):
    """Return the class of a table of `[sources.*]`, whether it may be missing or not."""
    kinds = [field.annotation, *get_args(field.annotation)]
    return next(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Source))


def test_every_source_of_an_area_file_is_declared_once():
    declared = {name: entry.settings for name, entry in SOURCES.items()}
    assert declared == {name: settings_class(field) for name, field in Sources.model_fields.items()}
    assert set(SOURCES) == set(vocabulary.SOURCES)
    assert [name for name in SOURCES if becomes_network(name)] == ["roads"]


def test_what_is_needed_needs_nothing_itself():
    needed = {other for entry in SOURCES.values() for other in entry.after}
    assert needed <= set(SOURCES)
    assert not any(SOURCES[name].after for name in needed)


def test_the_reader_of_a_source_calls_it_by_its_name():
    for name, entry in SOURCES.items():
        module = sys.modules[entry.read.__module__] if entry.read else None
        assert getattr(module, "SOURCE", name) == name


def test_needed_sources_come_first():
    names = list(sources_of(area(nppes=FILES, physician_puf=FILES, cost_reports=FILES)))
    assert names[:2] == ["counties", "physician_puf"]
    assert set(names[2:]) == {
        "zip_centroids",
        "population",
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
    assert tuple(alone.more) == SOURCES["nppes"].parts
    assert alone.table["npi"].tolist() == [npi(1)]
    assert both.table["npi"].tolist() == [npi(1), npi(2)]


def test_services_of_hospitals(tmp_path):
    path = tmp_path / "pos.csv"
    path.write_text(pos_text([pos_row("140001")]))
    study = area(provider_of_services=FILES)
    assert len(read_source(study, "provider_of_services", [path], {}).table) == 1


def test_states_are_postal_letters():
    with pytest.raises(ValueError, match="states"):
        area(nppes=FILES | {"states": ["Illinois"]})
