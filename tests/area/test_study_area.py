"""Settings of a study area: what is refused, and that every fault is named at once."""

import re
from pathlib import Path

import pytest

from flows.folders import AREAS
from pipelines.area import AreaError, StudyArea, load_area

REPOSITORY = Path(__file__).parents[2]
SHIPPED = sorted(AREAS.glob("*.toml")) + sorted((REPOSITORY / "tests" / "areas").glob("*.toml"))

MINIMAL = """
[area]
name = "tiny"
title = "Tiny"

[sources.population]
kind = "cenpop"
files = ["people.txt"]
publisher = "p"
vintage = "2020"
licence = "l"

[sources.counties]
files = ["counties.zip"]
publisher = "p"
vintage = "2020"
licence = "l"

[sources.roads]
kind = "osm_pbf"
files = ["roads.osm.pbf"]
publisher = "p"
vintage = "2020"
licence = "l"

[sources.hospitals]
kind = "hifld"
files = ["hospitals.csv"]
publisher = "p"
vintage = "2020"
licence = "l"
"""


def load(tmp_path: Path, text: str) -> StudyArea:
    path = tmp_path / "tiny.toml"
    path.write_text(text, encoding="utf-8")
    return load_area(path)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_areas_are_valid_and_named_after_their_file(path: Path) -> None:
    assert load_area(path).name == path.stem


def test_defaults_are_the_designs(tmp_path: Path) -> None:
    area = load(tmp_path, MINIMAL)
    assert area.measures.within_min == (15, 30, 45, 60)
    assert area.roads.snapping == "edges"
    assert area.folder == tmp_path.resolve()


