"""Published figures of the drive to the nearest hospital, beside this area's."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.out_tables import Row
from pipelines.report.facts import Facts
from pipelines.report.telling.published import NEAREST_HOSPITAL
from pipelines.report.telling.specs import Shown, TableSpec, build
from pipelines.report.telling.tables import Kind, Table, Value
from pipelines.vocabulary.strata import RURAL_STRATA, SCHEMES, STRATA, STRATUM_GROUPS, people_of
from pipelines.vocabulary.wording import limit, listed, people

HOSPITAL = "hospital_based"


def _pew(figure: int) -> Callable[[Row], Value]:
    return lambda row: NEAREST_HOSPITAL.get(row["stratum"], (None, None))[figure]


COMPARISON = TableSpec(
    "times_by_stratum_published",
    "Drive to the nearest hospital, beside the published means",
    (
        Shown("stratum", words=STRATUM_GROUPS.headings, heading="Stratum"),
        Shown("population", Kind.COUNT, heading="People"),
        Shown("drive_time_min_mean", Kind.MINUTES, name="mean_min", heading="Mean, minutes"),
        Shown(
            "stratum",
            Kind.MINUTES,
            words=_pew(0),
            name="pew_mean_min",
            heading="Pew 2018: mean, minutes",
        ),
        Shown("drive_time_min_median", Kind.MINUTES, name="median_min", heading="Median, minutes"),
        Shown("distance_mi_mean", Kind.MILES, name="mean_mi", heading="Mean, miles"),
        Shown(
            "stratum",
            Kind.MILES,
            words=_pew(1),
            name="pew_mean_mi",
            heading="Pew 2018: mean, miles",
        ),
        Shown("distance_mi_median", Kind.MILES, name="median_mi", heading="Median, miles"),
    ),
    "Means and medians are over the people who can be driven there. A dash stands where Pew told no figure "
    "for the stratum.",
    where={"site_of_care": HOSPITAL},
)


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
    return build(COMPARISON, facts.tables["out.times_by_stratum"], codes={"stratum": facts.strata})


def comparison_sentences(facts: Facts) -> list[str]:
    """Say how the figures differ, and what about the two measurements may explain it."""
    told = [
        f"{people_of(name)} {_difference(facts, name)}"
        for name in NEAREST_HOSPITAL
        if name in facts.strata and facts.drive(name, HOSPITAL)["drive_time_min_mean"] is not None
    ]
    told_apart = (
        "The two do not measure the same thing. Pew placed more than 10,000 adults of a survey panel, who "
        "said themselves whether they live in a rural, suburban or urban community; here "
        f"{facts.who} of the whole area are counted, {_sorted(facts)}. Somebody at the "
        "edge of a metropolitan area, near its hospitals, may call the place rural and yet count as "
        f"{_otherwise(facts)}."
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
    drive, (pew_min, pew_mi) = facts.drive(stratum, HOSPITAL), NEAREST_HOSPITAL[stratum]
    minutes, miles = drive["drive_time_min_mean"] - pew_min, drive["distance_mi_mean"] - pew_mi
    return f"{_apart(minutes, 'minutes')} and {_apart(miles, 'miles')}"


def _apart(difference: float, unit: str) -> str:
    if abs(difference) < 0.05:
        return f"as many {unit}"
    return f"{abs(difference):.1f} {unit} {'longer' if difference > 0 else 'shorter'}"


def _sorted(facts: Facts) -> str:
    scheme = facts.area.stratum_scheme
    return "and not sorted" if scheme is None else f"sorted by the {SCHEMES.name(scheme)}"


def _otherwise(facts: Facts) -> str:
    """Name what somebody counts as who is not rural here, and how many are of a stratum that Pew lacks."""
    names = [
        name for name in facts.strata if name in STRATA and name not in (*RURAL_STRATA, "urban")
    ]
    if not names:
        return "not rural"
    told = listed([STRATA.name(name) for name in names], "or")
    if "small_metro" not in names or facts.population == 0:
        return told
    count = people(facts.nearness("small_metro")["population"])
    return f"{told}; the small metro are {count}, a group of whom Pew tells nothing"
