"""Registries of an invented state, written as the publishers write theirs, with the mess that theirs have.

Takes true places and a seed; writes NPPES, the Medicare physician file, Provider of Services, cost reports and
HIFLD, and answers of the geocoder. The mess follows what is known of the real files (duplicates, moved and
deactivated providers, post office boxes, misspelt towns, wrong ZIP codes, accents, people at several places),
in proportions that are settings; nothing looks at the rules that will judge.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.facilities.addresses import address_parts
from pipelines.sources.cost_reports import REPORT_FIELDS
from pipelines.sources.geocoder import geocode_id
from pipelines.sources.npi import check_digits
from pipelines.sources.nppes_columns import (
    LOCATION,
    LOCATION_HEADER,
    OTHER_NAME_HEADER,
    PROVIDER,
    provider_header,
)
from tests.worlds.registry_towns import FIRST_NAMES, SURNAMES, TruePlace

INFUSION_CLINIC, ONCOLOGY_CLINIC = "261QI0500X", "261QX0200X"
HOME_PHARMACY, HOME_AGENCY, SPECIALTY_PHARMACY = "3336H0001X", "251F00000X", "3336S0011X"
HOSPITAL, NURSE_PRACTITIONER, INFUSION_NURSE = "282N00000X", "363LF0000X", "163WI0500X"

MEDICARE_LEAST = 11
"""Rows of fewer beneficiaries are absent from the physician file."""

DRUGS = {"oncology": ("J9271", "J9035"), "specialty": ("J1745", "J3380", "J2350", "J3262")}
INJECTED = ("96372", "96401", "96402", "J2357")

PUF_HEADER = (
    "Rndrng_NPI,Rndrng_Prvdr_Last_Org_Name,Rndrng_Prvdr_First_Name,Rndrng_Prvdr_MI,Rndrng_Prvdr_Crdntls,"
    "Rndrng_Prvdr_Ent_Cd,Rndrng_Prvdr_St1,Rndrng_Prvdr_St2,Rndrng_Prvdr_City,Rndrng_Prvdr_State_Abrvtn,"
    "Rndrng_Prvdr_State_FIPS,Rndrng_Prvdr_Zip5,Rndrng_Prvdr_RUCA,Rndrng_Prvdr_RUCA_Desc,Rndrng_Prvdr_Cntry,"
    "Rndrng_Prvdr_Type,Rndrng_Prvdr_Mdcr_Prtcptg_Ind,HCPCS_Cd,HCPCS_Desc,HCPCS_Drug_Ind,Place_Of_Srvc,"
    "Tot_Benes,Tot_Srvcs,Tot_Bene_Day_Srvcs,Avg_Sbmtd_Chrg,Avg_Mdcr_Alowd_Amt,Avg_Mdcr_Pymt_Amt,"
    "Avg_Mdcr_Stdzd_Amt"
)
POS_HEADER = (
    "PRVDR_CTGRY_SBTYP_CD,PRVDR_CTGRY_CD,CITY_NAME,FAC_NAME,PRVDR_NUM,SKLTN_REC_SW,STATE_CD,ST_ADR,"
    "PGM_TRMNTN_CD,ZIP_CD,BED_CNT,CRTFD_BED_CNT,OFSITE_LCTN_CNT,CHMTHRPY_SRVC_CD,OP_SRVC_CD,PHRMCY_SRVC_CD"
)
HIFLD_HEADER = (
    "X,Y,ID,NAME,ADDRESS,CITY,STATE,ZIP,TYPE,STATUS,COUNTYFIPS,LATITUDE,LONGITUDE,OWNER,BEDS"
)


@dataclass(frozen=True)
class Mess:
    """Shares of what is wrong with registries."""

    second_npi: float = 0.12
    no_organization: float = 0.06
    other_name: float = 0.3
    clinic_code: float = 0.35
    missing_unit: float = 0.15
    other_phone: float = 0.2
    wrong_zip: float = 0.03
    misspelt_city: float = 0.04
    po_box: float = 0.03
    upper_case: float = 0.6
    abbreviated: float = 0.5
    moved: float = 0.02
    former: float = 0.06
    at_another_place: float = 0.2
    no_chemotherapy_flag: float = 0.1
    wrong_chemotherapy_flag: float = 0.02
    no_match: float = 0.04
    tie: float = 0.01
    geocoder_off_m: float = 40.0


@dataclass
class Registries:
    """The rows of every file, and what is true of each NPI and hospital."""

    providers: list[dict[str, str]] = field(default_factory=list)
    locations: list[dict[str, str]] = field(default_factory=list)
    other_names: list[dict[str, str]] = field(default_factory=list)
    claims: list[dict[str, str]] = field(default_factory=list)
    services: list[dict[str, str]] = field(default_factory=list)
    charges: list[tuple[str, int]] = field(default_factory=list)
    hospitals: list[dict[str, str]] = field(default_factory=list)
    ledger: dict[str, set[str]] = field(default_factory=dict)
    organizations: set[str] = field(default_factory=set)


class Registrar:
    """Registers true places, row by row.

    Parameters
    ----------
    seed, mess
        What goes wrong.
    """

    def __init__(self, seed: int, mess: Mess) -> None:
        self.rng = np.random.default_rng([seed, 2])
        self.mess = mess
        self.made = Registries()
        self.places: list[TruePlace] = []
        self._npi_of: dict[str, str] = {}
        self._numbers = iter(range(200_000_000, 299_999_999))

    def register(self, places: Sequence[TruePlace]) -> Registries:
        """Return the registries of an invented state."""
        self.places = list(places)
        for place in places:
            phone = f"999555{int(self.rng.integers(10_000)):04d}"
            getattr(self, f"_{place.kind}")(place, phone)
            if place.kind not in ("hospital", "hospital_without") and self._is(self.mess.former):
                self._former(place)
        return self.made

    def _is(self, share: float) -> bool:
        return bool(self.rng.uniform() < share)

    def _npi(self) -> str:
        nine = [int(digit) for digit in str(next(self._numbers))]
        return "".join(map(str, nine)) + str(check_digits(np.array([nine]))[0])

    # --- spelling -----------------------------------------------------------------------------------

    def _address(self, place: TruePlace, phone: str) -> dict[str, str]:
        """Return a place's address as somebody typed it."""
        street, unit = f"{place.number} {place.street}", place.unit
        if self._is(self.mess.abbreviated):
            street = _abbreviated(street)
        if unit and self._is(self.mess.missing_unit):
            unit = ""
        style = int(self.rng.integers(4))
        line = f"{('Suite', 'Ste', 'STE', '#')[style]} {unit}".replace("# ", "#") if unit else ""
        first, second = (f"{street}, {line}", "") if line and style == 0 else (street, line)
        city = place.city
        if self._is(self.mess.misspelt_city):
            cut = int(self.rng.integers(2, len(city) - 1))
            city = city[:cut] + city[cut + 1 :]
        zip_code = place.zip
        if self._is(self.mess.wrong_zip):
            zip_code = f"{int(zip_code) + 3:05d}"
        if self._is(self.mess.po_box):
            first, second = f"PO Box {int(self.rng.integers(1, 9999))}", ""
        if self._is(self.mess.other_phone):
            phone = f"999555{int(self.rng.integers(10_000)):04d}"
        plus_4 = f"{int(self.rng.integers(10_000)):04d}" if self._is(0.9) else ""
        written = {"address_1": first, "address_2": second, "city": city, "state": place.state}
        if self._is(self.mess.upper_case):
            written = {name: text.upper() for name, text in written.items()}
        return written | {"zip": zip_code + plus_4, "country": "US", "phone": phone}

    def _name(self, name: str) -> str:
        """Return a name as one of its registrations writes it."""
        form = str(self.rng.choice(["", " LLC", ", Inc.", " PC", ", P.A.", " SC"]))
        written = name + form
        if self._is(0.15):
            written = written.replace("Associates", "Assoc").replace("Center", "Ctr")
        return written.upper() if self._is(self.mess.upper_case) else written

    # --- registrations ------------------------------------------------------------------------------

    def _organization(
        self, place: TruePlace, phone: str, name: str, codes: Sequence[str], **more: str
    ) -> str:
        npi = self._npi()
        self.made.providers.append(
            {"npi": npi, "entity_type": "2", "organization_name": self._name(name)}
            | self._address(place, phone)
            | _codes(codes)
            | {"enumerated_on": "05/01/2010", "updated_on": "01/05/2024", "is_subpart": "N"}
            | more
        )
        self.made.ledger.setdefault(npi, set()).add(place.truth_id)
        self.made.organizations.add(npi)
        if self._is(self.mess.moved):
            # The former address stays among the further places.
            self._listed_at(npi, self._anywhere(), phone)
        return npi

    def _person(self, place: TruePlace, phone: str, code: str, credential: str, **more: str) -> str:
        npi = self._npi()
        surname, first = str(self.rng.choice(SURNAMES)), str(self.rng.choice(FIRST_NAMES))
        self.made.providers.append(
            {"npi": npi, "entity_type": "1", "last_name": surname, "first_name": first}
            | {"credential": credential}
            | self._address(place, phone)
            | _codes([code])
            | {"enumerated_on": "05/01/2012", "updated_on": "01/05/2024"}
            | more
        )
        self.made.ledger.setdefault(npi, set()).add(place.truth_id)
        return npi

    def _further(self, npi: str, place: TruePlace, phone: str) -> None:
        self._listed_at(npi, place, phone)
        self.made.ledger.setdefault(npi, set()).add(place.truth_id)

    def _listed_at(self, npi: str, place: TruePlace, phone: str) -> None:
        for _ in range(1 + self._is(0.1)):  # the real file repeats some
            self.made.locations.append({"npi": npi} | self._address(place, phone))

    def _another_name(self, npi: str, name: str) -> None:
        self.made.other_names.append({"npi": npi, "name": self._name(name), "name_type": "3"})

    def _anywhere(self) -> TruePlace:
        return self.places[int(self.rng.integers(len(self.places)))]

    def _workplace(self) -> TruePlace:
        """Return a place where physicians are registered."""
        kinds = ("hospital", "hospital_without", "office", "injecting", "prescribing")
        places = [place for place in self.places if place.kind in kinds]
        return places[int(self.rng.integers(len(places)))]

    def _former(self, place: TruePlace) -> None:
        """Leave the deactivated number of somebody who was at a place."""
        self.made.providers.append({"npi": self._npi(), "deactivated_on": "03/01/2021"})
        del place

    # --- claims -------------------------------------------------------------------------------------

    def _bill(
        self, npi: str, code: str, visits: float, place: str = "O", units: float = 1.0
    ) -> None:
        beneficiaries = int(visits / float(self.rng.uniform(3.0, 7.0)))
        services = visits * units
        if beneficiaries < MEDICARE_LEAST:
            return
        row = dict.fromkeys(PUF_HEADER.split(","), "")
        row |= {
            "Rndrng_NPI": npi,
            "Rndrng_Prvdr_Last_Org_Name": "Muñoz",
            "Rndrng_Prvdr_Ent_Cd": "I",
        }
        row |= {"Rndrng_Prvdr_State_Abrvtn": "ZZ", "Rndrng_Prvdr_Zip5": "90001", "HCPCS_Cd": code}
        row |= {
            "Place_Of_Srvc": place,
            "Tot_Benes": str(beneficiaries),
            "Tot_Srvcs": f"{services:g}",
        }
        self.made.claims.append(row)

    def _infuse(self, people: Sequence[str], place: TruePlace, where: str = "O") -> None:
        """Bill a year's infusions, shared among the people who supervise them."""
        shares = self.rng.dirichlet(np.full(len(people), 2.0))
        for npi, share in zip(people, shares, strict=True):
            visits = int(place.infusions * share)
            complex_drug = place.line == "oncology" or self._is(0.5)
            first, further = ("96413", "96415") if complex_drug else ("96365", "96366")
            self._bill(npi, first, visits, where)
            self._bill(npi, further, visits, where, 1.4)
            self._bill(npi, str(self.rng.choice(INJECTED)), visits * 0.6, where)
            for drug in DRUGS.get(place.line, ())[: int(self.rng.integers(1, 3))]:
                self._bill(npi, drug, visits, where, 20.0)

    # --- kinds of places ----------------------------------------------------------------------------

    def _physicians(self, place: TruePlace, phone: str, most: int = 5) -> list[str]:
        """Register the physicians of a practice, some of whom are registered elsewhere and come here too."""
        people = []
        for k in range(int(self.rng.integers(1, most + 1))):
            credential = str(self.rng.choice(["MD", "M.D.", "DO", "M.D., PH.D."]))
            if k and self._is(self.mess.at_another_place):
                npi = self._person(self._workplace(), phone, place.taxonomy, credential)
                self._further(npi, place, phone)
            else:
                npi = self._person(place, phone, place.taxonomy, credential)
                people.append(npi)
        return people

    def _practice(self, place: TruePlace, phone: str, codes: Sequence[str]) -> None:
        if place.taxonomy and self._is(self.mess.no_organization):
            return  # physicians who never registered their practice
        if place.parent in self._npi_of:  # a branch under the number of its main place
            self._further(self._npi_of[place.parent], place, phone)
            return
        npi = self._organization(place, phone, place.name, codes)
        self._npi_of[place.truth_id] = npi
        if self._is(self.mess.other_name):
            self._another_name(npi, f"{place.name} {place.city}")
        if self._is(self.mess.second_npi):
            self._organization(place, phone, place.name, codes[:1])

    def _office(self, place: TruePlace, phone: str) -> None:
        codes = [place.taxonomy] if self._is(0.85) else ["261QM2500X", place.taxonomy]
        if self._is(self.mess.clinic_code):
            is_oncology = place.line == "oncology"
            codes.append(ONCOLOGY_CLINIC if is_oncology and self._is(0.6) else INFUSION_CLINIC)
        self._practice(place, phone, codes)
        if self._is(self.mess.second_npi):
            suite = replace(place, unit=place.unit and str(int(place.unit) + 5))
            self._organization(suite, phone, f"{place.name} Infusion Center", [INFUSION_CLINIC])
        self._infuse(self._physicians(place, phone), place)

    def _np_office(self, place: TruePlace, phone: str) -> None:
        codes = [INFUSION_CLINIC] if self._is(0.75) else [NURSE_PRACTITIONER]
        self._practice(place, phone, codes)
        people = [
            self._person(place, phone, NURSE_PRACTITIONER, "FNP-C")
            for _ in range(int(self.rng.integers(1, 4)))
        ]
        if self._is(0.7):
            self._infuse(people, place)

    def _pharmacy(self, place: TruePlace, phone: str) -> None:
        codes = [HOME_PHARMACY] + ([INFUSION_CLINIC] if self._is(0.75) else [])
        npi = self._organization(place, phone, place.name, codes)
        if self._is(0.5):
            self._another_name(npi, f"{place.name} Infusion Suite")
        if self._is(self.mess.second_npi):
            self._organization(place, phone, place.name, [SPECIALTY_PHARMACY, HOME_PHARMACY])
        if self._is(0.4):
            self._person(place, phone, INFUSION_NURSE, "RN")

    def _stand_alone(self, place: TruePlace, phone: str) -> None:
        self._practice(place, phone, [INFUSION_CLINIC])
        if self._is(0.5):
            self._person(place, phone, INFUSION_NURSE, "RN")

    def _hospital(self, place: TruePlace, phone: str) -> None:
        listed = not self._is(self.mess.no_chemotherapy_flag)
        ccn = self._certified(place, chemotherapy=listed)
        if listed or self._is(0.7):
            charged = self._is(0.7) or not listed
            self.made.charges.append((ccn, charged * int(self.rng.integers(10_000, 9_000_000))))
        self._organization(place, phone, place.name, [HOSPITAL])
        if self._is(0.4):
            codes = [str(self.rng.choice([INFUSION_CLINIC, HOSPITAL, ONCOLOGY_CLINIC]))]
            name = f"{place.name} Outpatient Infusion"
            self._organization(place, phone, name, codes, is_subpart="Y", parent_name=place.name)
        for _ in range(int(self.rng.integers(0, 6))):
            code = str(self.rng.choice(["207RH0003X", "207RR0500X", "2084N0400X"]))
            people = [self._person(place, phone, code, "MD")]
            if self._is(0.15):
                self._infuse(people, replace(place, infusions=120), "F")

    def _hospital_without(self, place: TruePlace, phone: str) -> None:
        self._certified(place, chemotherapy=self._is(self.mess.wrong_chemotherapy_flag))
        self._organization(place, phone, place.name, [HOSPITAL])
        for _ in range(int(self.rng.integers(0, 3))):
            self._person(place, phone, "207RI0200X", "MD")

    def _off_campus(self, place: TruePlace, phone: str) -> None:
        code = str(self.rng.choice([INFUSION_CLINIC, INFUSION_CLINIC, ONCOLOGY_CLINIC, HOSPITAL]))
        legal = place.parent if self._is(0.5) else place.name
        npi = self._organization(
            place, phone, legal, [code], is_subpart="Y", parent_name=place.parent.upper()
        )
        if legal != place.name:
            self._another_name(npi, place.name)

    def _injecting(self, place: TruePlace, phone: str) -> None:
        self._practice(place, phone, [place.taxonomy])
        for npi in self._physicians(place, phone):
            for code in self.rng.choice(INJECTED, 2, replace=False):
                self._bill(npi, str(code), float(self.rng.integers(40, 400)))
            if self._is(0.1):
                self._bill(npi, "96374", 60.0)

    def _prescribing(self, place: TruePlace, phone: str) -> None:
        self._practice(place, phone, [place.taxonomy])
        people = self._physicians(place, phone)
        if place.line == "oncology" and people and self._is(0.3):
            self._infuse(people[:1], replace(place, infusions=80), "F")

    def _wellness(self, place: TruePlace, phone: str) -> None:
        self._organization(place, phone, place.name, [INFUSION_CLINIC])
        self._person(place, phone, NURSE_PRACTITIONER, "NP")

    def _home_pharmacy(self, place: TruePlace, phone: str) -> None:
        self._organization(place, phone, place.name, [HOME_PHARMACY, HOME_AGENCY])

    def _nurse_home(self, place: TruePlace, phone: str) -> None:
        self._person(place, phone, INFUSION_NURSE, "RN")

    def _primary_care(self, place: TruePlace, phone: str) -> None:
        self._organization(place, phone, place.name, ["207Q00000X", NURSE_PRACTITIONER])
        npi = self._person(place, phone, NURSE_PRACTITIONER, "APRN")
        if self._is(0.5):
            self._bill(npi, "96372", 120.0)

    # --- hospitals ----------------------------------------------------------------------------------

    def _certified(self, place: TruePlace, *, chemotherapy: bool) -> str:
        """Register a hospital with its certification and in the registry of hospitals; return its CCN."""
        number = len(self.made.hospitals)
        ccn = f"99{number:04d}"
        self.made.ledger.setdefault(f"hifld:{number}", set()).add(place.truth_id)
        self.made.organizations.add(f"hifld:{number}")
        street = f"{place.number} {place.street}"
        self.made.hospitals.append(
            dict.fromkeys(HIFLD_HEADER.split(","), "")
            | {"ID": str(number), "NAME": place.name.upper(), "ADDRESS": street.upper()}
            | {"CITY": place.city.upper(), "STATE": place.state, "ZIP": place.zip}
            | {"TYPE": "GENERAL ACUTE CARE", "STATUS": "OPEN", "BEDS": "120", "OWNER": "NON-PROFIT"}
            | {"LATITUDE": f"{place.lat:.6f}", "LONGITUDE": f"{place.lon:.6f}"}
        )
        row = dict.fromkeys(POS_HEADER.split(","), "")
        row |= {"PRVDR_CTGRY_SBTYP_CD": "01", "PRVDR_CTGRY_CD": "01", "SKLTN_REC_SW": "N"}
        row |= {"CITY_NAME": place.city.upper(), "PRVDR_NUM": ccn, "STATE_CD": place.state}
        row |= {"FAC_NAME": self._name(place.name), "ST_ADR": _abbreviated(street).upper()}
        row |= {
            "ZIP_CD": place.zip,
            "BED_CNT": "120",
            "CRTFD_BED_CNT": "110",
            "OFSITE_LCTN_CNT": "0",
        }
        row |= {"PGM_TRMNTN_CD": "00", "CHMTHRPY_SRVC_CD": "1" if chemotherapy else "0"}
        self.made.services.append(row | {"OP_SRVC_CD": "1", "PHRMCY_SRVC_CD": "1"})
        return ccn


