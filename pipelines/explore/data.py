"""Everything that the explorer's page knows, as one value that JSON can carry."""

from __future__ import annotations

from typing import Any

from pipelines.explore.access_views import access_columns, access_views, told_sites
from pipelines.explore.adequacy_views import DECIDES, adequacy_columns, adequacy_views
from pipelines.explore.centers import center_data
from pipelines.explore.county_views import county_columns, county_views
from pipelines.explore.explored import Explored, numbers, plain
from pipelines.explore.land import UNITS_PER_DEGREE, Land, lay_out, lay_out_counties, whole
from pipelines.explore.nearest import nearest_data
from pipelines.explore.score_views import score_columns, score_views
from pipelines.explore.view import Column, Mark, Shade, View
from pipelines.explore.what_if_views import what_if_columns, what_if_names, what_if_views
from pipelines.maps.drawing import style
from pipelines.report.facts import full_county_name
from pipelines.vocabulary.access import MAP_CHOICES, MAP_SUBJECTS
from pipelines.vocabulary.adequacy import SCENARIOS
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE, SITES_OR_ANY, infusion_center_of
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS
from pipelines.vocabulary.what_if import NOW
from pipelines.vocabulary.wording import capital, limit


def page_data(explored: Explored) -> dict[str, Any]:
    """Return what the page draws and tells, with the words for it.

    Returns
    -------
    dict
        strata, subjects, choices: what can be chosen, and the words; views: key -> `View`; columns: name ->
        `Column`; places, counties, around, centers: the things on the map, a list a column.
    """
    facts = explored.facts
    views, columns = _by_county(explored) if explored.by_county else _by_place(explored)
    known = {view.measure for view in views}
    words = {
        "strata": [
            {"code": one, "label": STRATUM_GROUPS.heading(one)} for one in _strata(explored)
        ],
        "subjects": _labels(
            {one: MAP_SUBJECTS.heading(one) for one in MAP_SUBJECTS if one in known}
        ),
        "choices": _choices(explored, views),
        "sites": [_site(site) for site in SITES_OF_CARE],
        "told_sites": told_sites(explored),
        "views": {view.key: _view(view) for view in views},
    }
    return {
        "units": UNITS_PER_DEGREE,
        "everyone": ALL_STRATA,
        "who": facts.who,
        "area_argument": facts.area_argument,
        "by_county": explored.by_county,
        **facts.words.said(words),
        "columns": {column.name: _column(explored, column) for column in columns},
        **_land(explored),
        "centers": center_data(explored),
        "nearest": {} if explored.by_county else nearest_data(explored),
    }


def _strata(explored: Explored) -> list[str]:
    return [ALL_STRATA, *(one for one in explored.facts.strata if one != ALL_STRATA)]


def _labels(words: dict[str, str]) -> list[dict[str, str]]:
    return [{"code": code, "label": label} for code, label in words.items()]


def _choices(explored: Explored, views: list[View]) -> list[dict[str, Any]]:
    """Return the further choices with their options, in the order of `MAP_CHOICES`."""
    facts = explored.facts
    scores = {view.choices["score"]: view.title for view in views if view.measure == "score"}
    options: dict[str, dict[str, str]] = {
        "site_of_care": {one: SITES_OR_ANY.heading(one) for one in told_sites(explored)},
        "within_min": {limit(one): limit(one) for one in facts.area.measures.within_min},
        "what_if": {NOW.code: NOW.heading} | what_if_names(facts),
        "score": scores,
        "scenario": {DECIDES: "What decides"} | SCENARIOS.headings,
    }
    return [
        {"code": one, "label": MAP_CHOICES.heading(one), "options": _labels(options[one])}
        for one in MAP_CHOICES
    ]


def _site(site: str) -> dict[str, Any]:
    label = capital(infusion_center_of(site))
    return {"code": site, "label": label} | _symbol(style.SITE_SYMBOLS[site])


def _symbol(symbol: style.Symbol) -> dict[str, Any]:
    return {
        "marker": symbol.marker,
        "color": symbol.color,
        "edge": symbol.edge,
        "scale": symbol.scale,
    }


def _mark(mark: Mark) -> dict[str, Any]:
    at = {"lon": int(whole(mark.lon)), "lat": int(whole(mark.lat)), "label": mark.label}
    return at | _symbol(mark.symbol)


def _view(view: View) -> dict[str, Any]:
    return {
        "measure": view.measure,
        "choices": dict(view.choices),
        "title": view.title,
        "column": view.column,
        "shades": [_shade(shade) for shade in view.shades],
        "edges": list(view.edges),
        "missing": view.missing,
        "sites": list(view.sites),
        "figures": dict(view.figures),
        "note": view.note,
        "marks": [_mark(mark) for mark in view.marks],
    }


def _shade(shade: Shade) -> dict[str, str]:
    fill = shade.fill
    return {"label": shade.label, "color": fill.color, "pattern": fill.pattern, "ink": fill.ink}


def _column(explored: Explored, column: Column) -> dict[str, Any]:
    said = explored.facts.words.said
    return {
        "heading": said(column.heading),
        "of": column.of,
        "unit": column.unit,
        "digits": column.digits,
        "words": said(list(column.words)),
        "values": column.values,
    }


def _land(explored: Explored) -> dict[str, Any]:
    ground, facts = explored.ground, explored.facts
    land = lay_out_counties(ground) if explored.by_county else lay_out(ground)
    names = {row["county_fips"]: full_county_name(row) for row in facts.tables.rows("out.counties")}
    counties = ground.home
    return {
        "places": _counties_as_places(explored, land)
        if explored.by_county
        else _places(explored, land),
        "counties": {
            "fips": list(counties["county_fips"]),
            "name": [names.get(one, one) for one in counties["county_fips"]],
            "rings": land.home,
        },
        "around": land.around,
    }


def _places(explored: Explored, land: Land) -> dict[str, Any]:
    ground = explored.ground
    table = explored.facts.tables["core.population"].set_index("geoid")
    places = table.loc[ground.places["geoid"]]
    return {
        "id": list(places.index),
        "county": numbers(places["county_fips"], list(ground.home["county_fips"])),
        "stratum": numbers(places["stratum"], _strata(explored)),
        "people": plain(places["population"], 1),
        "lon": whole(places["lon"]).tolist(),
        "lat": whole(places["lat"]).tolist(),
        "rings": land.places,
    }


def _counties_as_places(explored: Explored, land: Land) -> dict[str, Any]:
    home = explored.ground.home
    rows = explored.facts.tables["out.counties"].set_index("county_fips")
    rows = rows.reindex(home["county_fips"])
    middle = home.geometry.representative_point().to_crs("EPSG:4326")
    return {
        "id": list(home["county_fips"]),
        "county": list(range(len(home))),
        "stratum": numbers(rows["stratum"], _strata(explored)),
        "people": plain(rows["population"], 1),
        "lon": whole(middle.x).tolist(),
        "lat": whole(middle.y).tolist(),
        "rings": land.places,
    }


def _by_place(explored: Explored) -> tuple[list[View], list[Column]]:
    views = [
        *access_views(explored),
        *what_if_views(explored),
        *score_views(explored),
        *adequacy_views(explored),
    ]
    columns = [
        *access_columns(explored),
        *what_if_columns(explored),
        *score_columns(explored),
        *adequacy_columns(explored),
    ]
    return views, columns


def _by_county(explored: Explored) -> tuple[list[View], list[Column]]:
    return (
        [*county_views(explored), *adequacy_views(explored)],
        [*county_columns(explored), *adequacy_columns(explored)],
    )
