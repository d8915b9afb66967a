from pipelines.sources.people.zip_centroids import read_zip_centroids
from tests.sources.samples import GAZETTEER_TEXT, PLAIN


def read(tmp_path, text):
    path = tmp_path / "zips.txt"
    path.write_text(text, encoding="utf-8")
    return read_zip_centroids([path], PLAIN)


def test_gazetteer(tmp_path):
    table = read(tmp_path, GAZETTEER_TEXT).table
    assert table["zip"].tolist() == ["00601", "00602", "10001", "99501"]
    assert table.loc[3, ["lon", "lat"]].tolist() == [-149.875841, 61.216779]


def test_gazetteer_of_2025_on(tmp_path):
    piped = GAZETTEER_TEXT.replace("\t", "|")
    assert read(tmp_path, piped).table.equals(read(tmp_path, GAZETTEER_TEXT).table)


def test_plain_list(tmp_path):
    table = read(tmp_path, "latitude,longitude,zip\n40.75,-73.99,10001\n18.18,-66.75,601\n").table
    assert table["zip"].tolist() == ["10001", "00601"]
    assert table["lat"].tolist() == [40.75, 18.18]


def test_repeated_zip_is_refused(tmp_path):
    reading = read(tmp_path, GAZETTEER_TEXT + "10001\t0\t0\t0\t0\t40.0\t-73.0\n")
    assert len(reading.table) == 4
    assert reading.rejected["reason"].tolist() == ["zip 10001 is there already"]


def test_real_centroids(shared_data):
    reading = read_zip_centroids([shared_data / "us/geography/zcta_centroids.csv"], PLAIN)
    assert len(reading.table) == reading.rows_read == 33_791
