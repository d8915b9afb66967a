"""The rows of every registry, and the hand that enters them: an entry, a claim, a certification at a time."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from pipelines.demo.land.invented_names import FIRST_NAMES, SURNAMES
from pipelines.demo.registries.registry_mess import (
    Mess,
    abbreviated_street,
    typed_address,
    typed_name,
)
from pipelines.demo.registries.true_places import TruePlace
from pipelines.sources.facilities.physician_puf import LEAST_BENEFICIARIES
from pipelines.sources.tables.npi import check_digits

INFUSION_CLINIC, ONCOLOGY_CLINIC = "261QI0500X", "261QX0200X"
HOME_PHARMACY, HOME_AGENCY, SPECIALTY_PHARMACY = "3336H0001X", "251F00000X", "3336S0011X"
HOSPITAL, CRITICAL_ACCESS = "282N00000X", "282NC0060X"
NURSE_PRACTITIONER, INFUSION_NURSE = "363LF0000X", "163WI0500X"
MULTI_SPECIALTY, FAMILY_MEDICINE = "261QM2500X", "207Q00000X"

DRUGS = {"oncology": ("J9271", "J9035"), "specialty": ("J1745", "J3380", "J2350", "J3262")}
INJECTED = ("96372", "96401", "96402", "J2357")
UNITS_A_VISIT = 20.0
"""Billing units of a drug, roughly: J1745 counts 10 mg."""

FIRST_NPI = 200_000_000
"""First nine digits of the first number given out. Every number that CMS has given out begins with 1, so that
those beginning with 2 are well-formed and belong to nobody."""

REPORTED_OFF = datetime.date(2026, 1, 26)
"""Deactivated after the monthly file was made, and before the report of deactivated numbers."""


class Claim(NamedTuple):
    """What one provider billed Medicare for in a year: a code in an office (O) or facility (F)."""

    npi: str
    code: str
    place: str
    beneficiaries: int
    services: float
    days: int


class Certification(NamedTuple):
    """A hospital as Medicare certified it."""

    ccn: str
    name: str
    street: str
    place: TruePlace
    chemotherapy: bool


@dataclass
class RegistryRows:
    """The rows of every file, and what is true of each record.

    Attributes
    ----------
    providers, locations, other_names
        Rows of NPPES by our names of its columns.
    deactivated
        NPI and date of the report of deactivated numbers.
    claims, certifications
        Rows of the physician file and of Provider of Services.
    charges
        CCN and outpatient charges for intravenous therapy, USD, of each cost report.
    true_ids
        Record (`npi:...`, `hifld:...`, `list:...`) -> truth_ids of the places that it truly stands for.
    organizations
        Records that stand for a place, not for a person.
    """

    providers: list[dict[str, str]] = field(default_factory=list)
    locations: list[dict[str, str]] = field(default_factory=list)
    other_names: list[dict[str, str]] = field(default_factory=list)
    deactivated: list[tuple[str, datetime.date]] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    certifications: list[Certification] = field(default_factory=list)
    charges: list[tuple[str, int]] = field(default_factory=list)
    true_ids: dict[str, set[str]] = field(default_factory=dict)
    organizations: set[str] = field(default_factory=set)


class Clerk:
    """Enters rows as people type them.

    Parameters
    ----------
    mess
        What goes wrong.
    """

    def __init__(self, mess: Mess) -> None:
        self.mess = mess
        self.rng = np.random.default_rng(0)
        self.made = RegistryRows()
        self._numbers = iter(range(FIRST_NPI, FIRST_NPI + 100_000_000))

    def chance(self, share: float) -> bool:
        """Tell whether something happens that happens in a share of cases."""
        return bool(self.rng.uniform() < share)

    def organization(
        self, place: TruePlace, phone: str, name: str, codes: Sequence[str], **more: str
    ) -> str:
        """Register an organization at a place, and return its NPI."""
        npi = self._entry_of_organization(place, phone, name, codes, **more)
        self._is_of(f"npi:{npi}", place)
        self.made.organizations.add(f"npi:{npi}")
        return npi

    def person(
        self, place: TruePlace, phone: str, code: str, credential: str, at: TruePlace | None = None
    ) -> str:
        """Register somebody of a place, there or with another place's address; return the NPI."""
        npi = self._npi()
        surname, first = str(self.rng.choice(SURNAMES)), str(self.rng.choice(FIRST_NAMES))
        self.made.providers.append(
            {"npi": npi, "entity_type": "1", "last_name": surname, "first_name": first}
            | {"credential": credential}
            | typed_address(at or place, phone, self.mess, self.rng)
            | _codes([code])
            | {"enumerated_on": "05/01/2012", "updated_on": "01/05/2024"}
        )
        self._is_of(f"npi:{npi}", at or place)
        if at is not None:
            self.further(npi, place, phone)
        return npi

    def further(self, npi: str, place: TruePlace, phone: str) -> None:
        """Register a further practice place of a provider."""
        self.listed_at(npi, place, phone)
        self._is_of(f"npi:{npi}", place)

    def listed_at(self, npi: str, place: TruePlace, phone: str) -> None:
        """List a place among a provider's further ones, true or not; the real file repeats some."""
        for _ in range(1 + self.chance(0.1)):
            address = typed_address(place, phone, self.mess, self.rng)
            self.made.locations.append({"npi": npi} | address)

    def another_name(self, npi: str, name: str) -> None:
        """Register another name that an organization does business under."""
        written = typed_name(name, self.mess, self.rng)
        self.made.other_names.append({"npi": npi, "name": written, "name_type": "3"})

    def former(self, place: TruePlace, phone: str) -> None:
        """Leave the number of somebody who was at a place: deactivated long ago, or only in the report."""
        if self.chance(0.5):
            row = {"npi": self._npi(), "deactivated_on": "03/01/2021"}
            self.made.providers.append(row)
            self.made.deactivated.append((row["npi"], datetime.date(2021, 3, 1)))
            return
        name = f"{self.rng.choice(SURNAMES)} Infusion Center"
        npi = self._entry_of_organization(place, phone, name, [INFUSION_CLINIC])
        self.made.deactivated.append((npi, REPORTED_OFF))

    def bill(
        self, npi: str, code: str, visits: float, place: str = "O", units: float = 1.0
    ) -> None:
        """Claim a code for so many visits; what concerns too few people is never published."""
        beneficiaries = int(visits / float(self.rng.uniform(3.0, 7.0)))
        if beneficiaries >= LEAST_BENEFICIARIES:
            claim = Claim(npi, code, place, beneficiaries, visits * units, round(visits))
            self.made.claims.append(claim)

    def infuse(self, people: Sequence[str], infusions: int, line: str, place: str = "O") -> None:
        """Bill a year's infusions, shared among the people who supervise them."""
        shares = self.rng.dirichlet(np.full(len(people), 2.0))
        for npi, share in zip(people, shares, strict=True):
            visits = int(infusions * share)
            complex_drug = line == "oncology" or self.chance(0.5)
            first, further = ("96413", "96415") if complex_drug else ("96365", "96366")
            self.bill(npi, first, visits, place)
            self.bill(npi, further, visits, place, 1.4)
            self.bill(npi, str(self.rng.choice(INJECTED)), visits * 0.6, place)
            for drug in DRUGS.get(line, ())[: int(self.rng.integers(1, 3))]:
                self.bill(npi, drug, visits, place, UNITS_A_VISIT)

    def certify(self, place: TruePlace, *, chemotherapy: bool) -> str:
        """Certify a hospital, known to a registry of hospitals, and return its CCN."""
        # Short-term hospitals are numbered from 0001, those of critical access from 1300 (CMS manual 100-07).
        first = 1300 if place.taxonomy == CRITICAL_ACCESS else 1
        # State 99 is no state's number.
        ccn = f"99{first + len(self.made.certifications):04d}"
        street = abbreviated_street(f"{place.number} {place.street}").upper()
        name = typed_name(place.name, self.mess, self.rng)
        self.made.certifications.append(Certification(ccn, name, street, place, chemotherapy))
        return ccn

    def list_as_told(self, place: TruePlace) -> None:
        """Note under which ids lists and registries of hospitals have a place."""
        for record in place.listed_as:
            self._is_of(record, place)
            self.made.organizations.add(record)

    def _is_of(self, record: str, place: TruePlace) -> None:
        self.made.true_ids.setdefault(record, set()).add(place.truth_id)

    def _npi(self) -> str:
        nine = [int(digit) for digit in str(next(self._numbers))]
        return "".join(map(str, nine)) + str(check_digits(np.array([nine]))[0])

    def _entry_of_organization(
        self, place: TruePlace, phone: str, name: str, codes: Sequence[str], **more: str
    ) -> str:
        npi = self._npi()
        self.made.providers.append(
            {"npi": npi, "entity_type": "2"}
            | {"organization_name": typed_name(name, self.mess, self.rng)}
            | typed_address(place, phone, self.mess, self.rng)
            | _codes(codes)
            | {"enumerated_on": "05/01/2010", "updated_on": "01/05/2024", "is_subpart": "N"}
            | more
        )
        return npi


def _codes(codes: Sequence[str]) -> dict[str, str]:
    laid = {f"taxonomy_{k + 1}": code for k, code in enumerate(codes)}
    return laid | {f"switch_{k + 1}": "Y" if k == 0 else "N" for k in range(len(codes))}
