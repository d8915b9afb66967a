"""Facts that rules look at: what the records of a center say, one column a fact, without judgement.

A fact belongs to a record first (so that evidence names the rows it stands on), then to the center: true when
it is true of any record, or the number of records, or the sum.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
import pandas as pd

from pipelines.facilities.matching.same_center import INDIVIDUAL, LISTED, ORGANIZATION
from pipelines.vocabulary.registry_codes import Taxonomy, wanted_taxonomy

How = Literal["any", "sum", "given"]

FACTS: Mapping[str, tuple[How, str]] = {
    "listed": ("any", "in the user's list"),
    "told_hospital": ("any", "a list or a registry of hospitals says hospital-based"),
    "told_office": ("any", "the list says office-based"),
    "told_pharmacy": ("any", "the list says pharmacy-based"),
    "told_stand_alone": ("any", "the list says stand-alone"),
    "told_oncology": ("any", "the list says oncology"),
    "told_specialty": ("any", "the list says specialty"),
    "told_payable": ("any", "the list says that Medicare pays"),
    "told_not_payable": ("any", "the list says that Medicare does not pay"),
    "hospital_record": ("any", "in a registry of hospitals"),
    "hospital_infuses": ("any", "a source reports outpatient infusion of the hospital"),
    "hospital_chemotherapy": ("any", "a source reports chemotherapy of the hospital"),
    "street_known": ("any", "an address with a street, or coordinates of the building"),
    "organizations": ("sum", "registered organizations"),
    "clinic_here": ("any", "an infusion clinic has its primary place here"),
    "clinic_elsewhere": ("any", "an infusion clinic has a further place here"),
    "oncology_clinic": ("any", "an oncology clinic is registered here"),
    "infusion_pharmacy": ("any", "a home infusion pharmacy or agency is registered here"),
    "specialty_pharmacy": ("any", "a specialty pharmacy is registered here"),
    "hospital_taxonomy": ("any", "an organization here is registered as a hospital"),
    "hospital_parent": ("any", "the parent organization of one here is a hospital"),
    "hospital_namesake": ("any", "an organization here has the name of a hospital in the registry"),
    "oncology_practice": ("any", "an organization here is registered under an oncologist's code"),
    "specialty_practice": (
        "any",
        "an organization here is registered under another specialty's code",
    ),
    "practice_taxonomy": ("any", "an organization here is registered under a prescriber's code"),
    "nurse_practitioner_practice": (
        "any",
        "an organization here is registered as nurse practitioner",
    ),
    "oncologists": ("sum", "hematologists and oncologists"),
    "specialists": ("sum", "prescribers of other specialties"),
    "physicians": ("sum", "physicians of a specialty that prescribes infusions"),
    "nurse_practitioners": ("sum", "nurse practitioners"),
    "nurses": ("sum", "nurses for infusions or oncology"),
    "name_infusion": ("any", ""),
    "name_infusion_place": ("any", ""),
    "name_cancer": ("any", ""),
    "name_radiation": ("any", ""),
    "name_hospital": ("any", ""),
    "name_pharmacy": ("any", ""),
    "name_home": ("any", ""),
    "name_wellness": ("any", ""),
    "office_infusions": (
        "sum",
        "infusions a year billed by clinicians whose primary place is here, in an office",
    ),
    "visiting_infusions": ("sum", "the same of clinicians with a further place here"),
    "facility_infusions": ("sum", "infusions a year billed by clinicians here, in a facility"),
    "office_injections": ("sum", "injections a year billed by clinicians here, in an office"),
    "oncology_drugs": (
        "sum",
        "units of drugs against cancer billed by clinicians here, in an office",
    ),
    "specialty_drugs": (
        "sum",
        "units of other infused drugs billed by clinicians here, in an office",
    ),
    "hospital": ("given", "hospital_record, or told or registered as a hospital's"),
    "on_campus": ("given", "a hospital of the registry, or within 250 yards of one"),
    "hospital_evidence_given": ("given", "the run has a source of which hospitals infuse"),
    "min_infusions": ("given", "infusions a year that count as routine, from the settings"),
}
"""Fact -> how it passes from records to a center, and what it says.

