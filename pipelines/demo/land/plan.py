"""The plan of the fictional state: its outline, counties, corridors and who lives where.

Everything that a person would draw on a sketch is here as data, in kilometres east and north of the state's
middle; the other modules add the wiggles. The state lies in the open Atlantic, its FIPS code 03 is assigned
to no state and its postal code ZZ to no place, so nobody can take it for a real one.
"""

from __future__ import annotations

from typing import NamedTuple

STATE_NAME = "Meridia"
STATE_POSTAL = "ZZ"
STATE_FIPS = "03"

MIDDLE_LON, MIDDLE_LAT = -69.0, 35.25
"""Longitude and latitude of the plan's origin, degrees (NAD 83)."""

LOCAL_CRS = (
    f"+proj=laea +lat_0={MIDDLE_LAT} +lon_0={MIDDLE_LON} +datum=NAD83 +units=m +no_defs +type=crs"
)
"""Equal-area projection in metres around the plan's origin, so that areas and densities are true."""

KM = 1000.0
"""Metres in a kilometre."""

OUTLINE_KM = (
    *(
        (-208, 112),
        (-176, 168),
        (-118, 164),
        (-78, 186),
        (-34, 170),
        (-14, 158),
        (14, 163),
        (40, 184),
    ),
    *((98, 172), (116, 158), (152, 178), (204, 160), (219, 118), (196, 84), (192, 58), (209, 22)),
    *(
        (187, -8),
        (152, -19),
        (122, -29),
        (97, -43),
        (115, -61),
        (150, -70),
        (188, -80),
        (212, -128),
    ),
    *(
        (176, -166),
        (118, -184),
        (84, -170),
        (58, -158),
        (26, -182),
        (-36, -176),
        (-78, -160),
        (-96, -142),
    ),
    *(
        (-116, -160),
        (-150, -184),
        (-182, -166),
        (-158, -128),
        (-188, -112),
        (-213, -60),
        (-192, -12),
    ),
    *((-216, 36), (-196, 78)),
)
"""Coastline, clockwise; the inlet in the east is the bay at whose head the metropolis lies."""

FERRY_ISLAND_KM = ((177, -46), 9.5)
"""Centre and radius of the island in the bay's mouth, a county that only a ferry reaches."""

ISLET_KM = ((-219, -24), 3.0)
"""Centre and radius of an islet with a few roads that nothing connects to the rest, and no residents."""

RIVERS_KM = (
    (
        "Verity River",
        ((-128, 96), (-92, 70), (-52, 52), (-12, 24), (22, 6), (48, -14), (70, -34), (98, -43)),
    ),
    ("Olivia River", ((-20, -28), (-48, -58), (-74, -88), (-92, -118), (-96, -156))),
)
"""Rivers from source to mouth."""


class CountyPlan(NamedTuple):
    """One county of the plan.

    Attributes
    ----------
    name, seat
        Names of the county and of its seat.
    x_km, y_km
        About where the seat lies.
    population, seat_population
        People of the county and, of these, of the seat's built-up area.
    cbsa
        Core based statistical area that the county belongs to, named by its principal city; empty if none.
    towns
        How many towns besides the seat.
    hospitals, closed_hospitals
        Open general acute care or critical access hospitals, and closed ones.
    offices, pharmacies, stand_alones
        Office-based, pharmacy-based and stand-alone centers.
    """

    name: str
    seat: str
    x_km: float
    y_km: float
    population: int
    seat_population: int
    cbsa: str = ""
    towns: int = 0
    hospitals: int = 0
    closed_hospitals: int = 0
    offices: int = 0
    pharmacies: int = 0
    stand_alones: int = 0


METROPOLIS = "Port Verity"

