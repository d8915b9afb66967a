"""An invented state's registries, read and judged from the files on, and compared with what is true."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.area import (
    HospitalsSource,
    NppesSource,
    PhysicianPufSource,
    ProviderOfServicesSource,
)
from pipelines.demand.study_region import study_region
from pipelines.facilities.billing import infusion_billing
from pipelines.facilities.centers import Centers, core_centers
from pipelines.facilities.hospital_evidence import hospital_evidence
from pipelines.facilities.placing import placed_addresses
from pipelines.facilities.practices import practice_places
from pipelines.facilities.records import Registries
from pipelines.sources.cost_reports import read_cost_reports
from pipelines.sources.geocoder import geocode
from pipelines.sources.hifld import read_hifld
from pipelines.sources.nppes import read_nppes
from pipelines.sources.physician_puf import read_physician_puf
from pipelines.sources.provider_of_services import read_provider_of_services
from pipelines.sphere import M_PER_MILE, great_circle_m
from tests.demand.worlds import area, boundaries, lonlat
from tests.worlds.registries import Mess, Registrar, geocoder_answers, write_registries
from tests.worlds.registry_towns import Counts, TruePlace, true_places

ABOUT = {"files": ("any",), "vintage": "2026", "publisher": "nobody", "licence": "none"}

NEAR_MI = 0.3
"""A found center is a true one if they share a provider and lie so near (or it is placed by its ZIP code)."""


@dataclass(frozen=True, eq=False)
class World:
    """What was read of an invented state, and what is true of it."""

    hospitals: pd.DataFrame
    registries: Registries
    places: list[TruePlace]
    ledger: dict[str, set[str]]
    organizations: set[str]

    def centers(self, **settings: object) -> Centers:
        """Find the centers."""
        return self.centers_with(None, **settings)

    def centers_with(self, centers_list: pd.DataFrame | None, **settings: object) -> Centers:
        """Find the centers beside a list."""
        square = area()
        given = {"registries": self.registries} | settings
        return core_centers(
            self.hospitals,
            centers_list,
            hospital_source="hifld",
            region=study_region(boundaries(), square),
            area=square,
            **given,
        )


def registry_world(folder: Path, seed: int, counts: Counts, mess: Mess, **shape: float) -> World:
    """Write an invented state's registries and read them."""
    (west, east), (south, north) = lonlat([0.1, 1.9], [0.1, 1.9])
    places = true_places(seed, counts, (west, south), (east - west, north - south), **shape)
    made = Registrar(seed, mess).register(places)
    files = write_registries(folder, made)
    nppes = read_nppes([files["nppes"]], NppesSource(**ABOUT))
    hospitals = read_hifld([files["hospitals"]], HospitalsSource(kind="hifld", **ABOUT)).table
    claims = read_physician_puf([files["physician_puf"]], PhysicianPufSource(**ABOUT)).table
    services = read_provider_of_services([files["services"]], ProviderOfServicesSource(**ABOUT))
    charges = read_cost_reports([files["reports"], files["numbers"]])
    more = nppes.more
    practices = practice_places(
        nppes.table, more["taxonomies"], more["locations"], more["other_names"]
    )
    cache = folder / "geocoder"
    cache.mkdir()
    questions = practices[["street", "city", "state", "zip"]]
    (cache / "given.csv").write_text(geocoder_answers(questions, places, seed, mess))
    towns = {place.zip: (place.lon, place.lat) for place in places}
    centroids = pd.DataFrame(
        [(code, lon, lat) for code, (lon, lat) in towns.items()], columns=["zip", "lon", "lat"]
    )
    placed = placed_addresses(practices, geocode(questions, cache, None).table, centroids)
    evidence = hospital_evidence(services.table, charges.table)
    registries = Registries(practices, placed, infusion_billing(claims), evidence)
    return World(hospitals, registries, places, made.ledger, made.organizations)


@dataclass(frozen=True)
class Score:
    """How the centers that were found compare with the true ones."""

    true: int
    found: int
    precision: float
    recall: float
    site_right: float
    duplicates: float


def scored(centers: pd.DataFrame, world: World) -> Score:
    """Compare centers with what is true.

    A true center is found once; a second center for it is a duplicate and counts as wrong in precision too.
    """
    truth = {place.truth_id: place for place in world.places}
    true = {name for name, place in truth.items() if place.site_of_care is not None}
    matches = [_match(row, truth, world) for row in centers.itertuples()]
    known = [match for match in matches if match in true]
    once = set(known)
    first: dict[str, str] = {}
    for match, site in zip(matches, centers["site_of_care"], strict=True):
        if match in once:
            first.setdefault(match, site)
    right = sum(site == truth[name].site_of_care for name, site in first.items())
    return Score(
        true=len(true),
        found=len(centers),
        precision=len(once) / len(centers),
        recall=len(once) / len(true),
        site_right=right / len(once),
        duplicates=(len(known) - len(once)) / len(centers),
    )


def _match(row: object, truth: dict[str, TruePlace], world: World) -> str | None:
    """Return the true place of a found center: of those near that its members belong to, whose most are.

    Its organizations, if it has any, tell more than its people.
    """
    keys = [member.split("@")[0].removeprefix("npi:") for member in row.members.split()]
    own = sorted({name for key in keys for name in world.ledger.get(key, ()) if name in truth})
    if not own:
        return None
    lon = np.array([truth[name].lon for name in own])
    lat = np.array([truth[name].lat for name in own])
    away = great_circle_m(lon, lat, np.full(len(own), row.lon), np.full(len(own), row.lat))
    votes = [
        sum(
            (100 if key in world.organizations else 1) * (name in world.ledger.get(key, ()))
            for key in keys
        )
        for name in own
    ]
    near = away <= NEAR_MI * M_PER_MILE
    if row.geocode_precision == "zip":
        near = np.array([True] * len(own))
    if not near.any():
        return None
    rank = sorted((-votes[k], away[k], own[k]) for k in range(len(own)) if near[k])
    return rank[0][2]


SMALL = Counts(8, 3, 16, 5, 4, 4, 5, 15, 20, 3, 3, 6, 15)
"""A state for quick tests."""

OTHER_COUNTS = replace(
    Counts(),
    hospital=15,
    office=100,
    np_office=8,
    pharmacy=20,
    stand_alone=22,
    injecting=100,
    prescribing=50,
    wellness=14,
    off_campus=16,
)
OTHER_MESS = Mess(
    second_npi=0.2,
    other_name=0.5,
    missing_unit=0.25,
    other_phone=0.3,
    wrong_zip=0.05,
    misspelt_city=0.06,
    po_box=0.02,
    moved=0.03,
    at_another_place=0.3,
    no_match=0.07,
)
