"""The tables of how centers were found: how many by definition, what moves, what is known, where they lie."""

from __future__ import annotations

import pandas as pd

from pipelines.out_tables import records
from pipelines.report.centers.centers_found import BY_KIND, COARSE, Found
from pipelines.report.facts import Facts
from pipelines.report.telling.findings import absent_kinds
from pipelines.report.telling.tables import Column, Kind, PeopleShare, Table, Value
from pipelines.vocabulary.centers import DEFINITIONS, GEOCODE_PRECISIONS
from pipelines.vocabulary.sites_of_care import (
    ANY_SITE,
    COMPARED_SITES,
    SITES_OF_CARE,
    SITES_OR_ANY,
    center_of,
    noun_of,
)
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS
from pipelines.vocabulary.uncertainty import FIGURES
from pipelines.vocabulary.wording import capital, limit, listed

ALL_CENTERS = "All centers"
NOT_KNOWN = "Not known"

STEPS = {
    "candidates": "Records that may be of a center",
    "unplaced": "lie nowhere that is known",
    "outside_buffer": "lie farther from the area than its buffer reaches",
    "merged": "tell of a place that another record tells already",
    "no_center": "are of places that the definition does not count",
    "centers": "Centers",
}
"""`step` of core.center_counts -> what became of the records, in their order."""

CONFIDENCE_CLASSES = ((0.99, "0.99 and more"), (0.9, "0.9 to 0.99"), (0.7, "0.7 to 0.9"))
"""Least confidence of a class -> its heading; what is below all is a class of its own."""

LEAST_CLASS = "0.5 to 0.7"

_SITE = Column("site_of_care", "Site of care")

ANSWERS = {
    "supervision": {
        "physician": "Physician",
        "nurse practitioner": "Nurse practitioner",
        "nurse": "Nurse",
    },
    "therapy_line": {
        "oncology": "Cancer and blood",
        "specialty": "Other specialties",
        "both": "Both",
    },
    "operator_kind": {
        "health_system": "A health system",
        "management_company": "A management company",
        "independent": "Independent: no parent or operator is named",
    },
    "medicare_payable": {"True": "Yes", "False": "No"},
    "place_of_service": {
        "11": "11 office",
        "12": "12 home",
        "19": "19 off the hospital’s campus",
        "22": "22 on the hospital’s campus",
        "49": "49 independent clinic",
    },
}
"""Column of core.centers -> value -> plain words, in the order of the table."""

ATTRIBUTES = {
    "supervision": "Who supervises",
    "therapy_line": "Therapy line",
    "operator_kind": "Who runs it",
    "medicare_payable": "Medicare pays",
    "place_of_service": "Place of service",
}
NUMBERS = {
    "capacity": "Chairs or the like",
    "infusions_per_year": "Infusions billed a year",
}
"""Columns of core.centers -> heading."""

_RULED = ("supervision", "medicare_payable", "place_of_service")
"""What rules may conclude from the site of care alone."""


def counts_table(found: Found, facts: Facts) -> Table:
    """Count the centers of each site of care under each definition; without registries, the listed ones."""
    if not found.judged:
        return _listed_counts(found, facts)
    columns = (
        _SITE,
        *(Column(f"centers_{name}", DEFINITIONS.heading(name), Kind.COUNT) for name in found.told),
    )
    inside = found.in_area()
    rows: list[tuple[Value, ...]] = [
        (
            SITES_OR_ANY.heading(site),
            *(float((_of(inside, name)["site_of_care"] == site).sum()) for name in found.told),
        )
        for site in SITES_OF_CARE
    ]
    within = [float(len(_of(inside, name))) for name in found.told]
    every = [float(len(_of(found.definitions, name))) for name in found.told]
    rows.append(("All in the area", *within))
    beyond = [here - there for here, there in zip(every, within, strict=True)]
    rows.append((f"Outside, up to {limit(facts.area.area.buffer_mi)} miles", *beyond))
    note = (
        f"{_own_note(found)} People cross borders, so centers just outside the area count as well."
    )
    if "billing" not in found.told:
        note += " No source of this run tells what Medicare was billed for, so nothing stands under billing."
    return Table(
        "centers_by_definition",
        "Centers in the area under each definition",
        columns,
        tuple(rows),
        note,
    )


