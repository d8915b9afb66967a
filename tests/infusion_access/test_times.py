import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

import infusion_access as ia
from infusion_access.times import length_class


def times(*rows):
    return pd.DataFrame(rows, columns=["origin", "destination", "minutes"])


OURS = times(
    ("a", "x", 10.0), ("b", "x", 22.0), ("c", "x", 50.0), ("d", "x", None), ("e", "x", 5.0)
)
THEIRS = times(
    ("c", "x", 40.0), ("b", "x", 20.0), ("a", "x", 10.0), ("d", "x", 9.0), ("f", "y", 7.0)
)


def test_pairs_meet_by_name_whatever_their_order():
    pairs = ia.compare_times(OURS, THEIRS).pairs.set_index("origin")
    assert pairs["difference_min"].to_dict() == {"a": 0.0, "b": 2.0, "c": 10.0}
    assert pairs["length"].tolist() == ["0 to 15 min", "15 to 30 min", "30 to 60 min"]


def test_what_is_left_out_is_counted_by_reason():
    left_out = ia.compare_times(OURS, THEIRS).left_out.set_index("reason")["pairs"]
    assert left_out.to_dict() == {"only in ours": 1, "only in theirs": 1, "no minutes in ours": 1}


def test_every_pair_is_compared_or_left_out():
    compared = ia.compare_times(OURS, THEIRS)
    every = pd.concat([OURS, THEIRS])[["origin", "destination"]].drop_duplicates()
    assert len(compared.pairs) + compared.left_out["pairs"].sum() == len(every)


def test_the_summary_by_hand():
    (row,) = ia.compare_times(OURS, THEIRS).summary().to_dict("records")
    assert row["pairs"] == 3
    assert row["median_difference_min"] == 2.0
    assert row["share_within_10_percent"] == pytest.approx(2 / 3)
    assert row["share_within_5_min"] == pytest.approx(2 / 3)
    expected = np.corrcoef([10, 22, 50], [10, 20, 40])[0, 1]
    assert row["correlation"] == pytest.approx(expected)


def test_turned_round_only_the_sign_changes():
    one, other = (ia.compare_times(*both).summary() for both in ((OURS, THEIRS), (THEIRS, OURS)))
    assert one["median_difference_min"].tolist() == (-other["median_difference_min"]).tolist()
    assert one["median_apart_min"].tolist() == other["median_apart_min"].tolist()


def test_groups_are_a_column_or_a_series_by_origin():
    compared = ia.compare_times(OURS, THEIRS)
    assert compared.summary("length")["pairs"].tolist() == [1, 1, 1]
    stratum = pd.Series({"a": "urban", "b": "rural"}, name="stratum")
    told = compared.summary(stratum)
    assert told.index.name == "stratum"
    assert told["pairs"].to_dict() == {"not coded": 1, "rural": 1, "urban": 1}
    assert told["correlation"].isna().all()


def test_nothing_in_common_is_nothing_not_a_fault():
    compared = ia.compare_times(times(("a", "x", 1.0)), times(("a", "y", 1.0)))
    assert compared.pairs.empty and compared.summary().empty
    assert compared.left_out["pairs"].sum() == 2


def test_classes_of_length_include_their_upper_end():
    told = length_class(pd.Series([0.0, 15.0, 15.1, 60.0, 61.0]))
    assert told.tolist() == [
        "0 to 15 min",
        "0 to 15 min",
        "15 to 30 min",
        "30 to 60 min",
        "over 60 min",
    ]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ((("a", "x", 1.0), ("a", "x", 2.0)), "row 1 has a pair that stands there twice"),
        ((("a", "x", -1.0),), "row 0 has minutes that no drive takes"),
        ((("a", "x", "far"),), "row 0 has minutes that are no number"),
        (((None, "x", 1.0),), "row 0 has no origin"),
    ],
)
def test_a_bad_row_is_named(rows, fault):
    with pytest.raises(ia.InputError, match=f"ours: {fault}"):
        ia.compare_times(times(*rows), THEIRS)


def test_a_file_by_the_names_of_its_columns(tmp_path):
    path = tmp_path / "osrm.csv"
    path.write_text("geoid,ccn,min\n0100,x,12.5\n0101,x,\n")
    read = ia.read_times(path, origin="geoid", destination="ccn", minutes="min")
    assert read["origin"].tolist() == ["0100", "0101"]
    assert read["minutes"].tolist()[0] == 12.5 and np.isnan(read["minutes"].iloc[1])
    with pytest.raises(ia.InputError, match=r"osrm.csv: no column 'origin' \(there are geoid"):
        ia.read_times(path)
    path.write_text("origin,destination,minutes\na,x,1\nb,x,soon\n")
    with pytest.raises(ia.InputError, match=r"osrm.csv: row 3 has minutes that are no number"):
        ia.read_times(path)
    with pytest.raises(ia.InputError, match="no such file"):
        ia.read_times(tmp_path / "none.csv")


def test_a_degree_along_the_equator_is_sixty_nine_miles():
    places, centers = (
        gpd.GeoDataFrame(index=[name], geometry=gpd.points_from_xy([lon], [0.0]), crs=4326)
        for name, lon in (("a", 0.0), ("x", 1.0))
    )
    miles = ia.straight_line_miles(times(("a", "x", 1.0)), places, centers.to_crs(3857))
    assert miles.tolist() == pytest.approx([69.1], abs=0.1)
    with pytest.raises(ia.InputError, match="centers: no row is called 'y'"):
        ia.straight_line_miles(times(("a", "y", 1.0)), places, centers)
