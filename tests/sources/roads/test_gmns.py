import gzip

import numpy as np
import pytest

from pipelines.sources.reading import SourceError
from pipelines.sources.roads.gmns import read_gmns
from tests.roads.worlds import degrees, source


def point(x, y):
    lon, lat = degrees(x, y)
    return f"{lon:.7f},{lat:.7f}"


NODES = "node_id,x_coord,y_coord\n" + "".join(
    f"{name},{point(x, y)}\n" for name, x, y in (("a", 0, 0), ("b", 1000, 0), ("c", 1000, 1000))
)
HEADER = "link_id,from_node_id,to_node_id,directed,length,free_speed,facility_type,geometry\n"


def write(folder, links, nodes=NODES):
    (folder / "node.csv").write_text(nodes)
    (folder / "link.csv").write_text(links)
    return [folder / "node.csv", folder / "link.csv"]


def read(folder, links, nodes=NODES, bbox=None, **settings):
    return read_gmns(
        write(folder, links, nodes), source(**{"length_unit": "km", **settings}), bbox=bbox
    )


def test_reads_links_with_units(tmp_path):
    gmns = read(
        tmp_path,
        HEADER + "1,a,b,0,1.1,50,main,\n2,b,c,true,1.0,100,main,\n3,c,a,FALSE,1.5,,,\n",
        speed_unit="kmh",
    )
    links = gmns.links.table
    assert links["length_m"].tolist() == pytest.approx([1100, 1000, 1500])
    assert links["directed"].tolist() == [False, True, False]
    assert links["tail"].tolist() == [0, 1, 2]
    assert links["head"].tolist() == [1, 2, 0]
    assert links["free_speed_mph"].iloc[0] == pytest.approx(31.0686, abs=1e-4)
    assert np.isnan(links["free_speed_mph"].iloc[2])
    assert links["facility_type"].tolist() == ["main", "main", ""]
    assert not links["length_replaced"].any()


def test_only_the_required_columns_are_needed_and_gzip_is_fine(tmp_path):
    files = write(tmp_path, "to_node_id,link_id,directed,from_node_id\nb,1,0,a\n")
    packed = tmp_path / "link.csv.gz"
    packed.write_bytes(gzip.compress(files[1].read_bytes()))
    links = read_gmns([files[0], packed], source()).links.table
    assert links["length_m"].iloc[0] == pytest.approx(1000, abs=0.1)
    assert links["length_replaced"].iloc[0]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("9,a,zz,0,1,50,main,", "to_node_id", "zz is no usable node"),
        ("9,,b,0,1,50,main,", "from_node_id", "is blank"),
        ("9,a,b,maybe,1,50,main,", "directed", "is not one of"),
        ("9,a,b,0,-1,50,main,", "length", "is no number from 0 up"),
        ("9,a,b,0,one,50,main,", "length", "is no number from 0 up"),
        ("9,a,b,0,inf,50,main,", "length", "is no number from 0 up"),
        ("9,a,b,0,1,fast,main,", "free_speed", "is no number from 0 up"),
        ("9,a,b,0,1,-5,main,", "free_speed", "is no number from 0 up"),
        ("9,a,a,0,1,50,main,", "to_node_id", "ends where it begins"),
        (",a,b,0,1,50,main,", "link_id", "is blank"),
    ],
)
def test_a_bad_link_is_rejected_with_its_reason(tmp_path, row, column, words):
    good = "1,a,b,0,1,50,main,\n2,b,c,0,1,50,main,\n"
    gmns = read(tmp_path, HEADER + good + row + "\n")
    assert gmns.links.table["link_id"].tolist() == ["1", "2"]
    (fault,) = gmns.links.rejected.to_dict("records")
    assert fault["source_row"] == 3
    assert fault["column_name"] == column
    assert words in fault["reason"]
    assert fault["source"] == "roads"


