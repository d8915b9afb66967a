"""The field's claim, 'office-based centers are nearer', told for one stratum as this data shows it."""

from __future__ import annotations

from pipelines.maps.nearness import SAME_WITHIN_MIN
from pipelines.report.telling.nearness import Nearness, Verdict
from pipelines.vocabulary.strata import people_of
from pipelines.vocabulary.wording import (
    in_ten,
    limit,
    minutes_apart,
    people,
    percent,
    plural,
)

SMALL_GROUP_PLACES = 10
"""Below so many population points a sentence counts people and draws no proportion from them."""


def verdict_sentence(group: Nearness) -> str:
    """Say which kind of center is nearer for the people of one stratum, whichever way the data point.

    Parameters
    ----------
    group
        The people of the stratum, by nearer kind.
    """
    who = people_of(group.stratum)
    if group.places < SMALL_GROUP_PLACES and group.compared > 0:
        return _few(group, who)
    office = percent(group.office_nearer / group.compared) if group.compared > 0 else ""
    hospital = percent(group.hospital_nearer / group.compared) if group.compared > 0 else ""
    match group.verdict:
        case Verdict.NOBODY:
            return f"No road leads {_all_of(group, who)} to a hospital-based or an office-based center."
        case Verdict.ONLY_OFFICE:
            return f"The only kind that {_all_of(group, who)} can be driven to is office-based."
        case Verdict.ONLY_HOSPITAL:
            return f"The only kind that {_all_of(group, who)} can be driven to is hospital-based."
        case Verdict.OFFICE:
            return (
                f"Office-based centers are nearer for more {who} than hospital-based ones ({office} against "
                f"{hospital}): {_medians(group)}."
            )
        case Verdict.HOSPITAL:
            return (
                f"Office-based centers are not nearer for {who} here: the hospital-based center is the "
                f"shorter drive for more of them ({hospital} against {office}), and {_medians(group)}."
            )
        case Verdict.ALIKE:
            return (
                f"Neither kind is clearly nearer for {who}: the office-based center is the shorter drive for "
                f"{office}, the hospital-based one for {hospital}, and {_medians(group)}."
            )
        case Verdict.MIXED:
            return (
                f"The data point both ways for {who}: {_medians(group)}, yet the office-based center is the "
                f"shorter drive for {office} and the hospital-based one for {hospital}."
            )


def shares_sentence(group: Nearness) -> str:
    """Say for how many people each kind is nearer, and for how many the order means nothing."""
    apart = limit(SAME_WITHIN_MIN)
    return (
        f"For {_counted(group.office_nearer, group)} the office-based center is the shorter drive by more "
        f"than {apart} minutes, for {_counted(group.hospital_nearer, group)} the hospital-based one; for "
        f"{_counted(group.about_as_near, group)} the two differ by less, too little to call either nearer."
    )


def _counted(count: float, group: Nearness) -> str:
    if group.places < SMALL_GROUP_PLACES:
        return people(count)
    share = count / group.compared
    if share in (0, 1):
        return "nobody" if share == 0 else f"all {people(count)}"
    return f"{in_ten(share)} ({percent(share)}; {people(count)})"


def _medians(group: Nearness) -> str:
    assert group.office_median_min is not None and group.hospital_median_min is not None
    office, hospital = minutes_apart(group.office_median_min, group.hospital_median_min)
    if office == hospital:
        return f"the typical drive is {office} to either"
    return f"the typical drive is {office} to an office-based and {hospital} to a hospital-based center"


def _few(group: Nearness, who: str) -> str:
    return (
        f"Only {plural(group.places, 'place')} with {people(group.population, who)} "
        f"{'is' if group.places == 1 else 'are'} in this group, too few for a proportion: the office-based "
        f"center is the shorter drive for {people(group.office_nearer)}, the hospital-based for "
        f"{people(group.hospital_nearer)}, and for {people(group.about_as_near)} they are about as near."
    )


def _all_of(group: Nearness, who: str) -> str:
    if group.compared in (0, group.population):
        return f"{who} here"
    return f"{people(group.compared)} of the {people(group.population, who)} here"