def _listed_counts(found: Found, facts: Facts) -> Table:
    columns = (
        _SITE,
        Column("in_area", "In the area", Kind.COUNT),
        Column("outside", f"Outside, up to {limit(facts.area.area.buffer_mi)} miles", Kind.COUNT),
    )
    rows: list[tuple[Value, ...]] = [
        (
            ALL_CENTERS
            if row["site_of_care"] == ANY_SITE
            else SITES_OR_ANY.heading(row["site_of_care"]),
            float(row["in_area"]),
            float(row["outside"]),
        )
        for site in SITES_OR_ANY
        for row in facts.tables.rows("out.centers_by_site", site_of_care=site)
    ]
    return Table("centers_by_site", "Centers that count", columns, tuple(rows))


def agreement_table(found: Found) -> Table:
    """Count the places in the area by which of the definitions call them a center."""
    together = pd.Series(
        {
            center: tuple(name for name in found.told if name in set(names))
            for center, names in found.in_area().groupby("center_id")["definition"]
        },
        dtype=object,
    )
    counts = together.value_counts()
    order = sorted(
        counts.index, key=lambda names: (-len(names), [found.told.index(one) for one in names])
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            capital(_together(names, found)),
            PeopleShare(float(counts[names]), counts[names] / len(together)),
        )
        for names in order
    )
    return Table(
        "definitions_agree",
        "Do the definitions agree?",
        (Column("definitions", "A center"), Column("places", "Places", Kind.PEOPLE_SHARE)),
        rows,
        "Places in the area that at least one definition calls a center.",
    )


def _together(names: tuple[str, ...], found: Found) -> str:
    if len(names) == len(found.told):
        return "under every definition"
    words = listed([DEFINITIONS.heading(name).lower() for name in names])
    return words if len(names) > 1 else f"{words} only"


def moved_table(found: Found, facts: Facts, unit: Kind) -> Table:
    """Set the headline figures under each definition side by side.

    Parameters
    ----------
    found
        What was found.
    facts
        Whose people are in focus.
    unit
        `Kind.SHARE` or `Kind.MINUTES`: which of the figures.
    """
    sites = [site for site in COMPARED_SITES if site not in absent_kinds(facts)]
    figure = "share_within" if unit is Kind.SHARE else "drive_time_min_median"
    told: list[tuple[str, str | None]] = [(figure, site) for site in (ANY_SITE, *sites)]
    if unit is Kind.SHARE and len(sites) == len(COMPARED_SITES):
        told.append(("share_office_nearer", None))
    rows: list[tuple[Value, ...]] = []
    for name, site in told:
        for stratum in (ALL_STRATA, *facts.focus):
            values = [found.figures.get((one, stratum, site, name)) for one in found.compared]
            rows.append((figure_name(name, site, facts), STRATUM_GROUPS.heading(stratum), *values))
    words = "Shares of people" if unit is Kind.SHARE else "Typical drives"
    return Table(
        f"figures_by_definition_{unit}",
        f"{words} under each definition",
        (
            Column("figure", "Figure"),
            Column("stratum", "Stratum"),
            *(Column(name, DEFINITIONS.heading(name), unit) for name in found.compared),
        ),
        tuple(rows),
        f"{_own_note(found)} Same people, same roads, same speeds: only the list of centers differs. A dash "
        "stands where the definition knows no such center.",
        headers=2,
    )


def figure_name(figure: str, site: str | None, facts: Facts) -> str:
    """Name a headline figure: 'Share within 30 minutes of an office-based center'."""
    if site is None:
        return FIGURES.heading(figure)
    center = center_of(site) if figure == "share_within" else noun_of(site)
    return FIGURES.heading(figure).format(center=center, near=limit(facts.gap_min))


