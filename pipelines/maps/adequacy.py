"""Map of network adequacy: counties that pass with hospitals alone, only with other kinds, or not at all."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipelines.maps.drawing import style
from pipelines.maps.drawing.center_symbols import center_section, draw_centers
from pipelines.maps.drawing.ground import Ground, draw_classes
from pipelines.maps.drawing.layout import Words, map_sheet
from pipelines.maps.drawing.legend import Entries, Key, Section
from pipelines.maps.drawing.names import draw_names, name_counties
from pipelines.vocabulary.adequacy import findings_told, findings_words
from pipelines.vocabulary.equity import OLDER_PEOPLE, group_term
from pipelines.vocabulary.sites_of_care import COMPARED_SITES, SITES_OF_CARE
from pipelines.vocabulary.terms import Vocabulary
from pipelines.vocabulary.wording import capital

FILLS: dict[str, style.Fill] = {
    "hospitals_suffice": style.Fill("#dce6f2"),
    "only_with_offices": style.Fill("#f5a742", "stripes", "#8a5200"),
    "only_with_others": style.Fill("#b8537f", "cross", "#f3d3e2"),
    "fails_with_all": style.Fill("#4a1530", "dots", "#c79ab0"),
    "unjudged": style.UNREACHED,
}
"""Fill of each finding, from light to dark; patterns tell them apart on grey paper."""

RULE = (
    "42 CFR 422.116, outpatient infusion and chemotherapy: enough people live within both the minutes and "
    "the miles of the county’s type."
)
_OPEN_TO_ALL = " An office counts as if it were open to everyone."
_UNJUDGED = "unjudged"
NO_VERDICT = "No verdict: no people, or no county type"


def draw_adequacy(findings: pd.DataFrame, ground: Ground) -> Figure:
    """Draw what office-based and freestanding centers decide in each county.

    Parameters
    ----------
    findings
        ``out.adequacy_findings``.
    ground
        The land.

    Returns
    -------
    Figure
        Counties coloured by their finding, with the centers.
    """
    by_county = findings.set_index("county_fips")["finding"]
    county = ground.places["county_fips"].map(by_county).fillna(_UNJUDGED)
    names = list(FILLS)
    numbers = np.array([names.index(name) for name in county], dtype=np.int64)
    known = set(ground.centers["site_of_care"])
    offices, others = "office_based" in known, bool(known & {"stand_alone", "pharmacy_based"})
    sample = not ground.center_words.comparable
    told = findings_told(offices=offices, others=others, sample=sample)
    named = findings_words(sample=sample)
    shown = [name for name in names if name in told or (county == name).any()]
    words = {_UNJUDGED: NO_VERDICT} | named.headings | told
    counts = county.groupby(ground.places["county_fips"]).first().value_counts()
    keys: list[tuple[Key, str]] = [
        (FILLS[name], f"{words[name]} ({counts.get(name, 0):,})") for name in shown
    ]
    sites = (*COMPARED_SITES, *(site for site in SITES_OF_CARE[2:] if site in known))
    sections: list[Section] = [
        Entries("Counties (how many)", tuple(keys)),
        center_section(ground, sites),
    ]
    with style.house_style():
        figure, (axes,) = map_sheet(
            ground.area,
            _words(ground, counts, told, named),
            ground.extent,
            sections,
            center_words=ground.center_words,
        )
        draw_classes(axes, ground, numbers, list(FILLS.values()))
        draw_centers(axes, ground, sites)
        draw_names(axes, name_counties(ground.home, axes), dots=False)
    return figure


def _words(
    ground: Ground, counts: pd.Series[int], told: Mapping[str, str], named: Vocabulary
) -> Words:
    failing = int(counts.get("fails_with_all", 0))
    depending = [name for name in ("only_with_offices", "only_with_others") if name in told]
    offices = "only_with_offices" in told
    if not depending:
        subtitle = f"Counties that fail with the centers on the list: {failing:,}."
    elif not any(counts.get(name, 0) for name in (*depending, "fails_with_all")):
        subtitle = "Every county passes with hospital-based centers alone."
    else:
        subtitle = " ".join(
            f"{capital(named.name(name))}: {int(counts.get(name, 0)):,}."
            for name in (*depending, "fails_with_all")
        )
    counted = ground.area.adequacy_counts
    who = group_term(counted, ground.area.sources.population.label).name
    instead = (
        ", of whom most are in Medicare"
        if counted == OLDER_PEOPLE
        else ", not the people in Medicare"
    )
    return Words(
        f"{ground.area.area.title}: which counties pass Medicare’s rule of network adequacy?",
        subtitle,
        (
            RULE,
            f"Counted are {who}{instead}.{_OPEN_TO_ALL if offices else ''}",
            _limits_from(ground),
        ),
    )


def _limits_from(ground: Ground) -> str:
    hsd = ground.area.sources.hsd
    if hsd is None:
        return "County types and limits follow from population and density."
    return f"Limits: {hsd.publisher} ({hsd.vintage})."
