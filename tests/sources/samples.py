"""A few rows of every text source in its publisher's own layout, and how each is read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipelines.area import CentersSource, HospitalsSource, PopulationSource, Source
from pipelines.area.sources import RucaSource, StrataSource
from pipelines.sources.facilities.centers_list import CENTER_COLUMNS, read_centers_list
from pipelines.sources.facilities.cms_hospitals import read_cms_hospitals
from pipelines.sources.facilities.hifld import read_hifld
from pipelines.sources.facilities.nppes import read_nppes
from pipelines.sources.facilities.physician_puf import read_physician_puf
from pipelines.sources.facilities.provider_of_services import read_provider_of_services
from pipelines.sources.people.nchs import read_nchs
from pipelines.sources.people.population import read_population
from pipelines.sources.people.ruca import read_ruca
from pipelines.sources.people.rucc import read_rucc
from pipelines.sources.people.strata_list import read_strata
from pipelines.sources.people.svi import read_svi
from pipelines.sources.people.tract_crosswalk import read_tract_crosswalk
from pipelines.sources.people.zip_centroids import read_zip_centroids
from pipelines.sources.people.zip_towns import read_zip_towns
from pipelines.sources.reading import Reading
from tests.sources.claims_worlds import POS, PUF, billed, pos_row, pos_text, puf_text
from tests.sources.nppes_worlds import (
    ANYWHERE,
    location,
    location_text,
    other_name,
    other_name_text,
    provider,
    provider_text,
)

ABOUT = {"files": ("any",), "vintage": "2026", "publisher": "nobody", "licence": "none"}
PLAIN = Source(**ABOUT)
RUCA = RucaSource(**ABOUT)
COUNTY_STRATA = StrataSource(**ABOUT)
CENPOP = PopulationSource(kind="cenpop", **ABOUT)
ADULTS = PopulationSource(
    kind="csv",
    columns={"geoid": "geoid", "lon": "lon", "lat": "lat", "population": "adults", "aged": "aged"},
    **ABOUT,
)
HIFLD = HospitalsSource(kind="hifld", **ABOUT)
CMS = HospitalsSource(kind="cms", **ABOUT)
CENTERS = CentersSource(**ABOUT)


CENPOP_TEXT = """\
\ufeffSTATEFP,COUNTYFP,TRACTCE,BLKGRPCE,POPULATION,LATITUDE,LONGITUDE
01,001,020100,1,575,+32.464466,-086.486302
01,001,020100,2,1200,+32.482744,-086.486741
01,003,990000,0,0,+30.328800,-087.882973
01,011,952100,1,1272,+32.089813,-085.530816
"""
ADULTS_TEXT = """\
geoid,lat,lon,adults,aged
170010001001,39.94,-91.40,700,90
170010001002,39.95,-91.39,0,
170310101001,42.02,-87.67,900,120
170310101002,42.01,-87.66,800,100
"""
HIFLD_TEXT = """\
\ufeffX,Y,FID,ID,NAME,ADDRESS,CITY,STATE,ZIP,TYPE,STATUS,COUNTYFIPS,LATITUDE,LONGITUDE,OWNER,BEDS
-1.0,1.0,1,0011,GENERAL,1 MAIN ST,QUINCY,IL,62301,GENERAL ACUTE CARE,OPEN,17001,39.93,-91.38,NON-PROFIT,250
-1.0,1.0,2,0012,RIVER,NOT AVAILABLE,CAIRO,IL,62914,CRITICAL ACCESS,OPEN,17003,37.01,-89.18,NOT AVAILABLE,-999
-1.0,1.0,3,0013,MIND,2 MAIN ST,QUINCY,IL,62301,PSYCHIATRIC,OPEN,17001,39.94,-91.39,NON-PROFIT,40
-1.0,1.0,4,0014,OLD,3 MAIN ST,QUINCY,IL,62301,GENERAL ACUTE CARE,CLOSED,17001,39.95,-91.37,NON-PROFIT,90
"""
CMS_TEXT = """\
Facility ID,Facility Name,Address,City/Town,State,ZIP Code,County/Parish,Hospital Type,Hospital Ownership
140001,LAKE HOSPITAL,"1 LAKE ST, FLOOR 2",CHICAGO,IL,60601,COOK,Acute Care Hospitals,Proprietary
141301,PRAIRIE HOSPITAL,2 FARM RD,SPRINGFIELD,IL,62701,SANGAMON,Critical Access Hospitals,Government - Local
144001,MIND HOSPITAL,3 LAKE ST,CHICAGO,IL,60601,COOK,Psychiatric,Proprietary
14001F,VETERANS HOSPITAL,4 LAKE ST,CHICAGO,IL,60601,COOK,Acute Care Hospitals,Federal
"""
GAZETTEER_TEXT = """\
GEOID\tALAND\tAWATER\tALAND_SQMI\tAWATER_SQMI\tINTPTLAT\tINTPTLONG                 \n\
00601\t166836392\t798613\t64.416\t0.308\t18.180555\t-66.749961\n\
00602\t78546713\t4428428\t30.327\t1.71\t18.361945\t-67.175597\n\
10001\t1620000\t0\t0.625\t0.0\t40.750634\t-73.997176\n\
99501\t11300000\t0\t4.363\t0.0\t61.216779\t-149.875841
"""
ZIP_TOWNS_TEXT = """\
ZIPCode,State,ZIPCodeType,POName,PrimaryRUCA,SecondaryRUCA
01601,MA,Post Office or large volume customer,Worcester,1,1
19713,DE,ZIP Code Area,Newark,1,1
19718,DE,Post Office or large volume customer,Newark,1,1
00601,PR,ZIP Code Area,Adjuntas,2,2
"""
RUCC_TEXT = """\
FIPS,State,County_Name,Attribute,Value
1001,AL,Autauga County,Population_2020,58805
1001,AL,Autauga County,RUCC_2023,2
1001,AL,Autauga County,Description,"Metro - Counties in metro areas of 250,000 to 1 million population"
35013,NM,Doña Ana County,Population_2020,219561
35013,NM,Doña Ana County,RUCC_2023,3
35013,NM,Doña Ana County,Description,"Metro - Counties in metro areas of fewer than 250,000 population"
60030,AS,Rose Island,Population_2020,0
60030,AS,Rose Island,Description,Not Applicable
"""
NCHS_2013_TEXT = """\
\ufeffcountyFIPS,State Abr.,County name,CBSA title,County 2012 pop,2013 code,2006 code,1990-based code,
1001,AL,Autauga County,"Montgomery, AL",55514,3,3,3,
1005,AL,Barbour County,,27201,6,5,5,
2020,AK,Anchorage Municipality,"Anchorage, AK",298610,3,3,.,
17031,IL,Cook County,"Chicago-Naperville-Elgin, IL-IN-WI",5231351,1,1,1,
"""
NCHS_2023_TEXT = """\
STFIPS,CTYFIPS,ST_ABBREV,CTYNAME,CBSATITLE,CBSAPOP,CTYPOP,CODE2023,CODE2013,CODE2006,CODE1990
1,1,AL,Autauga County,"Montgomery, AL",385460,59759,3,3,3,3
9,1,CT,Fairfield County,,,,,2,2,2
9,190,CT,Western Connecticut Planning Region,"Bridgeport-Stamford-Danbury, CT",951558,620666,2,,,
35,13,NM,Doña Ana County,"Las Cruces, NM",223337,223337,4,4,4,4
"""
RUCA_2010_TEXT = """\
tract_geoid,ruca_primary,ruca_secondary
01117030317,1.0,1.0
01119011500,6.0,6.0
17031010100,10.0,10.3
17031990000,99.0,99.0
"""
STRATA_TEXT = """\
geoid,stratum
01001,metropolitan
01003,small_town
01005,rural_area
"""
RUCA_2020_TEXT = """\
TractFIPS23,TractFIPS20,CountyName20,PrimaryRUCA,PrimaryDestinationName,SecondaryRUCA,Population
N/A,01003990000,Baldwin County,99,,99,0
08043978100,08043978100,Fremont County,5,"Cañon City, CO",5,4436
09190010101,09001010101,Fairfield County,2,"Bridgeport--Stamford, CT--NY",2,4401
08087000700,08087000700,Morgan County,7,"Brush, CO",7.2,5882
"""
CENTERS_TEXT = (
    ",".join(CENTER_COLUMNS)
    + """
