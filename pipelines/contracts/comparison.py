"""What changed between two runs: the tables that `infusion-access compare` writes as CSV files."""

from __future__ import annotations

from pipelines.contracts.columns import (
    COUNTY_FIPS,
    SITE_OR_ANY,
    STRATUM_GROUP,
    Column,
    Contract,
    boolean,
    miles,
    minutes,
    number,
    people,
    text,
    whole,
)
from pipelines.vocabulary.comparison import (
    CENTER_CHANGES,
    CENTER_COUNTS,
    COMPARED,
    LEVELS,
    MATCHED_BY,
)

_NOT_THERE = "no_value_a or no_value_b says why"
_WHOLE = "the figure is of the row as a whole"
_ONE_ONLY = "the center is in the other run only"
_ABSENT = "it is not there"


def _sides(meaning: str, null: str) -> dict[str, Column]:
    return {
        f"value_{side}": text(f"{meaning} in {side.upper()}", side.upper(), null=null)
        for side in ("a", "b")
    }


_FIGURE = {
    "from_table": text("table of the warehouse that holds the figure", "Table"),
    "figure": text("column of that table"),
    "of": text("further columns of its key with their values", "Of", null=_WHOLE),
    "unit": text("unit of the figure", null="a plain number"),
    "a": number("figure in A", "A", null=_NOT_THERE),
    "b": number("figure in B", "B", null=_NOT_THERE),
    "change": number("b minus a, 0 within rounding (a billionth)", null="a or b is missing"),
    "no_value_a": text("why A has no figure", "Why A has none", null="it has"),
    "no_value_b": text("why B has no figure", "Why B has none", null="it has"),
    "comparable": boolean("no setting that gives the figure its meaning differs"),
}
_FIGURE_KEY = ("from_table", "figure", "of")

