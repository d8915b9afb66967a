"""Providers of NPPES: who is kept, what is told of them, and what is refused."""

import csv
import io
import zipfile
from datetime import datetime

import pandas as pd
import pytest

from pipelines.area import NppesSource
from pipelines.sources.facilities.nppes import read_nppes
from pipelines.sources.facilities.nppes_columns import PROVIDER, provider_header
from pipelines.sources.reading import SourceError
from pipelines.sources.tables.npi import are_npi
from pipelines.vocabulary.registry_codes import wanted_taxonomy
from tests.sources.nppes_worlds import (
    ABOUT,
    ANYWHERE,
    ILLINOIS,
    RADIATION_CLINIC,
    archive,
    deactivation_report,
    location,
    location_text,
    npi,
    other_name,
    other_name_text,
    provider,
    provider_text,
)

SAME_PLACE = "the same place of this NPI is there already; left out, not a fault"


def read(tmp_path, providers, locations=(), names=(), settings=ANYWHERE, **keywords):
    path = archive(
        tmp_path / "NPPES_Data_Dissemination_February_2026_V2.zip", providers, locations, names
    )
    return read_nppes([path], settings, **keywords)


def numbers(frame):
    """Turn NPIs back into the numbers that they were made of."""
    return [int(value[:9]) - 100_000_000 for value in frame["npi"]]


def test_a_provider_is_told_in_full(tmp_path):
    row = provider(
        1,
        address_2="STE 5",
        other_organization_name="DRIP & CO",
        other_organization_name_type="3",
        official_last_name="DOE",
        official_title="CEO",
        is_subpart="Y",
        is_sole_proprietor="X",
        parent_name="BIG HEALTH",
        taxonomy_2="207RR0500X",
        switch_2="N",
        group_2="193200000X",
    )
    reading = read(tmp_path, [row])
    told = reading.table.iloc[0]
    assert told["npi"] == npi(1)
    assert told["entity_type"] == "organization"
    assert (told["address_1"], told["address_2"]) == ("1 MAIN ST", "STE 5")
    assert (told["city"], told["state"], told["zip"], told["zip4"]) == (
        "QUINCY",
        "IL",
        "62301",
        "1234",
    )
    assert told["enumerated_on"] == datetime(2005, 5, 23)
    assert told["is_active"]
    assert told["is_subpart"]
    assert pd.isna(told["is_sole_proprietor"])
    assert (told["parent_name"], told["official_last_name"], told["official_title"]) == (
        "BIG HEALTH",
        "DOE",
        "CEO",
    )
    assert told["taxonomy"] == "261QI0500X"
    taxonomies = reading.more["taxonomies"]
    assert taxonomies["taxonomy"].tolist() == ["261QI0500X", "207RR0500X"]
    assert taxonomies["is_primary"].tolist() == [True, False]
    assert taxonomies["taxonomy_group"].fillna("").tolist() == ["", "193200000X"]
    names = reading.more["other_names"]
    assert names[["name", "name_type"]].to_numpy().tolist() == [["DRIP & CO", "doing business as"]]
    assert reading.rows_read == 1
    assert len(reading.rejected) == 0


def test_a_code_of_infusion_in_any_place_is_enough(tmp_path):
    rows = [
        provider(1, taxonomy_1="207R00000X", taxonomy_15="207RH0003X"),
        provider(2, taxonomy_1=RADIATION_CLINIC),
        provider(3, taxonomy_1="363LF0000X"),
        provider(4, taxonomy_1=""),
    ]
    reading = read(tmp_path, rows)
    assert numbers(reading.table) == [1, 3]
    assert reading.rows_read == 4


def test_primary_code_is_the_one_switched_else_the_first(tmp_path):
    rows = [
        provider(1, taxonomy_1="207R00000X", switch_1="N", taxonomy_2="207RR0500X", switch_2="Y"),
        provider(2, taxonomy_1="207R00000X", switch_1="X", taxonomy_2="207RR0500X", switch_2="X"),
        provider(3, taxonomy_1="", switch_1="", taxonomy_3="207RR0500X", switch_3="N"),
    ]
    reading = read(tmp_path, rows)
    assert reading.table["taxonomy"].tolist() == ["207RR0500X", "207R00000X", "207RR0500X"]
    assert reading.more["taxonomies"]["is_primary"].astype(object).tolist() == [
        False,
        True,
        pd.NA,
        pd.NA,
        False,
    ]


