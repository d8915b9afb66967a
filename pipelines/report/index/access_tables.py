"""The tables of access: drives, thresholds, gaps and who is not reached, by stratum and by county."""

from __future__ import annotations

from pipelines.report.facts import Facts, full_county_name
from pipelines.report.telling.findings import absent_kinds, none_near
from pipelines.report.telling.specs import Shown, TableSpec, build
from pipelines.report.telling.tables import Kind, Table
from pipelines.vocabulary.access import GAPS, GAPS_OF_ONE_KIND, UNREACHED_REASONS
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, SITES_OR_ANY
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS
from pipelines.vocabulary.wording import capital, limit, listed

MOST_LEFT_OUT = 10
"""How many counties the short table names; those that tie with the last come too."""

STRATUM = Shown("stratum", words=STRATUM_GROUPS.headings, heading="Stratum")
_PEOPLE = Shown("population", Kind.COUNT, heading="People")
_SITE = Shown("site_of_care", words=SITES_OR_ANY.headings, heading="Nearest center of this kind")

TIMES_COMPARED = TableSpec(
    "times_by_stratum_compared",
    "Typical drives to the nearest {compared} center, by stratum",
    (
        STRATUM,
        _PEOPLE,
        *(
            Shown(column, kind, name=f"{{code}}_{name}", heading=f"{{word}}: {words}", spread=True)
            for column, kind, name, words in (
                (
                    "drive_time_min_median",
                    Kind.MINUTES,
                    "median_min",
                    "typical drive, minutes",
                ),
                ("drive_time_min_p90", Kind.MINUTES, "p90_min", "9 in 10 drive less, minutes"),
                ("distance_mi_median", Kind.MILES, "median_mi", "typical drive, miles"),
            )
        ),
    ),
    "The typical drive is the population-weighted median: half of the people who can be driven there live "
    "closer, half farther.",
    across=("site_of_care", SITES_OR_ANY.headings),
)
TIMES = TableSpec(
    "times_by_stratum",
    "Drives to the nearest center of each site of care, by stratum",
    (
        STRATUM,
        _SITE,
        Shown("population_reached", Kind.COUNT, heading="People who can be driven there"),
        Shown("population_unreached", Kind.COUNT, heading="People who cannot"),
        *(
            Shown(f"{what}_{figure}", kind, name=f"{figure}_{unit}", heading=f"{words}, {written}")
            for what, kind, unit, written in (
                ("drive_time_min", Kind.MINUTES, "min", "minutes"),
                ("distance_mi", Kind.MILES, "mi", "miles"),
            )
            for figure, words in (
                ("median", "Median"),
                ("mean", "Mean"),
                ("p90", "9 in 10 drive less"),
            )
        ),
    ),
    "All figures are weighted by people and taken over those who can be driven there.",
    headers=2,
)
COVERAGE = TableSpec(
    "coverage",
    "People within a drive of so many minutes, by stratum",
    (
        STRATUM,
        _SITE,
        Shown(
            "population_within",
            Kind.PEOPLE_SHARE,
            share="share",
            name="within_{word}_min",
            heading="Within {word} minutes",
            spread=True,
        ),
    ),
    "Shares are of all people of the stratum, those who cannot be driven anywhere included. Any kind counts "
    "pharmacy-based and stand-alone centers too.",
    across=("within_min", limit),
    headers=2,
)
UNREACHED = TableSpec(
    "unreached",
    "People without a drive time to the nearest center, by stratum and reason",
    (
        STRATUM,
        Shown(
            "unreached_reason",
            words={code: capital(words) for code, words in UNREACHED_REASONS.names.items()},
            name="reason",
            heading="Why",
        ),
        Shown("population", Kind.COUNT, name="{code}", heading="To {word}", spread=True),
    ),
    across=("site_of_care", lambda site: SITES_OR_ANY.heading(site).lower()),
    headers=2,
)


def compared_times_table(facts: Facts) -> Table:
    """Set the drives to the compared kinds side by side, one row a stratum."""
    return build(
        TIMES_COMPARED,
        facts.tables["out.times_by_stratum"],
        codes={"stratum": facts.strata, "site_of_care": facts.compared},
        fills={"compared": compared_words(facts)},
    )


