"""Published findings that the report sets beside its own, each with its source and the interest behind it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """Where a published finding stands.

    Attributes
    ----------
    name
        Author or publisher, and year.
    url
        Where it can be read.
    interest
        Who stands behind it, where that matters to a reader; empty otherwise.
    """

    name: str
    url: str
    interest: str = ""


DEFINITION_STUDY = Source(
    name="BMC Health Services Research 2016 (s12913-016-1549-5), table 2",
    url="https://bmchealthservres.biomedcentral.com/articles/10.1186/s12913-016-1549-5/tables/2",
)
BILLING_CODES_MIN = 12.2
"""Mean minutes to the nearest chemotherapy provider found by billing codes (`DEFINITION_STUDY`)."""
SPECIALTY_CODES_MIN = 16.1
"""The same by specialty codes: the definition alone makes the difference (`DEFINITION_STUDY`)."""

NEAREST_STUDY = Source(
    name="study of Medicare claims for multiple sclerosis infusions, presented at the Consortium of "
    "Multiple Sclerosis Centers 2025",
    url="https://practicalneurology.com/news/more-than-50-of-patients-with-ms-discontinue-infusion-therapy-"
    "owing-to-travel-burden/2475045",
    interest="a drug maker's researchers",
)
NOT_NEAREST_SHARE = 0.75
"""Share of patients who were not infused at their nearest facility (`NEAREST_STUDY`)."""

COST_STUDY = Source(
    name="UnitedHealth Group, 2019",
    url="https://www.fiercehealthcare.com/hospitals-health-systems/unitedhealth-study-administering-"
    "specialty-drugs-outside-hospital-could",
    interest="an insurer, which pays less where care is cheaper",
)
HOSPITAL_MONTH_USD = 20_965
"""A month of multiple sclerosis drug treatment in hospitals, US dollars (`COST_STUDY`)."""
OFFICE_MONTH_USD = 11_619
"""The same in physicians' offices (`COST_STUDY`)."""
MONTHS_GIVEN = "four"
"""Months of a year in which that drug is given, as the study counts them (`COST_STUDY`)."""

NEAREST_HOSPITAL_STUDY = Source(
    name="Pew Research Center, 12 December 2018",
    url="https://www.pewresearch.org/short-reads/2018/12/12/how-far-americans-live-from-the-closest-hospital-"
    "differs-by-community-type/",
)
NEAREST_HOSPITAL = {"urban": (10.0, 4.4), "suburban": (12.0, 5.6), "rural": (17.0, 10.5)}
"""Mean minutes and miles to the nearest acute-care hospital by community type, as survey respondents describe
it: more than 10,000 adults of the American Trends Panel, with local traffic (`NEAREST_HOSPITAL_STUDY`)."""

CODE_SET = Source(
    name="CMS, Place of Service Code Set",
    url="https://www.cms.gov/medicare/coding-billing/place-of-service-codes/code-sets",
)
INCIDENT_TO = Source(
    name="42 CFR 410.26",
    url="https://www.ecfr.gov/current/title-42/section-410.26",
)
BENEFIT_MANUAL = Source(
    name="CMS, Medicare Benefit Policy Manual, chapter 15",
    url="https://www.cms.gov/regulations-and-guidance/guidance/manuals/downloads/bp102c15.pdf",
)
STATE_PRACTICE = Source(
    name="American Association of Nurse Practitioners, State Practice Environment",
    url="https://www.aanp.org/advocacy/state/state-practice-environment",
    interest="the profession’s association",
)
INFUSION_ASSOCIATION = Source(
    name="National Infusion Center Association",
    url="https://infusioncenter.org/",
    interest="the association of office-based centers",
)
INFUSION_SOURCES = (
    (INFUSION_ASSOCIATION, "What an infusion center is, who is treated, and the field’s claims"),
    (CODE_SET, "Places of service"),
    (BENEFIT_MANUAL, "Which drugs and services Medicare pays in an office"),
    (INCIDENT_TO, "Incident-to, and who must oversee"),
    (STATE_PRACTICE, "Where a nurse practitioner may lead a center"),
    (COST_STUDY, "What a month of a drug costs by site"),
)
"""What the page on infusion rests on: source, and what is taken from it."""
