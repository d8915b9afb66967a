"""The report's tables by stratum and of centers."""

from __future__ import annotations

from pipelines.maps.nearness import SAME_WITHIN_MIN
from pipelines.report.facts import Facts
from pipelines.report.telling.findings import absent_kinds
from pipelines.report.telling.tables import Column, Kind, PeopleShare, Table, Value
from pipelines.vocabulary.access import GAPS, GAPS_OF_ONE_KIND, UNREACHED_REASONS
from pipelines.vocabulary.centers import GEOCODE_PRECISIONS
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, SITES_OR_ANY
from pipelines.vocabulary.strata import STRATUM_GROUPS
from pipelines.vocabulary.wording import capital, limit, listed

_STRATUM = Column("stratum", "Stratum")
_PEOPLE = Column("population", "People", Kind.COUNT)


def drives_table(facts: Facts) -> Table:
    """Set the drives to the compared kinds side by side, one row a stratum."""
    sites = [site for site in COMPARED_SITES if site not in absent_kinds(facts)]
    columns = [_STRATUM, _PEOPLE]
    for site in sites:
        name = SITES_OR_ANY.heading(site)
        columns += [
            Column(f"{site}_median_min", f"{name}: typical drive, minutes", Kind.MINUTES),
            Column(f"{site}_p90_min", f"{name}: 9 in 10 drive less, minutes", Kind.MINUTES),
            Column(f"{site}_median_mi", f"{name}: typical drive, miles", Kind.MILES),
        ]
    rows: list[tuple[Value, ...]] = []
    for stratum in facts.strata:
        drives = [facts.drives[stratum, site] for site in sites]
        numbers = [
            value
            for drive in drives
            for value in (drive.median_min, drive.p90_min, drive.median_mi)
        ]
        people = facts.nearness[stratum].population
        rows.append((STRATUM_GROUPS.heading(stratum), people, *numbers))
    return Table(
        "drive_times_by_stratum",
        f"Typical drives to the nearest {compared_words(facts)} center, by stratum",
        tuple(columns),
        tuple(rows),
        "The typical drive is the population-weighted median: half of the people who can be driven there "
        "live closer, half farther.",
    )


def all_drives_table(facts: Facts) -> Table:
    """List the drives of each stratum to each site of care that has a center."""
    columns = (
        _STRATUM,
        Column("site_of_care", "Nearest center of this kind"),
        Column("population_reached", "People who can be driven there", Kind.COUNT),
        Column("population_unreached", "People who cannot", Kind.COUNT),
        Column("median_min", "Median, minutes", Kind.MINUTES),
        Column("mean_min", "Mean, minutes", Kind.MINUTES),
        Column("p90_min", "9 in 10 drive less, minutes", Kind.MINUTES),
        Column("median_mi", "Median, miles", Kind.MILES),
        Column("mean_mi", "Mean, miles", Kind.MILES),
        Column("p90_mi", "9 in 10 drive less, miles", Kind.MILES),
    )
    rows: list[tuple[Value, ...]] = []
    for stratum in facts.strata:
        for site in SITES_OR_ANY:
            if site != ANY_SITE and facts.centers[site] == 0:
                continue
            drive = facts.drives[stratum, site]
            numbers = (drive.reached, drive.unreached, drive.median_min, drive.mean_min)
            rest = (drive.p90_min, drive.median_mi, drive.mean_mi, drive.p90_mi)
            rows.append(
                (STRATUM_GROUPS.heading(stratum), SITES_OR_ANY.heading(site), *numbers, *rest)
            )
    return Table(
        "drive_times_all_sites_of_care",
        "Drives to the nearest center of each site of care, by stratum",
        columns,
        tuple(rows),
        "All figures are weighted by people and taken over those who can be driven there.",
        headers=2,
    )


def nearer_table(facts: Facts) -> Table:
    """Count the people of each stratum by the kind of center that is nearer."""
    apart = limit(SAME_WITHIN_MIN)
    columns = (
        _STRATUM,
        _PEOPLE,
        Column("office_nearer", "Office-based is nearer", Kind.PEOPLE_SHARE),
        Column("hospital_nearer", "Hospital-based is nearer", Kind.PEOPLE_SHARE),
        Column("about_as_near", f"At most {apart} minutes apart", Kind.PEOPLE_SHARE),
        Column("neither_reached", "Can be driven to neither", Kind.PEOPLE_SHARE),
    )
    rows: list[tuple[Value, ...]] = []
    for stratum in facts.strata:
        group = facts.nearness[stratum]
        counts = (
            group.office_nearer,
            group.hospital_nearer,
            group.about_as_near,
            group.neither_reached,
        )
        shares = [_share_of(count, group.population) for count in counts]
        rows.append((STRATUM_GROUPS.heading(stratum), group.population, *shares))
    return Table(
        "nearer_by_stratum",
        "Which kind of center is nearer, people by stratum",
        columns,
        tuple(rows),
        f"Nearer means a drive that is shorter by more than {apart} minutes, or the only kind that can be "
        "driven to.",
    )