def _abbreviated(street: str) -> str:
    short = {"Street": "St", "Avenue": "Ave", "Road": "Rd", "Drive": "Dr", "Boulevard": "Blvd"}
    short |= {"Parkway": "Pkwy", "North": "N", "South": "S", "East": "E", "West": "W"}
    short |= {"First": "1st", "Second": "2nd", "Third": "3rd", "Fourth": "4th", "Center": "Ctr"}
    return " ".join(short.get(word, word) for word in street.split())


def _codes(codes: Sequence[str]) -> dict[str, str]:
    laid = {f"taxonomy_{k + 1}": code for k, code in enumerate(codes)}
    return laid | {f"switch_{k + 1}": "Y" if k == 0 else "N" for k in range(len(codes))}


def write_registries(folder: Path, made: Registries) -> dict[str, Path]:
    """Write the files of the sources, and return their paths by the name of the source."""
    folder.mkdir(parents=True, exist_ok=True)
    span = "20050523-20260208"
    header = provider_header()
    places = {name: header.index(columns[0]) for name, columns in PROVIDER.items()}
    further = {name: LOCATION_HEADER.index(columns[0]) for name, columns in LOCATION.items()}
    texts = {
        f"npidata_pfile_{span}.csv": _text(header, _laid_out(made.providers, places, len(header))),
        f"pl_pfile_{span}.csv": _text(
            LOCATION_HEADER, _laid_out(made.locations, further, len(LOCATION_HEADER))
        ),
        f"othername_pfile_{span}.csv": _text(
            OTHER_NAME_HEADER, ([*row.values()] for row in made.other_names)
        ),
    }
    paths = {name: folder / f"{name}.csv" for name in ("hospitals", "physician_puf", "services")}
    paths["nppes"] = folder / "NPPES_Data_Dissemination_February_2026_V2.zip"
    with zipfile.ZipFile(paths["nppes"], "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in texts.items():
            packed.writestr(name, text.encode("utf-8"))
    hospitals = (list(row.values()) for row in made.hospitals)
    _write(paths["hospitals"], HIFLD_HEADER, hospitals, "utf-8-sig")
    # The physician file has been met in Windows letters.
    _write(
        paths["physician_puf"], PUF_HEADER, (list(row.values()) for row in made.claims), "cp1252"
    )
    _write(
        paths["services"],
        POS_HEADER,
        (list(row.values()) for row in made.services),
        "cp1252",
    )
    reports, numbers = folder / "hosp10_2023_RPT.CSV", folder / "hosp10_2023_NMRC.CSV"
    filed = {"rpt_stus_cd": "1", "fy_bgn_dt": "01/01/2023", "fy_end_dt": "12/31/2023"}
    reported = list(enumerate(made.charges, start=1))
    blank = dict.fromkeys(REPORT_FIELDS, "") | filed
    rows = [
        list((blank | {"rpt_rec_num": str(k), "prvdr_num": ccn}).values())
        for k, (ccn, _) in reported
    ]
    # Every hospital that reports has charges of inpatients on the line.
    charges = [
        [str(k), "C000001", "06400", column, str(usd)]
        for k, (_, usd) in reported
        for column, usd in (("00600", 1_000), ("00700", usd))
        if usd
    ]
    _write(reports, None, rows, "utf-8")
    _write(numbers, None, charges, "utf-8")
    return paths | {"reports": reports, "numbers": numbers}


def geocoder_answers(
    questions: pd.DataFrame, places: Sequence[TruePlace], seed: int, mess: Mess
) -> str:
    """Answer addresses as the Census geocoder does, of an invented state whose streets are `places`.

    Parameters
    ----------
    questions
        street, city, state, zip.
    places
        What stands where.
    seed, mess
        Which addresses it does not know (`no_match`), finds twice (`tie`), and how far off it is.
    """
    rng = np.random.default_rng([seed, 3])
    known: dict[tuple[str, str], list[TruePlace]] = {}
    for place, key in zip(places, _street_keys(_frame(places)), strict=True):
        known.setdefault(key, []).append(place)
    distinct = questions[questions["street"].ne("")].drop_duplicates().sort_values("street")
    lines = []
    asked = distinct.assign(address_1=distinct["street"])
    for row, key in zip(distinct.itertuples(index=False), _street_keys(asked), strict=True):
        told = ", ".join(row)
        head = [geocode_id(*row), told]
        here = [p for p in known.get(key, ()) if p.zip == row.zip or p.city.upper() == row.city]
        chance = rng.uniform()
        if not here or chance < mess.no_match:
            lines.append([*head, "No_Match"])
        elif chance < mess.no_match + mess.tie:
            lines.append([*head, "Tie"])
        else:
            off_deg = rng.normal(0.0, mess.geocoder_off_m / 1.5 / 111_000.0, 2)
            point = f"{here[0].lon + off_deg[0]:.6f},{here[0].lat + off_deg[1]:.6f}"
            lines.append([*head, "Match", "Exact", told.upper(), point, "123456789", "L"])
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(lines)
    return text.getvalue()


def _frame(places: Sequence[TruePlace]) -> pd.DataFrame:
    rows = [
        (f"{place.number} {place.street}", place.city, place.state, place.zip) for place in places
    ]
    return pd.DataFrame(rows, columns=["address_1", "city", "state", "zip"])


def _street_keys(addresses: pd.DataFrame) -> list[tuple[str, str]]:
    parts = address_parts(addresses)
    streets = parts["direction"] + " " + parts["street_name"] + " " + parts["suffix"]
    return list(zip(parts["house_number"], streets, strict=True))


def _laid_out(
    rows: Iterable[Mapping[str, str]], places: Mapping[str, int], width: int
) -> Iterable[list[str]]:
    for row in rows:
        line = [""] * width
        for name, value in row.items():
            line[places[name]] = value
        yield line


def _text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    content = io.StringIO(newline="")
    csv.writer(content, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([header, *rows])
    return content.getvalue()


def _write(path: Path, header: str | None, rows: Iterable[Sequence[str]], encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([header.split(","), *rows] if header else rows)