`given` facts are not those of a record: `pipelines.facilities.judging` adds them. What facts about names say
stands in `data/name_patterns.csv`.
"""

BILLING_FACTS = (
    *("office_infusions", "visiting_infusions", "facility_infusions", "office_injections"),
    *("oncology_drugs", "specialty_drugs"),
)

HOME_INFUSION = ("3336H0001X", "251F00000X")
SPECIALTY_PHARMACY = "3336S0011X"
NURSE_PRACTITIONER = "363L"


def record_facts(records: pd.DataFrame) -> pd.DataFrame:
    """Return what each record says.

    Parameters
    ----------
    records
        As `pipelines.facilities.records` makes them.

    Returns
    -------
    DataFrame
        With the index of `records`: the facts of `FACTS` that are not `given`; counts are 0 or 1 a record.
    """
    hints = records["taxonomies"].map(_hints)
    kind = records["record_kind"]
    organization, individual = kind.eq(ORGANIZATION), kind.eq(INDIVIDUAL)

    def says(hint: str) -> pd.Series[bool]:
        return hints.map(lambda found: hint in found).astype(bool)

    told = kind.eq(LISTED)
    physician = individual & says("prescriber")
    columns = {
        **_told_facts(records, told),
        "street_known": told | records["building"].ge(0),
        "organizations": organization,
        "clinic_here": organization & says("infusion_clinic") & records["is_primary"],
        "clinic_elsewhere": organization & says("infusion_clinic") & ~records["is_primary"],
        "oncology_clinic": organization & says("oncology_clinic"),
        "infusion_pharmacy": organization & says("infusion_pharmacy"),
        "specialty_pharmacy": organization & says("specialty_pharmacy"),
        "hospital_taxonomy": organization & says("hospital"),
        "hospital_parent": organization & records["hospital_parent"],
        "hospital_namesake": organization & records["hospital_namesake"],
        "oncology_practice": organization & says("prescriber:oncology"),
        "specialty_practice": organization & says("prescriber:specialty"),
        "practice_taxonomy": organization & says("prescriber"),
        "nurse_practitioner_practice": organization & says("nurse_practitioner"),
        "oncologists": individual & says("prescriber:oncology"),
        "specialists": individual & says("prescriber:specialty"),
        "physicians": physician,
        "nurse_practitioners": individual & says("nurse_practitioner"),
        "nurses": individual & says("nurse"),
        **{
            fact: ~individual & _matches(records["names"], pattern)
            for fact, (pattern, _) in name_patterns().items()
        },
        **{fact: records[fact] for fact in BILLING_FACTS},
    }
    return pd.DataFrame({name: columns[name] for name, (how, _) in FACTS.items() if how != "given"})


def center_facts(
    facts: pd.DataFrame, center: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> pd.DataFrame:
    """Return what the records of each center say together, in the order of center numbers."""
    joined = facts.groupby(center, sort=True)
    columns = {
        name: joined[name].any() if how == "any" else joined[name].sum().astype("float64")
        for name, (how, _) in FACTS.items()
        if how != "given"
    }
    return pd.DataFrame(columns)


@cache
def name_patterns() -> Mapping[str, tuple[str, str]]:
    """Return the pattern (of written names) and the sentence of each fact about a name."""
    with files("pipelines.facilities").joinpath("data/name_patterns.csv").open() as table:
        rows = pd.read_csv(table, dtype="str")
    pairs = zip(rows["pattern"], rows["explanation"], strict=True)
    return dict(zip(rows["fact"], pairs, strict=True))


def family_of(records: pd.DataFrame) -> pd.Series[str]:
    """Return `hospital`, `practice` or `pharmacy` where a record says which, else the empty string.

    Two records of different families are never one center, however near and alike they are.
    """
    hints = records["taxonomies"].map(_hints)
    told = {"hospital_based": "hospital", "office_based": "practice", "pharmacy_based": "pharmacy"}
    patterns = name_patterns()

    def says(hint: str) -> pd.Series[bool]:
        return hints.map(lambda found: hint in found).astype(bool)

    prescriber = says("prescriber")
    pharmacy = says("infusion_pharmacy") | says("specialty_pharmacy")
    pharmacy |= _matches(records["names"], patterns["name_pharmacy"][0])
    hospital = says("hospital") | records["hospital_parent"] | records["hospital_namesake"]
    hospital |= _matches(records["names"], patterns["name_hospital"][0])
    family = pd.Series("", index=records.index, dtype="str")
    family = (
        family.mask(hospital, "hospital").mask(pharmacy, "pharmacy").mask(prescriber, "practice")
    )
    family = family.mask(says("hospital"), "hospital")
    family = family.mask(records["record_kind"].eq(INDIVIDUAL), "")
    is_listed = records["record_kind"].eq(LISTED)
    return family.mask(is_listed, records["site_of_care"].map(told).fillna("")).astype("str")


def says_infusion(records: pd.DataFrame) -> pd.Series[bool]:
    """Tell which organizations say by name or taxonomy that they infuse."""
    hints = records["taxonomies"].map(_hints)
    clinic = hints.map(lambda found: not found.isdisjoint(("infusion_clinic", "oncology_clinic")))
    named = _matches(records["names"], name_patterns()["name_infusion"][0])
    return records["record_kind"].ne(INDIVIDUAL) & (clinic.astype(bool) | named)


def prescribes(records: pd.DataFrame) -> pd.Series[bool]:
    """Tell which individuals are physicians of a specialty that prescribes infusions."""
    says = records["taxonomies"].map(lambda codes: "prescriber" in _hints(codes)).astype(bool)
    return records["record_kind"].eq(INDIVIDUAL) & says


def _told_facts(records: pd.DataFrame, told: pd.Series[bool]) -> dict[str, pd.Series]:
    site, line, payable = (
        records["site_of_care"],
        records["therapy_line"],
        records["medicare_payable"],
    )
    listed = told & ~records["hospital_record"]
    return {
        "listed": listed,
        "told_hospital": told & site.eq("hospital_based"),
        "told_office": told & site.eq("office_based"),
        "told_pharmacy": told & site.eq("pharmacy_based"),
        "told_stand_alone": told & site.eq("stand_alone"),
        "told_oncology": told & line.isin(("oncology", "both")),
        "told_specialty": told & line.isin(("specialty", "both")),
        "told_payable": told & payable.fillna(False).astype(bool),
        "told_not_payable": told & ~payable.fillna(True).astype(bool),
        "hospital_record": records["hospital_record"],
        "hospital_infuses": records["hospital_infuses"],
        "hospital_chemotherapy": records["hospital_chemotherapy"],
    }


def _matches(names: pd.Series[str], pattern: str) -> pd.Series[bool]:
    compiled = re.compile(pattern)
    codes, distinct = pd.factorize(names.astype("object"))
    found = np.array([compiled.search(name) is not None for name in distinct], dtype=bool)
    return pd.Series(found[codes] if len(distinct) else False, index=names.index, dtype=bool)


@cache
def _hints(codes: str) -> frozenset[str]:
    """Return all that a record's taxonomy codes say."""
    found: set[str] = set()
    for code in codes.split():
        taxonomy = wanted_taxonomy(code)
        if taxonomy is not None:
            found |= _hints_of(taxonomy)
    return frozenset(found)


def _hints_of(taxonomy: Taxonomy) -> set[str]:
    if taxonomy.code == NURSE_PRACTITIONER:
        return {"nurse_practitioner"}
    if taxonomy.code in HOME_INFUSION:
        return {"infusion_pharmacy"}
    if taxonomy.code == SPECIALTY_PHARMACY:
        return {"specialty_pharmacy"}
    hints = {str(taxonomy.hint)}
    if taxonomy.line is not None:
        hints.add(f"{taxonomy.hint}:{taxonomy.line}")
    return hints
