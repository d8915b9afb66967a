"""Nearness as the report tells it: the table, and the field's claim 'office-based centers are nearer'.

Every number is a cell of out.nearness or of the medians in out.times_by_stratum.
"""

from __future__ import annotations

from pipelines.out_tables import Row
from pipelines.report.facts import Facts
from pipelines.report.telling.specs import Shown, TableSpec, build
from pipelines.report.telling.tables import Kind, Table
from pipelines.vocabulary.strata import STRATUM_GROUPS, people_of
from pipelines.vocabulary.wording import limit, minutes_apart, people, percent, plural, share_of

SMALL_GROUP_PLACES = 10
"""Below so many population points a sentence counts people and draws no proportion from them."""

NEARNESS = TableSpec(
    "nearness",
    "Which kind of center is nearer, people by stratum",
    (
        Shown("stratum", words=STRATUM_GROUPS.headings, heading="Stratum"),
        Shown("population", Kind.COUNT, heading="People"),
        *(
            Shown(
                f"population_{name}",
                Kind.PEOPLE_SHARE,
                share=f"share_{name}",
                name=name,
                heading=heading,
            )
            for name, heading in (
                ("office_nearer", "Office-based is nearer"),
                ("hospital_nearer", "Hospital-based is nearer"),
                ("about_the_same", "At most {apart} minutes apart"),
                ("neither_reached", "Can be driven to neither"),
            )
        ),
    ),
    "Nearer means a drive that is shorter by more than {apart} minutes, or the only kind that can be driven "
    "to.",
)


def nearness_table(facts: Facts) -> Table:
    """Count the people of each stratum by the kind of center that is nearer."""
    return build(
        NEARNESS,
        facts.tables["out.nearness"],
        codes={"stratum": facts.strata},
        fills={"apart": limit(facts.area.measures.nearer_by_min)},
    )


def nearer_sentence(facts: Facts, stratum: str) -> str:
    """Say which kind of center is nearer for the people of one stratum, whichever way the data point."""
    group, who = facts.nearness(stratum), people_of(stratum)
    found = group["finding"]
    if group["places"] < SMALL_GROUP_PLACES and found != "nobody":
        return _few(group, who)
    if found == "nobody":
        return f"No road leads {who} here to a hospital-based or an office-based center."
    if found in ("only_office", "only_hospital"):
        kind = found.removeprefix("only_")
        return f"The only kind that {_all_of(group, kind, who)} can be driven to is {kind}-based."
    office, hospital = (
        percent(group["share_office_nearer"]),
        percent(group["share_hospital_nearer"]),
    )
    medians = _medians(facts, stratum)
    return {
        "office": f"Office-based centers are nearer for more {who} than hospital-based ones ({office} against "
        f"{hospital}): {medians}.",
        "hospital": f"Office-based centers are not nearer for {who} here: the hospital-based center is the "
        f"shorter drive for more of them ({hospital} against {office}), and {medians}.",
        "alike": f"Neither kind is clearly nearer for {who}: the office-based center is the shorter drive for "
        f"{office}, the hospital-based one for {hospital}, and {medians}.",
        "mixed": f"The data point both ways for {who}: {medians}, yet the office-based center is the "
        f"shorter drive for {office} and the hospital-based one for {hospital}.",
    }[found]


def shares_sentence(facts: Facts, stratum: str) -> str:
    """Say for how many people each kind is nearer, and for how many the order means nothing."""
    group, apart = facts.nearness(stratum), limit(facts.area.measures.nearer_by_min)
    first = _counted(group, "office_nearer", people_of(stratum))
    return (
        f"For {first} the office-based center is the shorter drive by more than {apart} minutes, for "
        f"{_counted(group, 'hospital_nearer')} the hospital-based one; for "
        f"{_counted(group, 'about_the_same')} the two differ by less, too little to call either nearer."
    )


def _counted(group: Row, name: str, who: str = "") -> str:
    count, share = group[f"population_{name}"], group[f"share_{name}"]
    if group["places"] < SMALL_GROUP_PLACES:
        return people(count, who or "people")
    return share_of(share, count, who)


def _medians(facts: Facts, stratum: str) -> str:
    office, hospital = minutes_apart(
        *(
            facts.drive(stratum, site)["drive_time_min_median"]
            for site in ("office_based", "hospital_based")
        )
    )
    if office == hospital:
        return f"the typical drive is {office} to either"
    return f"the typical drive is {office} to an office-based and {hospital} to a hospital-based center"


def _few(group: Row, who: str) -> str:
    return (
        f"Only {plural(group['places'], 'place')} with {people(group['population'], who)} "
        f"{'is' if group['places'] == 1 else 'are'} in this group, too few for a proportion: the office-based "
        f"center is the shorter drive for {people(group['population_office_nearer'])}, the hospital-based for "
        f"{people(group['population_hospital_nearer'])}, and for {people(group['population_about_the_same'])} "
        "they are about as near."
    )


def _all_of(group: Row, kind: str, who: str) -> str:
    reached, everyone = group[f"population_only_{kind}"], group["population"]
    if reached == everyone:
        return f"{who} here"
    return f"{people(reached)} of the {people(everyone, who)} here"