COUNTIES = (
    CountyPlan("Verity", METROPOLIS, 78, -38, 1_520_000, 1_330_000, METROPOLIS, 5, 17, 1, 17, 3, 4),
    CountyPlan("Halden", "Halden Heights", 84, 4, 545_000, 190_000, METROPOLIS, 8, 4, 0, 14, 1, 1),
    CountyPlan("Brantley Vale", "Oakmere", 38, -8, 228_000, 74_000, METROPOLIS, 6, 2, 0, 7, 0, 1),
    CountyPlan("Corriden", "Corriden", 30, -52, 312_000, 96_000, METROPOLIS, 7, 2, 0, 9, 1, 1),
    CountyPlan("Saltmarsh", "Weyport", 70, -90, 268_000, 82_000, METROPOLIS, 6, 2, 0, 7, 0, 1),
    CountyPlan("Tollan", "Tollan Bay", 128, 8, 186_000, 58_000, METROPOLIS, 5, 1, 0, 5, 0, 0),
    CountyPlan("Eastmarch", "Larkhaven", 138, -98, 118_000, 41_000, METROPOLIS, 4, 1, 0, 3, 0, 0),
    CountyPlan("Marlowe", "Marlowe", 44, 116, 520_000, 371_000, "Marlowe", 5, 6, 0, 9, 2, 2),
    CountyPlan("Quenby", "Quenby", -4, 140, 58_000, 14_500, "Marlowe", 2, 0, 1, 1, 0, 0),
    CountyPlan("Astor Ridge", "Astor", 86, 138, 79_000, 23_000, "Marlowe", 3, 1, 0, 2, 0, 0),
    CountyPlan(
        "Santa Olivia",
        "Santa Olivia",
        -88,
        -106,
        304_000,
        216_000,
        "Santa Olivia",
        4,
        4,
        0,
        7,
        1,
        1,
    ),
    CountyPlan("Wendover", "Wendover", -48, -138, 47_000, 11_500, "Santa Olivia", 2, 1, 0, 1, 0, 0),
    CountyPlan(
        "Kestrel", "Kestrel City", -20, 58, 172_000, 118_000, "Kestrel City", 3, 2, 0, 4, 0, 0
    ),
    CountyPlan("Harrow Sound", "Harrow", 168, 104, 149_000, 97_000, "Harrow", 3, 2, 0, 4, 0, 1),
    CountyPlan("Lindisay", "Lindisay", 136, 140, 27_000, 6_800, "Harrow", 2, 0, 0, 1, 0, 0),
    CountyPlan("Lorne", "Cape Lorne", -172, -84, 112_000, 68_000, "Cape Lorne", 3, 2, 0, 3, 0, 0),
    CountyPlan(
        "Barrowmere", "Barrow Falls", 18, -112, 84_000, 27_500, "Barrow Falls", 3, 1, 0, 1, 0, 0
    ),
    CountyPlan("Ostrander", "Ostrander", -12, -66, 61_000, 22_400, "Ostrander", 3, 1, 0, 0, 0, 0),
    CountyPlan("Dunmarra", "Dunmarra", -36, -2, 69_000, 26_000, "Dunmarra", 3, 1, 1, 1, 0, 0),
    CountyPlan("Tamsin", "Tamsin", -96, -52, 54_000, 17_800, "Tamsin", 3, 1, 0, 0, 0, 0),
    CountyPlan("Ellery", "Ellery Park", 128, 58, 87_000, 31_000, "Ellery Park", 4, 1, 0, 2, 0, 0),
    CountyPlan("Norrick", "Norrick", 92, 82, 47_000, 14_200, "Norrick", 2, 1, 0, 1, 0, 0),
    CountyPlan("Peñarosa", "Peñarosa", -142, -142, 44_000, 16_000, "Peñarosa", 2, 1, 0, 0, 0, 0),
    CountyPlan(
        "Sandoval Wells", "Sandoval", -112, 58, 51_500, 24_800, "Sandoval", 2, 1, 0, 0, 0, 0
    ),
    CountyPlan("Pellworm", "Pellworm", 146, -142, 58_000, 20_900, "Pellworm", 2, 1, 0, 1, 0, 0),
    CountyPlan("Northmark", "Saint Ebba", -58, 152, 12_400, 5_900, "", 2, 0, 0, 1, 0, 0),
    CountyPlan("Fellmoor", "Fellmoor", -112, 142, 5_200, 1_900, "", 1, 0, 0, 0, 0, 0),
    CountyPlan("Tarn", "Upper Tarn", -168, 132, 3_600, 1_300, "", 1, 0, 0, 0, 0, 0),
    CountyPlan("Cinder Butte", "Cinder", -164, 84, 7_400, 5_200, "", 1, 0, 0, 0, 0, 0),
    CountyPlan("Ashgrave", "Ashgrave", -72, 104, 4_300, 1_600, "", 1, 0, 0, 0, 0, 0),
    CountyPlan("Drywater", "Drywater", -190, 34, 9_300, 5_300, "", 1, 1, 0, 0, 0, 0),
    CountyPlan("Mesa Lorca", "Lorca", -142, 16, 7_200, 3_100, "", 1, 0, 1, 0, 0, 0),
    CountyPlan("Bracken", "Bracken", -74, 30, 13_800, 4_400, "", 2, 1, 0, 0, 0, 0),
    CountyPlan("Windrow", "Windrow", -142, -30, 16_300, 6_200, "", 2, 1, 0, 0, 0, 0),
    CountyPlan("Sorrel", "Sorrel", -66, -28, 21_500, 7_300, "", 3, 1, 0, 0, 0, 0),
    CountyPlan("Isley", "Isley", -134, -106, 18_700, 4_600, "", 3, 0, 0, 0, 0, 0),
    CountyPlan("Granby", "Granby Mills", 4, -152, 26_300, 8_600, "", 3, 1, 0, 1, 0, 0),
    CountyPlan("Cotter", "Cotter", 100, -150, 30_500, 4_700, "", 4, 0, 1, 1, 0, 0),
    CountyPlan("Merrow", "Merrow", 184, 40, 22_400, 6_400, "", 3, 1, 0, 0, 0, 0),
    CountyPlan("Hollin", "Hollin", 8, 98, 17_200, 4_200, "", 3, 0, 0, 0, 0, 0),
    CountyPlan("Gannet Isle", "Gannet", 177, -46, 6_400, 3_300, "", 1, 1, 0, 0, 0, 0),
)
"""Forty-one counties: together they cover every CMS county type and every code of NCHS and RUCC."""

