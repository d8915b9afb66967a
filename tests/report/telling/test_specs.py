"""Specs name cells of a source table and compute none."""

import pandas as pd
import pytest

from pipelines.contracts import CONTRACTS
from pipelines.report.telling.specs import Shown, TableSpec, build
from pipelines.report.telling.tables import Kind, PeopleShare

SITES = {"hospital_based": "Hospital-based", "office_based": "Office-based"}
STRATA = {"rural": "Rural", "all": "Everyone"}
COVERAGE = pd.DataFrame(
    {
        "stratum": ["all", "all", "rural", "rural", "rural"],
        "site_of_care": ["office_based", "hospital_based"] * 2 + ["any"],
        "within_min": [30.0] * 5,
        "people": [60.0, 80.0, 5.0, None, 9.0],
        "share": [0.6, 0.8, 0.25, None, 0.45],
    }
)
LONG = TableSpec(
    "coverage",
    "Within {near} minutes",
    (
        Shown("stratum", words=STRATA, heading="Stratum"),
        Shown("site_of_care", words=SITES, heading="Nearest"),
        Shown("people", Kind.PEOPLE_SHARE, share="share", heading="Within {near} minutes"),
    ),
    headers=2,
    where={"within_min": 30.0},
)
WIDE = TableSpec(
    "coverage_compared",
    "Side by side",
    (
        Shown("stratum", words=STRATA, heading="Stratum"),
        Shown("share", Kind.SHARE, name="{code}_share", heading="{word}: share", spread=True),
    ),
    across=("site_of_care", SITES),
)
CODES = {"stratum": ("rural", "all"), "site_of_care": tuple(SITES)}


def test_rows_stand_in_the_order_of_the_codes() -> None:
    table = build(LONG, COVERAGE, codes=CODES, fills={"near": "30"})
    assert table.title == "Within 30 minutes"
    assert [column.heading for column in table.columns][-1] == "Within 30 minutes"
    assert table.rows == (
        ("Rural", "Hospital-based", None),
        ("Rural", "Office-based", PeopleShare(5.0, 0.25)),
        ("Everyone", "Hospital-based", PeopleShare(80.0, 0.8)),
        ("Everyone", "Office-based", PeopleShare(60.0, 0.6)),
    )


def test_rows_of_other_values_are_left_out() -> None:
    spec = TableSpec("none", "", LONG.columns, where={"within_min": 15.0}, headers=2)
    assert build(spec, COVERAGE, codes=CODES, fills={"near": "30"}).rows == ()


def test_codes_stand_side_by_side_in_their_order() -> None:
    table = build(WIDE, COVERAGE, codes=CODES)
    assert [column.name for column in table.columns] == [
        "stratum",
        "hospital_based_share",
        "office_based_share",
    ]
    assert table.columns[1].heading == "Hospital-based: share"
    assert table.rows == (("Rural", None, 0.25), ("Everyone", 0.8, 0.6))


def test_a_pair_that_the_source_lacks_is_a_dash() -> None:
    source = COVERAGE[~((COVERAGE["stratum"] == "rural") & (COVERAGE["people"] == 5.0))]
    assert build(WIDE, source, codes=CODES).rows[0] == ("Rural", None, None)


def test_words_may_depend_on_the_whole_row() -> None:
    spec = TableSpec(
        "coverage",
        "",
        (Shown("stratum", words=lambda row: f"{row['stratum']}/{row['people']:.0f}"),),
    )
    assert build(spec, COVERAGE.head(1)).rows == (("all/60",),)


def test_spreading_without_across_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="spread across nothing"):
        build(TableSpec("x", "", (Shown("share", spread=True),)), COVERAGE)


def test_columns_that_stand_together_are_spread_together() -> None:
    spec = TableSpec(
        "coverage_compared",
        "",
        (
            Shown("stratum", words=STRATA, heading="Stratum"),
            Shown("people", Kind.COUNT, name="{code}_people", heading="People", spread=True),
            Shown(
                "share",
                Kind.DECIMAL,
                name="{code}_percent",
                heading="Percent",
                times=100,
                spread=True,
            ),
        ),
        across=("site_of_care", SITES),
    )
    table = build(spec, COVERAGE, codes=CODES)
    assert [column.name for column in table.columns] == [
        "stratum",
        "hospital_based_people",
        "hospital_based_percent",
        "office_based_people",
        "office_based_percent",
    ]
    assert table.rows[1] == ("Everyone", 80.0, 80.0, 60.0, 60.0)
    fewer = build(spec, COVERAGE, codes=CODES, without=("people",))
    assert fewer.rows[1] == ("Everyone", 80.0, 60.0)


def test_headings_are_those_of_the_contract_unless_the_table_has_its_own() -> None:
    columns = (Shown("stratum"), Shown("share", Kind.SHARE, heading="Share within {near} minutes"))
    for spec in (
        TableSpec("coverage", "", columns),
        TableSpec("coverage_near", "", columns, sources=("out.geocoding", "out.coverage")),
    ):
        table = build(spec, COVERAGE, fills={"near": "30"})
        assert [column.heading for column in table.columns] == [
            CONTRACTS["out.coverage"].columns["stratum"].heading,
            "Share within 30 minutes",
        ]
