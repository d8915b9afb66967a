"""The people whose access is measured, with their strata, and those around them who share the centers."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from pipelines.area import StudyArea
from pipelines.demand.connecticut import county_in_vintage
from pipelines.demand.rurality import RuralityCodes, codes_of_zones
from pipelines.demand.strata import strata
from pipelines.demand.study_region import StudyRegion
from pipelines.demand.vulnerability import vulnerability
from pipelines.errors import InputError
from pipelines.sources.reading import ROW_KEPT, rejections
from pipelines.vocabulary.strata import StratumScheme

SOURCE = "population"

NO_SUCH_COUNTY = (
    f"its county is not in the county boundaries; {ROW_KEPT}, on no county map and without a type"
)


class DemandError(InputError):
    """People that cannot be placed: none is in the area, or none is in a known county."""


@dataclass(frozen=True, eq=False)
class StudiedPeople:
    """The population points of the study area.

    Attributes
    ----------
    people
        Their rows, county_fips in the vintage of the county boundaries.
    elsewhere
        The other rows of the source, likewise.
    noted
        Which of the people are in a county that the boundaries do not have, with the columns of
        `raw.rejected`.
    """

    people: pd.DataFrame
    elsewhere: pd.DataFrame
    noted: pd.DataFrame

    def counties_read(self) -> set[str]:
        """Return the counties of which the source has any row."""
        return {*self.people["county_fips"].unique(), *self.elsewhere["county_fips"].unique()}


def studied_people(
    people: pd.DataFrame, boundaries: gpd.GeoDataFrame, area: StudyArea
) -> StudiedPeople:
    """Keep the points of the study area and find each one's county among the boundaries.

    Parameters
    ----------
    people
        geoid, county_fips, lon, lat, population, further counts, source_file and source_row.
    boundaries
        With county_fips, all counties of the source.
    area
        Whose people are studied.

    Returns
    -------
    StudiedPeople

    Raises
    ------
    DemandError
        No point is in the area, nobody lives there, or the boundaries know the county of none.
    """
    known = set(boundaries["county_fips"])
    found = county_in_vintage(people["geoid"], people["county_fips"], known)
    unknown = found.isna()
    county = found.fillna(people["county_fips"])
    inside = county.map(area.in_area).to_numpy(dtype=bool)
    if not inside.any():
        raise DemandError(
            f"none of the {len(people)} population points is in the area "
            "(check area.states, area.counties and sources.population)"
        )
    if unknown[inside].all():
        raise DemandError(
            f"none of the {int(inside.sum())} population points of the area is in a county of the boundaries: "
            f"{people.loc[inside, 'county_fips'].iloc[0]} is not there (check that sources.population and "
            "sources.counties are of one vintage)"
        )
    if not people.loc[inside, "population"].sum() > 0:
        raise DemandError(
            f"nobody lives at the {int(inside.sum())} population points of the area: every population is 0 "
            "(check which column of sources.population is declared as population)"
        )
    placed = people.assign(county_fips=county)
    return StudiedPeople(
        placed[inside].reset_index(drop=True),
        placed[~inside].reset_index(drop=True),
        _noted(people[inside & unknown]),
    )


def core_population(
    people: pd.DataFrame,
    codes: RuralityCodes,
    counties: pd.DataFrame,
    scheme: StratumScheme | None,
    svi: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Give each population point its rurality codes and its stratum.

    Parameters
    ----------
    people
        The studied people.
    codes
        Tables of codes by tract and county.
    counties
        core.counties, for the CMS county type.
    scheme
        Which scheme `stratum` follows; None where the area has the codes of none.
    svi
        raw.svi; None where the area has none, and the columns of `VULNERABILITY` are missing.

    Returns
    -------
    DataFrame
        core.population: the columns of `people` without those that name source rows, in the order of geoid,
        with the codes of all schemes and the stratum. A point that a scheme does not code has null there.
    """
    table = _without_source(people)
    types = counties.set_index("county_fips")["cms_county_type"]
    coded = codes_of_zones(table["geoid"], table["county_fips"], codes).assign(
        cms_county_type=table["county_fips"].map(types).astype("str")
    )
    coded.insert(0, "stratum", strata(coded, scheme))
    ranks = vulnerability(table["geoid"], table["county_fips"], svi)
    return pd.concat([table, coded, ranks], axis=1).sort_values("geoid", ignore_index=True)


def surrounding_population(studied: StudiedPeople, region: StudyRegion) -> pd.DataFrame:
    """Return the people of the buffer: they share its centers with the studied, and are not studied.

    Parameters
    ----------
    studied
        What the source holds, in the area and elsewhere.
    region
        The area and its buffer.

    Returns
    -------
    DataFrame
        core.surrounding_population, in the order of geoid: places outside the area and within the buffer.
    """
    places = _without_source(studied.elsewhere)
    near = region.reaches(*(places[name].to_numpy(dtype=np.float64) for name in ("lon", "lat")))
    return places[near].sort_values("geoid", ignore_index=True)


def _without_source(people: pd.DataFrame) -> pd.DataFrame:
    return people.drop(columns=["source_file", "source_row"], errors="ignore")


def _noted(people: pd.DataFrame) -> pd.DataFrame:
    return rejections(people, SOURCE, "county_fips", NO_SUCH_COUNTY, people["geoid"])
