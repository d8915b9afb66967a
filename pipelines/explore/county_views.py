"""Maps of an area with more places than a browser draws: the same answers, county by county."""

from __future__ import annotations

from functools import partial

from pipelines.explore.access_views import (
    drive_time_view,
    near_sentence,
    share_within_sentence,
    sites_marked,
    told_sites,
)
from pipelines.explore.explored import Explored, plain
from pipelines.explore.view import Column, Shade, View
from pipelines.maps.drawing import style
from pipelines.report.telling.findings import none_near
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY, center_of, infusion_center_of
from pipelines.vocabulary.wording import limit

_SHARE_EDGES = (5.0, 25.0, 50.0, 75.0)
"""Upper ends of the classes of shares but the last, percent."""

_NOTE = "Each county is coloured by one figure for all its people; within it places differ."


def county_views(explored: Explored) -> list[View]:
    """Return the maps of typical drives and of who is near, by county."""
    sites = told_sites(explored)
    return [
        *(
            drive_time_view(
                explored,
                site,
                f"Typical drive to the nearest {infusion_center_of(site)}, by county",
                _NOTE,
            )
            for site in sites
        ),
        *(_within(explored, site) for site in sites),
        _left_out(explored),
    ]


def county_columns(explored: Explored) -> list[Column]:
    """Return the figures of out.counties that those maps show, in the order of the map's counties."""
    table = explored.facts.tables["out.counties"].set_index("county_fips")
    rows = table.reindex(explored.ground.home["county_fips"])
    columns = [
        Column("none", "Neither near", plain(100 * rows["share_none"], 1), unit="%", digits=1)
    ]
    for site in told_sites(explored):
        heading = SITES_OR_ANY.heading(site)
        minutes = explored.minutes(rows[f"{site}_min_median"])
        share = plain(100 * rows[f"{site}_share_within"], 1)
        columns += [
            Column(f"minutes/{site}", heading, minutes, unit=" minutes", digits=1),
            Column(f"within/{site}", heading, share, unit="%", digits=1),
        ]
    return columns


def _within(explored: Explored, site: str) -> View:
    facts, near = explored.facts, limit(explored.facts.gap_min)
    return View(
        "within",
        {"site_of_care": site, "within_min": near},
        f"Share of people within {near} minutes by car of {center_of(site)}, by county",
        f"within/{site}",
        _share_shades(worst_first=True),
        _SHARE_EDGES,
        missing=True,
        sites=sites_marked(explored, site),
        figures=explored.by_stratum(partial(share_within_sentence, facts, site, facts.gap_min)),
        note=_NOTE,
    )


def _left_out(explored: Explored) -> View:
    facts = explored.facts
    return View(
        "gap",
        {},
        f"Share of people with {none_near(facts)} within {limit(facts.gap_min)} minutes, by county",
        "none",
        _share_shades(worst_first=False),
        _SHARE_EDGES,
        missing=True,
        sites=explored.sites,
        figures=explored.by_stratum(partial(near_sentence, facts)),
        note=_NOTE,
    )


def _share_shades(*, worst_first: bool) -> tuple[Shade, ...]:
    colors = style.minute_colors(len(_SHARE_EDGES) + 1)
    starts = (0.0, *_SHARE_EDGES)
    labels = [
        f"{low:g}–{high:g}%" for low, high in zip(starts, (*_SHARE_EDGES, 100.0), strict=True)
    ]
    fills = [style.Fill(color) for color in (colors[::-1] if worst_first else colors)]
    shades = [Shade(fill, label) for fill, label in zip(fills, labels, strict=True)]
    return (*shades, Shade(style.UNREACHED, "No people"))
