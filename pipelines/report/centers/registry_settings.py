"""What to write into an area's settings so that centers are found in registries: shown where none are read."""

from __future__ import annotations

REGISTRY_SETTINGS = """\
[sources.nppes]               # who is registered, as what, and where
files = [
  "page+https://download.cms.gov/nppes/NPI_Files.html#NPPES_Data_Dissemination_[A-Z]*_V2.zip",
  "page+https://download.cms.gov/nppes/NPI_Files.html#NPPES_Deactivated_NPI_Report_*_V2.zip",
]
states = ["DE", "MD", "NJ", "PA"]         # the area's own and those that its buffer reaches
publisher = "CMS, National Plan and Provider Enumeration System"
vintage = "month of the download"
licence = "U.S. government work"

[sources.physician_puf]       # what Medicare was billed for
files = [
  "https://data.cms.gov/sites/default/files/2026-05/b5ebab5a-f490-418a-9bce-4b9f31419356/PHY_R26_P05_V10_D24_Prov_Svc.csv",
]
states = ["DE", "MD", "NJ", "PA"]
publisher = "CMS, Medicare Physician & Other Practitioners by Provider and Service"
vintage = "2024"
licence = "U.S. government work; procedure codes CPT, copyright American Medical Association"

[sources.provider_of_services]  # which hospitals report outpatient services
files = ["https://data.nber.org/homes/data/cms/pos/csv/2024/posotherdec2024.csv"]
states = ["DE", "MD", "NJ", "PA"]
publisher = "CMS, Provider of Services, as kept by NBER"
vintage = "December 2024"
licence = "U.S. government work"

[sources.cost_reports]        # which hospitals report charges for intravenous therapy
files = ["https://downloads.cms.gov/FILES/HCRIS/HOSP10FY2023.ZIP"]
publisher = "CMS, hospital cost reports (form 2552-10)"
vintage = "fiscal year 2023"
licence = "U.S. government work"

[facilities]
definition = "combined"       # or "registry", or "billing": the report shows all three
geocoder = "census"           # "off": centers lie in the middle of their ZIP area
"""
"""Tables of an area file; the two on hospitals need `sources.hospitals` as well."""
