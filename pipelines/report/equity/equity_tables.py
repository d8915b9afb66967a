"""The tables of who is worse off: stratum schemes, office advantage, accessibility scores, inequality."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipelines.out_tables import Row
from pipelines.report.facts import Facts
from pipelines.report.telling.findings import absent_kinds, compares_kinds, none_near
from pipelines.report.telling.specs import Shown, TableSpec, beside, build
from pipelines.report.telling.tables import Kind, Table
from pipelines.vocabulary.accessibility import (
    PER_PEOPLE,
    PER_PERSON_SCORES,
    score_name,
    score_order,
)
from pipelines.vocabulary.equity import INDICES, group_term
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, SITES_OF_CARE, SITES_OR_ANY
from pipelines.vocabulary.strata import ALL_STRATA, RURAL, SCHEMES, STRATUM_GROUPS
from pipelines.vocabulary.wording import capital, limit

_STRATUM = Shown("stratum", words=STRATUM_GROUPS.headings, heading="Stratum")

WITHIN = Shown(
    "population_within",
    Kind.PEOPLE_SHARE,
    share="share",
    name="{code}_within",
    heading="{word} within {near} minutes",
    spread=True,
)
"""Who is within the gap's minutes of each kind of center."""

MEDIAN = Shown(
    "drive_time_min_median",
    Kind.MINUTES,
    name="{code}_median_min",
    heading="{word}: typical drive, minutes",
    spread=True,
)
"""The typical drive to each kind of center."""

SCHEMES_SIDE_BY_SIDE = TableSpec(
    "stratum_schemes",
    "Drives and people within reach, under each definition",
    (
        Shown("scheme", words=SCHEMES.headings),
        _STRATUM,
        Shown("population", Kind.COUNT, heading="People"),
        Shown(
            "drive_time_min_median",
            Kind.MINUTES,
            name="{code}_median_min",
            heading="{word}: typical drive, minutes",
            spread=True,
        ),
        WITHIN,
        Shown(
            "population_office_nearer",
            Kind.PEOPLE_SHARE,
            share="share_office_nearer",
            name="office_nearer",
        ),
    ),
    "{nearness}Where a definition has several rural strata, the row “Rural” is all of them together.",
    across=("site_of_care", SITES_OF_CARE.headings),
    headers=2,
    sources=("out.nearness_by_scheme",),
)
ADVANTAGE = TableSpec(
    "office_advantage",
    "Minutes that the office-based center is nearer than the hospital-based one",
    (
        _STRATUM,
        Shown("population_compared", Kind.COUNT),
        *(
            Shown(f"office_advantage_min_{name}", Kind.MINUTES, name=name, heading=heading)
            for name, heading in (
                ("p10", "10th percentile"),
                ("p25", "25th percentile"),
                ("median", "Median"),
                ("p75", "75th percentile"),
                ("p90", "90th percentile"),
            )
        ),
    ),
    "Below zero the hospital-based center is nearer. One in ten has less than the 10th percentile, one in ten "
    "more than the 90th.",
)
_INDEX_KINDS = dict.fromkeys(
    ("mean", "kolm_pollak_equivalent", "kolm_pollak_penalty"), Kind.MINUTES
)
INEQUALITY = TableSpec(
    "inequality",
    "How far drives are spread over people",
    (
        Shown("burden", words=SITES_OR_ANY.headings),
        *(
            Shown(index, _INDEX_KINDS.get(index, Kind.DECIMAL), heading=heading)
            for index, heading in INDICES.headings.items()
        ),
        Shown("people_left_out", Kind.COUNT),
    ),
    "Gini and Theil are 0 where everyone drives as long; they compare the spread of two drives, not how long "
    "they are, nor who drives longer. A dash stands where an index has no value.",
)


def _group_heading(row: Row) -> str:
    return group_term(row["group"], row["who"]).heading


def _concentration(row: Row) -> float | None:
    known = row["stratum"] == ALL_STRATA and row["concentration"] is not None
    return float(row["concentration"]) if known else None


GROUPS = TableSpec(
    "groups",
    "Drives of each group of people",
    (
        Shown("group", words=_group_heading, heading="Who"),
        Shown("stratum", words={ALL_STRATA: "Whole area", RURAL: "Rural places"}, heading="Where"),
        Shown("population", Kind.COUNT, heading="Counted"),
        WITHIN,
        MEDIAN,
        Shown(
            "population_none",
            Kind.PEOPLE_SHARE,
            share="share_none",
            name="none",
            heading="{lacking} within {near} minutes",
        ),
        Shown("concentration", Kind.DECIMAL, words=_concentration),
    ),
    "Concentration lies between −1 and 1: above 0 long drives to any center fall on the places where the group "
    "is many, below 0 on those where it is few; it is told for the whole area. A dash stands where nobody is "
    "counted.",
    across=("site_of_care", SITES_OR_ANY.headings),
    headers=2,
    sources=("out.concentration_by_group",),
)


