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
from pipelines.demo.registries.geocoder_answers import GEOCODER, write_geocoder_answers
from pipelines.demo.registries.registrations import register_places
from pipelines.demo.registries.registry_mess import Mess
from pipelines.demo.registries.truth import center_scores, truth_table
from pipelines.demo.writing.write_claims import CLAIMS, write_claims
from pipelines.demo.writing.write_hospital_evidence import (
    COST_REPORTS,
    SERVICES,
    write_cost_reports,
    write_services,
)
from pipelines.demo.writing.write_nppes import DEACTIVATED, NPPES, write_nppes
from pipelines.facilities.billing import infusion_billing
from pipelines.facilities.centers import Centers, core_centers
from pipelines.facilities.hospital_evidence import hospital_evidence
from pipelines.facilities.placed_sources import PlacedSources
from pipelines.facilities.placing import placed_addresses
from pipelines.facilities.practices import practice_places
from pipelines.facilities.registries import Registries
from pipelines.facilities.zip_areas import zip_areas
from pipelines.sources.facilities.cost_reports import read_cost_reports
from pipelines.sources.facilities.geocoder import QUESTION_COLUMNS, geocode
from pipelines.sources.facilities.hifld import read_hifld
from pipelines.sources.facilities.nppes import read_nppes
from pipelines.sources.facilities.physician_puf import read_physician_puf, who_infuses
from pipelines.sources.facilities.provider_of_services import read_provider_of_services
from pipelines.vocabulary.sites_of_care import ANY_SITE
from tests.demand.worlds import area, boundaries, lonlat
from tests.worlds.registries import write_hospitals
from tests.worlds.registry_towns import Counts, true_places

ABOUT = {"files": ("any",), "vintage": "2026", "publisher": "nobody", "licence": "none"}


@dataclass(frozen=True, eq=False)
class World:
    """What was read of an invented state, and what is true of it."""

    hospitals: pd.DataFrame
    registries: Registries
    truth: pd.DataFrame

    def centers(self, **settings: object) -> Centers:
        """Find the centers."""
        return self.centers_with(None, **settings)

    def centers_with(self, centers_list: pd.DataFrame | None, **settings: object) -> Centers:
        """Find the centers beside a list."""
        square = area()
        registries = settings.pop("registries", self.registries)
        return core_centers(
            PlacedSources(self.hospitals, centers_list, registries),
            hospital_source="hifld",
            region=study_region(boundaries(), square),
            area=square,
            **settings,
        )


def registry_world(folder: Path, seed: int, counts: Counts, mess: Mess, **shape: float) -> World:
    """Write an invented state's registries and read them."""
    (west, east), (south, north) = lonlat([0.1, 1.9], [0.1, 1.9])
    places = true_places(seed, counts, (west, south), (east - west, north - south), **shape)
    made = register_places(places, seed, mess)
    folder.mkdir(parents=True)
    hospital_list = write_hospitals(folder / "hospitals.csv", places)
    hospitals = read_hifld([hospital_list], HospitalsSource(kind="hifld", **ABOUT)).table
    for write in (write_nppes, write_claims, write_services, write_cost_reports):
        write(folder, made)
    write_geocoder_answers(folder, made, places, seed, mess)
    towns = {place.zip: (place.lon, place.lat) for place in places}
    centroids = pd.DataFrame(
        [(code, lon, lat, np.nan) for code, (lon, lat) in towns.items()],
        columns=["zip", "lon", "lat", "land_area_m2"],
    )
    return World(hospitals, read_registries(folder, centroids), truth_table(places, made))


def read_registries(folder: Path, centroids: pd.DataFrame) -> Registries:
    """Read what the demo's writers wrote of providers, claims and hospitals."""
    claims = read_physician_puf([folder / CLAIMS], PhysicianPufSource(**ABOUT)).table
    nppes = read_nppes(
        [folder / NPPES, folder / DEACTIVATED],
        NppesSource(**ABOUT),
        also_npi=who_infuses(claims),
    )
    services = read_provider_of_services([folder / SERVICES], ProviderOfServicesSource(**ABOUT))
    charges = read_cost_reports([folder / COST_REPORTS])
    more = nppes.more
    practices = practice_places(
        nppes.table, more["taxonomies"], more["locations"], more["other_names"]
    )
    answers = geocode(practices[list(QUESTION_COLUMNS)], folder / GEOCODER, None).table
    placed = placed_addresses(practices, answers, zip_areas(centroids, None))
    evidence = hospital_evidence(services.table, charges.table)
    return Registries(practices, placed, infusion_billing(claims), evidence)


def scored(definitions: pd.DataFrame, world: World, definition: str = "combined") -> pd.Series:
    """Return the scores of a definition's centers of every site of care together."""
    scores = center_scores(definitions, world.truth).set_index(["definition", "site_of_care"])
    return scores.loc[(definition, ANY_SITE)]


def pooled(scores: list[pd.Series]) -> pd.Series:
    """Return the score of several states together."""
    rows = pd.DataFrame(scores)
    found, matched = rows["found"], rows["matched"].sum()
    return pd.Series(
        {
            "precision": (rows["precision"] * found).sum() / found.sum(),
            "recall": matched / rows["true_centers"].sum(),
            "site_right_share": (rows["site_right_share"] * rows["matched"]).sum() / matched,
            "duplicate_share": (rows["duplicate_share"] * found).sum() / found.sum(),
        }
    )


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