a,Lake Infusion,office_based,specialty,Chain,1234567893,,1 Lake,Chicago,IL,60601,-87.62,41.89,address,6,,yes,
b,Prairie Hospital,hospital_based,oncology,,,140001,,Springfield,IL,62701,-89.65,39.80,zip,,,no,list
c,Corner Pharmacy,pharmacy_based,,,,,,Chicago,IL,60602,-87.63,41.88,,2,nurse,,list
d,Mall Infusion,stand_alone,specialty,,,,,Peoria,IL,61602,-89.59,40.69,rooftop,4,,,list
"""
)

TRACTS_TEXT = """\
\ufeffOID_TRACT_20|GEOID_TRACT_20|NAMELSAD_TRACT_20|AREALAND_TRACT_20|GEOID_TRACT_10|AREALAND_PART|AREAWATER_PART
20740291300001|01001020100|Census Tract 201|9825315|01001020100|9825303|28435
20740291300001|01001020100|Census Tract 201|9825315|01001020200|12|0
20740291300005|01001020501|Census Tract 205.01|6200000|01001020500|6200000|35
20740291300006|01001020502|Census Tract 205.02|5000000|01001020500|5000000|0
"""
SVI_TEXT = """\
\ufeffST,STATE,ST_ABBR,STCNTY,COUNTY,FIPS,AREA_SQMI,RPL_THEME1,RPL_THEME2,RPL_THEME3,RPL_THEME4,RPL_THEMES
1,Alabama,AL,1001,Autauga County,1001,594.45,0.51,0.29,0.66,0.42,0.5
1,Alabama,AL,1003,Baldwin County,1003,1589.8,0.3,0.2,0.4,0.1,0.2
35,New Mexico,NM,35039,Rio Arriba County,35039,5861,-999,0.7,0.9,0.8,-999.0
36,New York,NY,36061,New York County,36061,22.7,0.6,0.1,0.9,1,0.7
"""


@dataclass(frozen=True)
class Sample:
    """A source as text, the columns that its reader cannot do without, and the reader.

    A streamed file is never held whole, so that its encoding is a matter of each row. `name` is that of the
    file, which tells some readers what it holds; `may_be_empty`: a file with no rows for us is all right.
    """

    text: str
    needed: tuple[str, ...]
    read: Callable[[Path], Reading]
    delimiter: str = ","
    number: str | None = None
    streamed: bool = False
    name: str = "source.csv"
    may_be_empty: bool = False


PROVIDERS = [provider(number) for number in range(1, 5)]


def part_of_nppes(path: Path, table: str) -> Reading:
    """Read one of the smaller files of NPPES beside the providers themselves; return what comes of it."""
    providers = path.with_name("npidata_pfile_1-2.csv")
    providers.write_text(provider_text(PROVIDERS))
    reading = read_nppes([providers, path], ANYWHERE)
    rows, rejected = (
        frame[frame["source_file"].str.startswith(path.name)].reset_index(drop=True)
        for frame in (reading.more[table], reading.rejected)
    )
    return Reading(rows, rejected, reading.rows_read - len(PROVIDERS), [path])


SAMPLES = {
    "cenpop": Sample(
        CENPOP_TEXT,
        ("STATEFP", "COUNTYFP", "TRACTCE", "POPULATION", "LATITUDE", "LONGITUDE"),
        lambda path: read_population([path], CENPOP),
        number="POPULATION",
    ),
    "population csv": Sample(
        ADULTS_TEXT,
        ("geoid", "lat", "lon", "adults", "aged"),
        lambda path: read_population([path], ADULTS),
        number="lat",
    ),
    "hifld": Sample(
        HIFLD_TEXT,
        ("ID", "NAME", "TYPE", "STATUS", "LATITUDE", "LONGITUDE"),
        lambda path: read_hifld([path], HIFLD),
        number="LONGITUDE",
    ),
    "cms": Sample(
        CMS_TEXT,
        ("Facility ID", "Facility Name", "ZIP Code", "Hospital Type"),
        lambda path: read_cms_hospitals([path], CMS),
        number="Facility ID",
    ),
    "zip centroids": Sample(
        GAZETTEER_TEXT,
        ("GEOID", "INTPTLAT", "INTPTLONG"),
        lambda path: read_zip_centroids([path], PLAIN),
        delimiter="\t",
        number="INTPTLAT",
    ),
    "zip towns": Sample(
        ZIP_TOWNS_TEXT,
        ("ZIPCode", "State", "POName"),
        lambda path: read_zip_towns([path], PLAIN),
        number="ZIPCode",
    ),
    "rucc": Sample(
        RUCC_TEXT,
        ("FIPS", "Value"),
        lambda path: read_rucc([path], PLAIN),
        number="FIPS",
    ),
    "nchs 2013": Sample(
        NCHS_2013_TEXT,
        ("countyFIPS", "2013 code"),
        lambda path: read_nchs([path], PLAIN),
        number="countyFIPS",
    ),
    "nchs 2023": Sample(
        NCHS_2023_TEXT,
        ("STFIPS", "CTYFIPS"),
        lambda path: read_nchs([path], PLAIN),
        number="CTYFIPS",
    ),
    "ruca 2010": Sample(
        RUCA_2010_TEXT,
        ("tract_geoid", "ruca_primary", "ruca_secondary"),
        lambda path: read_ruca([path], RUCA),
        number="tract_geoid",
    ),
    "ruca 2020": Sample(
        RUCA_2020_TEXT,
        ("TractFIPS20", "PrimaryRUCA", "SecondaryRUCA"),
        lambda path: read_ruca([path], RUCA),
        number="TractFIPS20",
    ),
    "strata": Sample(
        STRATA_TEXT,
        ("geoid", "stratum"),
        lambda path: read_strata([path], COUNTY_STRATA),
        number="geoid",
    ),
    "tract crosswalk": Sample(
        TRACTS_TEXT,
        ("GEOID_TRACT_20", "GEOID_TRACT_10", "AREALAND_PART"),
        lambda path: read_tract_crosswalk([path], PLAIN),
        delimiter="|",
        number="AREALAND_PART",
    ),
    "svi": Sample(
        SVI_TEXT,
        ("FIPS", *(f"RPL_THEME{theme}" for theme in (1, 2, 3, 4)), "RPL_THEMES"),
        lambda path: read_svi([path], PLAIN),
        number="FIPS",
    ),
    "centers list": Sample(
        CENTERS_TEXT,
        ("name", "site_of_care"),
        lambda path: read_centers_list([path], CENTERS),
        number="lon",
    ),
    "nppes": Sample(
        provider_text(PROVIDERS),
        (
            "NPI",
            "Entity Type Code",
            "Provider Organization Name (Legal Business Name)",
            "Provider Business Practice Location Address State Name",
            "Healthcare Provider Taxonomy Code_1",
            "NPI Deactivation Date",
        ),
        lambda path: read_nppes([path], ANYWHERE),
        number="NPI",
        streamed=True,
        name="npidata_pfile_1-2.csv",
    ),
    "nppes, practice places": Sample(
        location_text([location(number, phone="2175550100") for number in range(1, 5)]),
        (
            "NPI",
            "Provider Secondary Practice Location Address- Address Line 1",
            "Provider Secondary Practice Location Address - City Name",
            "Provider Secondary Practice Location Address - State Name",
            "Provider Secondary Practice Location Address - Postal Code",
        ),
        lambda path: part_of_nppes(path, "locations"),
        number="NPI",
        streamed=True,
        name="pl_pfile_1-2.csv",
        may_be_empty=True,
    ),
    "nppes, other names": Sample(
        other_name_text([other_name(number, f"Suite {number}") for number in range(1, 5)]),
        (
            "NPI",
            "Provider Other Organization Name",
            "Provider Other Organization Name Type Code",
        ),
        lambda path: part_of_nppes(path, "other_names"),
        number="NPI",
        streamed=True,
        name="othername_pfile_1-2.csv",
        may_be_empty=True,
    ),
    "physician puf": Sample(
        puf_text([billed(number, code) for number in (1, 2) for code in ("96365", "96372")]),
        ("Rndrng_NPI", "HCPCS_Cd", "Place_Of_Srvc", "Tot_Benes", "Tot_Srvcs"),
        lambda path: read_physician_puf([path], PUF),
        number="Tot_Srvcs",
        streamed=True,
    ),
    "provider of services": Sample(
        pos_text([pos_row(f"14000{number}") for number in range(4)]),
        ("PRVDR_NUM", "PRVDR_CTGRY_CD", "PGM_TRMNTN_CD", "CHMTHRPY_SRVC_CD"),
        lambda path: read_provider_of_services([path], POS),
        number="PRVDR_NUM",
        streamed=True,
    ),
}
