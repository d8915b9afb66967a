"""The tables of the page on what changed: each a choice of rows of the CSV file of the same name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipelines.contracts import heading_of
from pipelines.out_tables import Row
from pipelines.report.compare.compared import Compared
from pipelines.report.telling.tables import Column, Kind, Table, Value
from pipelines.vocabulary.access import GAPS, NEARER, NEARNESS_FINDINGS
from pipelines.vocabulary.comparison import CENTER_COUNTS, COMPARED, LEVELS, MATCHED_BY
from pipelines.vocabulary.sites_of_care import SITES_OR_ANY
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS
from pipelines.vocabulary.wording import limit

MOST_ROWS = 25
"""Rows of a long table that the page shows; the CSV has all."""

_SHARE = "share, 0 to 1"
_A, _B, _CHANGE = Column("a", "A"), Column("b", "B"), Column("change", "Change")
_FIGURES = (
    (
        "out.coverage",
        "share",
        "site_of_care any, within_min {near}",
        "Within {near} minutes of any center",
    ),
    ("out.gaps_by_stratum", "share_none", None, "Neither hospital nor office near"),
    (
        "out.times_by_stratum",
        "drive_time_min_median",
        "site_of_care any",
        "Median minutes to any center",
    ),
    (
        "out.times_by_stratum",
        "drive_time_min_median",
        "site_of_care hospital_based",
        "Median minutes, hospital",
    ),
    (
        "out.times_by_stratum",
        "drive_time_min_median",
        "site_of_care office_based",
        "Median minutes, office",
    ),
    ("out.nearness", "share_office_nearer", None, "An office is nearer"),
    ("out.nearness", "share_hospital_nearer", None, "A hospital is nearer"),
)
_COUNTY_FIGURES = {
    "any_share_within": "Near any center",
    "any_min_median": "Median minutes to any center",
    "share_none": "Neither hospital nor office near",
    "population": "People",
}
_CODE_WORDS = {
    **STRATUM_GROUPS.headings,
    **GAPS.headings,
    **NEARER.headings,
    **NEARNESS_FINDINGS.headings,
    "True": "yes",
    "False": "no",
}


def amount(value: float | None, unit: str | None) -> Value:
    """Write a figure in its unit: '83.2%', '12.3', '5,421,955'."""
    if value is None:
        return None
    if unit == _SHARE:
        return _exact_ends(value)
    return f"{value:,.0f}" if unit == "people" else f"{value:,.1f}"


def change(row: Row) -> Value:
    """Write a change with its sign, 'no change', or that the figures are not comparable."""
    if not row["comparable"]:
        return "not comparable"
    value = row["change"]
    if value is None:
        return None
    if value == 0:
        return "no change"
    if row["unit"] == _SHARE:
        return f"{_signed(100 * value)} points"
    return _signed(value, 0 if row["unit"] == "people" else 1)


def _exact_ends(share: float) -> str:
    """Write a share with a decimal; never 0% for somebody nor 100% for not everybody."""
    if 0 < share < 0.0005:
        return "under 0.1%"
    return "over 99.9%" if 0.9995 <= share < 1 else f"{100 * share:.1f}%"


def _signed(value: float, digits: int = 1) -> str:
    least: float = 10**-digits
    if abs(value) < least / 2:
        return f"under {'+' if value > 0 else '−'}{least:g}"
    return f"{value:+,.{digits}f}".replace("-", "−")


def strata_table(compared: Compared) -> Table:
    """Show the headline figures of each stratum side by side; thresholds are B's."""
    near = limit(compared.b.near_min)
    rows = {
        (row["stratum"], row["from_table"], row["figure"], row["of"]): row
        for row in compared.rows("strata")
    }
    strata = [name for name in STRATUM_GROUPS if any(key[0] == name for key in rows)]
    shown = []
    for stratum in (ALL_STRATA, *(name for name in strata if name != ALL_STRATA)):
        for table, figure, of, words in _FIGURES:
            row = rows.get((stratum, table, figure, of.format(near=near) if of else None))
            if row is not None:
                shown.append(
                    (STRATUM_GROUPS.heading(stratum), words.format(near=near), *_sides(row))
                )
    return Table(
        "strata",
        "The main figures, by stratum",
        (Column("stratum", "Stratum"), Column("figure", "Figure"), _A, _B, _CHANGE),
        tuple(shown),
        "A dash stands where a run has no such figure: the CSV says why. It has every figure of every stratum.",
        headers=2,
    )


