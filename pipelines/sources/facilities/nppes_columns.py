"""Columns of the NPPES files as CMS names them, and ours; see `pipelines.sources.facilities.nppes`.

Names and positions: NPPES Data Dissemination, Readme and file headers of version 2. A column is found by name,
so that files with more or fewer columns are read alike: 329 before 2020 (no Certification Date), 330 since.
"""

from __future__ import annotations

from collections.abc import Mapping

PLACES = range(1, 16)
"""A provider has up to fifteen taxonomy codes."""

_PRACTICE = "Provider Business Practice Location Address "
_OFFICIAL = "Authorized Official "

IDENTITY: Mapping[str, tuple[str, ...]] = {
    "npi": ("NPI",),
    "entity_type": ("Entity Type Code",),
    "organization_name": ("Provider Organization Name (Legal Business Name)",),
    "last_name": ("Provider Last Name (Legal Name)",),
    "first_name": ("Provider First Name",),
    "middle_name": ("Provider Middle Name",),
    "name_suffix": ("Provider Name Suffix Text",),
    "credential": ("Provider Credential Text",),
    "other_organization_name": ("Provider Other Organization Name",),
    "other_organization_name_type": ("Provider Other Organization Name Type Code",),
    "address_1": ("Provider First Line Business Practice Location Address",),
    "address_2": ("Provider Second Line Business Practice Location Address",),
    "city": (f"{_PRACTICE}City Name",),
    "state": (f"{_PRACTICE}State Name",),
    "zip": (f"{_PRACTICE}Postal Code",),
    "country": (f"{_PRACTICE}Country Code (If outside U.S.)",),
    "phone": (f"{_PRACTICE}Telephone Number",),
    "enumerated_on": ("Provider Enumeration Date",),
    "updated_on": ("Last Update Date",),
    "deactivation_reason": ("NPI Deactivation Reason Code",),
    "deactivated_on": ("NPI Deactivation Date",),
    "reactivated_on": ("NPI Reactivation Date",),
    "official_last_name": (f"{_OFFICIAL}Last Name",),
    "official_first_name": (f"{_OFFICIAL}First Name",),
    "official_title": (f"{_OFFICIAL}Title or Position",),
    "official_phone": (f"{_OFFICIAL}Telephone Number",),
    "is_sole_proprietor": ("Is Sole Proprietor",),
    "is_subpart": ("Is Organization Subpart",),
    "parent_name": ("Parent Organization LBN",),
}

TAXONOMY = {
    f"taxonomy_{place}": (f"Healthcare Provider Taxonomy Code_{place}",) for place in PLACES
}
SWITCH = {
    f"switch_{place}": (f"Healthcare Provider Primary Taxonomy Switch_{place}",) for place in PLACES
}
GROUP = {f"group_{place}": (f"Healthcare Provider Taxonomy Group_{place}",) for place in PLACES}

PROVIDER = {**IDENTITY, **TAXONOMY, **SWITCH, **GROUP}
"""What is read of npidata_pfile."""

PROVIDER_NEEDED = (
    "npi",
    "entity_type",
    "organization_name",
    "last_name",
    "first_name",
    "address_1",
    "city",
    "state",
    "zip",
    "deactivated_on",
    "reactivated_on",
    "taxonomy_1",
    "switch_1",
)
"""Columns without which the file is another."""

_SECONDARY = "Provider Secondary Practice Location Address"

LOCATION: Mapping[str, tuple[str, ...]] = {
    "npi": ("NPI",),
    # The spaces of these names are CMS's own.
    "address_1": (f"{_SECONDARY}- Address Line 1",),
    "address_2": (f"{_SECONDARY}-  Address Line 2", f"{_SECONDARY}- Address Line 2"),
    "city": (f"{_SECONDARY} - City Name",),
    "state": (f"{_SECONDARY} - State Name",),
    "zip": (f"{_SECONDARY} - Postal Code",),
    "country": (f"{_SECONDARY} - Country Code (If outside U.S.)",),
    "phone": (f"{_SECONDARY} - Telephone Number",),
}
"""What is read of pl_pfile."""

