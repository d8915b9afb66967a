"""The page on infusion itself: what it is, who gets it, where, who gives it, who pays, and what is claimed."""

from __future__ import annotations

from pipelines.report.facts import Facts
from pipelines.report.infusion.claims import claims
from pipelines.report.telling.findings import place_name
from pipelines.report.telling.pages import INFUSION, Page, Part


def infusion_page(facts: Facts) -> Page:
    """Put the page on infusion together: plain words of the field, and its claims with this area's numbers."""
    return Page(
        file=INFUSION,
        title="Infusion 101",
        subtitle="What infusion is, who needs it, where it is given, who gives it and who may pay. Then what "
        f"the field claims, and what the data of {place_name(facts)} show.",
        description="What infusion is, where it is given and who may pay, in plain words, and the field’s "
        "claims beside the data.",
        parts=(
            Part("infusion", "What it is", "infusion_what.html"),
            Part("sites", "Where it is given", "infusion_sites.html"),
            Part("staff", "Who gives it", "infusion_staff.html"),
            Part("pay", "Who may pay", "infusion_pay.html"),
            Part("claims", "What the field claims", "infusion_claims.html"),
            Part("sources-101", "Sources", "infusion_sources.html"),
        ),
        context={"claims": claims(facts)},
        tables={},
    )
