"""Three real extracts: their roads by class, and drives along one road that a pocket calculator tells."""

import geopandas as gpd
import pytest

import infusion_access as ia

TOWNS = ("bangor_maine", "felton_ca", "reisterstown_md")


@pytest.fixture(scope="module")
def networks(shared_data):
    return {
        name: ia.read_roads(
            shared_data / f"real_samples/osm/{name}.osm.pbf", separate_piece_nodes=2
        )
        for name in TOWNS
    }


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        (
            "bangor_maine",
            {
                "motorway": 71,
                "motorway_link": 101,
                "trunk": 54,
                "primary": 242,
                "primary_link": 6,
                "secondary": 175,
                "secondary_link": 3,
                "tertiary": 162,
                "unclassified": 21,
                "residential": 1_934,
                "service": 626,
            },
        ),
        (
            "felton_ca",
            {
                "primary": 38,
                "primary_link": 5,
                "secondary": 9,
                "secondary_link": 2,
                "tertiary": 14,
                "unclassified": 4,
                "residential": 72,
                "service": 13,
            },
        ),
        (
            "reisterstown_md",
            {
                "motorway": 27,
                "motorway_link": 76,
                "primary": 183,
                "primary_link": 16,
                "secondary": 458,
                "secondary_link": 20,
                "tertiary": 322,
                "tertiary_link": 2,
                "unclassified": 409,
                "residential": 3_071,
                "service": 1_615,
                "track": 1,
            },
        ),
    ],
)
def test_roads_between_junctions_by_class(networks, name, pieces):
    assert networks[name].to_frame()["road_class"].value_counts().to_dict() == pieces


@pytest.mark.parametrize(
    ("name", "miles"),
    [
        (
            "bangor_maine",
            {"trunk": 9.502, "primary": 22.033, "tertiary": 20.794, "residential": 240.285},
        ),
        ("felton_ca", {"secondary": 0.320, "tertiary": 2.581, "residential": 5.984}),
    ],
)
def test_no_mile_of_a_public_road_is_lost(networks, name, miles):
    """The miles are a plain sum of great circles over the ways of the file, whatever becomes of them."""
    found = networks[name].to_frame().groupby("road_class")["length_mi"].sum()
    assert found[list(miles)].to_dict() == pytest.approx(miles, abs=0.002)


@pytest.mark.parametrize(
    ("name", "ends", "miles", "signed_mph", "delays_s"),
    [
        # California Highway 9 from the south to Felton, no junction between.
        ("felton_ca", [(-122.064975, 37.035648), (-122.0733817, 37.0478488)], 1.0399, 35, (0, 0)),
        # Mann Hill Road, Holden: it yields to the main road at one end.
        (
            "bangor_maine",
            [(-68.6433258, 44.7649767), (-68.6718543, 44.7980766)],
            2.8689,
            35,
            (1, 6),
        ),
        # Hillside Road: side streets of its own rank and higher all along.
        (
            "reisterstown_md",
            [(-76.6676324, 39.4111125), (-76.7127468, 39.4100283)],
            2.4819,
            30,
            (1, 10),
        ),
    ],
)
def test_a_drive_along_one_road_by_pocket_calculator(
    networks, name, ends, miles, signed_mph, delays_s
):
    by_hand = miles / (0.95 * signed_mph) * 60  # 95 % of a signed speed is kept up
    least, most = (by_hand + delay / 60 for delay in delays_s)
    for one, other in (ends, ends[::-1]):
        home, door = (
            gpd.GeoDataFrame(geometry=gpd.points_from_xy(*zip(at)), crs=4326) for at in (one, other)
        )
        drive = ia.join(networks[name], home, door).nearest().iloc[0]
        assert drive["distance_mi"] == pytest.approx(miles, abs=1e-4)
        assert least - 0.001 <= drive["drive_time_min"] <= most + 0.001