PEOPLE_WHO_BILL = """
[sources.physician_puf]
files = ["puf.csv"]
publisher = "p"
vintage = "2023"
licence = "l"
"""
REGISTRY = PEOPLE_WHO_BILL.replace("physician_puf", "nppes")
GEOCODED = "[facilities]\ngeocoder = 'census'\n"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (PEOPLE_WHO_BILL, "not who they are: add sources.nppes"),
        (REGISTRY, "add sources.zip_centroids or set facilities.geocoder = 'census'"),
        (REGISTRY + "[facilities]\ndefinition = 'billing'", "add sources.physician_puf"),
        (REGISTRY + "[facilities]\nmin_infusions = 0", "facilities.min_infusions"),
    ],
)
def test_registries_that_do_not_suffice_are_refused(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(AreaError, match=re.escape(said)):
        load(tmp_path, MINIMAL + more)


NCHS = PEOPLE_WHO_BILL.replace("physician_puf", "nchs")
SCHEME = "[measures]\nstratum_scheme = "


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (SCHEME + "'nchs'", "whose codes no source tells: add sources.nchs"),
        (NCHS + SCHEME + "'ruca'", "add sources.ruca"),
        (NCHS + SCHEME + "'hrsa'", "add sources.ruca, and sources.rucc or sources.nchs"),
        (SCHEME + "'census'", "add sources.urban_areas"),
        (
            PEOPLE_WHO_BILL.replace("physician_puf", "tract_crosswalk"),
            "sources.ruca with census = 2010",
        ),
        (SCHEME + "'custom'", "add sources.strata"),
        (NCHS + "[roads]\npeak_factors = {micropolitan = 0.9}", "peak_factors names micropolitan"),
        (
            "[roads]\npeak_factors = {urban = 0.9}",
            "the strata of an area without codes do not have",
        ),
    ],
)
def test_strata_need_their_codes(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(AreaError, match=re.escape(said)):
        load(tmp_path, MINIMAL + more)


def test_strata_follow_nchs_only_where_its_codes_are_read(tmp_path: Path) -> None:
    assert load(tmp_path, MINIMAL).stratum_scheme is None
    assert load(tmp_path, MINIMAL + NCHS).stratum_scheme == "nchs"
    assert load(tmp_path, MINIMAL + SCHEME + "'cms'").stratum_scheme == "cms"


def test_adequacy_counts_people_of_65_and_over_where_the_source_has_them(tmp_path: Path) -> None:
    assert load(tmp_path, MINIMAL).adequacy_counts == "population"
    columns = "geoid = 'a', lon = 'b', lat = 'c', population = 'd', adults_65_plus = 'e'"
    csv = MINIMAL.replace('kind = "cenpop"', f'kind = "csv"\ncolumns = {{{columns}}}')
    assert load(tmp_path, csv).adequacy_counts == "adults_65_plus"
    everyone = load(tmp_path, csv + "[measures]\ncounted = 'population'")
    assert everyone.adequacy_counts == "population"


def test_a_place_by_name_is_for_osmnx_alone(tmp_path: Path) -> None:
    named = MINIMAL.replace('"roads.osm.pbf"', '"osmnx:Plymouth, New Hampshire"')
    with pytest.raises(AreaError, match="osmnx:PLACE needs kind = 'osmnx'"):
        load(tmp_path, named)
    area = load(tmp_path, named.replace('"osm_pbf"', '"osmnx"'))
    assert area.sources.roads.files == ("osmnx:Plymouth, New Hampshire",)


def test_evidence_of_hospitals_needs_hospitals(tmp_path: Path) -> None:
    hospitals = MINIMAL.index("[sources.hospitals]")
    text = MINIMAL[:hospitals] + PEOPLE_WHO_BILL.replace("physician_puf", "cost_reports")
    with pytest.raises(AreaError, match=r"add sources\.hospitals"):
        load(tmp_path, text + REGISTRY + GEOCODED)


def test_the_registry_of_providers_alone_may_name_the_centers(tmp_path: Path) -> None:
    hospitals = MINIMAL.index("[sources.hospitals]")
    area = load(tmp_path, MINIMAL[:hospitals] + REGISTRY + GEOCODED)
    assert area.facilities.definition == "combined"
    assert area.facilities.geocoder == "census"


def test_every_fault_is_listed_with_its_place(tmp_path: Path) -> None:
    text = MINIMAL.replace('name = "tiny"', 'name = "Tiny Town"').replace(
        'kind = "hifld"', 'kind = "x"'
    )
    with pytest.raises(AreaError) as caught:
        load(tmp_path, text + "\n[measures]\nwithin_min = [30, 15]\n")
    message = str(caught.value)
    for place in ("area.name", "sources.hospitals.kind", "within_min must ascend"):
        assert place in message
    assert "3 faults" in message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Tiny"', 'titel = "Tiny"', r"area\.titel"),
        (
            'kind = "cenpop"',
            'kind = "csv"',
            "columns must also declare geoid, lat, lon, population",
        ),
        ('files = ["people.txt"]', "files = []", r"sources\.population\.files"),
        ('kind = "osm_pbf"', 'kind = "gmns"', "exactly two files"),
        ('kind = "hifld"', 'kind = "cms"', "add sources.zip_centroids"),
        (
            'title = "Tiny"',
            'title = "Tiny"\nbufer_mi = 30',
            r"1 fault\n  area\.bufer_mi: there is no such setting; did you mean 'buffer_mi'\?",
        ),
        (
            'title = "Tiny"',
            'title = "Tiny"\nwidth = 30',
            r"area\.width: there is no such setting; there are name, title, .*, projected_crs$",
        ),
        (
            "[sources.hospitals]",
            "[sources.rucs]\n[sources.hospitals]",
            r"sources\.rucs: there is no such setting; did you mean 'ruc.'",
        ),
        (
            'kind = "hifld"',
            'kind = "hifld"\nstatus = ["OPEN"]',
            r"sources\.hospitals\.status: there is no such setting; did you mean 'statuses'",
        ),
        (
            "[sources.hospitals]",
            '[[scenarios.openings]]\nname = "A"\nlon = -72\nlat = 44\nsite = "x"\n[sources.hospitals]',
            r"scenarios\.openings\.0\.site: there is no such setting; there are name, lon, lat, site_of_care",
        ),
        (
            'title = "Tiny"',
            'title = "T"\ncounties = [33007]',
            r"counties\.0: .* in quotes.*, not 33007",
        ),
        (
            'title = "Tiny"',
            'title = "T"\nprojected_crs = "EPSG:nope"',
            "is no CRS that PROJ knows, such as 'EPSG:5070', not 'EPSG:nope'",
        ),
        (
            'title = "Tiny"',
            'title = "T"\nprojected_crs = "EPSG:4326"',
            "projected_crs: a projection in metres is needed, which WGS 84 is not",
        ),
        (
            'title = "Tiny"',
            'title = "T"\nprojected_crs = "EPSG:2263"',
            "projected_crs: a projection in metres is needed, which NAD83 / New York",
        ),
        ("[sources.hospitals]", "[sources.clinics]", "clinics"),
        (
            'files = ["people.txt"]',
            'files = ["people.txt"]\nsha256 = ["a", "b"]',
            "2 checksums for 1 files",
        ),
        (
            "[sources.hospitals]",
            '[measures]\ncounted = "adults_65_plus"\n[sources.hospitals]',
            "measures.counted is 'adults_65_plus', which no source of people declares",
        ),
        (
            "[sources.hospitals]",
            '[measures]\ndeprivation = "adi"\n[sources.hospitals]',
            "measures.deprivation is 'adi'",
        ),
        (
            "[sources.hospitals]",
            '[measures]\nmargin = "people_moe"\n[sources.hospitals]',
            "measures.margin is 'people_moe', which no source of people declares",
        ),
        (
            "[sources.hospitals]",
            '[measures]\nmargin = "population"\n[sources.hospitals]',
            "measures.margin is 'population', which counts people",
        ),
    ],
)
def test_a_fault_is_said_plainly(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in MINIMAL
    with pytest.raises(AreaError, match=said):
        load(tmp_path, MINIMAL.replace(old, new, 1))


def test_missing_and_broken_files_are_area_errors(tmp_path: Path) -> None:
    with pytest.raises(AreaError, match="no such area file"):
        load_area(tmp_path / "nowhere.toml")
    with pytest.raises(AreaError, match="not a TOML file"):
        load(tmp_path, "area = [")


def test_digest_follows_the_settings_and_not_the_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    here, there = load(tmp_path, MINIMAL), load(tmp_path / "elsewhere", MINIMAL)
    assert here.digest() == there.digest()
    slower = load(tmp_path, MINIMAL + "\n[roads]\nspeed_factor = 0.8\n")
    assert slower.digest() != here.digest()


def test_in_area_follows_counties_before_states(tmp_path: Path) -> None:
    everywhere = load(tmp_path, MINIMAL)
    assert everywhere.in_area("17031")
    state = load(tmp_path, MINIMAL.replace('title = "Tiny"', 'title = "T"\nstates = ["17"]'))
    assert state.in_area("17031") and not state.in_area("18089")
    county = load(
        tmp_path,
        MINIMAL.replace('title = "Tiny"', 'title = "T"\nstates = ["17"]\ncounties = ["18089"]'),
    )
    assert county.in_area("18089") and not county.in_area("17031")


@pytest.mark.parametrize("code", ["VT", "vt", "50"])
def test_states_are_understood_by_letters_and_digits(tmp_path: Path, code: str) -> None:
    named = MINIMAL.replace('title = "Tiny"', f'title = "Tiny"\nstates = ["{code}"]')
    registry = REGISTRY + f'states = ["{code}"]\n' + GEOCODED
    area = load(tmp_path, named + registry)
    assert area.area.states == ("50",)
    assert area.in_area("50007") and not area.in_area("33001")
    assert area.sources.nppes is not None and area.sources.nppes.states == ("VT",)
    assert area.digest() == load(tmp_path, (named + registry).replace(code, "VT")).digest()


def test_a_wrong_state_is_answered_with_the_code_to_write(tmp_path: Path) -> None:
    with pytest.raises(AreaError) as caught:
        load(
            tmp_path,
            MINIMAL.replace(
                '"Tiny"', '"Tiny"\nstates = ["Vermont", 5, "99"]\ncounties = [50007, "007"]'
            ),
        )
    said = str(caught.value)
    assert re.search(r"area\.states\.0: .*, \"VT\" or \"50\", not 'Vermont'", said)
    assert 'in quotes: "05", not 5' in said
    assert said.count("five FIPS digits in quotes") == 2
    assert "area.states.2" in said and 'such as "VT" or "50"' in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("time_factors = [1.25, 1.5]", "have 1 among them"),
        ("time_factors = [1.5, 1.0]", "must ascend"),
        ("siting_new_sites = [3, 3]", "ascend without repeats"),
        ("siting_cap_min = 20", "must not be below siting_within_min"),
        ('closures = ["hifld:1", "hifld:2", "hifld:1"]', "closures names hifld:1 twice"),
        ("siting_share = 1.01", "siting_share"),
    ],
)
def test_a_scenario_that_makes_no_sense_is_refused(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(AreaError, match=said):
        load(tmp_path, f"{MINIMAL}\n[scenarios]\n{line}\n")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("[measures]\nwithin_min = [1, 30, 240]", "more than 1.2 minutes"),
        ("[measures]\nwithin_min = [30, 30.1]", "lie too close together"),
        ("[measures]\nwithin_min = [5, 1440]", "more than 7.2 minutes"),
        ("[measures]\nwithin_min = [5, inf]", r"within_min\.1: .*finite number"),
        ("[measures]\ngap_min = 1441", "less than or equal to 1440"),
        ("[roads]\nmax_snap_mi = inf", "max_snap_mi: .*finite number"),
        ("[roads]\njunction_delay_s = inf", "junction_delay_s: .*finite number"),
        ("[roads]\njunction_delay_s = 1e300", "junction_delay_s: .*less than or equal to 3600"),
        (
            "[roads]\nspeeds_mph = {primary = 1e-9}",
            "speeds_mph.primary: .*greater than or equal to 1",
        ),
        ("[roads]\nspeed_factor = 1e-9", "speed_factor: .*greater than or equal to 0.1"),
        ("[roads]\nconnector_count = 99999999999999999999", "connector_count: .*1000"),
        ("[measures]\ncatchment_cell_m = 0.001", "catchment_cell_m: .*greater than or equal to 10"),
        ("[scenarios]\ntime_factors = [1.0, 1e12]", r"time_factors\.1: .*less than or equal to 10"),
    ],
)
def test_a_number_that_cannot_be_meant_is_refused(tmp_path: Path, setting: str, said: str) -> None:
    with pytest.raises(AreaError, match=said):
        load(tmp_path, f"{MINIMAL}\n{setting}\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a = " + b"[" * 5000 + b"]" * 5000, "nested too deeply"),
        (b"a = " + b"9" * 5000, "not a TOML file"),
        (b"\xef\xbb\xbf", "Field required"),
        (b"\xff\xfe", "not a TOML file"),
    ],
)
def test_whatever_is_no_area_file_is_told_in_words(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "odd.toml"
    path.write_bytes(content)
    with pytest.raises(AreaError, match=said):
        load_area(path)
    with pytest.raises(AreaError, match="cannot be read: Is a directory"):
        load_area(tmp_path)


def test_a_mark_before_the_settings_makes_no_difference(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufeff" + MINIMAL) == load(tmp_path, MINIMAL)


def test_thresholds_a_little_farther_apart_are_taken(tmp_path: Path) -> None:
    area = load(tmp_path, f"{MINIMAL}\n[measures]\nwithin_min = [1.3, 30, 240]\n")
    assert area.measures.within_min == (1.3, 30.0, 240.0)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('name = "x"', "scenarios.case.0: the case 'x' changes nothing"),
        ('name = "x"\ntime_factor = 0', "scenarios.case.0.time_factor: .* or equal to 0.1"),
        ('name = "x"\nclosures = ["a", "a"]', "closures names a twice"),
        ('name = ""\ntime_factor = 2', "scenarios.case.0.name"),
        (
            'name = "x"\ntime_factor = 2\n[[scenarios.case]]\nname = "x"\ntime_factor = 3',
            "case names x twice",
        ),
        ('name = "x"\nclosure = ["a"]', "did you mean 'closures'"),
        ('name = "x"\ndefinition = "registry"', "case 'x': .* 'registry' needs sources.nppes"),
        (
            'name = "x"\n[[scenarios.case.openings]]\nname = "Ash"\nlon = 44.0\nlat = -172.0',
            "scenarios.case.0.openings.0.lat",
        ),
    ],
)
def test_a_case_that_makes_no_sense_is_refused(tmp_path: Path, lines: str, said: str) -> None:
    with pytest.raises(AreaError, match=said):
        load(tmp_path, f"{MINIMAL}\n[[scenarios.case]]\n{lines}\n")


