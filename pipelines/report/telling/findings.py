"""The finding: the few sentences that a reader takes away, and how the area and its gaps are named."""

from __future__ import annotations

from pipelines.report.facts import Facts
from pipelines.report.telling.bands import NO_SITE, share_band
from pipelines.report.telling.nearness import SMALL_GROUP_PLACES, nearer_sentence
from pipelines.vocabulary.access import UNREACHED_REASONS
from pipelines.vocabulary.sites_of_care import ANY_SITE, COMPARED_SITES, SITES_OR_ANY
from pipelines.vocabulary.strata import ALL_STRATA, STRATUM_GROUPS, people_of
from pipelines.vocabulary.wording import capital, limit, listed, people, percent, rounded

_TAKES_ARTICLE = ("State of", "Commonwealth of", "District of", "United States")


def place_name(facts: Facts) -> str:
    """Name the area in the middle of a sentence: 'Illinois', 'the State of Meridia'."""
    return with_article(facts.area.area.title)


def with_article(title: str) -> str:
    """Name a place in the middle of a sentence, with the article that some names take."""
    return f"the {title}" if title.startswith(_TAKES_ARTICLE) else title


def finding(facts: Facts) -> list[str]:
    """Say what the area's numbers come to, in two to four sentences.

    Parameters
    ----------
    facts
        The area's facts.

    Returns
    -------
    list of str
        Who has neither kind near; what the data say of the field's claim for rural and for suburban
        people (or, plainly, that a kind has no center on the list, or that the list is a sample); who cannot
        be reached.
    """
    if facts.population == 0:
        return [f"The sources count no people in {place_name(facts)}."]
    if absent_kinds(facts):
        told = [absent_sentence(facts)]
    elif not facts.words.comparable:
        told = [facts.words.unanswerable]
    else:
        told = [*(nearer_sentence(facts, name) for name in facts.focus), facts.words.reservation]
    return [neither_sentence(facts), *filter(None, told), unreached_sentence(facts)]


def neither_sentence(facts: Facts) -> str:
    """Say how many people have neither kind of center near, and how many of them are in focus."""
    everyone = facts.gaps(ALL_STRATA)
    near = f"within a {limit(facts.gap_min)}-minute drive"
    listed_only = _only_kind(facts)
    where = f"{people(everyone['population'], facts.who)} in {place_name(facts)}"
    unknown = unknown_part(facts, ALL_STRATA)
    if everyone["population_none"] == 0:
        kinds = "a hospital-based or an office-based"
        if listed_only:
            kinds = f"{'an' if listed_only[0] in 'aeiou' else 'a'} {listed_only}"
        if unknown:
            return f"Of {where}, nobody is known to lack {kinds} infusion center {near} of home{unknown}."
        return f"All {where} have {kinds} infusion center {near} of home."
    among = [
        f"{rounded(facts.gaps(name)['population_none'])} {STRATUM_GROUPS.name(name)}"
        for name in facts.focus
        if facts.gaps(name)["population_none"] > 0
    ]
    told = f", among them {listed(among)} people" if among else ""
    kinds = f"no {listed_only}" if listed_only else "neither a hospital-based nor an office-based"
    share, band = percent(everyone["share_none"]), neither_band(facts, ALL_STRATA)
    count = f"{rounded(everyone['population_none'])} ({share}{f'; {band}' if band else ''})"
    return f"Of {where}, {count} have {kinds} infusion center {near} of home{told}{unknown}."


def unknown_part(facts: Facts, stratum: str) -> str:
    """Say for how many people of a stratum nobody knows what is near them, and why; empty where for nobody."""
    gap = facts.gaps(stratum)
    if gap["population_unknown"] == 0:
        return ""
    few = facts.nearness(stratum)["places"] < SMALL_GROUP_PLACES
    share = "" if few else f" ({percent(gap['share_unknown'])})"
    return f"; for {rounded(gap['population_unknown'])}{share} nobody knows, as the data hold no road near them"


def neither_band(facts: Facts, stratum: str) -> str:
    """Say how far the share of people with neither kind near moves; empty where nothing was varied."""
    return share_band(facts.band(stratum, NO_SITE, "share_neither"))


def none_near(facts: Facts) -> str:
    """Name what a gap lacks: 'neither kind', or 'no hospital-based center' where no other is known."""
    only = _only_kind(facts)
    return f"no {only} center" if only else "neither kind"


def _only_kind(facts: Facts) -> str:
    """Return the one compared kind that has centers ('hospital-based'); empty where both have, or none."""
    absent = absent_kinds(facts)
    if len(absent) != 1:
        return ""
    return next(SITES_OR_ANY.name(site) for site in COMPARED_SITES if site not in absent)


def absent_kinds(facts: Facts) -> tuple[str, ...]:
    """Return the kinds to be compared of which the list holds no center."""
    return tuple(site for site in COMPARED_SITES if facts.centers[site] == 0)


def compares_kinds(facts: Facts) -> bool:
    """Tell whether the lists bear a comparison of the two kinds: both are there, and neither is a sample."""
    return not absent_kinds(facts) and facts.words.comparable


def absent_sentence(facts: Facts) -> str:
    """Say plainly that a kind has no center on the list, so that nothing can be compared."""
    kinds = listed([SITES_OR_ANY.name(site) for site in absent_kinds(facts)], "and no")
    return (
        f"The list of centers holds no {kinds} center, so this report tells how far the others are and "
        "compares no two kinds."
    )


def unreached_sentence(facts: Facts, stratum: str = ALL_STRATA) -> str:
    """Say how many people of a stratum have no drive time to any center, and why."""
    count = facts.drive(stratum, ANY_SITE)["population_unreached"]
    who = people_of(stratum)
    if count == 0:
        return f"All {who} here can be driven to at least one center."
    rows = facts.tables.rows("out.unreached", stratum=stratum, site_of_care=ANY_SITE)
    known = {row["unreached_reason"]: row["population"] for row in rows if row["population"] > 0}
    lost = [
        (known[reason], UNREACHED_REASONS.name(reason))
        for reason in UNREACHED_REASONS
        if reason in known
    ]
    every = listed([f"for {rounded(some)} {reason}" for some, reason in lost])
    why = lost[0][1] if len(lost) == 1 else every
    return (
        f"{capital(people(count, who))} cannot be driven to any center ({why}); they count as not reached "
        "in every share."
    )
