"""What is true of every place, and how near to it the centers that were found come.

The truth is one table: each place with the records that truly stand for it. A found center tells by its members
which records were brought together in it, so that nothing is compared by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.demo.registries.registry_rows import RegistryRows
from pipelines.demo.registries.true_places import TruePlace, full_street
from pipelines.demo.writing.archive import csv_text
from pipelines.sphere import great_circle_m
from pipelines.units import M_PER_MILE
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE

TRUTH = "true_centers.csv"

TRUTH_COLUMNS = (
    *("truth_id", "kind", "site_of_care", "therapy_line", "name"),
    *("address", "city", "state", "zip", "lon", "lat", "organizations", "people"),
)
"""One row a place, those included that only look like centers: their `site_of_care` is empty.

`organizations` and `people` are the ids of the records that stand for it, separated by spaces: `npi:...` of
organizations, `hifld:...` and `list:...`; `npi:...` of people.
"""

SCORE_COLUMNS = (
    *("definition", "site_of_care", "true_centers", "found", "matched"),
    *("precision", "recall", "site_right_share", "duplicate_share"),
)
"""Columns of `center_scores`."""

NEAR_MI = 0.3
"""A found center is a true one if they share a record and lie so near (or it is placed by its ZIP code)."""

_ORGANIZATION_WEIGHT = 100
"""Its organizations, if it has any, tell more of what a found center is than its people, who come and go."""


def truth_table(places: Sequence[TruePlace], made: RegistryRows) -> pd.DataFrame:
    """Return what is true: `TRUTH_COLUMNS`.

    Parameters
    ----------
    places
        What is there.
    made
        Which records stand for which places.
    """
    organizations: dict[str, list[str]] = {place.truth_id: [] for place in places}
    people: dict[str, list[str]] = {place.truth_id: [] for place in places}
    for record, truth_ids in sorted(made.true_ids.items()):
        for truth_id in truth_ids:
            (organizations if record in made.organizations else people)[truth_id].append(record)
    rows = [
        (
            *(place.truth_id, place.kind, place.site_of_care or "", place.line, place.name),
            full_street(place),
            *(place.city, place.state, place.zip, round(place.lon, 6), round(place.lat, 6)),
            " ".join(organizations[place.truth_id]),
            " ".join(people[place.truth_id]),
        )
        for place in places
    ]
    text = [name for name in TRUTH_COLUMNS if name not in ("lon", "lat")]
    return pd.DataFrame(rows, columns=list(TRUTH_COLUMNS)).astype(dict.fromkeys(text, "str"))


def write_truth(folder: Path, truth: pd.DataFrame) -> Path:
    """Write what is true, and return the file's path."""
    path = folder / TRUTH
    rows = truth[list(TRUTH_COLUMNS)].itertuples(index=False, name=None)
    path.write_text(csv_text(TRUTH_COLUMNS, rows), encoding="utf-8", newline="")
    return path


def read_truth(path: Path) -> pd.DataFrame:
    """Read what `write_truth` wrote: `TRUTH_COLUMNS`, coordinates as numbers, all else text."""
    truth = pd.read_csv(path, dtype="str", keep_default_na=False)
    return truth.astype({"lon": "float64", "lat": "float64"})