def test_place_is_told_by_state_or_zip(tmp_path):
    rows = [
        provider(1),
        provider(2, state="il"),
        provider(3, state="MO", zip="631019999"),
        provider(4, state="MO", zip="640010000"),
        provider(5, state="ILLINOIS", zip="62301"),
    ]
    assert numbers(read(tmp_path, rows, settings=ILLINOIS).table) == [1, 2]
    both = NppesSource(states=("IL",), zip_prefixes=("631", "6230"), **ABOUT)
    assert numbers(read(tmp_path, rows, settings=both).table) == [1, 2, 3, 5]


def test_a_further_place_in_the_area_counts(tmp_path):
    rows = [provider(1, state="MO"), provider(2, state="MO"), provider(3, taxonomy_1="207R00000X")]
    places = [location(1), location(2, state="MO"), location(3)]
    reading = read(tmp_path, rows, places, settings=ILLINOIS)
    assert numbers(reading.table) == [1]
    places = reading.more["locations"]
    assert places["is_primary"].tolist() == [True, False]
    assert places["address_1"].tolist() == ["1 MAIN ST", "9 Side St"]
    assert places["state"].tolist() == ["MO", "IL"]


def test_a_place_told_twice_counts_once(tmp_path):
    places = [location(1), location(1, address_1="9 SIDE ST"), location(1, address_1="8 Side St")]
    reading = read(tmp_path, [provider(1)], places)
    assert reading.more["locations"]["address_1"].tolist() == [
        "1 MAIN ST",
        "9 Side St",
        "8 Side St",
    ]
    assert reading.rejected["reason"].tolist() == [SAME_PLACE]
    assert reading.rejected["source_file"].str.endswith("pl_pfile").all()


def test_other_names_are_those_of_kept_providers(tmp_path):
    names = [other_name(1, "SUITE ONE"), other_name(2, "ELSEWHERE"), other_name(1, "OLD LLC", "4")]
    rows = [provider(1), provider(2, state="MO")]
    reading = read(tmp_path, rows, names=names, settings=ILLINOIS)
    told = reading.more["other_names"]
    assert told["name"].tolist() == ["SUITE ONE", "OLD LLC"]
    assert told["name_type"].tolist() == ["doing business as", "former legal business name"]


def test_named_npis_are_kept_whatever_they_are(tmp_path):
    rows = [provider(1), provider(2, state="MO", taxonomy_1="207R00000X"), provider(3, state="MO")]
    reading = read(tmp_path, rows, settings=ILLINOIS, also_npi={npi(2)})
    assert numbers(reading.table) == [1, 2]


def test_deactivated_and_reactivated(tmp_path):
    gone = dict.fromkeys(provider(0), "") | {"npi": npi(3), "deactivated_on": "02/03/2020"}
    rows = [
        provider(1, deactivated_on="02/03/2020"),
        provider(2, deactivated_on="02/03/2020", reactivated_on="02/03/2021"),
        gone,
    ]
    reading = read(tmp_path, rows, also_npi={npi(3)})
    assert reading.table["is_active"].tolist() == [False, True, False]
    assert reading.table["entity_type"].isna().tolist() == [False, False, True]
    assert len(reading.rejected) == 0


@pytest.mark.parametrize("name", ["report.xlsx", "NPPES_Deactivated_NPI_Report_020926_V2.zip"])
def test_report_of_deactivated_npis(tmp_path, name):
    monthly = archive(
        tmp_path / "monthly.zip",
        [
            provider(1),
            provider(2, deactivated_on="01/01/2010", reactivated_on="01/01/2011"),
            provider(3),
        ],
    )
    report = deactivation_report(
        tmp_path / name, [(npi(1), "02/09/2026"), (int(npi(2)), datetime(2026, 1, 5)), ("12", "x")]
    )
    reading = read_nppes([monthly, report], ANYWHERE)
    assert reading.table["is_active"].tolist() == [False, False, True]
    assert reading.table["deactivated_on"].tolist()[:2] == [
        datetime(2026, 2, 9),
        datetime(2026, 1, 5),
    ]
    assert "not ten digits" in reading.rejected["reason"].iloc[0]
    assert reading.rows_read == 6


def test_members_may_come_unpacked_and_gzipped(tmp_path):
    rows, places, names = [provider(1)], [location(1)], [other_name(1, "A")]
    packed = read(tmp_path, rows, places, names)
    paths = []
    for name, text in (
        ("npidata_pfile_1-2.csv", provider_text(rows)),
        ("pl_pfile_1-2.csv", location_text(places)),
        ("othername_pfile_1-2.csv", other_name_text(names)),
    ):
        paths.append(tmp_path / name)
        paths[-1].write_text(text)
    reading = read_nppes(paths, ANYWHERE)
    plain = reading.table.drop(columns="source_file")
    assert plain.equals(packed.table.drop(columns="source_file"))
    for name in ("taxonomies", "locations", "other_names"):
        ours, theirs = (r.more[name].drop(columns="source_file") for r in (reading, packed))
        assert ours.equals(theirs)


