"""The tables of how centers were found: how many by definition, what moves, what is known, where they lie."""

from __future__ import annotations

from pipelines.contracts import CONTRACTS
from pipelines.out_tables import Row
from pipelines.report.facts import Facts
from pipelines.report.telling.figures import figure_name, figures_told, sites_of_figures
from pipelines.report.telling.specs import Codes, Shown, TableSpec, beside, build
from pipelines.report.telling.tables import Kind, Table
from pipelines.vocabulary.centers import (
    ATTRIBUTES,
    CONFIDENCE_CLASSES,
    DEFINITIONS,
    GEOCODE_PRECISIONS,
    RECORD_STEPS,
)
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE, SITES_OR_ANY
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS
from pipelines.vocabulary.wording import capital, limit, listed

_OUTSIDE = "outside"
_SITE = Shown("site_of_care", words=SITES_OR_ANY.headings, heading="Site of care")
_SITE_OR_ALL = Shown(
    "site_of_care", words=SITES_OR_ANY.headings | {ANY_SITE: "All centers"}, heading="Site of care"
)


def judged(facts: Facts) -> bool:
    """Tell whether registries were read, so that places were judged by rules."""
    return bool(known_definitions(facts))


def known_definitions(facts: Facts) -> tuple[str, ...]:
    """Return the definitions under which centers are known, in the order of every table."""
    known = {row["definition"] for row in facts.tables.rows("out.centers_by_definition")}
    return tuple(name for name in DEFINITIONS if name in known)


def compared_definitions(facts: Facts) -> tuple[str, ...]:
    """Return the definitions whose headline figures are known; none where there is nothing to compare."""
    known = {row["definition"] for row in facts.tables.rows("out.definition_figures")}
    compared = tuple(name for name in known_definitions(facts) if name in known)
    return compared if len(compared) > 1 else ()


def own_note(facts: Facts) -> str:
    """Say which definition the report uses."""
    return f"This report uses the definition {DEFINITIONS.name(facts.area.facilities.definition)}."


def counts_table(facts: Facts) -> Table:
    """Show the centers of each site of care under each definition; without registries, the listed ones."""
    beyond = f"Outside, up to {limit(facts.area.area.buffer_mi)} miles"
    if not judged(facts):
        spec = TableSpec(
            "centers_by_site",
            "Centers that count",
            (
                _SITE_OR_ALL,
                Shown("in_area", Kind.COUNT, heading="In the area"),
                Shown("outside", Kind.COUNT, heading=beyond),
            ),
        )
        codes = {"site_of_care": SITES_OR_ANY}
        return build(spec, facts.tables["out.centers_by_site"], codes=codes)
    words = SITES_OR_ANY.headings | {ANY_SITE: "All in the area", _OUTSIDE: beyond}
    note = (
        f"{own_note(facts)} People cross borders, so centers just outside the area count as well."
    )
    if "billing" not in known_definitions(facts):
        note += " No source of this run tells what Medicare was billed for, so nothing stands under billing."
    spec = TableSpec(
        "centers_by_definition",
        "Centers in the area under each definition",
        (
            Shown("site_of_care", words=words, heading="Site of care"),
            Shown("in_area", Kind.COUNT, name="centers_{code}", heading="{word}", spread=True),
        ),
        note,
        across=("definition", DEFINITIONS.headings),
    )
    rows = facts.tables.rows("out.centers_by_definition")
    outside = [
        row | {"site_of_care": _OUTSIDE, "in_area": row["outside"]}
        for row in rows
        if row["site_of_care"] == ANY_SITE
    ]
    return build(
        spec,
        [*rows, *outside],
        codes={"site_of_care": (*SITES_OR_ANY, _OUTSIDE), "definition": known_definitions(facts)},
    )


def agreement_table(facts: Facts) -> Table:
    """Show for how many places in the area the definitions agree."""

    def together(row: Row) -> str:
        names = row["definitions"].split()
        if len(names) == len(known_definitions(facts)):
            return "Under every definition"
        words = listed([DEFINITIONS.heading(name).lower() for name in names])
        return capital(words if len(names) > 1 else f"{words} only")

    spec = TableSpec(
        "definitions_agree",
        "Do the definitions agree?",
        (Shown("definitions", words=together), Shown("places", Kind.PEOPLE_SHARE, share="share")),
        "Places in the area that at least one definition calls a center.",
    )
    return build(spec, facts.tables["out.definitions_agree"].sort_values("number"))


def figures_table(facts: Facts, unit: Kind) -> Table:
    """Set the headline figures under each definition side by side.

    Parameters
    ----------
    facts
        Whose people are in focus.
    unit
        `Kind.SHARE` or `Kind.MINUTES`: which of the figures.
    """
    shares = unit is Kind.SHARE
    name, words = ("shares", "Shares of people") if shares else ("minutes", "Typical drives")
    figures = ("share_within", "share_office_nearer") if shares else ("drive_time_min_median",)
    spec = TableSpec(
        f"definition_figures_{name}",
        f"{words} under each definition",
        (
            Shown("figure", words=lambda row: figure_name(row, facts)),
            Shown("stratum", words=STRATUM_GROUPS.headings, heading="Stratum"),
            Shown("value", unit, name="{code}", heading="{word}", spread=True),
        ),
        f"{own_note(facts)} Same people, same roads, same speeds: only the list of centers differs. A dash "
        "stands where the definition knows no such center.",
        across=("definition", DEFINITIONS.headings),
        headers=2,
        sources=("out.definition_figures",),
    )
    sites = [ANY_SITE, *(site for site in sites_of_figures(facts) if site != ANY_SITE)]
    codes: Codes = {
        "figure": [figure for figure in figures_told(facts, unit) if figure in figures],
        "site_of_care": sites,
        "stratum": (ALL_STRATA, *facts.focus),
        "definition": compared_definitions(facts),
    }
    return build(spec, facts.tables["out.definition_figures"], codes=codes)