def center_scores(definitions: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Compare centers that were found with the true ones.

    Parameters
    ----------
    definitions
        core.center_definitions: definition, center_id, site_of_care, lon, lat, geocode_precision, members.
    truth
        `TRUTH_COLUMNS`.

    Returns
    -------
    DataFrame
        `SCORE_COLUMNS`, one row a definition and site of care, `any` among them. `true_centers` are those of
        the site; `found` are centers said to be of it; `matched` are the true ones that were found, whatever
        site was said. `precision` is the share of `found` that are true centers, each counted once: a second
        center for one is a duplicate and wrong. `recall` is matched / true_centers; `site_right_share` the
        share of `matched` whose site was said rightly; `duplicate_share` the share of `found` that are
        duplicates. Null where there is nothing to divide by.

    Notes
    -----
    A found center is the true place, within `NEAR_MI`, that most of its records stand for; of several centers
    that are the same place the first by center_id counts, the others are duplicates.
    """
    truly = _TruePlaces(truth)
    parts = []
    for definition, found in definitions.groupby("definition", sort=False, observed=True):
        ordered = found.sort_values("center_id")
        matches = [truly.match(row) for row in _rows(ordered)]
        said = [str(site) for site in ordered["site_of_care"]]
        parts.append(_scores(str(definition), matches, said, truly.site_of_center))
    if not parts:
        return pd.DataFrame(columns=list(SCORE_COLUMNS))
    return pd.concat(parts, ignore_index=True)


def score_against_truth(definitions: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Return `center_scores` against the truth that lies in a folder of raw files."""
    return center_scores(definitions, read_truth(folder / TRUTH))


def _rows(found: pd.DataFrame) -> Iterable[tuple[str, float, float, str]]:
    columns = found[["members", "lon", "lat", "geocode_precision"]]
    return columns.itertuples(index=False, name=None)


class _TruePlaces:
    """The true places by the records that stand for them."""

    def __init__(self, truth: pd.DataFrame) -> None:
        self._lon = dict(zip(truth["truth_id"], truth["lon"], strict=True))
        self._lat = dict(zip(truth["truth_id"], truth["lat"], strict=True))
        centers = truth[truth["site_of_care"].ne("")]
        self.site_of_center: dict[str, str] = dict(
            zip(centers["truth_id"], centers["site_of_care"], strict=True)
        )
        self._votes: dict[str, dict[str, int]] = {}
        for column, weight in (("organizations", _ORGANIZATION_WEIGHT), ("people", 1)):
            for truth_id, records in zip(truth["truth_id"], truth[column], strict=True):
                for record in records.split():
                    self._votes.setdefault(record, {})[truth_id] = weight

    def match(self, found: tuple[str, float, float, str]) -> str | None:
        """Return the truth_id of the place that a found center is; None if it is none."""
        members, lon, lat, precision = found
        votes: dict[str, int] = {}
        # `npi:...@...` is a further practice place of a provider.
        for record in (member.split("@")[0] for member in members.split()):
            for truth_id, weight in self._votes.get(record, {}).items():
                votes[truth_id] = votes.get(truth_id, 0) + weight
        own = sorted(votes)
        away_m = great_circle_m(
            np.array([self._lon[name] for name in own]),
            np.array([self._lat[name] for name in own]),
            np.full(len(own), lon),
            np.full(len(own), lat),
        )
        near = [
            (-votes[name], away, name)
            for name, away in zip(own, away_m.tolist(), strict=True)
            if precision == "zip" or away <= NEAR_MI * M_PER_MILE
        ]
        return min(near)[2] if near else None


def _scores(
    definition: str,
    matches: Sequence[str | None],
    said: Sequence[str],
    site_of_center: dict[str, str],
) -> pd.DataFrame:
    """Return one definition's scores."""
    first: dict[str, str] = {}
    is_first, is_again = np.zeros((2, len(matches)), dtype=bool)
    for k, (match, site) in enumerate(zip(matches, said, strict=True)):
        if match not in site_of_center:
            continue
        is_again[k] = match in first
        is_first[k] = not is_again[k]
        first.setdefault(str(match), site)
    true_site = np.array(list(site_of_center.values()), dtype=object)
    said_of_true = np.array([first.get(name, "") for name in site_of_center], dtype=object)
    matched = said_of_true != ""
    right = said_of_true == true_site
    rows = []
    for site in (ANY_SITE, *SITES_OF_CARE):
        mine = np.ones(len(true_site), dtype=bool)
        of_found = np.ones(len(matches), dtype=bool)
        if site != ANY_SITE:
            mine = true_site == site
            of_found = np.array([other == site for other in said], dtype=bool)
        rows.append(
            (
                *(definition, site, mine.sum(), of_found.sum(), (mine & matched).sum()),
                _share((of_found & is_first).sum(), of_found.sum()),
                _share((mine & matched).sum(), mine.sum()),
                _share((mine & right).sum(), (mine & matched).sum()),
                _share((of_found & is_again).sum(), of_found.sum()),
            )
        )
    counts = ("true_centers", "found", "matched")
    shares = ("precision", "recall", "site_right_share", "duplicate_share")
    types = dict.fromkeys(("definition", "site_of_care"), "str")
    types |= dict.fromkeys(counts, "int64") | dict.fromkeys(shares, "float64")
    return pd.DataFrame(rows, columns=list(SCORE_COLUMNS)).astype(types)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
