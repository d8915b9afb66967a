"""How places of each kind come into registries: who registers, who bills, which hospital is certified.

Each place has its own luck, so that one more place changes nothing about the others but their numbers.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipelines.demo.registries.registry_mess import Mess, some_phone
from pipelines.demo.registries.registry_rows import (
    FAMILY_MEDICINE,
    HOME_AGENCY,
    HOME_PHARMACY,
    HOSPITAL,
    INFUSION_CLINIC,
    INFUSION_NURSE,
    INJECTED,
    MULTI_SPECIALTY,
    NURSE_PRACTITIONER,
    ONCOLOGY_CLINIC,
    SPECIALTY_PHARMACY,
    Clerk,
    RegistryRows,
)
from pipelines.demo.registries.true_places import HOSPITAL_KINDS, TruePlace

_WORKPLACES = (*HOSPITAL_KINDS, "office", "injecting", "prescribing")
"""Kinds of places where physicians are registered."""

_CREDENTIALS = ("MD", "M.D.", "DO", "M.D., PH.D.")
_HOSPITAL_PHYSICIANS = ("207RH0003X", "207RR0500X", "2084N0400X")


def register_places(places: Sequence[TruePlace], seed: int, mess: Mess) -> RegistryRows:
    """Return what registries have of true places.

    Parameters
    ----------
    places
        What is there; a branch comes after its main place.
    seed
        The same seed makes the same rows.
    mess
        What goes wrong.
    """
    return _Registrar(places, seed, mess).register()


class _Registrar(Clerk):
    """Registers place after place."""

    def __init__(self, places: Sequence[TruePlace], seed: int, mess: Mess) -> None:
        super().__init__(mess)
        self._seed = seed
        self._places = list(places)
        self._workplaces = [place for place in places if place.kind in _WORKPLACES]
        self._npi_of: dict[str, str] = {}
        self._register_kind = {
            "hospital": self._hospital,
            "hospital_without": self._hospital_without,
            "off_campus": self._off_campus,
            "office": self._office,
            "np_office": self._np_office,
            "pharmacy": self._pharmacy,
            "stand_alone": self._stand_alone,
            "injecting": self._injecting,
            "prescribing": self._prescribing,
            "wellness": self._wellness,
            "home_pharmacy": self._home_pharmacy,
            "nurse_home": self._nurse_home,
            "primary_care": self._primary_care,
        }

    def register(self) -> RegistryRows:
        for place in self._places:
            self.rng = np.random.default_rng([self._seed, 2, zlib.crc32(place.truth_id.encode())])
            phone = some_phone(self.rng)
            self.list_as_told(place)
            self._register_kind[place.kind](place, phone)
            if place.kind not in HOSPITAL_KINDS and self.chance(self.mess.former):
                self.former(place, phone)
        return self.made

    def _any_of(self, places: Sequence[TruePlace]) -> TruePlace:
        return places[int(self.rng.integers(len(places)))]

    def _practice(self, place: TruePlace, phone: str, codes: Sequence[str]) -> None:
        if place.taxonomy and self.chance(self.mess.no_organization):
            return  # physicians who never registered their practice
        if place.parent in self._npi_of:  # a branch under the number of its main place
            self.further(self._npi_of[place.parent], place, phone)
            return
        parent: dict[str, str] = {}
        if place.operator and not self.chance(self.mess.no_parent):
            parent = {"is_subpart": "Y", "parent_name": place.operator}
        npi = self._registered(place, phone, place.name, codes, **parent)
        self._npi_of[place.truth_id] = npi
        if self.chance(self.mess.other_name):
            self.another_name(npi, f"{place.name} {place.city}")
        if self.chance(self.mess.second_npi):
            self._registered(place, phone, place.name, codes[:1])

    def _registered(
        self, place: TruePlace, phone: str, name: str, codes: Sequence[str], **more: str
    ) -> str:
        npi = self.organization(place, phone, name, codes, **more)
        if self.chance(self.mess.moved):
            # The former address stays among the further places.
            self.listed_at(npi, self._any_of(self._places), phone)
        return npi

    def _physicians(self, place: TruePlace, phone: str, most: int = 5) -> list[str]:
        """Register a practice's physicians, and return those whose own place it is."""
        own = []
        for k in range(int(self.rng.integers(1, most + 1))):
            credential = str(self.rng.choice(_CREDENTIALS))
            if k and self.chance(self.mess.at_another_place):
                elsewhere = self._any_of(self._workplaces)
                self.person(place, phone, place.taxonomy, credential, at=elsewhere)
            else:
                own.append(self.person(place, phone, place.taxonomy, credential))
        return own

    # --- centers ------------------------------------------------------------------------------------

    def _office(self, place: TruePlace, phone: str) -> None:
        codes = [place.taxonomy] if self.chance(0.85) else [MULTI_SPECIALTY, place.taxonomy]
        if self.chance(self.mess.clinic_code):
            is_oncology = place.line == "oncology"
            codes.append(ONCOLOGY_CLINIC if is_oncology and self.chance(0.6) else INFUSION_CLINIC)
        self._practice(place, phone, codes)
        if self.chance(self.mess.second_npi):
            suite = replace(place, unit=place.unit and str(int(place.unit) + 5))
            self._registered(suite, phone, f"{place.name} Infusion Center", [INFUSION_CLINIC])
        self.infuse(self._physicians(place, phone), place.infusions, place.line)

    def _np_office(self, place: TruePlace, phone: str) -> None:
        codes = [INFUSION_CLINIC] if self.chance(0.75) else [NURSE_PRACTITIONER]
        self._practice(place, phone, codes)
        people = [
            self.person(place, phone, NURSE_PRACTITIONER, "FNP-C")
            for _ in range(int(self.rng.integers(1, 4)))
        ]
        if self.chance(0.7):
            self.infuse(people, place.infusions, place.line)

    def _pharmacy(self, place: TruePlace, phone: str) -> None:
        codes = [HOME_PHARMACY] + ([INFUSION_CLINIC] if self.chance(0.75) else [])
        npi = self._registered(place, phone, place.name, codes)
        if self.chance(0.5):
            self.another_name(npi, f"{place.name} Infusion Suite")
        if self.chance(self.mess.second_npi):
            self._registered(place, phone, place.name, [SPECIALTY_PHARMACY, HOME_PHARMACY])
        if self.chance(0.4):
            self.person(place, phone, INFUSION_NURSE, "RN")

    def _stand_alone(self, place: TruePlace, phone: str) -> None:
        self._practice(place, phone, [INFUSION_CLINIC])
        if self.chance(0.5):
            self.person(place, phone, INFUSION_NURSE, "RN")

    def _hospital(self, place: TruePlace, phone: str) -> None:
        listed = not self.chance(self.mess.no_chemotherapy_flag)
        ccn = self.certify(place, chemotherapy=listed)
        if listed or self.chance(0.7):
            charged = self.chance(0.7) or not listed
            self.made.charges.append((ccn, charged * int(self.rng.integers(10_000, 9_000_000))))
        self._registered(place, phone, place.name, [place.taxonomy or HOSPITAL])
        if self.chance(0.4):
            codes = [str(self.rng.choice([INFUSION_CLINIC, HOSPITAL, ONCOLOGY_CLINIC]))]
            name = f"{place.name} Outpatient Infusion"
            self._registered(place, phone, name, codes, is_subpart="Y", parent_name=place.name)
        for _ in range(int(self.rng.integers(0, 6))):
            physician = self.person(place, phone, str(self.rng.choice(_HOSPITAL_PHYSICIANS)), "MD")
            if self.chance(0.15):
                self.infuse([physician], 120, place.line, "F")

    def _off_campus(self, place: TruePlace, phone: str) -> None:
        code = str(self.rng.choice([INFUSION_CLINIC, INFUSION_CLINIC, ONCOLOGY_CLINIC, HOSPITAL]))
        legal = place.parent if self.chance(0.5) else place.name
        npi = self._registered(
            place, phone, legal, [code], is_subpart="Y", parent_name=place.parent.upper()
        )
        if legal != place.name:
            self.another_name(npi, place.name)

    # --- what only looks like a center --------------------------------------------------------------

    def _hospital_without(self, place: TruePlace, phone: str) -> None:
        ccn = self.certify(place, chemotherapy=self.chance(self.mess.wrong_chemotherapy_flag))
        if self.chance(0.7):  # a report without a charge on the line of intravenous therapy
            self.made.charges.append((ccn, 0))
        self._registered(place, phone, place.name, [place.taxonomy or HOSPITAL])
        for _ in range(int(self.rng.integers(0, 3))):
            self.person(place, phone, "207RI0200X", "MD")

    def _injecting(self, place: TruePlace, phone: str) -> None:
        self._practice(place, phone, [place.taxonomy])
        for npi in self._physicians(place, phone):
            for code in self.rng.choice(INJECTED, 2, replace=False):
                self.bill(npi, str(code), float(self.rng.integers(40, 400)))
            if self.chance(0.1):
                self.bill(npi, "96374", 60.0)

    def _prescribing(self, place: TruePlace, phone: str) -> None:
        self._practice(place, phone, [place.taxonomy])
        people = self._physicians(place, phone)
        if place.line == "oncology" and self.chance(0.3):
            self.infuse(people[:1], 80, place.line, "F")

    def _wellness(self, place: TruePlace, phone: str) -> None:
        self._registered(place, phone, place.name, [INFUSION_CLINIC])
        self.person(place, phone, NURSE_PRACTITIONER, "NP")

    def _home_pharmacy(self, place: TruePlace, phone: str) -> None:
        self._registered(place, phone, place.name, [HOME_PHARMACY, HOME_AGENCY])

    def _nurse_home(self, place: TruePlace, phone: str) -> None:
        self.person(place, phone, INFUSION_NURSE, "RN")

    def _primary_care(self, place: TruePlace, phone: str) -> None:
        self._registered(place, phone, place.name, [FAMILY_MEDICINE, NURSE_PRACTITIONER])
        nurse = self.person(place, phone, NURSE_PRACTITIONER, "APRN")
        if self.chance(0.5):
            self.bill(nurse, "96372", 120.0)