COMPARISON = {
    "compare.summary": Contract(
        "How much was compared, and how much of it changed.",
        ("compared",),
        {
            "compared": text("what, by the name of its table", "Compared", among=COMPARED),
            "in_a": whole("how many of them A has", "In A"),
            "in_b": whole("how many of them B has", "In B"),
            "in_both": whole("how many of them both have", "In both"),
            "changed": whole("how many rows its table has of things that changed, came or went"),
        },
    ),
    "compare.land": Contract(
        "What land and which people the runs are about.",
        ("unit",),
        {
            "unit": text("what is counted", among=("counties", "places", "people")),
            "a": number("how many in A", "A", low=0),
            "b": number("how many in B", "B", low=0),
            "both": number(
                "how many in both, by the same code",
                "In both",
                null="people are not matched",
                low=0,
            ),
        },
    ),
    "compare.strata": Contract(
        "A figure of a stratum, or of the whole area, in both runs side by side.",
        ("stratum", *_FIGURE_KEY),
        {"stratum": text("stratum, or 'all' for the whole area"), **_FIGURE},
    ),
    "compare.counties": Contract(
        "A figure of a county that both runs have.",
        ("county_fips", *_FIGURE_KEY),
        {"county_fips": COUNTY_FIPS, "county": text("its name, as in B"), **_FIGURE},
    ),
    "compare.places": Contract(
        "A figure that changed, of a place that both runs have.",
        ("geoid", *_FIGURE_KEY),
        {"geoid": text("place", "Place"), **_FIGURE},
    ),
    "compare.drives": Contract(
        "Whose drive to the nearest center of a kind changed, of the places that both runs have.",
        ("stratum", "site_of_care"),
        {
            "stratum": STRATUM_GROUP,
            "site_of_care": SITE_OR_ANY,
            "population": people(
                "people of B, in its strata, who live in a place of both runs", "People"
            ),
            "population_shorter": people(
                "those whose drive is a minute or more shorter", "Shorter"
            ),
            "population_longer": people("those whose drive is a minute or more longer", "Longer"),
            "population_same": people("those whose drive is the same within a minute", "Same"),
            "population_connected": people(
                "those who have a drive time in B only", "Only B has a drive"
            ),
            "population_cut_off": people(
                "those who have a drive time in A only", "Only A has a drive"
            ),
            "population_unreached": people("those who have none in either", "No drive in either"),
        },
    ),
    "compare.place_drives": Contract(
        "A place that both runs have: its drive to the nearest center of any kind in both.",
        ("geoid",),
        {
            "geoid": text("place", "Place"),
            "drive_time_min_a": minutes("drive in A", "A", null="none is reached"),
            "drive_time_min_b": minutes("drive in B", "B", null="none is reached"),
            "change_min": number(
                "b minus a; 0 where they differ by less than a minute",
                unit="minutes",
                null="a or b is missing",
            ),
        },
    ),
    "compare.findings": Contract(
        "A finding or group that is another one in B, of a stratum, county or place that both runs have.",
        ("level", "id", *_FIGURE_KEY),
        {
            "level": text("what it is of", among=LEVELS),
            "id": text("its stratum, county code or place"),
            **{name: _FIGURE[name] for name in _FIGURE_KEY},
            **_sides("code", "there is none"),
            "comparable": _FIGURE["comparable"],
        },
    ),
    "compare.centers": Contract(
        "A center that one run alone has, or that moved, was reclassified or is described anew.",
        ("center_id_a", "center_id_b"),
        {
            "change": text("what happened to it", among=CENTER_CHANGES),
            "matched_by": text("by what it is one center", null=_ONE_ONLY, among=MATCHED_BY),
            **{
                f"{name}_{side}": text(f"{meaning} in {side.upper()}", null=_ONE_ONLY)
                for name, meaning in (
                    ("center_id", "id of the center"),
                    ("name", "its name"),
                    ("site_of_care", "its site of care"),
                )
                for side in ("a", "b")
            },
            "moved_mi": miles(
                "how far its place in B is from that in A, as the crow flies", null=_ONE_ONLY
            ),
            "columns_changed": text(
                "columns of core.centers that differ", null="none does, or " + _ONE_ONLY
            ),
            "county_fips": text(
                "county in B, or in A if it closed", null="it lies outside of the counties read"
            ),
        },
    ),
    "compare.center_counts": Contract(
        "How many centers of a kind changed in one way.",
        ("change", "site_of_care"),
        {
            "change": text("what happened to them", among=CENTER_COUNTS),
            "site_of_care": text("their site of care in B, or in A if they closed"),
            "centers": whole("how many"),
        },
    ),
    "compare.sources": Contract(
        "A fact of a source's file that differs.",
        ("source", "file_number", "fact"),
        {
            "source": text("name of the source in the area file"),
            "file_number": whole("place of the file in the source's list", low=1),
            "fact": text("which fact, a column of out.provenance"),
            **_sides("value", _ABSENT),
        },
    ),
    "compare.settings": Contract(
        "A setting, a version of the software, or a fact of the road network that differs.",
        ("part", "setting"),
        {
            "part": text("what it belongs to", among=("settings", "software", "network")),
            "setting": text("its name"),
            **_sides("value", _ABSENT),
            "not_comparable": text(
                "what cannot be compared because of it", null="figures mean the same"
            ),
        },
    ),
    "compare.tables": Contract(
        "A table of core or out, and how far its rows are the same in both runs.",
        ("name",),
        {
            "name": text("full name of the table", "Table"),
            "rows_a": whole("rows in A", null="A has no such table"),
            "rows_b": whole("rows in B", null="B has no such table"),
            "only_a": whole("rows whose key only A has", null="not_compared says why"),
            "only_b": whole("rows whose key only B has", null="not_compared says why"),
            "rows_changed": whole(
                "rows of both that differ in a cell", null="not_compared says why"
            ),
            "columns_changed": text("columns with a cell that differs", null="no cell differs"),
            "not_compared": text("why rows were not compared", null="they were"),
        },
    ),
}
"""Contracts of the comparison of two runs, by full name."""