def confidence_table(found: Found) -> Table:
    """Count the centers of each site of care by how sure it is that they are centers."""
    headings = [heading for _, heading in CONFIDENCE_CLASSES] + [LEAST_CLASS]
    sure = pd.Series(
        [confidence_class(value) for value in found.centers["confidence"]],
        index=found.centers.index,
    )
    columns = (
        _SITE,
        *(
            Column(f"confidence_{number}", heading, Kind.COUNT)
            for number, heading in enumerate(headings, 1)
        ),
    )
    return Table(
        "center_confidence",
        "How sure it is that the centers are centers: centers by confidence",
        columns,
        tuple(
            (name, *(float((sure[mine] == heading).sum()) for heading in headings))
            for name, mine in _by_site(found.centers)
        ),
        "A place with a confidence below 0.5 is not counted as a center.",
    )


def confidence_class(confidence: float) -> str:
    """Return the heading of the class that a confidence belongs to."""
    for least, heading in CONFIDENCE_CLASSES:
        if confidence >= least:
            return heading
    return LEAST_CLASS


def records_table(found: Found) -> Table:
    """Tell what became of the records on the way to centers, step by step."""
    rows: list[tuple[Value, ...]] = []
    left = 0
    for step, words in STEPS.items():
        count = int(found.counts[step])
        if step in ("candidates", "centers"):
            left = count
            rows.append((words, None, float(left)))
        elif count:
            left -= count
            rows.append((capital(words), float(count), float(left)))
    columns = (
        Column("step", "Records"),
        Column("records", "Left out here", Kind.COUNT),
        Column("left", "Left", Kind.COUNT),
    )
    return Table("records_to_centers", "From records to centers", columns, tuple(rows))


def known_table(found: Found) -> Table:
    """Tell what is known of the centers, and of how many it is not."""
    centers = found.centers
    rows: list[tuple[Value, ...]] = []
    for column, heading in ATTRIBUTES.items():
        if column not in centers:
            continue
        by_kind = _by_kind_alone(found, column)
        values = centers[column].astype("object").map(str, na_action="ignore")
        if column == "medicare_payable" and found.judged:
            values = _with_rule(values, found)
        words = ANSWERS[column]
        others = sorted(set(values.dropna()) - set(words), reverse=column == "medicare_payable")
        for value in [*words, *others]:
            mine = values.eq(value)
            if mine.any():
                alone = float((mine & by_kind).sum()) if column in _RULED and found.judged else None
                rows.append((heading, words.get(value, capital(value)), _share(mine), alone))
        if values.isna().any():
            rows.append((heading, NOT_KNOWN, _share(values.isna()), None))
    for column, heading in NUMBERS.items():
        if column in centers:
            known = centers[column].notna()
            if known.any():
                rows.append((heading, "Known", _share(known), None))
            if not known.all():
                rows.append((heading, NOT_KNOWN, _share(~known), None))
    columns = [
        Column("attribute", "What"),
        Column("answer", "Answer"),
        Column("centers", "Centers", Kind.PEOPLE_SHARE),
    ]
    note = "What no source tells stays unknown; nothing is filled in."
    if found.judged:
        columns.append(Column("by_kind_alone", "Of them for its kind alone", Kind.COUNT))
        note += (
            " “For its kind alone”: nothing was observed of the center itself; the answer is what is usual "
            "for its site of care. A dash stands where no answer is given that way."
        )
    return Table(
        "centers_known",
        "Supervision, therapy line, operator, payment and size",
        tuple(columns),
        tuple(row[: len(columns)] for row in rows),
        note,
        headers=2,
    )


def _with_rule(payable: pd.Series[str], found: Found) -> pd.Series[str]:
    """Add to whether Medicare pays what the deciding rule says: 'Yes: physicians are paid'."""
    rules = found.evidence.drop_duplicates("rule_id").set_index("rule_id")["explanation"]
    why = found.centers["medicare_rule"].map(rules)
    words = payable.map(ANSWERS["medicare_payable"]) + ": " + why
    return words.fillna(payable)