@pytest.mark.parametrize("bad", ["d,nan,44", "d,-72,", "d,999,44", "d,44,-72", "a,-72,44", "d,0,0"])
def test_a_bad_node_is_rejected_and_takes_its_links_along(tmp_path, bad):
    gmns = read(
        tmp_path, HEADER + "1,a,b,0,1,,m,\n2,b,c,0,1,,m,\n3,b,d,0,1,,m,\n", NODES + bad + "\n"
    )
    assert gmns.nodes.table["node_id"].tolist() == ["a", "b", "c"]
    assert gmns.nodes.rejected["source_row"].unique().tolist() == [4]
    assert gmns.links.rejected["reason"].tolist() == ["to_node_id d is no usable node"]


def test_nan_and_blank_are_missing_values(tmp_path):
    links = read(tmp_path, HEADER + "1,a,b,0,NaN,NaN,main,NaN\n").links.table
    assert links["length_m"].iloc[0] == pytest.approx(1000, abs=0.1)
    assert np.isnan(links["free_speed_mph"].iloc[0])


@pytest.mark.parametrize("zero", ["0", "0.0", "0.000"])
def test_zero_is_a_missing_value_however_it_is_written(tmp_path, zero):
    nodes = "node_id,x_coord,y_coord\n" + f"a,{point(0, 0)}\nb,{point(300, 0)}\n"
    gmns = read(tmp_path, HEADER + f"1,a,b,0,{zero},{zero},main,\n", nodes)
    link = gmns.links.table.iloc[0]
    assert np.isnan(link["free_speed_mph"])
    assert link["length_m"] == pytest.approx(300, abs=0.1)
    assert link["length_replaced"]
    assert gmns.links.rejected.empty


def test_an_implausible_length_gives_way_to_the_geometry(tmp_path):
    rows = "1,a,b,0,1,,m,\n2,b,c,0,1,,m,\n3,a,c,0,100,,m,\n4,a,c,0,0.1,,m,\n5,a,c,0,1.5,,m,\n"
    links = read(tmp_path, HEADER + rows).links.table
    assert links["length_replaced"].tolist() == [False, False, True, True, False]
    assert links["length_m"].iloc[2] == pytest.approx(np.hypot(1000, 1000), rel=1e-3)


def test_lengths_in_the_wrong_unit_stop_the_run(tmp_path):
    rows = "1,a,b,0,3281,,m,\n2,b,c,0,3281,,m,\n"
    with pytest.raises(SourceError, match=r"2 of 2 lengths do not fit .*length_unit"):
        read(tmp_path, HEADER + rows)
    assert read(tmp_path, HEADER + rows, length_unit="foot").links.table["length_m"].tolist() == (
        pytest.approx([1000, 1000], abs=0.1)
    )


def test_a_speed_that_no_car_drives_becomes_null(tmp_path):
    gmns = read(tmp_path, HEADER + "1,a,b,0,1,999,m,\n2,b,c,0,1,0,m,\n")
    assert gmns.links.table["free_speed_mph"].isna().all()
    assert gmns.links.rejected["reason"].tolist() == [
        "free_speed is above 130 mph; the cell is null, the row is kept"
    ]


def test_geometry_runs_from_tail_to_head_whichever_way_it_was_drawn(tmp_path):
    bend = [(0, 0), (0, 500), (1000, 0)]
    for points in (bend, bend[::-1]):
        wkt = ", ".join(point(*p).replace(",", " ") for p in points)
        row = f'1,a,b,0,,,m,"LINESTRING ({wkt})"\n'
        links = read(tmp_path, HEADER + row).links.table
        assert links["geometry"].iloc[0].coords[0] == pytest.approx(degrees(0, 0), abs=1e-6)
        assert links["length_m"].iloc[0] == pytest.approx(500 + np.hypot(1000, 500), rel=1e-3)


def test_a_geometry_in_feet_is_noted_and_not_used(tmp_path):
    row = '1,a,b,0,1,,m,"LINESTRING (800000 200000, 800100 200000)"\n'
    gmns = read(tmp_path, HEADER + row)
    assert gmns.links.table["geometry"].iloc[0] is None
    assert "is no line in degrees" in gmns.links.rejected["reason"].iloc[0]