def test_wrong_npi_entity_and_repeats_are_refused(tmp_path):
    rows = [
        provider(1),
        provider(1, address_1="2 OTHER ST"),
        provider(2, npi="1234567890"),
        provider(3, npi="123"),
        provider(4, entity_type="3"),
        provider(5, entity_type=""),
        *(provider(number) for number in range(6, 12)),
    ]
    reading = read(tmp_path, rows)
    assert numbers(reading.table) == [1, 6, 7, 8, 9, 10, 11]
    reasons = reading.rejected.set_index("source_row")["reason"]
    assert "is there already" in reasons[2]
    assert "npi 1234567890 is not ten digits with a right check digit" in reasons[3]
    assert "npi 123 is not" in reasons[4]
    assert "entity_type 3 is not 1" in reasons[5]
    assert "entity_type (blank)" in reasons[6]


def test_faulty_npi_of_another_trade_is_refused_as_well(tmp_path):
    rows = [provider(1), provider(2), provider(3, npi="x", taxonomy_1="207R00000X", state="MO")]
    reading = read(tmp_path, rows, settings=ILLINOIS)
    assert reading.rejected["source_row"].tolist() == [3]


def test_cells_that_are_none_become_null(tmp_path):
    reading = read(tmp_path, [provider(1, zip="1234", updated_on="2024-01-02")])
    assert reading.table[["zip", "updated_on"]].isna().all(axis=None)
    assert reading.rejected["column_name"].tolist() == ["updated_on", "zip"]
    abroad = read(tmp_path, [provider(1, zip="K1A 0B1", country="CA", state="Ontario")])
    assert abroad.table["zip"].isna().all()
    assert len(abroad.rejected) == 0


def test_columns_shifted_behind_the_npi_are_refused(tmp_path):
    """Such rows have the right width and a sound NPI, and would pass for providers of another trade."""
    header = provider_header()
    text = provider_text([provider(number) for number in range(1, 5)])
    rows = list(csv.reader(io.StringIO(text)))
    rows[2] = [rows[2][0], *rows[2][2:], ""]
    rows[3] = [*rows[3][:5], "", *rows[3][5:-1]]
    path = tmp_path / "npidata_pfile_1-2.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    reading = read_nppes([path], ILLINOIS)
    assert numbers(reading.table) == [1, 4]
    refused = reading.rejected[reading.rejected["column_name"] == "country"]
    assert refused["source_row"].tolist() == [2, 3]
    assert refused["reason"].tolist() == [
        "country 2175550100 is not two letters",
        "country 623011234 is not two letters",
    ]
    behind = [*rows[1][:40], "1 LICENCE", *rows[1][40:-1]]
    behind[header.index("Healthcare Provider Taxonomy Code_1")] = "2175550100"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([rows[0], *([rows[1]] * 2), rows[4], behind])
    last = read_nppes([path], ILLINOIS).rejected.iloc[-1]
    assert last["source_row"] == 4
    assert last["reason"] == "taxonomy_1 2175550100 is not ten characters that end in X"


def test_shifted_practice_places_are_refused(tmp_path):
    rows = [location(1, phone="2175550100"), location(1, address_1="8 Side St")]
    shifted = location(2, address_1="", address_2="9 Side St", city="", state="Quincy", zip="IL")
    shifted["country"] = "62301"
    reading = read(tmp_path, [provider(1), provider(2)], [*rows, shifted], settings=ILLINOIS)
    assert reading.rejected["source_row"].tolist() == [3]
    assert reading.rejected["reason"].tolist() == ["country 62301 is not two letters"]


def test_unknown_codes_are_noted(tmp_path):
    row = provider(1, is_subpart="Q", is_sole_proprietor="X", other_organization_name="A")
    row["other_organization_name_type"] = "9"
    reading = read(tmp_path, [row], names=[other_name(1, "B", "8")])
    assert reading.table["is_subpart"].isna().all()
    assert reading.more["other_names"]["name_type"].isna().all()
    told = " | ".join(reading.rejected["reason"])
    assert "is_subpart Q is not one of Y, N, X; the cell is null" in told
    assert "other_organization_name_type 9 is not one of 1, 2, 3, 4, 5" in told
    assert "name_type 8 is not one of 1, 2, 3, 4, 5" in told
    assert len(reading.rejected) == 3


