"""Warehouses for the report's tests: the fictional answers with the tables that only a report reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from pipelines.measures.access.county_summary import county_summary
from pipelines.measures.access.coverage import coverage
from pipelines.measures.access.gap_counts import example_place, gaps_by_stratum
from pipelines.measures.access.gaps import gaps
from pipelines.measures.access.nearness import nearness
from pipelines.measures.access.time_summary import office_advantage_by_stratum, times_by_stratum
from pipelines.measures.access.unreached import unreached
from pipelines.measures.accessibility.accessibility import accessibility
from pipelines.measures.accessibility.scores import scores_by_stratum
from pipelines.measures.accessibility.trip_matrix import trip_matrix_from_table
from pipelines.measures.adequacy.adequacy import (
    GROUPS,
    GROUPS_OF_SCENARIO,
    adequacy,
    adequacy_findings,
    unjudged_counties,
)
from pipelines.measures.adequacy.adequacy_bands import (
    VARIED_SCENARIOS,
    Judged,
    adequacy_bands,
    adequacy_values,
    county_bands,
)
from pipelines.measures.adequacy.adequacy_counts import (
    adequacy_by_scenario,
    adequacy_by_type,
    adequacy_limits_by_type,
    adequacy_unjudged_by_reason,
)
from pipelines.measures.adequacy.adequacy_limits import county_limits, limits_at_places
from pipelines.measures.burden.cost import cost_ranges, cost_sources, hospital_dependence
from pipelines.measures.burden.travel_burden import gap_burden, schedules, travel_burden
from pipelines.measures.centers.center_attributes import centers_known
from pipelines.measures.centers.center_counts import centers_by_site, centers_placed
from pipelines.measures.centers.center_definitions import centers_by_definition, definitions_agree
from pipelines.measures.centers.center_evidence import (
    center_confidence,
    center_rules,
    centers_stand_on,
)
from pipelines.measures.centers.center_examples import center_examples, records_to_centers
from pipelines.measures.equity.answer import by_vulnerability, for_every_group
from pipelines.measures.equity.inequality import inequality_table
from pipelines.measures.equity.strata_schemes import (
    coverage_by_scheme,
    nearness_by_scheme,
    office_advantage_by_scheme,
    times_by_scheme,
    unclassified,
)
from pipelines.measures.local.local_adequacy import adequacy_by_state
from pipelines.measures.local.local_centers import local_centers
from pipelines.measures.local.local_figures import local_figures, ranked
from pipelines.measures.place_times import PlaceTimes, place_times
from pipelines.measures.siting.siting import siting
from pipelines.measures.siting.siting_case import SitingCase, existing_minutes
from pipelines.measures.uncertainty.coarseness import coarseness
from pipelines.measures.uncertainty.definition_figures import definition_figures
from pipelines.measures.uncertainty.definitions import geocoding
from pipelines.measures.uncertainty.local_bands import local_bands
from pipelines.measures.uncertainty.sensitivity import bands, sensitivity_values
from pipelines.measures.uncertainty.variants import Variant
from pipelines.measures.what_if.what_if import county_changes, place_changes, what_if
from pipelines.out_tables import OutTables
from pipelines.provenance import RUN_COLUMNS, SOURCE_COLUMNS, rejected_by_reason
from pipelines.report.facts import Facts
from pipelines.vocabulary.access import GAPS
from pipelines.vocabulary.equity import VULNERABILITY
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE, SITES_OR_ANY
from pipelines.vocabulary.what_if import CLOSURES, OPENING
from pipelines.warehouse import replace_layers, writing
from tests.worlds.answers import fictional_answers, fictional_area

Tables = dict[str, pd.DataFrame]


def write_world(path: Path, change: Callable[[Tables], None] | None = None, **size: int) -> Path:
    """Write a warehouse whose `core` and drive times `change` may alter before the rest is counted."""
    path.write_bytes(_warehouse(change, **{"counties": 9, "places": 120, **size}))
    return path


@cache
def _warehouse(change: Callable[[Tables], None] | None, **size: int) -> bytes:
    tables = world_tables(change, fictional_answers(**size))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "access.duckdb"
        with writing(path) as warehouse:
            replace_layers(warehouse, tables)
        return path.read_bytes()


def world_tables(change: Callable[[Tables], None] | None, tables: Tables) -> Tables:
    """Return the tables that a report reads, counted from answers that `change` may alter before."""
    centers = tables["core.centers"]
    points = gpd.GeoSeries.from_xy(centers["lon"], centers["lat"], crs="EPSG:4326")
    centers["in_area"] = points.within(own_land(tables)).to_numpy()
    if change is not None:
        change(tables)
    times = place_times(tables["out.drive_times"], tables["core.population"])
    measures, counties = fictional_area().measures, tables["core.counties"]
    strata = tables["core.population"].groupby("county_fips")["stratum"].first()
    named = counties.assign(stratum=counties["county_fips"].map(strata))
    tables["out.coverage"] = coverage(times, measures.within_min)
    tables["out.gaps"] = gaps(times, measures.gap_min, measures.nearer_by_min)
    tables["out.nearness"] = nearness(times, measures.nearer_by_min)
    gap = tables["out.gaps"]["gap"]
    tables["out.gaps_by_stratum"] = gaps_by_stratum(times, gap, measures.gap_min)
    tables["out.example_place"] = example_place(times, gap)
    tables["out.nearest_centers"] = nearest_of_each(tables["out.drive_times"])
    tables["out.unreached"] = unreached(tables["out.drive_times"], times)
    tables["out.times_by_stratum"] = times_by_stratum(times)
    tables["out.counties"] = county_summary(times, named, measures.gap_min)
    tables["out.local_figures"] = ranked(local_figures(times, measures.gap_min))
    tables["out.local_centers"] = local_centers(times, tables["out.drive_times"])
    tables |= center_tables(tables)
    tables |= adequacy_tables(tables, times) | equity_tables(times) | scenario_tables(tables, times)
    tables["out.provenance"] = provenance()
    tables["raw.rejected"] = rejected()
    tables["out.rejected"] = rejected_by_reason(tables["raw.rejected"])
    return tables


def nearest_of_each(times: pd.DataFrame) -> pd.DataFrame:
    """Return out.nearest_centers with the first of each kind alone: the others are not known in closed form."""
    reached = times[(times["site_of_care"] != "any") & times["center_id"].notna()]
    columns = ["geoid", "site_of_care", "rank", "center_id", "drive_time_min", "distance_mi"]
    return reached.assign(rank=1)[columns].reset_index(drop=True)


def with_cells(
    facts: Facts, table: str, where: dict[str, object] | None = None, **cells: object
) -> Facts:
    """Return facts in whose table the rows that hold `where` hold these cells."""
    frame = facts.tables[f"out.{table}"].copy()
    rows = np.ones(len(frame), dtype=bool)
    for column, value in (where or {}).items():
        rows &= (frame[column] == value).to_numpy()
    for column, value in cells.items():
        frame.loc[rows, column] = value
    return with_tables(facts, **{table: frame})


def with_tables(facts: Facts, **frames: pd.DataFrame | list[dict[str, object]]) -> Facts:
    """Return facts over a warehouse in which these tables are others: of `out`, and of `core` with `core_`."""
    tables = OutTables(facts.tables._path)
    tables._frames = facts.tables._frames | {
        name.replace("core_", "core.", 1)
        if name.startswith("core_")
        else f"out.{name}": pd.DataFrame(rows)
        for name, rows in frames.items()
    }
    return replace(facts, tables=tables)


def surveyed(**changes: object) -> dict[str, object]:
    """Return a row of out.margins: of 1,000 people 812 within half an hour of any center."""
    row = {
        "stratum": "all",
        "site_of_care": "any",
        "within_min": 30.0,
        "people": 1000.0,
        "people_margin": 50.0,
        "people_within": 812.0,
        "people_within_margin": 45.0,
        "share": 0.812,
        "share_margin": 0.0134,
        "places_left_out": 0,
        "people_left_out": 0.0,
    }
    return row | changes


def with_gaps(facts, **people):
    counts = dict.fromkeys(GAPS, 0.0) | people
    total = sum(counts.values())
    shares = {f"share_{gap}": count / total for gap, count in counts.items()}
    columns = {f"population_{gap}": count for gap, count in counts.items()} | shares
    for kind in ("hospital", "office"):
        near = counts["choice"] + counts[f"{kind}_only"]
        columns |= {f"population_near_{kind}": near, f"share_near_{kind}": near / total}
    return with_cells(facts, "gaps_by_stratum", population=total, **columns)


def without_bands(facts):
    return with_cells(facts, "sensitivity", low=None, high=None)


def center_tables(tables: Tables) -> Tables:
    """What is counted of the centers; with registries, what the evidence comes to."""
    centers, definition = tables["core.centers"], fictional_area().facilities.definition
    evidence, definitions = (
        tables.get(f"core.center_{name}") for name in ("evidence", "definitions")
    )
    counted = {
        "out.centers_by_site": centers_by_site(centers),
        "out.centers_placed": centers_placed(centers),
        "out.centers_known": centers_known(centers, evidence),
    }
    if evidence is None or definitions is None:
        return counted
    return counted | {
        "out.records_to_centers": records_to_centers(tables["core.center_counts"]),
        "out.centers_by_definition": centers_by_definition(definitions),
        "out.definitions_agree": definitions_agree(definitions),
        "out.center_confidence": center_confidence(centers),
        "out.centers_stand_on": centers_stand_on(evidence, centers, definition),
        "out.center_rules": center_rules(evidence, definitions, centers, definition),
        "out.center_examples": center_examples(centers, evidence, definition),
    }


def near_both(times: PlaceTimes, limits: pd.DataFrame) -> np.ndarray:
    """Return which places the nearest center of each group is within both limits of."""
    limit_min, limit_mi = limits_at_places(times.places["county_fips"], limits)
    near = np.zeros((len(GROUPS), len(times.places)), dtype=bool)
    for row, site in enumerate(SITES_OF_CARE):
        near[row] = (times.minutes_to(site) <= limit_min) & (times.miles_to(site) <= limit_mi)
    return near


def adequacy_tables(tables: Tables, times: PlaceTimes) -> Tables:
    places = times.places
    counties = places[["county_fips", "cms_county_type"]].drop_duplicates("county_fips")
    limits = county_limits(counties)
    table = adequacy(places, limits, near_both(times, limits))
    sites = set(tables["core.centers"]["site_of_care"])
    known = frozenset(name for name in VARIED_SCENARIOS if sites & set(GROUPS_OF_SCENARIO[name]))
    slower = adequacy(places, limits, near_both(longer(times, 1.25), limits))
    own, varied = (
        Judged(table, known),
        {Variant("speed", "time_x1.25"): Judged(slower, known)},
    )
    notes = [
        ("adequacy", "rule", "42 CFR 422.116, specialty 057, contract year 2026"),
        ("adequacy", "counted", "population"),
        ("accessibility", "decay", "steps 10:1, 20:0.68, 30:0.22"),
        ("accessibility", "supply_unit", "centers"),
        ("accessibility", "centers_left_out", "0"),
        ("accessibility", "people_around", "52000.0"),
        ("accessibility", "counties_around", "8"),
        ("accessibility", "counties_around_unread", "1"),
    ]
    findings, counties_varied = adequacy_findings(table), county_bands(own, varied)
    unjudged = unjudged_counties(places, limits)
    return {
        "core.adequacy_limits": limits,
        "out.adequacy": table,
        "out.adequacy_findings": findings,
        "out.adequacy_by_type": adequacy_by_type(findings, counties_varied),
        "out.adequacy_by_state": adequacy_by_state(findings),
        "out.adequacy_by_scenario": adequacy_by_scenario(table, sites, closing=False),
        "out.adequacy_limits_by_type": adequacy_limits_by_type(table),
        "out.adequacy_unjudged": unjudged,
        "out.adequacy_unjudged_by_reason": adequacy_unjudged_by_reason(unjudged),
        "out.adequacy_values": adequacy_values(own, varied),
        "out.adequacy_bands": adequacy_bands(adequacy_values(own, varied)),
        "out.adequacy_county_bands": counties_varied,
        "out.measure_notes": pd.DataFrame(notes, columns=["measure", "note", "value"]),
    }


def equity_tables(times: PlaceTimes) -> Tables:
    measures = fictional_area().measures
    within = measures.within_min
    geoid, minutes = times.places["geoid"], times.minutes_to("any")
    lost = pd.Series(np.where(np.isnan(minutes), "no_path", None), dtype="str")
    score = np.maximum(60 - minutes, 0) / 1e6
    table = accessibility(
        geoid, {"e2sfca": score, "cumulative_30": 1e6 * score, "raam": score}, lost
    )
    burdens = {site: times.minutes_to(site) for site in SITES_OR_ANY}
    known = {site: values for site, values in burdens.items() if not np.isnan(values).all()}
    groups = for_every_group(times, ("adults_65_plus",), measures)
    return (
        groups
        | by_vulnerability(ranked_by_county(times), measures)
        | {
            "out.accessibility": table,
            "out.accessibility_by_stratum": scores_by_stratum(table, times),
            "out.inequality": inequality_table(known, times.people, times.places["stratum"]),
            "out.office_advantage": office_advantage_by_stratum(times),
            "out.unclassified": unclassified(times),
            "out.coverage_by_scheme": coverage_by_scheme(times, within),
            "out.times_by_scheme": times_by_scheme(times),
            "out.nearness_by_scheme": nearness_by_scheme(
                times, fictional_area().measures.nearer_by_min
            ),
            "out.office_advantage_by_scheme": office_advantage_by_scheme(times),
        }
    )


def ranked_by_county(times: PlaceTimes) -> PlaceTimes:
    """Return drive times whose places have a rank of their county: by its code, the first county none."""
    codes, number = np.unique(times.places["county_fips"].astype(str), return_inverse=True)
    rank = np.where(number > 0, number / max(len(codes) - 1, 1), np.nan)
    return replace(times, places=times.places.assign(**dict.fromkeys(VULNERABILITY, rank)))


def longer(times: PlaceTimes, factor: float) -> PlaceTimes:
    return PlaceTimes(times.places, factor * times.minutes, times.miles, times.on_road)


def scenario_tables(tables: Tables, times: PlaceTimes) -> Tables:
    """Every drive a quarter longer or shorter stands for what closing and opening centers would do."""
    area = fictional_area()
    near_min, nearer_by_min = area.measures.gap_min, area.measures.nearer_by_min
    scenarios = area.scenarios
    varied = {
        Variant("speed", "time_x1.25"): longer(times, 1.25),
        Variant("definition", "larger_hospitals"): longer(times, 1.1),
        Variant("therapy_line", "for_oncology"): longer(times, 2.0),
    }
    if "core.center_definitions" in tables:
        varied[Variant("definition", "registry")] = longer(times, 0.9)
        varied[Variant("definition", "billing")] = longer(times, 1.2)
    values = sensitivity_values(times, varied, near_min, nearer_by_min)
    sensitivity = bands(values)
    limits = county_limits(
        times.places[["county_fips", "cms_county_type"]].drop_duplicates("county_fips")
    )
    people, moved, counties = [], [], []
    for name, factor in ((CLOSURES, 1.5), (f"{OPENING}a new office", 0.75)):
        people.append(what_if(name, times, longer(times, factor), near_min))
        moved.append(place_changes(name, times, longer(times, factor)))
        before, after = (near_both(one, limits) for one in (times, longer(times, factor)))
        counties.append(county_changes(name, times.places, limits, before, after))
    chosen = siting(siting_case(times), scenarios)
    therapies = schedules(scenarios.therapies)
    ranges = cost_ranges(scenarios.policy_year)
    return {
        "out.sensitivity_values": values,
        "out.sensitivity": sensitivity,
        "out.local_bands": local_bands(times, varied, near_min),
        "out.coarseness": coarseness(
            {"place": times, "tract": longer(times, 0.9), "county": longer(times, 0.5)},
            {"place": len(times.places), "tract": 40, "county": 9},
            near_min,
        ),
        "out.definition_figures": definition_figures(values, area.facilities.definition),
        "out.geocoding": geocoding(tables["core.centers"]),
        "out.what_if": pd.concat(people, ignore_index=True),
        "out.what_if_places": pd.concat(moved, ignore_index=True),
        "out.what_if_adequacy": pd.concat(counties, ignore_index=True),
        "out.siting": chosen.choices,
        "out.siting_sites": chosen.sites,
        "out.siting_candidates": chosen.candidates,
        "out.cost_sources": cost_sources(scenarios.policy_year),
        "out.cost_ranges": ranges,
        "out.cost_people": hospital_dependence(times, near_min, nearer_by_min, ranges),
        "out.therapy_schedules": therapies,
        "out.travel_burden": travel_burden(
            times, therapies, sensitivity, policy_year=scenarios.policy_year
        ),
        "out.gap_burden": gap_burden(times, near_min, therapies),
    }


def siting_case(times: PlaceTimes) -> SitingCase:
    """Every fifteenth place is a candidate, forty minutes from its neighbours in the table."""
    places = times.places
    site = np.arange(0, len(places), 15)
    center, place = (part.ravel() for part in np.indices((len(site), len(places))))
    apart = np.abs(site[center] - place)
    near = apart < 4
    trips = trip_matrix_from_table(
        center[near], place[near], 10.0 * apart[near], (len(site), len(places)), 120.0
    )
    candidates = places.iloc[site][["geoid", "county_fips", "lon", "lat"]].rename(
        columns={"geoid": "candidate_id"}
    )
    existing = existing_minutes(times, ("hospital_based", "office_based"))
    return SitingCase(candidates.reset_index(drop=True), trips, times.people, existing)


def own_land(tables: Tables) -> shapely.Geometry:
    counties = tables["core.counties"]
    return shapely.union_all(counties.geometry[counties["population"].notna()].to_numpy())


def provenance() -> pd.DataFrame:
    source = {
        "kind": "source",
        "publisher": "Arboria Census Office",
        "vintage": "2026, invented",
        "licence": "CC0",
        "read_at": "2026-01-02T03:04:05Z",
    }
    people = {
        **source,
        "source": "population",
        "file": "people.txt",
        "url": "https://example.org/people.txt",
        "sha256": "ab" * 32,
        "rows_read": 1_234,
        "rows_rejected": 3,
    }
    roads = {
        **source,
        "source": "roads",
        "file": "roads.osm.pbf",
        "url": "raw:roads.osm.pbf",
        "sha256": "cd" * 32,
    }
    run = {
        "kind": "run",
        "settings": fictional_area().model_dump_json(),
        "settings_digest": "ef" * 32,
        "network_digest": "01" * 32,
        "network_counts": '{"nodes": 1000, "edges": 1500}',
        "versions": '{"python": "3.11.0"}',
        "started_at": "2026-01-02T03:04:06Z",
        "computed_at": "{}",
    }
    columns = [*SOURCE_COLUMNS, *(name for name in RUN_COLUMNS if name not in SOURCE_COLUMNS)]
    counts = dict.fromkeys(("bytes", "rows_read", "rows_used", "rows_rejected"), "Int64")
    return pd.DataFrame([people, roads, run], columns=columns).astype(counts)


def rejected() -> pd.DataFrame:
    rows = [
        ("population", "people.txt", 7, "LATITUDE", "not a number", "x"),
        ("population", "people.txt", 9, "LATITUDE", "not a number", "y"),
        ("population", "people.txt", 12, None, "outside <the> area & beyond", "z"),
    ]
    names = ["source", "source_file", "source_row", "column_name", "reason", "row_text"]
    return pd.DataFrame(rows, columns=names)