def test_a_case_holds_all_its_changes(tmp_path: Path) -> None:
    opening = '[[scenarios.case.openings]]\nname = "Ash"\nlon = -72.0\nlat = 44.0\n'
    text = (
        f'{MINIMAL}\n[[scenarios.case]]\nname = "x"\nclosures = ["a"]\ntime_factor = 1.2\n{opening}'
    )
    (case,) = load(tmp_path, text).scenarios.case
    assert (case.closures, case.time_factor, case.definition) == (("a",), 1.2, None)
    assert case.openings[0].name == "Ash"


def test_openings_are_read_with_their_site_of_care(tmp_path: Path) -> None:
    table = '[[scenarios.openings]]\nname = "Ash"\nlon = -72.0\nlat = 44.0\n'
    (opening,) = load(tmp_path, f"{MINIMAL}\n{table}").scenarios.openings
    assert (opening.name, opening.site_of_care) == ("Ash", "office_based")
    with pytest.raises(AreaError, match="openings names Ash twice"):
        load(tmp_path, f"{MINIMAL}\n{table}{table}")


def test_shipped_areas_never_leave_the_repository() -> None:
    for path in AREAS.glob("*.toml"):
        written = path.read_text(encoding="utf-8").partition("\n")[
            2
        ]  # the first line names the schema
        assert "../" not in written, path


def test_the_hsd_file_needs_the_crosswalk_of_its_codes(tmp_path: Path) -> None:
    common = 'files = ["x"]\npublisher = "p"\nvintage = "2026"\nlicence = "l"\n'
    with pytest.raises(AreaError, match=r"add sources\.ssa_fips beside sources\.hsd"):
        load(tmp_path, MINIMAL + "[sources.hsd]\n" + common)
    both = MINIMAL + "[sources.hsd]\n" + common + "[sources.ssa_fips]\n" + common
    hsd = load(tmp_path, both).sources.hsd
    assert hsd is not None
    assert hsd.specialty_code == "057"