def confidence_table(facts: Facts) -> Table:
    """Show the centers of each site of care by how sure it is that they are centers."""
    classes = {str(number): word for number, word in enumerate(CONFIDENCE_CLASSES.values(), 1)}
    numbers = {least: str(number) for number, least in enumerate(CONFIDENCE_CLASSES, 1)}
    spec = TableSpec(
        "center_confidence",
        "How sure it is that the centers are centers: centers by confidence",
        (
            _SITE_OR_ALL,
            Shown("centers", Kind.COUNT, name="confidence_{code}", heading="{word}", spread=True),
        ),
        "A place with a confidence below 0.5 is not counted as a center.",
        across=("class", classes),
    )
    rows = [
        row | {"class": numbers[row["least_confidence"]]}
        for row in facts.tables.rows("out.center_confidence")
    ]
    return build(spec, rows, codes={"site_of_care": SITES_OR_ANY, "class": tuple(classes)})


def records_table(facts: Facts) -> Table:
    """Tell what became of the records on the way to centers, step by step."""
    spec = TableSpec(
        "records_to_centers",
        "What became of the records",
        (
            Shown("step", words=RECORD_STEPS.headings),
            Shown("records", Kind.COUNT),
            Shown("left", Kind.COUNT),
        ),
    )
    rows = [row for row in facts.tables.rows("out.records_to_centers") if row["records"] != 0]
    return build(spec, rows, codes={"step": RECORD_STEPS})


def known_table(facts: Facts) -> Table:
    """Tell what is known of the centers, and of how many it is not."""
    columns = CONTRACTS["core.centers"].columns
    note = "What no source tells stays unknown; nothing is filled in."
    if judged(facts):
        note += (
            " “For its kind alone”: nothing was observed of the center itself; the answer is what is usual "
            "for its site of care. A dash stands where no answer is given that way."
        )
    spec = TableSpec(
        "centers_known",
        "Supervision, therapy line, operator, payment and size",
        (
            Shown("attribute", words=lambda row: columns[row["attribute"]].heading),
            Shown("answer", words=_answer),
            Shown("centers", Kind.PEOPLE_SHARE, share="share", heading="Centers"),
            Shown("by_kind_alone", Kind.COUNT),
        ),
        note,
        headers=2,
    )
    return build(
        spec,
        facts.tables["out.centers_known"].sort_values("number"),
        without=() if judged(facts) else ("by_kind_alone",),
    )


def _answer(row: Row) -> str:
    """Write what is known, with the reason why Medicare pays or not: 'Yes: physicians are paid'."""
    if row["answer"] is None:
        return "Not known"
    words = ATTRIBUTES[row["attribute"]].headings if row["attribute"] in ATTRIBUTES else {}
    answer = words.get(row["answer"], capital(row["answer"]))
    return answer if row["explanation"] is None else f"{answer}: {row['explanation']}"


def placed_table(facts: Facts) -> Table:
    """Show the centers of each site of care by how exactly they are placed."""
    spec = TableSpec(
        "centers_placed",
        "How exactly the centers are placed",
        (
            _SITE_OR_ALL,
            Shown("centers_of_site", Kind.COUNT, name="centers", heading="Centers"),
            Shown("centers", Kind.COUNT, name="placed_{code}", heading="{word}", spread=True),
            Shown("share_coarse", Kind.SHARE),
        ),
        across=("geocode_precision", GEOCODE_PRECISIONS.headings),
        sources=("out.geocoding",),
    )
    placed = facts.tables["out.centers_placed"]
    whole = facts.tables["out.geocoding"].rename(columns={"centers": "centers_of_site"})
    return build(
        spec,
        beside(placed, (whole, ["site_of_care"])),
        codes={
            "site_of_care": SITES_OR_ANY,
            "geocode_precision": [
                name for name in GEOCODE_PRECISIONS if (placed["geocode_precision"] == name).any()
            ],
        },
    )


def truth_table(facts: Facts) -> Table:
    """Set the centers that were found beside those that there really are."""
    counts = {"true_centers": "There are", "found": "Found", "matched": "Rightly found"}
    shares = {
        "precision": "Of those found, centers",
        "recall": "Of those there are, found",
        "site_right_share": "Site of care right",
        "duplicate_share": "Found twice",
    }
    spec = TableSpec(
        "center_scores",
        "What was found, against what is true",
        (
            Shown("definition", words=DEFINITIONS.headings),
            _SITE,
            *(Shown(name, Kind.COUNT, heading=heading) for name, heading in counts.items()),
            *(Shown(name, Kind.SHARE, heading=heading) for name, heading in shares.items()),
        ),
        "A dash stands where there is nothing to take a share of.",
        headers=2,
        sources=("core.center_scores",),
    )
    return build(
        spec,
        facts.tables["core.center_scores"],
        codes={"definition": DEFINITIONS, "site_of_care": (*SITES_OF_CARE, ANY_SITE)},
    )
