"""What changes where centers close or open, roads get slower or other places count as centers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipelines.vocabulary.terms import Term, Vocabulary
from pipelines.vocabulary.wording import listed, people

CLOSURES, OPENING, CASE = "closures", "opening: ", "case: "
"""`what_if` of the closed list, and what stands before the name of each opening and of each case."""

NOW = Term("now", "as it is", "As it is")
"""Instead of a what-if: nothing closes, opens or gets slower."""

COUNTY_CHANGES = Vocabulary(Term("lost", "passes no more"), Term("gained", "passes now"))
"""`change` of out.what_if_adequacy: the county passed the rule of network adequacy, or does now."""

CENTER_CHANGES = Vocabulary(
    Term("closed", "counts before and not after", "Center that counts no more"),
    Term("opened", "counts after and not before", "Center that is new"),
)
"""`change` of out.what_if_centers."""


PLACE_CHANGES = Vocabulary(
    Term("cut_off", "reach none any more", "No center is reached any more"),
    Term("longer", "drive longer", "{minutes} minutes longer"),
    Term("same", "drive as before", "As before"),
    Term("shorter", "drive less", "{minutes} minutes shorter"),
    Term(
        "connected", "reach one where none was reached before", "A center is reached that was not"
    ),
    Term("unreached", "reach none before or after", "No center is reached before or after"),
)
"""What becomes of a place's drive, from the worst; the heading of a change is filled with its minutes."""

PEOPLE_COUNTED = ("longer", "shorter", "cut_off", "connected")
"""Those of which out.what_if counts the people, as `population_longer` and so on."""


NAMED = 5
"""How many closed centers are named at most."""


def pictures_of(what_ifs: Iterable[str]) -> dict[str, str]:
    """Return the name of each what-if's picture -> the what-if, in their order; repeats count once."""
    return {
        f"what_if_{number}": what_if for number, what_if in enumerate(dict.fromkeys(what_ifs), 1)
    }


def people_change(count: float, change: str) -> str:
    """Say how many people a change befalls: '300 people drive longer', '1 person drives less'."""
    who, (verb, *rest) = people(count), PLACE_CHANGES.name(change).split(" ")
    one = {"drive": "drives", "reach": "reaches"}
    return " ".join([who, one[verb] if who.endswith("person") else verb, *rest])


def what_if_title(what_if: str) -> str:
    """Ask who gains and who loses, as the title of a picture: without the names of all that close."""
    if what_if == CLOSURES:
        change = "if the listed centers close"
    elif what_if.startswith(OPENING):
        change = f"if “{what_if.removeprefix(OPENING)}” opens"
    else:
        change = f"in the case “{what_if.removeprefix(CASE)}”"
    return f"who gains and who loses {change}"


def what_if_name(what_if: str, closed: Sequence[str]) -> str:
    """Name a what-if: 'Alder Clinic and Elm Hospital close', 'Opening: an office', a case by its own name.

    Parameters
    ----------
    what_if
        As out.what_if names it.
    closed
        Names of the centers that close where `what_if` closes some.
    """
    if what_if == CLOSURES:
        more = len(closed) - NAMED
        names = [*closed[:NAMED], f"{more:,} more"] if more > 0 else closed
        return f"{listed(names)} {'closes' if len(closed) == 1 else 'close'}"
    name = what_if.removeprefix(CASE)
    return name[:1].upper() + name[1:]