def test_links_without_cars_are_left_out_with_that_reason(tmp_path):
    header = "link_id,from_node_id,to_node_id,directed,allowed_uses\n"
    rows = "1,a,b,0,\n2,b,c,0,walk;bike\n3,b,c,0,auto;walk\n4,a,c,0,transit\n"
    rows += '5,a,c,0,"Walk, bike"\n'
    gmns = read(tmp_path, header + rows)
    assert gmns.links.table["link_id"].tolist() == ["1", "3"]
    assert set(gmns.links.rejected["reason"]) == {
        "the link is not open to cars; left out, not a fault"
    }


def test_a_box_keeps_links_that_reach_into_it(tmp_path):
    west, south = degrees(900, 900)
    east, north = degrees(1100, 1100)
    rows = "1,a,b,0,1,,m,\n2,b,c,0,1,,m,\n"
    gmns = read(tmp_path, HEADER + rows, bbox=(west, south, east, north))
    assert gmns.links.table["link_id"].tolist() == ["2"]
    assert gmns.links_outside == 1
    assert gmns.links.rejected.empty
    with pytest.raises(SourceError, match="holds no link within"):
        read(tmp_path, HEADER + rows, bbox=(0.0, 0.0, 1.0, 1.0))


def test_a_missing_column_is_named_beside_those_that_are_there(tmp_path):
    with pytest.raises(SourceError, match=r"lacks the column 'to_node_id'; it has 'link_id'"):
        read(tmp_path, "link_id,from_node_id\n1,a\n")


def test_coordinates_in_feet_stop_the_run(tmp_path):
    nodes = "node_id,x_coord,y_coord\na,800000,200000\nb,800100,200000\n"
    with pytest.raises(SourceError, match=r"node\.csv.*x_coord|node\.csv.*lon"):
        read(tmp_path, HEADER + "1,a,b,0,1,,m,\n", nodes)


PLAIN = "link_id,from_node_id,to_node_id,dir_flag,length,free_speed,link_type_name,allowed_uses\n"


def test_without_directed_the_flag_says_which_way_a_link_goes(tmp_path):
    rows = "1,a,b,1,1,50,main,\n2,b,c,-1,1,50,main,\n3,c,a,0,1.4,50,main,auto\n4,a,b,,1,50,main,\n"
    links = read(tmp_path, PLAIN + rows).links.table
    assert links["directed"].tolist() == [True, True, False, True]
    assert links["tail"].tolist() == [0, 2, 2, 0]
    assert links["head"].tolist() == [1, 1, 0, 1]
    assert set(links["facility_type"]) == {"main"}


def test_a_link_without_uses_whose_class_carries_no_cars_is_left_out_and_counted(tmp_path):
    rows = "1,a,b,1,1,50,main,\n2,b,c,1,1,,light_rail,\n3,b,c,1,1,50,footway,auto\n"
    links = read(tmp_path, PLAIN + rows).links
    assert links.table["link_id"].tolist() == ["1", "3"]
    assert links.rejected["reason"].tolist() == [
        "the link is not open to cars; left out, not a fault"
    ]


def test_a_speed_that_is_none_is_refused_where_no_class_stands_in(tmp_path):
    rows = "1,a,b,1,1,50,main,\n2,b,c,1,1,999,,\n3,c,a,1,1.4,999,main,\n"
    links = read(tmp_path, PLAIN + rows).links
    assert links.table["link_id"].tolist() == ["1", "3"]
    assert np.isnan(links.table["free_speed_mph"].iloc[1])
    refused = links.rejected.set_index("source_row")["reason"]
    assert "no class to take a speed from" in refused[2]
    assert "the row is kept" in refused[3]


@pytest.mark.parametrize(
    ("name", "links", "left_out", "directed"),
    [("lima", 6095, 0, 6095), ("asu_osm2gmns", 1751, 85, 1751)],
)
def test_public_networks_are_read_as_they_are_written(shared_data, name, links, left_out, directed):
    folder = shared_data / "real_samples" / "gmns"
    files = [folder / f"{name}_node.csv", folder / f"{name}_link.csv"]
    gmns = read_gmns(files, source())
    assert len(gmns.links.table) == links
    assert int(gmns.links.table["directed"].sum()) == directed
    reasons = gmns.links.rejected["reason"].value_counts()
    assert reasons.get("the link is not open to cars; left out, not a fault", 0) == left_out