def counties_table(compared: Compared) -> Table:
    """Show the figures of counties that changed, the largest changes of people near a center first."""
    rows = [
        row
        for row in compared.rows("counties", from_table="out.counties")
        if row["figure"] in _COUNTY_FIGURES and row["change"] != 0 and row["comparable"]
    ]
    order = list(_COUNTY_FIGURES)
    rows.sort(key=lambda row: (order.index(row["figure"]), -abs(row["change"] or 0)))
    return _cut(
        "counties",
        "Counties whose figures changed",
        (Column("county", "County"), Column("figure", "Figure"), _A, _B, _CHANGE),
        [(row["county"], _COUNTY_FIGURES[row["figure"]], *_sides(row)) for row in rows],
        "The CSV has every figure of every county that both have.",
    )


def drives_table(compared: Compared) -> Table:
    """Show whose drive became shorter or longer."""
    changes = ("shorter", "longer", "same", "connected", "cut_off")
    names = [f"population_{change}" for change in changes]
    return Table(
        "drives",
        "Whose drive to the nearest center changed by a minute or more",
        (
            Column("stratum", "Stratum"),
            Column("site_of_care", "Nearest"),
            *(Column(name, heading_of("compare.drives", name), Kind.COUNT) for name in names),
        ),
        tuple(
            (
                STRATUM_GROUPS.heading(row["stratum"]),
                SITES_OR_ANY.heading(row["site_of_care"]),
                *(row[name] for name in names),
            )
            for row in compared.rows("drives")
        ),
        "People of B, in the places that both runs have.",
        headers=2,
    )


def center_counts_table(compared: Compared) -> Table:
    """Show how many centers of each kind changed in each way."""
    counts = {
        (row["change"], row["site_of_care"]): row["centers"]
        for row in compared.rows("center_counts")
    }
    sites = [site for site in SITES_OR_ANY if any(key[1] == site for key in counts)]
    return Table(
        "center_counts",
        "Centers, by what happened to them",
        (
            Column("change", "What happened"),
            *(Column(site, SITES_OR_ANY.heading(site), Kind.COUNT) for site in sites),
        ),
        tuple(
            (CENTER_COUNTS.heading(code), *(counts.get((code, site), 0) for site in sites))
            for code in CENTER_COUNTS
            if any(key[0] == code for key in counts)
        ),
        "A center that is another kind now is counted under its kind in B.",
    )


def centers_table(compared: Compared) -> Table:
    """List the centers that changed."""
    order = {code: number for number, code in enumerate(CENTER_COUNTS)}
    rows = sorted(compared.rows("centers"), key=lambda row: order[row["change"]])
    return _cut(
        "centers",
        "Centers that are in one run alone, moved or changed",
        (
            Column("change", "What happened"),
            Column("name", "Center"),
            Column("site", "Kind"),
            Column("moved_mi", "Moved, miles", Kind.MILES),
            Column("columns_changed", "What differs"),
            Column("matched_by", "Known by"),
        ),
        [
            (
                CENTER_COUNTS.heading(row["change"]),
                row["name_b"] or row["name_a"],
                _kinds(row),
                row["moved_mi"],
                _described(row["columns_changed"]),
                MATCHED_BY.name(row["matched_by"]) if row["matched_by"] else None,
            )
            for row in rows
        ],
        "Matched by id, else by CCN, by NPI, or by name at one address or within 0.2 miles. Moved: farther "
        "than 0.1 miles. A dash stands where a center is in one run only.",
    )