def groups_table(facts: Facts) -> Table:
    """Set the drives of each group beside everyone's, in the whole area and for its rural places."""
    coverage = facts.tables["out.coverage_by_group"]
    concentration = facts.tables["out.concentration_by_group"]
    to_any = concentration["site_of_care"] == ANY_SITE
    key = ["group", "stratum"]
    source = beside(
        coverage[coverage["within_min"] == facts.gap_min],
        (facts.tables["out.times_by_group"], [*key, "site_of_care"]),
        (facts.tables["out.gaps_by_group"], key),
        (concentration.loc[to_any, ["group", "concentration"]], ["group"]),
    )
    absent = absent_kinds(facts)
    return build(
        GROUPS,
        source.assign(who=facts.who),
        codes={
            "group": list(dict.fromkeys(coverage["group"])),
            "stratum": (ALL_STRATA, RURAL),
            "site_of_care": (ANY_SITE, *(site for site in COMPARED_SITES if site not in absent)),
        },
        fills={"near": limit(facts.gap_min), "lacking": capital(none_near(facts))},
    )


def schemes_table(facts: Facts) -> Table:
    """Set coverage, typical drives and who gains from offices side by side under every scheme."""
    coverage = facts.tables["out.coverage_by_scheme"]
    group = ["scheme", "stratum"]
    source = beside(
        coverage[coverage["within_min"] == facts.gap_min],
        (facts.tables["out.times_by_scheme"], [*group, "site_of_care"]),
        (facts.tables["out.nearness_by_scheme"], group),
    )
    absent, compared = absent_kinds(facts), compares_kinds(facts)
    nearness = (
        f"Nearer means a drive that is shorter by more than {limit(facts.area.measures.nearer_by_min)} "
        "minutes, or the only kind that can be driven to. "
    )
    return build(
        SCHEMES_SIDE_BY_SIDE,
        source[(source["population"] > 0) | (source["stratum"] == ALL_STRATA)],
        codes={
            "scheme": SCHEMES,
            "stratum": STRATUM_GROUPS,
            "site_of_care": [site for site in COMPARED_SITES if site not in absent],
        },
        fills={"near": limit(facts.gap_min), "nearness": nearness if compared else ""},
        without=() if compared else ("population_office_nearer",),
    )


def advantage_table(facts: Facts) -> Table:
    """Tell how the minutes that the office-based center is nearer are spread over people."""
    return build(ADVANTAGE, facts.tables["out.office_advantage"], codes={"stratum": STRATUM_GROUPS})


def scores_table(facts: Facts, notes: Mapping[str, str]) -> Table:
    """List the accessibility scores of each stratum."""
    scores = facts.tables["out.accessibility_by_stratum"]
    spec = TableSpec(
        "accessibility_by_stratum",
        "Accessibility scores by stratum",
        (
            Shown("measure", words=lambda row: score_name(row["measure"], notes["supply_unit"])),
            _STRATUM,
            *(
                Shown(f"score_{name}", Kind.DECIMAL, words=_score(name), name=name, heading=heading)
                for name, heading in (
                    ("mean", "Mean"),
                    ("p10", "1 in 10 has less than"),
                    ("median", "Median"),
                    ("p90", "1 in 10 has more than"),
                )
            ),
            Shown("population_none", Kind.PEOPLE_SHARE, share="share_none", name="none"),
            Shown("population_beyond", Kind.PEOPLE_SHARE, share="share_beyond", name="beyond"),
        ),
        "Higher is better, but for the rational agent access model (RAAM), a cost, where lower is better. A "
        "dash stands where nobody has a score.",
        headers=2,
    )
    measures = sorted(set(scores["measure"]), key=score_order)
    return build(
        spec,
        scores,
        codes={"measure": measures, "stratum": STRATUM_GROUPS},
        without=() if scores["population_beyond"].gt(0).any() else ("population_beyond",),
    )


def _score(name: str) -> Callable[[Row], float | None]:
    def told(row: Row) -> float | None:
        score = row[f"score_{name}"]
        factor = PER_PEOPLE if row["measure"] in PER_PERSON_SCORES else 1
        return None if score is None else factor * float(score)

    return told


def inequality_table(facts: Facts) -> Table:
    """Set the indices of inequality of each site of care side by side."""
    indices = facts.tables["out.inequality"]
    wide = indices.pivot(index="burden", columns="index", values="result").reset_index()
    means = indices.loc[indices["index"] == "mean", ["burden", "people_left_out"]]
    return build(
        INEQUALITY,
        beside(wide, (means, ["burden"])),
        codes={"burden": (ANY_SITE, *SITES_OF_CARE)},
        without=[index for index in INDICES if index not in wide],
    )
