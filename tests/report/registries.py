"""The fictional centers as if registries had been read: evidence and definitions by a few fixed rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.facilities.rules import PRIOR_LOG_ODDS, rule_table

HOSPITALS, OFFICES, PHARMACIES, STAND_ALONE = 17, 23, 4, 4
"""Centers of the fictional state; one of the hospitals lies outside."""

Tables = dict[str, pd.DataFrame]

RULES_OF = {
    "hospital_based": ("C02", "C04", "S10", "T13", "V02", "P01", "M03"),
    "office_based": ("C16", "C30", "S32", "T11", "V01", "P03", "M04", "M07"),
    "pharmacy_based": ("C14", "C15", "C20", "S20", "T24", "V04", "P04", "M05"),
    "stand_alone": ("C10", "S40", "T25", "P05", "M06"),
}
"""Rules that apply to every center of a site of care; stand-alone centers have nobody known to supervise."""

CONCLUDED = {
    "hospital_based": ("oncology", "physician", "22", "M03", "health_system"),
    "office_based": ("oncology", "physician", "11", "M07", "independent"),
    "pharmacy_based": ("specialty", "nurse", "12", "M05", None),
    "stand_alone": ("specialty", None, "49", "M06", "management_company"),
}
"""therapy_line, supervision, place_of_service, medicare_rule and operator_kind that those rules come to."""

KINDS_OF = {
    "registry": tuple(RULES_OF),
    "billing": ("hospital_based", "office_based"),
    "combined": tuple(RULES_OF),
}
"""Sites of care that each definition knows; registration counts one more place, which only prescribes."""

PRESCRIBER = "npi:prescriber"


def confidence_of(rules: tuple[str, ...], definition: str) -> float:
    """Return 1 / (1 + exp(-sum)) of the weights that count in a definition."""
    table = rule_table().set_index("rule_id").loc[list(rules)]
    counted = table["definitions"].str.split().map(lambda names: definition in names)
    odds = PRIOR_LOG_ODDS + table["weight"].where(counted, 0.0).sum()
    return float(1 / (1 + np.exp(-odds)))


def with_registries(tables: Tables) -> None:
    """Judge the fictional centers, and score them against themselves."""
    centers = tables["core.centers"]
    site = centers["site_of_care"]
    names = ("therapy_line", "supervision", "place_of_service", "medicare_rule", "operator_kind")
    for position, name in enumerate(names):
        values = {kind: told[position] for kind, told in CONCLUDED.items()}
        centers[name] = site.map(values).astype("str")
    centers["infusions_per_year"] = np.where(site.eq("office_based"), 480.0, np.nan)
    centers["members"] = centers["center_id"] + " npi:2"
    centers["confidence"] = site.map(
        {kind: confidence_of(rules, "combined") for kind, rules in RULES_OF.items()}
    )
    centers.loc[centers.index[0], "geocode_precision"] = "zip"
    tables["core.center_counts"] = pd.DataFrame(
        {
            "step": ["candidates", "unplaced", "outside_buffer", "merged", "no_center", "centers"],
            "records": [len(centers) + 331, 1, 0, 300, 30, len(centers)],
        }
    )
    tables["core.center_definitions"] = definitions_of(centers)
    tables["core.center_evidence"] = evidence_of(centers)
    tables["core.center_scores"] = scores_of(centers)


def definitions_of(centers: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for definition, kinds in KINDS_OF.items():
        mine = centers[centers["site_of_care"].isin(kinds)]
        chance = {kind: confidence_of(RULES_OF[kind], definition) for kind in kinds}
        parts.append(
            mine.assign(definition=definition, confidence=mine["site_of_care"].map(chance))
        )
    prescriber = (
        parts[0].iloc[[0]].assign(center_id=PRESCRIBER, site_of_care="office_based", in_area=True)
    )
    return pd.concat([*parts, prescriber], ignore_index=True)


def evidence_of(centers: pd.DataFrame) -> pd.DataFrame:
    rules = rule_table().drop(columns="when").set_index("rule_id", drop=False)
    every = [(row.center_id, RULES_OF[row.site_of_care]) for row in centers.itertuples()]
    parts = [
        rules.loc[list(ids)].assign(center_id=center)
        for center, ids in [*every, (PRESCRIBER, ("C16",))]
    ]
    table = pd.concat(parts, ignore_index=True)
    return table.assign(told_by="registered <organization> [npidata & more.csv row 7]")


def scores_of(centers: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for definition, kinds in KINDS_OF.items():
        for site in (*RULES_OF, "any"):
            true = int((centers["site_of_care"] == site).sum()) if site != "any" else len(centers)
            known = centers["site_of_care"].isin(kinds if site == "any" else (site,))
            found = int(known.sum()) if site == "any" or site in kinds else 0
            rows.append(
                {
                    "definition": definition,
                    "site_of_care": site,
                    "true_centers": true,
                    "found": found,
                    "matched": found,
                    "precision": 1.0 if found else np.nan,
                    "recall": found / true,
                    "site_right_share": 1.0 if found else np.nan,
                    "duplicate_share": 0.0 if found else np.nan,
                }
            )
    return pd.DataFrame(rows)