def findings_table(compared: Compared) -> Table:
    """List the findings of strata and counties that are others in B."""
    rows = [row for row in compared.rows("findings") if row["level"] != "place"]
    counties = {row["county_fips"]: row["county"] for row in compared.rows("counties")}
    return _cut(
        "findings",
        "Findings that are others in B",
        (
            Column("level", "Of"),
            Column("id", "Which"),
            Column("figure", "Finding"),
            _A,
            _B,
        ),
        [
            (
                LEVELS.heading(row["level"]),
                counties.get(row["id"]) or STRATUM_GROUPS.headings.get(row["id"], row["id"]),
                " ".join(filter(None, (_figure(row), _scenario(row["of"])))),
                _CODE_WORDS.get(row["value_a"], row["value_a"]),
                _CODE_WORDS.get(row["value_b"], row["value_b"]),
            )
            for row in rows
        ],
        "The CSV has those of places too.",
    )


def sources_table(compared: Compared) -> Table:
    """List what differs in the files of the sources."""
    return _cut(
        "sources",
        "Source files that differ",
        (Column("source", "Source"), Column("fact", "What"), _A, _B),
        [
            (row["source"], row["fact"], row["value_a"], row["value_b"])
            for row in compared.rows("sources")
        ],
        "A dash stands where a run has no such file or fact.",
    )


def settings_table(compared: Compared) -> Table:
    """List settings, versions and facts of the road network that differ."""
    return _cut(
        "settings",
        "Settings, software and roads that differ",
        (Column("setting", "Setting"), _A, _B, Column("not_comparable", "Makes incomparable")),
        [
            (
                row["setting"] if row["part"] == "settings" else f"{row['part']}: {row['setting']}",
                row["value_a"],
                row["value_b"],
                row["not_comparable"] or "nothing",
            )
            for row in compared.rows("settings")
        ],
        "A dash stands where a run does not have the setting.",
    )


def tables_table(compared: Compared) -> Table:
    """List the tables of the warehouses that differ, for those who check a change of the program."""
    counts = ("rows_a", "rows_b", "only_a", "only_b", "rows_changed")
    rows = [
        row
        for row in compared.rows("tables")
        if row["only_a"] or row["only_b"] or row["rows_changed"] or row["rows_a"] != row["rows_b"]
    ]
    return _cut(
        "tables",
        "Tables of the warehouse whose rows differ",
        (
            Column("name", "Table"),
            *(Column(name, heading_of("compare.tables", name), Kind.COUNT) for name in counts),
            Column("columns_changed", "Columns that differ"),
        ),
        [(row["name"], *(row[name] for name in counts), row["columns_changed"]) for row in rows],
        "Rows are matched by key; a dash stands where they cannot be. The CSV has all tables.",
        most=200,
    )


def summary_table(compared: Compared) -> Table:
    """Show how much was compared, and how much of it changed."""
    counts = ("in_a", "in_b", "in_both", "changed")
    return Table(
        "summary",
        "What was compared",
        (
            Column("compared", "Compared"),
            *(Column(name, heading_of("compare.summary", name), Kind.COUNT) for name in counts),
        ),
        tuple(
            (COMPARED.name(row["compared"]), *(row[name] for name in counts))
            for row in compared.rows("summary")
        ),
    )


def _sides(row: Row) -> tuple[Value, Value, Value]:
    return amount(row["a"], row["unit"]), amount(row["b"], row["unit"]), change(row)


def _kinds(row: Row) -> str:
    codes = dict.fromkeys(filter(None, (row["site_of_care_a"], row["site_of_care_b"])))
    return " → ".join(SITES_OR_ANY.heading(code) for code in codes)


def _described(columns: str | None) -> str | None:
    """Name columns of core.centers in words."""
    names = columns.split(", ") if columns else []
    return ", ".join(heading_of("core.centers", name).lower() for name in names) or None


def _figure(row: Row) -> str:
    return heading_of(row["from_table"], row["figure"])


def _scenario(of: str | None) -> str:
    return f"({of.removeprefix('scenario ').replace('_', ' ')})" if of else ""


def _cut(
    name: str,
    title: str,
    columns: tuple[Column, ...],
    rows: Sequence[Iterable[Value]],
    note: str,
    *,
    most: int = MOST_ROWS,
) -> Table:
    """Make a table of the first rows, and say how many there are."""
    shown = tuple(tuple(row) for row in rows[:most])
    left = f"The first {len(shown)} of {len(rows):,} rows. " if len(rows) > len(shown) else ""
    return Table(name, title, columns, shown, left + note)