INTERSTATES = (
    ("I 14", ("Cape Lorne", "Santa Olivia", "Ostrander", "Corriden", METROPOLIS)),
    ("I 37", ("Larkhaven", "Weyport", METROPOLIS, "Halden Heights", "Norrick", "Marlowe")),
    ("I 52", (METROPOLIS, "Oakmere", "Dunmarra", "Kestrel City", "Sandoval")),
    ("I 91", ("Halden Heights", "Ellery Park", "Harrow")),
)
"""Interstates by the seats that they pass."""

BELTWAY_KM = ("I 214", 15.5, 15.0, 300.0)
"""Name, radius in km and the arc in degrees (from east, counter-clockwise) of the metropolis's beltway."""

OTHER_HOSPITALS = (
    ("PSYCHIATRIC", METROPOLIS),
    ("PSYCHIATRIC", "Marlowe"),
    ("PSYCHIATRIC", "Tamsin"),
    ("REHABILITATION", METROPOLIS),
    ("REHABILITATION", "Halden Heights"),
    ("REHABILITATION", "Santa Olivia"),
    ("LONG TERM CARE", METROPOLIS),
    ("LONG TERM CARE", "Kestrel City"),
    ("CHILDREN", METROPOLIS),
    ("WOMEN", "Marlowe"),
    ("MILITARY", "Harrow"),
    ("SPECIAL", "Corriden"),
)
"""Hospitals that are no place for outpatient infusion, and the seat that each lies at."""
