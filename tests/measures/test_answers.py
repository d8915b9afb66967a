"""The tables of the measures agree with one another and with the tables that they rest on."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from flows.folders import Folders
from flows.study import open_study
from pipelines.area import load_area
from pipelines.contracts import check_contract
from pipelines.demand.population import core_population, studied_people
from pipelines.demand.rurality import RuralityCodes
from pipelines.measures.equity.answer import under_every_scheme
from pipelines.measures.place_times import place_times
from pipelines.measures.uncertainty.answer import survey_margins
from pipelines.sources.registry import read_source
from pipelines.warehouse import read_table

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def table(small_run: Folders):
    def read(name: str) -> pd.DataFrame:
        return read_table(small_run.warehouse, f"out.{name}")

    return read


def test_the_areas_own_scheme_tells_what_the_plain_tables_tell(table) -> None:
    for plain, schemes in (
        ("coverage", "coverage_by_scheme"),
        ("times_by_stratum", "times_by_scheme"),
        ("nearness", "nearness_by_scheme"),
        ("office_advantage", "office_advantage_by_scheme"),
    ):
        rows = table(schemes)
        mine = rows[rows["scheme"] == "nchs"].drop(columns="scheme").reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, table(plain), obj=plain)


def test_bands_hold_the_figures_that_the_tables_tell(table) -> None:
    band = table("sensitivity")
    told = band[band["value"].notna()]
    assert told["low"].le(told["value"]).all()
    assert told["high"].ge(told["value"]).all()
    times = table("times_by_stratum").set_index(["stratum", "site_of_care"])
    figures = band[(band["figure"] == "drive_time_min_median") & (band["dimension"] == "all")]
    for row in figures.to_dict("records"):
        median = times.loc[(row["stratum"], row["site_of_care"]), "drive_time_min_median"]
        np.testing.assert_equal(row["value"], median)


def test_closing_hospitals_helps_no_county_and_all_centers_help_most(table) -> None:
    adequacy = table("adequacy")
    share = adequacy.pivot(index="county_fips", columns="scenario", values="share_within")
    assert set(share.columns) >= {"all", "hospitals_closed", "hospital_based", "office_based"}
    for scenario in share.columns:
        assert (share["all"] >= share[scenario]).all(), scenario
    assert (share["hospital_and_office"] >= share["hospital_based"]).all()


def test_a_county_depends_on_offices_only_if_it_fails_without_them(table) -> None:
    findings = table("adequacy_findings").set_index("county_fips")["finding"]
    adequate = table("adequacy").pivot(index="county_fips", columns="scenario", values="adequate")
    expected = np.select(
        [adequate["hospital_based"], adequate["hospital_and_office"], adequate["all"]],
        ["hospitals_suffice", "only_with_offices", "only_with_others"],
        "fails_with_all",
    )
    assert findings.loc[adequate.index].tolist() == expected.tolist()


def test_what_closes_helps_nobody_and_what_opens_harms_nobody(table) -> None:
    rows = table("what_if")
    closures, openings = (rows["what_if"].str.startswith(one) for one in ("closures", "opening: "))
    assert rows.loc[closures, "population_shorter"].eq(0).all()
    assert rows.loc[openings, "population_longer"].eq(0).all()
    assert rows.loc[closures, "population_longer"].gt(0).any()
    assert rows.loc[openings, "population_shorter"].gt(0).any()
    case = rows["what_if"].str.startswith("case: ")
    assert rows.loc[case, ["population_longer", "population_shorter"]].gt(0).any().all()


def test_the_drives_of_places_before_and_after_sum_to_the_what_ifs(table, small_run) -> None:
    places = table("what_if_places").merge(
        read_table(small_run.warehouse, "core.population")[["geoid", "population"]], on="geoid"
    )
    changed = places["change_min"].fillna(0) * places["population"]
    rows = table("what_if")
    told = rows[(rows["stratum"] == "all") & (rows["site_of_care"] == "any")]
    sums = changed.groupby(places["what_if"]).sum()
    np.testing.assert_allclose(sums[told["what_if"]], told["person_minutes"], rtol=1e-9, atol=1e-6)
    centers = table("what_if_centers")
    area = load_area(REPOSITORY / "flows" / "areas" / "demo.toml").scenarios
    of = centers[centers["what_if"] == f"case: {area.case[0].name}"]
    assert of["change"].tolist() == ["closed"] * 2 + ["opened"]


def test_every_candidate_site_is_kept_with_what_it_alone_would_bring(table) -> None:
    candidates, choices, sites = (
        table(name) for name in ("siting_candidates", "siting", "siting_sites")
    )
    assert (choices["candidates"] == len(candidates)).all()
    assert set(sites["candidate_id"]) <= set(candidates["candidate_id"])
    best = choices[(choices["problem"] == "mclp") & (choices["sites_asked"] == 1)].iloc[0]
    np.testing.assert_allclose(candidates["population_newly_within"].max(), best["objective"])


def test_network_adequacy_has_the_band_of_every_count_it_tells(table) -> None:
    adequacy, bands = table("adequacy"), table("adequacy_bands")
    passing = bands[(bands["figure"] == "passing") & (bands["dimension"] == "all")]
    for row in passing.to_dict("records"):
        mine = adequacy[adequacy["scenario"] == row["scenario"]]
        assert row["low"] <= row["value"] == mine["adequate"].sum() <= row["high"], row["scenario"]
    findings = table("adequacy_findings")["finding"].value_counts()
    told = bands[bands["scenario"].isna() & (bands["dimension"] == "all")].set_index("figure")
    for finding, row in told.iterrows():
        assert row["low"] <= row["value"] == findings.get(finding, 0) <= row["high"]
    counties = table("adequacy_county_bands")
    assert set(counties["county_fips"]) == set(table("adequacy_findings")["county_fips"])


def test_every_score_that_the_settings_ask_for_is_there_for_every_place(
    table, small_area, small_run: Folders
) -> None:
    scores = table("accessibility")
    places = read_table(small_run.warehouse, "core.population")["geoid"]
    asked = set(load_area(small_area).measures.scores) - {"cumulative"}
    assert asked <= set(scores["measure"])
    assert scores.groupby("measure")["geoid"].agg(set).map(set(places).__eq__).all()
    assert (scores["score"].isna() == scores["null_reason"].notna()).all()


def test_notes_tell_what_the_scores_rest_on(table) -> None:
    notes = table("measure_notes").set_index(["measure", "note"])["value"]
    assert notes["accessibility", "supply_unit"] == "centers"
    assert notes["accessibility", "decay"].startswith("steps 10:")
    assert "422.116" in notes["adequacy", "rule"]


def test_margins_of_a_survey_are_read_carried_and_told(
    table, small_area: Path, small_run: Folders, tmp_path: Path
) -> None:
    """The small area with its people as a CSV of a survey: 65 and older, each with its margin of error."""
    places = read_table(small_run.warehouse, "core.population")
    survey = places[["geoid", "lon", "lat", "population"]].assign(
        B01001_65E=(places["population"] // 6).astype("int64"), B01001_65M=9
    )
    survey.loc[0, "B01001_65M"] = -222222222
    survey.to_csv(tmp_path / "survey.csv", index=False)
    text = small_area.read_text(encoding="utf-8")
    head, rest = text.split("[sources.population]")
    _, rest = rest.split("[sources.counties]", maxsplit=1)
    columns = 'over_65 = "B01001_65E", over_65_moe = "B01001_65M"'
    source = (
        '[sources.population]\nkind = "csv"\nfiles = ["survey.csv"]\npublisher = "x"\nvintage = "x"\n'
        'licence = "x"\ncolumns = {geoid = "geoid", lon = "lon", lat = "lat", population = "population", '
        f"{columns}}}\n\n[sources.counties]"
    )
    chosen = '[measures]\ncounted = "over_65"\nmargin = "over_65_moe"'
    path = tmp_path / "surveyed.toml"
    path.write_text((head + source + rest).replace("[measures]", chosen), encoding="utf-8")
    study = open_study(str(path), str(tmp_path / "data"), str(tmp_path / "reports"))

    reading = read_source(study.area, "population", [tmp_path / "survey.csv"], {})
    assert "over_65_moe" in set(reading.rejected["column_name"])
    counties = read_table(small_run.warehouse, "core.counties")
    people = studied_people(reading.table, counties, study.area).people
    population = core_population(people, RuralityCodes(None, None, None), counties, "cms")
    times = place_times(table("drive_times"), population)
    (margins,) = survey_margins(times, study.area.measures).values()
    told = check_contract("out.margins", margins)

    everyone = told[told["stratum"] == "all"].set_index(["site_of_care", "within_min"])
    known = survey[1:]
    assert everyone["people"].eq(known["B01001_65E"].sum()).all()
    assert everyone["people_left_out"].eq(survey.loc[0, "B01001_65E"]).all()
    squares = 81 * (known["B01001_65E"] > 0).sum() + 81 * (known["B01001_65E"] == 0).any()
    np.testing.assert_allclose(everyone["people_margin"], np.sqrt(squares))
    farthest = everyone.loc[("any", max(study.area.measures.within_min))]
    assert 0 < farthest["people_within_margin"] <= np.sqrt(squares)

    plain = open_study(str(small_area), str(tmp_path / "data"), str(tmp_path / "reports"))
    assert survey_margins(times, plain.area.measures) == {}


def test_schemes_tell_of_what_counts_as_near_also_where_no_threshold_is_drawn(
    small_run: Folders, small_area: Path, tmp_path: Path, table
) -> None:
    text = small_area.read_text(encoding="utf-8")
    path = tmp_path / "odd.toml"
    path.write_text(
        text.replace("[measures]", "[measures]\nwithin_min = [20, 40]"), encoding="utf-8"
    )
    study = open_study(str(path), str(tmp_path / "data"), str(tmp_path / "reports"))
    times = place_times(table("drive_times"), read_table(small_run.warehouse, "core.population"))
    told = under_every_scheme(times, study.area.measures)
    assert sorted(told["out.coverage_by_scheme"]["within_min"].unique()) == [20, 30, 40]
