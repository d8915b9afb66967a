"""Where the numbers come from: source files, refused rows, and the centers that count."""

from __future__ import annotations

from pipelines.provenance import SOURCE
from pipelines.report.facts import Facts
from pipelines.report.telling.specs import Shown, TableSpec, build
from pipelines.report.telling.tables import Kind, Table
from pipelines.vocabulary.center_words import COMPLETENESS
from pipelines.vocabulary.centers import GEOCODE_PRECISIONS
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE, SITES_OR_ANY
from pipelines.vocabulary.sources import SOURCES
from pipelines.vocabulary.wording import capital, limit, listed

_SOURCE = Shown(
    "source", words=lambda row: SOURCES.headings.get(row["source"], row["source"]), heading="Source"
)

PROVENANCE = TableSpec(
    "provenance",
    "Source files",
    (
        _SOURCE,
        Shown("publisher", heading="Publisher"),
        Shown("vintage", heading="Vintage"),
        Shown("licence", heading="Terms"),
        Shown("rows_read", Kind.COUNT, heading="Rows read"),
        Shown("rows_rejected", Kind.COUNT, heading="Rows refused or left out"),
        Shown("sha256", Kind.CHECKSUM, heading="Checksum (SHA-256)"),
        Shown("file", heading="File"),
        Shown("url", Kind.LINK, heading="Where it is from"),
        Shown("read_at", heading="Read at (UTC)"),
    ),
    "Roads become a network rather than rows; a dash stands there. The checksum is that of the file as it was "
    "read; the CSV has it in full.",
    where={"kind": SOURCE},
)
REJECTED = TableSpec(
    "rejected",
    "Rows that were refused, left out or noted, by reason",
    (
        _SOURCE,
        Shown("source_file", heading="File"),
        Shown("column_name", heading="Column"),
        Shown("reason", heading="Why"),
        Shown("rows", Kind.COUNT, heading="Rows"),
    ),
    headers=2,
)
CENTERS = TableSpec(
    "centers_by_site_counted",
    "Centers that count",
    (
        Shown("site_of_care", words=SITES_OR_ANY.headings, heading="Site of care"),
        Shown("in_area", Kind.COUNT, heading="In the area"),
        Shown("outside", Kind.COUNT, name="in_buffer", heading="In the buffer"),
    ),
    "The buffer is the land up to {buffer} miles outside the area: people cross borders.",
)
LISTS = TableSpec(
    "center_lists",
    "How complete the lists of centers are",
    (
        Shown("site_of_care", words=SITES_OR_ANY.headings, heading="Site of care"),
        Shown("sources", words=lambda row: _sources(row["sources"])),
        Shown("completeness", words=COMPLETENESS.headings),
        Shown("completeness_in_buffer", words=COMPLETENESS.headings),
        Shown("centers", Kind.COUNT),
        Shown("standing_in", Kind.COUNT),
    ),
    "What one source leaves out another may name: the best of them is told. A dash: no source names them.",
)
PRECISION = TableSpec(
    "centers_placed_all",
    "How exactly the centers are placed",
    (
        Shown(
            "geocode_precision",
            words={code: capital(name) for code, name in GEOCODE_PRECISIONS.names.items()},
            heading="Placed by",
        ),
        Shown("centers", Kind.PEOPLE_SHARE, share="share", heading="Centers"),
    ),
    where={"site_of_care": ANY_SITE},
)


def provenance_table(facts: Facts) -> Table:
    """List the source files with what a reader must know of each."""
    return build(PROVENANCE, facts.tables["out.provenance"])


def rejected_table(facts: Facts) -> Table:
    """List why rows were refused, and how many, most first."""
    rows = sorted(facts.tables.rows("out.rejected"), key=lambda row: -row["rows"])
    return build(REJECTED, rows)


def centers_table(facts: Facts) -> Table:
    """Tell how many centers there are by site of care, in the area and in its buffer."""
    return build(
        CENTERS,
        facts.tables["out.centers_by_site"],
        codes={"site_of_care": SITES_OF_CARE},
        fills={"buffer": limit(facts.area.area.buffer_mi)},
    )


def lists_table(facts: Facts) -> Table:
    """Tell how complete the sources are for each site of care, and which hospitals only stand in."""
    return build(LISTS, facts.tables["out.center_lists"], codes={"site_of_care": SITES_OF_CARE})


def _sources(names: str | None) -> str | None:
    return None if names is None else listed([SOURCES.heading(name) for name in names.split()])


def precision_table(facts: Facts) -> Table:
    """Tell how many centers are placed how exactly."""
    codes = {"geocode_precision": sorted(GEOCODE_PRECISIONS)}
    return build(PRECISION, facts.tables["out.centers_placed"], codes=codes)