def times_table(facts: Facts) -> Table:
    """List the drives of each stratum to each site of care that has a center."""
    sites = [site for site in SITES_OR_ANY if site == ANY_SITE or facts.centers[site] > 0]
    codes = {"stratum": facts.strata, "site_of_care": sites}
    return build(TIMES, facts.tables["out.times_by_stratum"], codes=codes)


def coverage_table(facts: Facts) -> Table:
    """Count people within each threshold of the compared kinds, and of any center."""
    codes = {
        "stratum": facts.strata,
        "site_of_care": [*_with_centers(facts), ANY_SITE],
        "within_min": facts.area.measures.within_min,
    }
    return build(COVERAGE, facts.tables["out.coverage"], codes=codes)


def gaps_table(facts: Facts) -> Table:
    """Count the people of each stratum by what they have near."""
    spec = TableSpec(
        "gaps_by_stratum",
        "What people have within {near} minutes, by stratum",
        (STRATUM, _PEOPLE, *_gap_columns(facts)),
        "Shares are of all people of the stratum. {compared} centers only; pharmacy-based and stand-alone "
        "centers, which Medicare rarely pays, do not fill a gap here.",
    )
    return build(
        spec,
        facts.tables["out.gaps_by_stratum"],
        codes={"stratum": facts.strata},
        fills={"near": limit(facts.gap_min), "compared": capital(compared_words(facts))},
    )


def unreached_table(facts: Facts) -> Table:
    """Count who has no drive time by stratum and reason, a column for each site of care."""
    codes = {
        "stratum": facts.strata,
        "unreached_reason": UNREACHED_REASONS,
        "site_of_care": SITES_OR_ANY,
    }
    return build(UNREACHED, facts.tables["out.unreached"], codes=codes)


def counties_table(facts: Facts) -> Table:
    """List every county of the area, by name."""
    return _counties(facts, "counties", "Every county", by="county")


def left_out_table(facts: Facts) -> Table:
    """List the counties with most people who have neither kind near."""
    title = f"Counties with most people who have {none_near(facts)} within {{near}} minutes"
    return _counties(facts, "counties_left_out", title, by="rank_none")


def _counties(facts: Facts, name: str, title: str, by: str) -> Table:
    spec = TableSpec(
        name,
        title,
        (
            Shown("county", heading="County"),
            Shown("county_fips", heading="FIPS code"),
            Shown("stratum", words=STRATUM_GROUPS.headings, heading="Stratum"),
            _PEOPLE,
            *(
                Shown(
                    f"{site}_min_median",
                    Kind.MINUTES,
                    name=f"{site}_median_min",
                    heading=f"Typical drive to {SITES_OR_ANY.name(site)}, minutes",
                )
                for site in _with_centers(facts)
            ),
            *_gap_columns(facts),
        ),
        "The last columns count the people by what they have within {near} minutes, each with its share of all "
        "people of the county. A dash stands where nobody "
        "can be driven to that kind, and where the scheme gives a county no stratum.",
    )
    counties = [
        row | {"county": full_county_name(row)} for row in facts.tables.rows("out.counties")
    ]
    if by == "rank_none":
        counties = [row for row in counties if (row[by] or MOST_LEFT_OUT + 1) <= MOST_LEFT_OUT]
    rows = sorted(counties, key=lambda row: (row[by], row["county_fips"]))
    return build(spec, rows, fills={"near": limit(facts.gap_min)})


def compared_words(facts: Facts) -> str:
    """Name the compared kinds that have a center: 'hospital-based and office-based'; both where none has."""
    return listed([SITES_OR_ANY.name(site) for site in facts.compared])


def _with_centers(facts: Facts) -> list[str]:
    return [site for site in COMPARED_SITES if site not in absent_kinds(facts)]


def _gap_columns(facts: Facts) -> tuple[Shown, ...]:
    """Return the gaps that people can have here: where one kind is on no list nobody has both, or that one."""
    names: dict[str, str] = GAPS.headings
    told: tuple[str, ...] = tuple(GAPS)
    if len(absent_kinds(facts)) == 1:
        names = GAPS_OF_ONE_KIND.headings
        told = (f"{facts.compared[0].removesuffix('_based')}_only", "none", "unknown")
    if facts.gaps(ALL_STRATA)["population_unknown"] == 0:
        told = tuple(gap for gap in told if gap != "unknown")
    return tuple(
        Shown(
            f"population_{gap}",
            Kind.PEOPLE_SHARE,
            share=f"share_{gap}",
            name=gap,
            heading=names[gap],
        )
        for gap in told
    )
