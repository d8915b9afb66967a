"""Five places as registries told of them: four count as centers, one lies outside the area."""

import pandas as pd

HOSPITAL, OFFICE, PHARMACY = "hospital_based", "office_based", "pharmacy_based"


def centers() -> pd.DataFrame:
    """Return core.centers under the definition by all evidence."""
    rows = [
        ("a", HOSPITAL, True, 0.995, "physician", True, "M1", 10.0),
        ("b", OFFICE, True, 0.92, "physician", True, "M2", None),
        ("c", OFFICE, True, 0.88, "nurse", False, None, None),
        ("d", OFFICE, False, 0.6, None, None, None, None),
    ]
    names = ["center_id", "site_of_care", "in_area", "confidence", "supervision"]
    names += ["medicare_payable", "medicare_rule", "capacity"]
    table = pd.DataFrame(rows, columns=names)
    text = dict.fromkeys(("supervision", "medicare_rule"), "str")
    return table.astype(text | {"medicare_payable": "boolean", "capacity": "float64"})


def definitions() -> pd.DataFrame:
    """Return core.center_definitions: registration knows one pharmacy more and not the office c."""
    own = centers()[["center_id", "site_of_care", "in_area"]]
    pharmacy = pd.DataFrame({"center_id": ["e"], "site_of_care": [PHARMACY], "in_area": [True]})
    registry = pd.concat([own[own["center_id"] != "c"], pharmacy], ignore_index=True)
    return pd.concat(
        [registry.assign(definition="registry"), own.assign(definition="combined")],
        ignore_index=True,
    )


def evidence() -> pd.DataFrame:
    """Return core.center_evidence."""
    both, own = "registry combined", "combined"
    rows = [
        ("a", "C1", "is_center", "yes", 3.0, both, "taxonomy"),
        ("a", "C2", "is_center", "yes", 5.0, own, "billing"),
        ("b", "C1", "is_center", "yes", 3.0, both, "taxonomy"),
        ("c", "C2", "is_center", "yes", 5.0, own, "billing"),
        ("c", "C9", "is_center", "no", 1.0, own, "name"),
        ("d", "C1", "is_center", "yes", 3.0, both, "taxonomy"),
        ("e", "C1", "is_center", "yes", 3.0, both, "taxonomy"),
        ("a", "V1", "supervision", "physician", 1.0, both, "concluded"),
        ("b", "V2", "supervision", "physician", 1.0, both, "taxonomy"),
        ("b", "V1", "supervision", "physician", 1.0, both, "concluded"),
        ("c", "V1", "supervision", "physician", 1.0, both, "concluded"),
        ("a", "M1", "medicare_payable", "yes", 1.0, both, "concluded"),
        ("b", "M2", "medicare_payable", "yes", 1.0, both, "billing"),
    ]
    names = ["center_id", "rule_id", "concludes", "value", "weight", "definitions", "looks_at"]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(explanation="rule " + table["rule_id"])