LOCATION_NEEDED = ("npi", "address_1", "city", "state", "zip")

OTHER_NAME: Mapping[str, tuple[str, ...]] = {
    "npi": ("NPI",),
    "name": ("Provider Other Organization Name",),
    "name_type": ("Provider Other Organization Name Type Code",),
}
"""What is read of othername_pfile."""

NAME_TYPES = {
    "1": "former name",
    "2": "professional name",
    "3": "doing business as",
    "4": "former legal business name",
    "5": "other name",
}
"""Type code of another name -> what kind of name it is: 1 and 2 of individuals, 3 and 4 of organizations."""

ENTITY_TYPES = {"1": "individual", "2": "organization"}


def provider_header() -> list[str]:
    """Return the 330 columns of npidata_pfile (version 2, 2025) in their order."""
    return [
        *_IDENTITY_BLOCK,
        *(
            f"{name}_{place}"
            for place in PLACES
            for name in (
                "Healthcare Provider Taxonomy Code",
                "Provider License Number",
                "Provider License Number State Code",
                "Healthcare Provider Primary Taxonomy Switch",
            )
        ),
        *(
            f"Other Provider Identifier{part}_{place}"
            for place in range(1, 51)
            for part in ("", " Type Code", " State", " Issuer")
        ),
        "Is Sole Proprietor",
        "Is Organization Subpart",
        "Parent Organization LBN",
        "Parent Organization TIN",
        "Authorized Official Name Prefix Text",
        "Authorized Official Name Suffix Text",
        "Authorized Official Credential Text",
        *(f"Healthcare Provider Taxonomy Group_{place}" for place in PLACES),
        "Certification Date",
    ]


def _address_block(kind: str) -> tuple[str, ...]:
    place = f"Business {kind} Address"
    return (
        f"Provider First Line {place}",
        f"Provider Second Line {place}",
        f"Provider {place} City Name",
        f"Provider {place} State Name",
        f"Provider {place} Postal Code",
        f"Provider {place} Country Code (If outside U.S.)",
        f"Provider {place} Telephone Number",
        f"Provider {place} Fax Number",
    )


_IDENTITY_BLOCK = (
    "NPI",
    "Entity Type Code",
    "Replacement NPI",
    "Employer Identification Number (EIN)",
    "Provider Organization Name (Legal Business Name)",
    "Provider Last Name (Legal Name)",
    "Provider First Name",
    "Provider Middle Name",
    "Provider Name Prefix Text",
    "Provider Name Suffix Text",
    "Provider Credential Text",
    "Provider Other Organization Name",
    "Provider Other Organization Name Type Code",
    "Provider Other Last Name",
    "Provider Other First Name",
    "Provider Other Middle Name",
    "Provider Other Name Prefix Text",
    "Provider Other Name Suffix Text",
    "Provider Other Credential Text",
    "Provider Other Last Name Type Code",
    *_address_block("Mailing"),
    *_address_block("Practice Location"),
    "Provider Enumeration Date",
    "Last Update Date",
    "NPI Deactivation Reason Code",
    "NPI Deactivation Date",
    "NPI Reactivation Date",
    "Provider Sex Code",
    "Authorized Official Last Name",
    "Authorized Official First Name",
    "Authorized Official Middle Name",
    "Authorized Official Title or Position",
    "Authorized Official Telephone Number",
)

LOCATION_HEADER = (
    *(names[0] for names in LOCATION.values()),
    f"{_SECONDARY} - Telephone Extension",
    "Provider Practice Location Address - Fax Number",
)
"""The ten columns of pl_pfile in their order."""

OTHER_NAME_HEADER = tuple(names[0] for names in OTHER_NAME.values())
"""The three columns of othername_pfile in their order."""
