"""Tables of `out` counted the slow and plain way, one group at a time, from drive times and people."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.area import Measures
from pipelines.vocabulary.adequacy import CMS_COUNTY_TYPES
from pipelines.vocabulary.sites_of_care import ANY_SITE, SITES_OF_CARE
from pipelines.vocabulary.strata import ALL_STRATA, STRATA

_CMS_LIMITS = {  # 42 CFR 422.116, category 057: minutes, miles, share that must lie within both
    "Large Metro": (20, 10, 0.90),
    "Metro": (45, 30, 0.90),
    "Micro": (80, 60, 0.85),
    "Rural": (75, 60, 0.85),
    "CEAC": (110, 100, 0.85),
}


def coverage_of(
    population: pd.DataFrame, drive_times: pd.DataFrame, within_min: tuple[float, ...]
) -> pd.DataFrame:
    """Count people by stratum, site of care and threshold, one group at a time."""
    joined = drive_times.merge(
        population[["geoid", "stratum", "population"]], on="geoid", validate="many_to_one"
    )
    present = [stratum for stratum in STRATA if (population["stratum"] == stratum).any()]
    rows = []
    for stratum in (*present, ALL_STRATA):
        for site in (*SITES_OF_CARE, ANY_SITE):
            rows_of = joined[joined["site_of_care"] == site]
            if stratum != ALL_STRATA:
                rows_of = rows_of[rows_of["stratum"] == stratum]
            everyone = rows_of["population"].sum()
            for limit in within_min:
                reached = rows_of.loc[rows_of["drive_time_min"] <= limit, "population"].sum()
                rows.append((stratum, site, limit, everyone, reached, reached / everyone))
    names = ["stratum", "site_of_care", "within_min", "population", "population_within", "share"]
    return pd.DataFrame(rows, columns=names).astype(dict.fromkeys(names[2:], "float64"))


def gaps_of(drive_times: pd.DataFrame, gap_min: float) -> pd.DataFrame:
    """Name each place's gap from its two drive times."""
    minutes = drive_times.pivot(index="geoid", columns="site_of_care", values="drive_time_min")
    hospital, office = minutes["hospital_based"], minutes["office_based"]
    near = {(True, True): "choice", (True, False): "hospital_only", (False, True): "office_only"}
    road = drive_times.groupby("geoid")["snap_m"].first().notna()
    road |= hospital.notna() | office.notna()
    gap = [
        near.get((by_hospital, by_office), "none" if by_road else "unknown")
        for by_hospital, by_office, by_road in zip(
            hospital <= gap_min, office <= gap_min, road, strict=True
        )
    ]
    return pd.DataFrame(
        {
            "geoid": minutes.index.astype("str"),
            "gap": pd.Series(gap, dtype="str").to_numpy(),
            "hospital_min": hospital.to_numpy(),
            "office_min": office.to_numpy(),
            "office_advantage_min": (hospital - office).to_numpy(),
            "nearer": pd.Series(map(_nearer, hospital, office), dtype="str").to_numpy(),
        }
    )


def _nearer(hospital_min: float, office_min: float) -> str:
    if np.isnan(office_min):
        return "neither" if np.isnan(hospital_min) else "only_hospital"
    if np.isnan(hospital_min):
        return "only_office"
    if abs(hospital_min - office_min) <= Measures().nearer_by_min:
        return "about_the_same"
    return "office" if office_min < hospital_min else "hospital"


_SITES_THAT_COUNT = {
    "all": tuple(SITES_OF_CARE),
    "hospital_based": ("hospital_based",),
    "office_based": ("office_based",),
    "hospital_and_office": ("hospital_based", "office_based"),
}


def adequacy_of(
    counties: pd.DataFrame, population: pd.DataFrame, drive_times: pd.DataFrame
) -> pd.DataFrame:
    """Judge each of the counties under each scenario, one at a time."""
    times = {site: rows.set_index("geoid") for site, rows in drive_times.groupby("site_of_care")}
    rows = []
    for scenario, sites in _SITES_THAT_COUNT.items():
        for county in counties.itertuples():
            minutes, miles, required = _CMS_LIMITS[county.cms_county_type]
            people = population[population["county_fips"] == county.county_fips].set_index("geoid")
            near = pd.Series(False, index=people.index)
            for site in sites:
                own = times[site].loc[people.index]
                near |= (own["drive_time_min"] <= minutes) & (own["distance_mi"] <= miles)
            everyone = people["population"].sum()
            within = people["population"][near].sum()
            rows.append(
                {
                    "county_fips": county.county_fips,
                    "scenario": scenario,
                    "cms_county_type": county.cms_county_type,
                    "limit_min": minutes,
                    "limit_mi": miles,
                    "share_within": within / everyone,
                    "required_share": required,
                    "adequate": within / everyone >= required,
                    "margin": within / everyone - required,
                    "people": everyone,
                    "people_within": within,
                    "people_outside": everyone - within,
                    "people_short": max(np.ceil(required * everyone - within), 0.0),
                    "limit_source": "derived",
                    "customised": False,
                    "beneficiaries": np.nan,
                }
            )
    frame = pd.DataFrame(rows)
    assert set(frame["cms_county_type"]) <= set(CMS_COUNTY_TYPES)
    return frame.astype({"adequate": "boolean", "customised": "boolean"})


def findings_of(adequacy: pd.DataFrame) -> pd.DataFrame:
    """Name what office-based centers decide in each county, one county at a time."""
    rows = []
    for fips, mine in adequacy.groupby("county_fips"):
        by = {row["scenario"]: row for row in mine.to_dict("records")}
        hospital, both, every = by["hospital_based"], by["hospital_and_office"], by["all"]
        finding = "fails_with_all"
        if hospital["adequate"]:
            finding = "hospitals_suffice"
        elif both["adequate"]:
            finding = "only_with_offices"
        elif every["adequate"]:
            finding = "only_with_others"
        rows.append(
            {
                "county_fips": fips,
                "cms_county_type": both["cms_county_type"],
                "finding": finding,
                "offices_suffice": by["office_based"]["adequate"],
                "people": both["people"],
                "people_gained": both["people_within"] - hospital["people_within"],
                "people_gained_others": every["people_within"] - both["people_within"],
                "people_outside": every["people_outside"],
                "limit_source": both["limit_source"],
            }
        )
    return pd.DataFrame(rows).astype({"offices_suffice": "boolean"})


def center_lists_of(centers):
    """out.center_lists of a complete list that tells of every center what it is."""
    return pd.DataFrame(
        [
            {
                "site_of_care": site,
                "sources": "centers",
                "completeness": "complete",
                "completeness_in_buffer": "complete",
                "centers": int((centers["site_of_care"] == site).sum()),
                "standing_in": 0,
            }
            for site in SITES_OF_CARE
        ]
    )
