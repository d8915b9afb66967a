"""Invented rows of the CMS files that tell who infuses, in the publisher's layouts."""

from pipelines.area import PhysicianPufSource, ProviderOfServicesSource
from pipelines.sources.facilities.cost_reports import REPORT_FIELDS
from tests.sources.nppes_worlds import ABOUT, npi

PUF = PhysicianPufSource(**ABOUT)
POS = ProviderOfServicesSource(**ABOUT)

PUF_HEADER = (
    "Rndrng_NPI,Rndrng_Prvdr_Last_Org_Name,Rndrng_Prvdr_First_Name,Rndrng_Prvdr_MI,Rndrng_Prvdr_Crdntls,"
    "Rndrng_Prvdr_Ent_Cd,Rndrng_Prvdr_St1,Rndrng_Prvdr_St2,Rndrng_Prvdr_City,Rndrng_Prvdr_State_Abrvtn,"
    "Rndrng_Prvdr_State_FIPS,Rndrng_Prvdr_Zip5,Rndrng_Prvdr_RUCA,Rndrng_Prvdr_RUCA_Desc,Rndrng_Prvdr_Cntry,"
    "Rndrng_Prvdr_Type,Rndrng_Prvdr_Mdcr_Prtcptg_Ind,HCPCS_Cd,HCPCS_Desc,HCPCS_Drug_Ind,Place_Of_Srvc,"
    "Tot_Benes,Tot_Srvcs,Tot_Bene_Day_Srvcs,Avg_Sbmtd_Chrg,Avg_Mdcr_Alowd_Amt,Avg_Mdcr_Pymt_Amt,"
    "Avg_Mdcr_Stdzd_Amt"
)
"""The 28 columns since 2025."""


def billed(
    number: int,
    code: str,
    *,
    place: str = "O",
    beneficiaries: object = 20,
    services: object = 50,
    days: object = 30,
    state: str = "IL",
    name: str = "Doe",
    about: str = "a description",
) -> str:
    """Return one row: what a provider billed of one code at one place of service."""
    return (
        f"{npi(number)},{name},Jane,,M.D.,I,1 Main St,Ste 2,Quincy,{state},17,62301,1,Metro,US,Rheumatology,Y,"
        f'{code},"{about}",N,{place},{beneficiaries},{services},{days},100.5,50.25,40.125,41'
    )


def puf_text(rows: list[str]) -> str:
    return "\n".join([PUF_HEADER, *rows, ""])


POS_HEADER = (
    "PRVDR_CTGRY_SBTYP_CD,PRVDR_CTGRY_CD,CITY_NAME,FAC_NAME,PRVDR_NUM,SKLTN_REC_SW,STATE_CD,ST_ADR,"
    "PGM_TRMNTN_CD,ZIP_CD,BED_CNT,CRTFD_BED_CNT,OFSITE_LCTN_CNT,CHMTHRPY_SRVC_CD,OP_SRVC_CD,PHRMCY_SRVC_CD,"
    "PHNE_NUM"
)
"""Those of some 480 columns that are read, and another."""


def pos_row(ccn: str, **values: str) -> str:
    """Return one row: a short-term hospital that gives chemotherapy by its own staff."""
    row = {
        "subtype": "01",
        "category": "01",
        "city": "Quincy",
        "name": f'"Hospital {ccn}, Inc"',
        "ccn": ccn,
        "skeleton": "N",
        "state": "IL",
        "address": "5 Hill Rd",
        "termination": "00",
        "zip": "62301",
        "beds": "100",
        "certified": "90",
        "offsite": "2",
        "chemotherapy": "1",
        "outpatient": "1",
        "pharmacy": "2",
        "phone": "2175550100",
    } | values
    return ",".join(row.values())


def pos_text(rows: list[str]) -> str:
    return "\n".join([POS_HEADER, *rows, ""])


def report_row(report: object, ccn: str, end: str = "12/31/2023", **values: str) -> str:
    """Return one row of the table of reports."""
    row = dict.fromkeys(REPORT_FIELDS, "") | {
        "rpt_rec_num": str(report),
        "prvdr_ctrl_type_cd": "2",
        "prvdr_num": ccn,
        "rpt_stus_cd": "1",
        "fy_bgn_dt": "01/01/2023",
        "fy_end_dt": end,
        "util_cd": "F",
    }
    return ",".join((row | values).values())


def number_row(
    report: object, line: str, column: str, value: object, worksheet: str = "C000001"
) -> str:
    """Return one row of the table of numbers."""
    return f"{report},{worksheet},{line},{column},{value}"
