"""The core layer: people, counties, centers and limits of adequacy, made of the sources' rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from pipelines.area import StudyArea
from pipelines.demand.counties import core_counties
from pipelines.demand.population import (
    core_population,
    studied_people,
    surrounding_population,
)
from pipelines.demand.rurality import RuralityCodes
from pipelines.demand.study_region import study_region
from pipelines.demand.survey_counts import with_survey
from pipelines.demand.urban_areas import in_urban_areas
from pipelines.facilities.centers import Centers, core_centers
from pipelines.facilities.left_out import TOO_FAR, doubted_rows, too_far_rows, unplaced_rows
from pipelines.facilities.placed_sources import PlacedSources
from pipelines.measures.adequacy.county_rules import county_rules, published_types
from pipelines.sources.reading import all_rejections


class CoreLayer(NamedTuple):
    """The things of the field, and the rows that were noted while they were made."""

    population: pd.DataFrame
    surrounding_population: pd.DataFrame
    counties: gpd.GeoDataFrame
    centers: Centers
    adequacy_limits: pd.DataFrame
    noted: pd.DataFrame
    """With the columns of `raw.rejected`."""

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by their names in the warehouse."""
        return {
            "core.population": self.population,
            "core.surrounding_population": self.surrounding_population,
            "core.counties": self.counties,
            "core.adequacy_limits": self.adequacy_limits,
            **self.centers.tables(),
        }

    def counts_in_words(self) -> str:
        """Say how many people and centers there are, and how many listed ones lie too far away."""
        here, around = (
            f"{places['population'].sum():,.0f} people at {len(places):,} points"
            for places in (self.population, self.surrounding_population)
        )
        text = f"{here}, {around} around them, {len(self.centers.centers):,} centers"
        too_far = self.noted["reason"].eq(TOO_FAR).sum()
        return text + (
            f" ({too_far:,} listed ones lie outside: see raw.rejected)" if too_far else ""
        )


def core_layer(
    area: StudyArea,
    raw: Mapping[str, pd.DataFrame],
    placed: PlacedSources,
) -> CoreLayer:
    """Make the core layer.

    Parameters
    ----------
    area
        The study area.
    raw
        Tables of the raw layer by name (`pipelines.sources.reading.tables_of`).
    placed
        What the sources of centers tell, each row placed.

    Raises
    ------
    InputError
        Sources and settings do not meet: nobody, no county or no center is in the area.
    """
    scheme = area.stratum_scheme
    boundaries = gpd.GeoDataFrame(raw["counties"])
    region = study_region(boundaries, area)
    surveyed = with_survey(raw["population"], raw.get("acs"), area)
    studied = studied_people(surveyed.people, boundaries, area)
    codes = RuralityCodes(
        **{name: raw.get(name) for name in ("ruca", "rucc", "nchs", "strata", "tract_crosswalk")},
        census=in_urban_areas(studied.people, raw.get("urban_areas")),
    )
    types = published_types(region.counties["county_fips"], raw.get("hsd"), raw.get("ssa_fips"))
    counties = core_counties(boundaries, region, studied.people, codes, scheme, types)
    counties["people_read"] = counties["county_fips"].isin(studied.counties_read())
    source = area.sources.hospitals
    centers = core_centers(
        placed,
        hospital_source=source.kind if source else "",
        region=region,
        area=area,
        definition=area.facilities.definition,
        min_infusions=area.facilities.min_infusions,
    )
    population = core_population(studied.people, codes, counties, scheme, raw.get("svi"))
    limits, unnamed = county_rules(population, raw.get("hsd"), raw.get("ssa_fips"))
    too_far, rows = too_far_rows(placed.centers_list, region), placed.rows()
    noted = (
        surveyed.noted,
        studied.noted,
        unnamed,
        too_far,
        unplaced_rows(rows),
        doubted_rows(rows),
    )
    return CoreLayer(
        population,
        surrounding_population(studied, region),
        counties,
        centers,
        limits,
        all_rejections(noted),
    )
