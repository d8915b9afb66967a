"""Codes by which registries and claims tell of infusion: taxonomy, procedures, drugs, place of service.

Taxonomy: National Uniform Claim Committee, Health Care Provider Taxonomy code set (nucc.org); codes and
meanings were compared with public copies of it. Medicare has no enrolment class for infusion clinics, so that
taxonomy alone finds too few centers. Procedures: Current Procedural Terminology (CPT, American Medical
Association), by number, with a short description of our own. Drugs: Healthcare Common Procedure Coding System,
level II (CMS).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Line = Literal["oncology", "specialty"]

SiteHint = Literal[
    "infusion_clinic", "oncology_clinic", "pharmacy", "hospital", "prescriber", "nurse"
]
"""What a taxonomy code says of its holder:

- `infusion_clinic`, `oncology_clinic`: a place whose purpose is (or includes) infusion
- `pharmacy`: a pharmacy or agency that infuses at home and may have a suite
- `hospital`: may have an outpatient infusion department
- `prescriber`: a specialty whose practices often infuse; by itself no evidence of a center
- `nurse`: somebody who gives infusions or supervises them; by itself no evidence of a center
"""

CodeGroup = Literal[
    "infusing", "push", "hydration", "injecting_only", "infused_drug", "injected_drug"
]
"""What a billed code is evidence of:

- `infusing`: a therapeutic or chemotherapy infusion into a vein
- `push`: a drug given into a vein within minutes, which needs no chair of an infusion center
- `hydration`: an infusion of fluids, which many offices and urgent-care centers give
- `injecting_only`: under the skin or into a muscle; alone it is no evidence of a center
- `infused_drug`: a drug that is given into a vein, billed by who bought it
- `injected_drug`: a provider-supervised injection
"""

CODE_GROUPS: tuple[CodeGroup, ...] = (
    "infusing",
    "push",
    "hydration",
    "injecting_only",
    "infused_drug",
    "injected_drug",
)


@dataclass(frozen=True)
class Taxonomy:
    """A taxonomy code, or all codes that begin alike.

    Attributes
    ----------
    code
        Ten characters, or the beginning of several codes.
    meaning
        As the code set words it: classification, specialization.
    hint
        What it says of its holder.
    line
        Therapy line that it speaks for; None where it serves both or does not say.
    """

    code: str
    meaning: str
    hint: SiteHint
    line: Line | None = None


TAXONOMIES = (
    Taxonomy("261QI0500X", "Clinic/Center, Infusion Therapy", "infusion_clinic"),
    Taxonomy("261QX0200X", "Clinic/Center, Oncology", "oncology_clinic", "oncology"),
    Taxonomy("3336H0001X", "Pharmacy, Home Infusion Therapy Pharmacy", "pharmacy"),
    Taxonomy("3336S0011X", "Pharmacy, Specialty Pharmacy", "pharmacy"),
    Taxonomy("251F00000X", "Home Infusion (agency)", "pharmacy"),
    Taxonomy("282N00000X", "General Acute Care Hospital", "hospital"),
    Taxonomy("282NC0060X", "General Acute Care Hospital, Critical Access", "hospital"),
    Taxonomy("282NC2000X", "General Acute Care Hospital, Children", "hospital"),
    Taxonomy("282NR1301X", "General Acute Care Hospital, Rural", "hospital"),
    Taxonomy("282NW0100X", "General Acute Care Hospital, Women", "hospital"),
    Taxonomy("207RH0003X", "Internal Medicine, Hematology & Oncology", "prescriber", "oncology"),
    Taxonomy("207RH0000X", "Internal Medicine, Hematology", "prescriber", "oncology"),
    Taxonomy("207RX0202X", "Internal Medicine, Medical Oncology", "prescriber", "oncology"),
    Taxonomy(
        "207VX0201X", "Obstetrics & Gynecology, Gynecologic Oncology", "prescriber", "oncology"
    ),
    Taxonomy("2080P0207X", "Pediatrics, Pediatric Hematology-Oncology", "prescriber", "oncology"),
    Taxonomy("207RR0500X", "Internal Medicine, Rheumatology", "prescriber", "specialty"),
    Taxonomy("207RG0100X", "Internal Medicine, Gastroenterology", "prescriber", "specialty"),
    Taxonomy("207RI0200X", "Internal Medicine, Infectious Disease", "prescriber", "specialty"),
    Taxonomy(
        "207RI0001X",
        "Internal Medicine, Clinical & Laboratory Immunology",
        "prescriber",
        "specialty",
    ),
    Taxonomy("2084N0400X", "Psychiatry & Neurology, Neurology", "prescriber", "specialty"),
    Taxonomy("207K00000X", "Allergy & Immunology", "prescriber", "specialty"),
    Taxonomy("163WI0500X", "Registered Nurse, Infusion Therapy", "nurse"),
    Taxonomy("163WX0200X", "Registered Nurse, Oncology", "nurse", "oncology"),
    Taxonomy("363L", "Nurse Practitioner, of every specialization", "nurse"),
)
"""What is read of NPPES: holders of one of these codes in any of the fifteen places.