def within_table(facts: Facts) -> Table:
    """Count people within each threshold of the compared kinds, and of any center."""
    limits = facts.area.measures.within_min
    sites = [*(site for site in COMPARED_SITES if site not in absent_kinds(facts)), ANY_SITE]
    columns = (
        _STRATUM,
        Column("site_of_care", "Nearest center of this kind"),
        *(
            Column(
                f"within_{limit(minutes)}_min",
                f"Within {limit(minutes)} minutes",
                Kind.PEOPLE_SHARE,
            )
            for minutes in limits
        ),
    )
    rows: list[tuple[Value, ...]] = []
    for stratum in facts.strata:
        for site in sites:
            counted = [facts.within[stratum, site, minutes] for minutes in limits]
            shares = [PeopleShare(one.population_within, one.share) for one in counted]
            rows.append((STRATUM_GROUPS.heading(stratum), SITES_OR_ANY.heading(site), *shares))
    return Table(
        "people_within_by_stratum",
        "People within a drive of so many minutes, by stratum",
        columns,
        tuple(rows),
        "Shares are of all people of the stratum, those who cannot be driven anywhere included. Any kind "
        "counts pharmacy-based and stand-alone centers too.",
        headers=2,
    )


def compared_words(facts: Facts) -> str:
    """Name the compared kinds that have a center: 'hospital-based and office-based'; both where none has."""
    sites = [site for site in COMPARED_SITES if site not in absent_kinds(facts)]
    return listed([SITES_OR_ANY.name(site) for site in sites or COMPARED_SITES])


def told_gaps(facts: Facts) -> tuple[str, ...]:
    """Return the gaps that people can have here: where one kind is on no list nobody has both, or that one."""
    absent = absent_kinds(facts)
    if len(absent) != 1:
        return tuple(GAPS)
    only = "office_only" if "hospital_based" in absent else "hospital_only"
    return (only, "none")


def gap_columns(facts: Facts) -> tuple[Column, ...]:
    """Return the columns of the gaps that people can have here."""
    told = told_gaps(facts)
    names = GAPS.headings if len(told) == len(GAPS) else GAPS_OF_ONE_KIND.headings
    return tuple(Column(gap, names[gap], Kind.PEOPLE_SHARE) for gap in told)


def gaps_table(facts: Facts) -> Table:
    """Count the people of each stratum by what they have near."""
    columns = (
        _STRATUM,
        _PEOPLE,
        *gap_columns(facts),
    )
    told = told_gaps(facts)
    rows: list[tuple[Value, ...]] = []
    for stratum in facts.strata:
        gap = facts.gaps[stratum]
        shares = [_share_of(gap.people[name], gap.population) for name in told]
        rows.append((STRATUM_GROUPS.heading(stratum), gap.population, *shares))
    return Table(
        "gaps_by_stratum",
        f"What people have within {limit(facts.gap_min)} minutes, by stratum",
        columns,
        tuple(rows),
        f"{capital(compared_words(facts))} centers only; pharmacy-based and stand-alone centers, which "
        "Medicare rarely pays, do not fill a gap here.",
    )


def unreached_table(facts: Facts) -> Table:
    """Count who has no drive time by stratum and reason, a column for each site of care."""
    columns = (
        _STRATUM,
        Column("reason", "Why"),
        *(
            Column(site, f"To {SITES_OR_ANY.heading(site).lower()}", Kind.COUNT)
            for site in SITES_OR_ANY
        ),
    )
    counted = {
        (row.stratum, row.reason, row.site_of_care): row.population for row in facts.unreached
    }
    rows: list[tuple[Value, ...]] = [
        (
            STRATUM_GROUPS.heading(stratum),
            capital(UNREACHED_REASONS.name(reason)),
            *(counted.get((stratum, reason, site), 0.0) for site in SITES_OR_ANY),
        )
        for stratum in facts.strata
        for reason in UNREACHED_REASONS
        if any((stratum, reason, site) in counted for site in SITES_OR_ANY)
    ]
    return Table(
        "unreached",
        "People without a drive time to the nearest center, by stratum and reason",
        columns,
        tuple(rows),
        headers=2,
    )


def centers_table(facts: Facts) -> Table:
    """Count the centers by site of care, in the area and in its buffer."""
    columns = (
        Column("site_of_care", "Site of care"),
        Column("in_area", "In the area", Kind.COUNT),
        Column("in_buffer", "In the buffer", Kind.COUNT),
    )
    rows: list[tuple[Value, ...]] = [
        (
            SITES_OR_ANY.heading(site),
            facts.centers_in_area[site],
            count - facts.centers_in_area[site],
        )
        for site, count in facts.centers.items()
    ]
    buffer = limit(facts.area.area.buffer_mi)
    return Table(
        "centers",
        "Centers that count",
        columns,
        tuple(rows),
        f"The buffer is the land up to {buffer} miles outside the area: people cross borders.",
    )


def precision_table(facts: Facts) -> Table:
    """Count the centers by how exactly they are placed."""
    columns = (
        Column("geocode_precision", "Placed by"),
        Column("centers", "Centers", Kind.PEOPLE_SHARE),
    )
    total = sum(facts.precision.values())
    rows = tuple(
        (capital(GEOCODE_PRECISIONS.name(name)), _share_of(count, total))
        for name, count in facts.precision.items()
    )
    return Table("center_precision", "How exactly the centers are placed", columns, rows)


def _share_of(count: float, whole: float) -> PeopleShare:
    return PeopleShare(count, count / whole if whole > 0 else None)
