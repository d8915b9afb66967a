"""Infusion centers: what each is, what speaks for it, and how well they are found and placed."""

from __future__ import annotations

from dataclasses import replace

from pipelines.contracts.columns import (
    COUNTY_FIPS,
    LAT,
    LON,
    SITE_OR_ANY,
    Contract,
    boolean,
    number,
    share,
    sometimes,
    text,
    whole,
)
from pipelines.vocabulary.center_words import COMPLETENESS
from pipelines.vocabulary.centers import DEFINITIONS, GEOCODE_PRECISIONS
from pipelines.vocabulary.sites_of_care import SITES_OF_CARE

_UNKNOWN = "unknown"

CENTER = {
    "center_id": text("stable id: source and the source's own id"),
    "name": text("name as the source writes it"),
    "site_of_care": text("site of care", among=SITES_OF_CARE),
    "therapy_line": text(
        "what is infused", null="the source does not say", among=("oncology", "specialty", "both")
    ),
    "operator": text("management company or system", null=_UNKNOWN),
    "npi": text("National Provider Identifier", "NPI", null=_UNKNOWN),
    "ccn": text("CMS Certification Number", "CCN", null=_UNKNOWN),
    "lon": LON,
    "lat": LAT,
    "geocode_precision": text(
        "where the coordinates come from", "Placed by", among=GEOCODE_PRECISIONS
    ),
    "medicare_payable": boolean("whether Medicare pays there", "Medicare pays", null=_UNKNOWN),
    "supervision": text("MD, NP, RN or none on site", "Who supervises", null=_UNKNOWN),
    "capacity": number(
        "chairs or the like", "Chairs or the like", null="unknown, never a guess", low=0
    ),
    "confidence": number("how sure it is that this is a center", null="not judged", low=0, high=1),
    "evidence": text("which source rows and rules speak for it"),
    **sometimes(
        {
            "address": text("street address", null=_UNKNOWN),
            "city": text("town", null=_UNKNOWN),
            "state": text("postal abbreviation", null=_UNKNOWN),
            "zip": text("five-digit ZIP code", "ZIP", null=_UNKNOWN),
            "place_radius_mi": number(
                "how far from its coordinates it may lie, as its ZIP area or town reaches",
                "May lie off by",
                unit="miles",
                null="its coordinates are no area's middle, or how far that reaches is not known",
                low=0,
            ),
            "place_note": text("what is odd about its place", null="nothing is"),
            "beds": number("staffed beds of a hospital", null=_UNKNOWN, low=0),
            "members": text("ids of the records brought together", "Records brought together"),
            "county_fips": replace(COUNTY_FIPS, null="it lies in no county of core.counties"),
            "in_area": boolean("whether it lies in the area itself", "In the area"),
            "place_of_service": text(
                "Medicare's place of service code, such as 11 office or 22 on campus",
                null="no rule tells it",
            ),
            "medicare_rule": text(
                "rule_id of the rule that decided medicare_payable", null="no rule did"
            ),
            "operator_kind": text(
                "management_company, health_system or independent", "Who runs it", null=_UNKNOWN
            ),
            "infusions_per_year": number(
                "infusions a year billed to Medicare in the office, a lower bound",
                "Infusions billed a year",
                null="none is known",
                low=0,
            ),
        }
    ),
}
"""What core.centers tells of a center."""

_DEFINITION = text("definition of a center", among=DEFINITIONS)

_NUMBER = whole("place in the order of the table", "Number", low=1)
_COUNTED = {
    "centers": whole("centers, those of the buffer included"),
    "in_area": whole("those in the area itself", "In the area"),
    "outside": whole("those in the buffer"),
}