Not among them: 261QX0203X (Clinic/Center, Oncology, Radiation), which does not infuse by itself, and the
general practices and multi-specialty clinics (261QM2500X and others), of which claims tell which infuse.
"""


@dataclass(frozen=True)
class Procedure:
    """A billed code.

    Attributes
    ----------
    code
        CPT or HCPCS, five characters.
    meaning
        What it stands for, in short.
    group
        What it is evidence of.
    line
        Therapy line that it speaks for; None where it serves both.
    """

    code: str
    meaning: str
    group: CodeGroup
    line: Line | None = None


ADMINISTRATION = (
    Procedure("96360", "hydration, first hour", "hydration"),
    Procedure("96361", "hydration, each further hour", "hydration"),
    Procedure("96365", "therapeutic infusion, first hour", "infusing"),
    Procedure("96366", "therapeutic infusion, each further hour", "infusing"),
    Procedure("96367", "therapeutic infusion, another drug in sequence", "infusing"),
    Procedure("96368", "therapeutic infusion, another drug at the same time", "infusing"),
    Procedure("96369", "subcutaneous infusion, first hour", "injecting_only"),
    Procedure("96370", "subcutaneous infusion, each further hour", "injecting_only"),
    Procedure("96371", "subcutaneous infusion, another pump", "injecting_only"),
    Procedure("96372", "injection, subcutaneous or intramuscular", "injecting_only"),
    Procedure("96374", "push into a vein, first drug", "push"),
    Procedure("96375", "push into a vein, another drug", "push"),
    Procedure("96376", "push into a vein, the same drug again", "push"),
    Procedure("96401", "chemotherapy injection, not hormonal", "injecting_only", "oncology"),
    Procedure("96402", "chemotherapy injection, hormonal", "injecting_only", "oncology"),
    Procedure("96409", "chemotherapy push, first drug", "push"),
    Procedure("96411", "chemotherapy push, another drug", "push"),
    Procedure("96413", "chemotherapy or complex biologic infusion, first hour", "infusing"),
    Procedure("96415", "chemotherapy or complex biologic infusion, further hour", "infusing"),
    Procedure("96416", "chemotherapy infusion beyond eight hours, pump", "infusing", "oncology"),
    Procedure("96417", "chemotherapy infusion, another drug in sequence", "infusing", "oncology"),
)
"""Administration of drugs. The chemotherapy codes 96413 and 96415 are billed for complex biologics as well, so
they do not speak for oncology."""

DRUGS = (
    Procedure("J0202", "alemtuzumab", "infused_drug", "specialty"),
    Procedure("J0490", "belimumab", "infused_drug", "specialty"),
    Procedure("J1745", "infliximab", "infused_drug", "specialty"),
    Procedure("Q5103", "infliximab biosimilar (Inflectra)", "infused_drug", "specialty"),
    Procedure("Q5104", "infliximab biosimilar (Renflexis)", "infused_drug", "specialty"),
    Procedure("Q5121", "infliximab biosimilar (Avsola)", "infused_drug", "specialty"),
    Procedure("J2323", "natalizumab", "infused_drug", "specialty"),
    Procedure("J2350", "ocrelizumab", "infused_drug", "specialty"),
    Procedure("J2786", "reslizumab", "infused_drug", "specialty"),
    Procedure("J3262", "tocilizumab", "infused_drug", "specialty"),
    Procedure("J3358", "ustekinumab, intravenous", "infused_drug", "specialty"),
    Procedure("J3380", "vedolizumab", "infused_drug", "specialty"),
    Procedure("J9035", "bevacizumab", "infused_drug", "oncology"),
    Procedure("J9271", "pembrolizumab", "infused_drug", "oncology"),
    Procedure("J2182", "mepolizumab", "injected_drug", "specialty"),
    Procedure("J2357", "omalizumab", "injected_drug", "specialty"),
)
"""Drugs whose code tells how they are given; by far not all."""

PROCEDURES = ADMINISTRATION + DRUGS

CODE_GROUP: dict[str, CodeGroup] = {procedure.code: procedure.group for procedure in PROCEDURES}
"""Billed code -> what it is evidence of."""

PUF_PLACES = {"O": "office", "F": "facility"}
"""The only two places that the Medicare physician file tells apart: non-facility and facility."""


def wanted_taxonomy(code: str) -> Taxonomy | None:
    """Return what a taxonomy code says, or None for a code that says nothing of infusion."""
    return next((known for known in TAXONOMIES if code.startswith(known.code)), None)