@pytest.mark.parametrize("again", ["npidata_pfile", "pl_pfile", "othername_pfile"])
def test_archive_with_a_member_twice(tmp_path, again):
    path = archive(tmp_path / "a.zip", [provider(1)])
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(f"{again}_20260101-20260107.csv", "NPI\n")
    with pytest.raises(SourceError, match=rf"a\.zip: is an archive with 2 members like {again}\*"):
        read_nppes([path], ANYWHERE)


def test_nobody_there(tmp_path):
    with pytest.raises(SourceError, match=r"none of 2 rows has a taxonomy code .* in IL, MO"):
        read(
            tmp_path,
            [provider(1, state="CA"), provider(2, state="CA")],
            settings=NppesSource(states=("IL", "MO"), **ABOUT),
        )


def test_archive_of_something_else(tmp_path):
    report = deactivation_report(tmp_path / "report.xlsx", [(npi(1), "02/09/2026")])
    with pytest.raises(SourceError, match="no file of the source is npidata_pfile"):
        read_nppes([report], ANYWHERE)


def test_message_names_the_members_of_an_archive(tmp_path):
    path = archive(tmp_path / "a.zip", [provider(1)])
    cut = tmp_path / "cut.zip"
    cut.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(SourceError, match=r"cut\.zip: cannot be unpacked"):
        read_nppes([cut], ANYWHERE)


def test_real_places_are_read(shared_data, tmp_path):
    folder = shared_data.parent / "reference/formats/01_nppes/_full"
    path = folder / "pl_pfile_20251103-20251109.csv"
    with path.open() as file:
        rows = list(csv.reader(file))[1:]
    monthly = archive(tmp_path / "monthly.zip", [provider(1, npi=rows[0][0])])
    unpacked = tmp_path / "npidata_pfile.csv"
    unpacked.write_text(provider_text([provider(1, npi=rows[0][0])]))
    reading = read_nppes([unpacked, path], ANYWHERE)
    assert reading.rows_read == len(rows) + 1
    distinct = {(*(value.upper() for value in row[:5]), row[5][:5], row[6]) for row in rows}
    repeats = reading.rejected["reason"].eq(SAME_PLACE)
    assert repeats.sum() == len(rows) - len(distinct)
    own = {row for row in distinct if row[0] == rows[0][0]}
    assert len(reading.more["locations"]) == len(own) + 1
    assert read_nppes([monthly], ANYWHERE).rows_read == 1


def test_same_as_reading_all_of_it_with_the_csv_module(tmp_path):
    """A few thousand messy rows: quotes, commas, line breaks, Windows letters, short and long rows."""
    header = provider_header()
    lines = [",".join(f'"{name}"' for name in header).encode()]
    states = ("IL", "MO", "IA", "WI")
    codes = ("261QI0500X", "207R00000X", "363LF0000X", "207RG0100X", "225100000X")
    names = ('THE "OLD" CLINIC', "A, B & C", "TWO\nLINES", "MUÑOZ", "PLAIN")
    for number in range(3000):
        row = provider(
            number,
            organization_name=names[number % 5],
            state=states[number % 4],
            taxonomy_1=codes[number % 5 if number % 7 else 1],
            taxonomy_3=codes[(number // 3) % 5],
        )
        text = provider_text([row]).split("\n", 1)[1].rstrip("\n")
        if number % 35 == 1:
            text += ',"one too many"'
        lines.append(text.encode("cp1252" if number % 2 else "utf-8"))
    path = tmp_path / "npidata_pfile_1-2.csv"
    path.write_bytes(b"\n".join(lines) + b"\n")

    reading = read_nppes([path], ILLINOIS)

    place = {name: header.index(columns[0]) for name, columns in PROVIDER.items()}
    expected = []
    wide = []
    decoded = "\n".join(_decoded(line) for line in lines)
    for number, row in enumerate(list(csv.reader(io.StringIO(decoded)))[1:], start=1):
        if len(row) != len(header):
            wide.append(number)
        elif row[place["state"]] == "IL" and any(
            wanted_taxonomy(row[place[f"taxonomy_{i}"]]) for i in range(1, 16)
        ):
            expected.append((number, row[place["npi"]], row[place["organization_name"]]))
    told = reading.table[["source_row", "npi", "organization_name"]]
    assert list(told.itertuples(index=False, name=None)) == expected
    assert reading.rejected["source_row"].tolist() == wide
    assert reading.rows_read == 3000
    assert are_npi(reading.table["npi"]).all()
    assert len(expected) > 300


def _decoded(line):
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252")