CENTERS = {
    "core.centers": Contract(
        "A center under the definition of the report, in the area or its buffer.",
        ("center_id",),
        CENTER,
    ),
    "core.center_counts": Contract(
        "A step on the way from the sources' records to centers.",
        ("step",),
        {
            "step": text("what became of the records", "Records"),
            "records": whole("how many records or places", "Left out here"),
        },
    ),
    "core.center_definitions": Contract(
        "A center under one definition, where registries are read.",
        ("definition", "center_id"),
        {"definition": _DEFINITION, **CENTER},
    ),
    "core.center_evidence": Contract(
        "A rule that applies to a center, where registries are read.",
        ("center_id", "rule_id"),
        {
            "center_id": text("a center under at least one definition"),
            "rule_id": text("rule of pipelines/facilities/data/rules.csv", "Rule"),
            "looks_at": text("what the rule looks at"),
            "concludes": text("which question it answers", "Question"),
            "value": text("its answer", "Speaks for"),
            "weight": number("how much it counts; for is_center in logarithms of odds"),
            "definitions": text("definitions in which it counts, separated by spaces", "Counts"),
            "explanation": text("why, in words", "What the rule says"),
            "told_by": text("the source rows that it stands on; empty if none", "Source rows"),
        },
    ),
    "core.center_scores": Contract(
        "How well the centers of a definition and site of care are found; of fictional areas only.",
        ("definition", "site_of_care"),
        {
            "definition": _DEFINITION,
            "site_of_care": SITE_OR_ANY,
            "true_centers": whole("centers that there really are", "There are"),
            "found": whole("centers found"),
            "matched": whole("true centers that were found", "Rightly found"),
            "precision": share(
                "share of those found that are centers",
                "Of those found, centers",
                null="none is found",
            ),
            "recall": share(
                "matched / true_centers", "Of those there are, found", null="there is none"
            ),
            "site_right_share": share(
                "share of those rightly found whose site of care is right",
                "Site of care right",
                null="none is rightly found",
            ),
            "duplicate_share": share(
                "share of those found that repeat another", "Found twice", null="none is found"
            ),
        },
    ),
    "out.geocoding": Contract(
        "How exactly the centers of a site of care are placed.",
        ("site_of_care",),
        {
            "site_of_care": SITE_OR_ANY,
            "centers": whole("centers of it, those of the buffer included"),
            "centers_coarse": whole("those at the middle of a ZIP code or town"),
            "share_coarse": share("their share", "Share only by ZIP area or town"),
        },
    ),
    "out.centers_by_site": Contract(
        "The centers of a site of care that count.",
        ("site_of_care",),
        {"site_of_care": SITE_OR_ANY, **_COUNTED},
    ),
    "out.center_lists": Contract(
        "How complete the sources are that name centers of a site of care, and what is known of those.",
        ("site_of_care",),
        {
            "site_of_care": text("site of care", among=SITES_OF_CARE),
            "sources": text(
                "names of the sources, separated by spaces",
                "Named by",
                null="none names such a center",
            ),
            "completeness": text(
                "how complete they are in the area, the best of them",
                "The list in the area",
                null="none names such a center",
                among=COMPLETENESS,
            ),
            "completeness_in_buffer": text(
                "how complete they are in the buffer, the best of them",
                "The list in the buffer",
                null="none names such a center",
                among=COMPLETENESS,
            ),
            "centers": whole("centers that count, those of the buffer included"),
            "standing_in": whole(
                "those of them that are hospitals of which nothing says that they infuse outpatients",
                "Of them hospitals not known to infuse",
            ),
        },
    ),
    "out.centers_by_definition": Contract(
        "The centers of a site of care under one definition, where registries are read.",
        ("definition", "site_of_care"),
        {"definition": _DEFINITION, "site_of_care": SITE_OR_ANY, **_COUNTED},
    ),
    "out.centers_placed": Contract(
        "The centers of a site of care that are placed as exactly.",
        ("site_of_care", "geocode_precision"),
        {
            "site_of_care": SITE_OR_ANY,
            "geocode_precision": CENTER["geocode_precision"],
            "centers": whole("centers placed so"),
            "share": share("their share of the centers of the site of care"),
        },
    ),
    "out.centers_known": Contract(
        "An answer to what is known of the centers.",
        ("number",),
        {
            "number": _NUMBER,
            "attribute": text("column of core.centers that is asked about", "What"),
            "answer": text("its code, or 'known' for a number", null="it is not known"),
            "explanation": text(
                "what the rule says that decides whether Medicare pays",
                null="another attribute, or no registries were read",
            ),
            "centers": whole("centers with this answer"),
            "share": share("their share"),
            "by_kind_alone": whole(
                "those whose answer follows from their site of care alone",
                "Of them for its kind alone",
                null="no answer is given that way",
            ),
        },
    ),
    "out.records_to_centers": Contract(
        "A step on the way from the sources' records to centers, with what is left after it.",
        ("step",),
        {
            "number": _NUMBER,
            "step": text("what became of the records", "Records"),
            "records": whole("left out in the step", "Left out here", null="first or last step"),
            "left": whole("records or places that are left"),
        },
    ),
    "out.definitions_agree": Contract(
        "The places in the area that the same definitions call a center.",
        ("definitions",),
        {
            "number": _NUMBER,
            "definitions": text("the definitions, separated by spaces", "A center"),
            "places": whole("places that these and no others call a center"),
            "share": share("their share of those that any definition calls a center"),
        },
    ),
    "out.center_confidence": Contract(
        "The centers of a site of care that are as sure to be centers.",
        ("site_of_care", "least_confidence"),
        {
            "site_of_care": SITE_OR_ANY,
            "least_confidence": number("least confidence of the class, inclusive", low=0, high=1),
            "centers": whole("centers of the class"),
        },
    ),
    "out.centers_stand_on": Contract(
        "A kind of evidence that is the weightiest of some centers.",
        ("looks_at",),
        {
            "looks_at": text("what the rules look at"),
            "centers": whole("centers whose weightiest evidence is of the kind"),
            "share": share("their share"),
            "alone": whole("those with no other kind of evidence for them"),
        },
    ),
    "out.center_rules": Contract(
        "A rule on centers, under a definition.",
        ("rule_id", "definition"),
        {
            "rule_id": text("rule of pipelines/facilities/data/rules.csv", "Rule"),
            "definition": _DEFINITION,
            "concludes": text("which question it answers", "Question"),
            "value": text("its answer", "Speaks for"),
            "looks_at": text("what the rule looks at"),
            "explanation": text("why, in words", "What the rule says"),
            "weight": number("how much it counts, below zero where it speaks against"),
            "counted": boolean("whether it counts in the definition"),
            "centers": whole("centers to which it applies", null="it does not count"),
        },
    ),
    "out.center_examples": Contract(
        "A center that is shown in full.",
        ("number",),
        {
            "number": _NUMBER,
            "center_id": CENTER["center_id"],
            "site_of_care": CENTER["site_of_care"],
            "prior": number("logarithm of odds that every place starts at"),
            "weights": text("weights of the rules that judge it, separated by spaces"),
            "log_odds": number("prior and weights summed"),
            "confidence": CENTER["confidence"],
        },
    ),
}
"""Contracts of centers, by full name."""