def _by_kind_alone(found: Found, column: str) -> pd.Series[bool]:
    """Tell which centers have a value that only rules on their site of care support."""
    if not found.judged:
        return pd.Series(False, index=found.centers.index)
    values = dict(
        zip(found.centers["center_id"], found.centers[column].map(_as_ruled), strict=True)
    )
    rules = found.evidence[found.evidence["concludes"] == column]
    agreeing = rules[rules["value"] == rules["center_id"].map(values)]
    alone = agreeing.assign(by_kind=agreeing["looks_at"] == BY_KIND).groupby("center_id")["by_kind"]
    every = alone.all().astype(bool)
    return found.centers["center_id"].isin(every.index[every])


def _as_ruled(value: object) -> object:
    """Return a value as rules write it: true is 'yes'."""
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def placed_table(found: Found) -> Table:
    """Count the centers of each site of care by how exactly they are placed."""
    centers = found.centers
    occurring = set(centers["geocode_precision"])
    kinds = [name for name in GEOCODE_PRECISIONS if name in occurring]
    columns = (
        _SITE,
        Column("centers", "Centers", Kind.COUNT),
        *(
            Column(f"placed_{name}", capital(GEOCODE_PRECISIONS.name(name)), Kind.COUNT)
            for name in kinds
        ),
        Column("share_coarse", "Share only by ZIP area or town", Kind.SHARE),
    )
    return Table(
        "centers_placed",
        "How exactly the centers are placed",
        columns,
        tuple(
            (
                name,
                float(len(centers[mine])),
                *(float((centers[mine]["geocode_precision"] == one).sum()) for one in kinds),
                float(centers[mine]["geocode_precision"].isin(COARSE).mean()),
            )
            for name, mine in _by_site(centers)
        ),
    )


def truth_table(found: Found) -> Table:
    """Set the centers that were found beside those that there really are."""
    columns = (
        Column("definition", "Definition"),
        _SITE,
        Column("true_centers", "There are", Kind.COUNT),
        Column("found", "Found", Kind.COUNT),
        Column("matched", "Rightly found", Kind.COUNT),
        Column("precision", "Of those found, centers", Kind.SHARE),
        Column("recall", "Of those there are, found", Kind.SHARE),
        Column("site_right_share", "Site of care right", Kind.SHARE),
        Column("duplicate_share", "Found twice", Kind.SHARE),
    )
    sites = [*SITES_OF_CARE, ANY_SITE]
    told = sorted(
        records(found.scores),
        key=lambda row: (
            DEFINITIONS.index(row["definition"]),
            sites.index(row["site_of_care"]),
        ),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            DEFINITIONS.heading(row["definition"]),
            SITES_OR_ANY.heading(row["site_of_care"]),
            *(row[column.name] for column in columns[2:]),
        )
        for row in told
    )
    return Table(
        "centers_against_truth",
        "What was found, against what is true",
        columns,
        rows,
        "A dash stands where there is nothing to take a share of.",
        headers=2,
    )


def _of(definitions: pd.DataFrame, name: str) -> pd.DataFrame:
    return definitions[definitions["definition"] == name]


def _own_note(found: Found) -> str:
    return f"This report uses the definition {DEFINITIONS.name(found.own)}."


def _by_site(centers: pd.DataFrame) -> list[tuple[str, pd.Series[bool]]]:
    """Return the sites of care that have centers, then all, with their heading."""
    site = centers["site_of_care"]
    groups = [
        (SITES_OR_ANY.heading(name), site == name) for name in SITES_OF_CARE if (site == name).any()
    ]
    return [*groups, (ALL_CENTERS, pd.Series(True, index=centers.index))]


def _share(mine: pd.Series[bool]) -> PeopleShare:
    return PeopleShare(float(mine.sum()), float(mine.mean()))
