"""Published figures of the drive to the nearest hospital, beside this area's."""

from __future__ import annotations

from pipelines.report.facts import Facts
from pipelines.report.telling.published import NEAREST_HOSPITAL
from pipelines.report.telling.tables import Column, Kind, Table, Value
from pipelines.vocabulary.strata import ALL_STRATA, SCHEMES, STRATUM_GROUPS, people_of
from pipelines.vocabulary.wording import limit, listed, percent

HOSPITAL = "hospital_based"


def is_comparable(facts: Facts) -> bool:
    """Tell whether hospitals, and nothing else, are the measured sites of a real area."""
    sources = facts.area.sources
    return (
        sources.hospitals is not None
        and sources.centers is None
        and not facts.area.area.fictional
        and facts.population > 0
    )


def comparison_table(facts: Facts) -> Table:
    """Set the mean and median drives to the nearest hospital beside the published means."""
    columns = (
        Column("stratum", "Stratum"),
        Column("population", "People", Kind.COUNT),
        Column("mean_min", "Mean, minutes", Kind.MINUTES),
        Column("pew_mean_min", "Pew 2018: mean, minutes", Kind.MINUTES),
        Column("median_min", "Median, minutes", Kind.MINUTES),
        Column("mean_mi", "Mean, miles", Kind.MILES),
        Column("pew_mean_mi", "Pew 2018: mean, miles", Kind.MILES),
        Column("median_mi", "Median, miles", Kind.MILES),
    )
    rows: list[tuple[Value, ...]] = []
    for stratum in facts.strata:
        drive = facts.drives[stratum, HOSPITAL]
        pew_min, pew_mi = NEAREST_HOSPITAL.get(stratum, (None, None))
        rows.append(
            (
                STRATUM_GROUPS.heading(stratum),
                facts.nearness[stratum].population,
                drive.mean_min,
                pew_min,
                drive.median_min,
                drive.mean_mi,
                pew_mi,
                drive.median_mi,
            )
        )
    return Table(
        "nearest_hospital_published",
        "Drive to the nearest hospital, beside the published means",
        columns,
        tuple(rows),
        "Means and medians are over the people who can be driven there. A dash stands where Pew told no figure "
        "for the stratum.",
    )


def comparison_sentences(facts: Facts) -> list[str]:
    """Say how the figures differ, and what about the two measurements may explain it."""
    told = [
        f"{people_of(name)} {_difference(facts, name)}"
        for name in NEAREST_HOSPITAL
        if name in facts.strata and facts.drives[name, HOSPITAL].mean_min is not None
    ]
    scheme = facts.area.measures.stratum_scheme
    told_apart = (
        "The two do not measure the same thing. Pew placed more than 10,000 adults of a survey panel, who "
        "said themselves whether they live in a rural, suburban or urban community; here "
        f"{facts.who} of the whole area are counted, sorted by the {SCHEMES.name(scheme)}. Somebody at the "
        "edge of a metropolitan area, near its hospitals, may call the place rural and yet count as suburban"
        f"{_small_metro(facts)}."
    )
    timed = (
        "Pew took local traffic into account; these times are for free roads, which shortens them most where "
        "traffic is dense. A panel member stands at home, the people of a zone at the middle of where they "
        "live."
    )
    sentences = [
        f"Against Pew’s means, those measured here are, for {listed(told)}.",
        told_apart,
        timed,
    ]
    if facts.area.roads.snapping == "connectors":
        sentences.append(
            "The road network holds numbered highways only, so that the first and last miles are estimated "
            f"at {limit(facts.area.roads.connector_mph)} mph with "
            f"{limit(facts.area.roads.connector_detour)} road miles to a straight one."
        )
    hospitals = facts.area.sources.hospitals
    if hospitals is not None:
        sentences.append(
            f"The hospitals differ too: Pew counted acute-care facilities of 2018, this report "
            f"{listed([one.lower() for one in hospitals.types])} hospitals of the {hospitals.vintage} list; "
            "hospitals closed in between."
        )
    return sentences


def _difference(facts: Facts, stratum: str) -> str:
    drive, (pew_min, pew_mi) = facts.drives[stratum, HOSPITAL], NEAREST_HOSPITAL[stratum]
    assert drive.mean_min is not None and drive.mean_mi is not None
    minutes, miles = drive.mean_min - pew_min, drive.mean_mi - pew_mi
    return f"{_apart(minutes, 'minutes')} and {_apart(miles, 'miles')}"


def _apart(difference: float, unit: str) -> str:
    if abs(difference) < 0.05:
        return f"as many {unit}"
    return f"{abs(difference):.1f} {unit} {'longer' if difference > 0 else 'shorter'}"


def _small_metro(facts: Facts) -> str:
    if "small_metro" not in facts.strata or facts.population == 0:
        return ""
    share = facts.nearness["small_metro"].population / facts.nearness[ALL_STRATA].population
    return f" or small metro, a group of {percent(share)} of the people that Pew does not have"
