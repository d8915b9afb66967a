import pytest

from pipelines.roads.ways.access import Use, stops_car, way_use


@pytest.mark.parametrize(
    ("tags", "use"),
    [
        ({"highway": "residential"}, Use.THROUGH),
        ({"highway": "residential", "access": "yes"}, Use.THROUGH),
        ({"highway": "residential", "access": "permissive"}, Use.THROUGH),
        ({"highway": "residential", "access": "private"}, Use.TRIP_END),
        ({"highway": "residential", "motor_vehicle": "destination"}, Use.TRIP_END),
        ({"highway": "service", "access": "customers"}, Use.TRIP_END),
        ({"highway": "residential", "access": "no"}, Use.CLOSED),
        ({"highway": "track", "motor_vehicle": "forestry"}, Use.NOT_A_ROAD),
        ({"highway": "unclassified", "motor_vehicle": "agricultural"}, Use.CLOSED),
        # The most specific key decides.
        ({"highway": "primary", "access": "no", "motor_vehicle": "yes"}, Use.THROUGH),
        ({"highway": "primary", "motor_vehicle": "yes", "motorcar": "no"}, Use.CLOSED),
        ({"highway": "primary", "vehicle": "no", "motorcar": "designated"}, Use.THROUGH),
        ({"highway": "primary", "vehicle": "no"}, Use.CLOSED),
        ({"highway": "residential", "access": "private;customers"}, Use.TRIP_END),
        ({"highway": "residential", "access": "no @ (Nov-Apr)"}, Use.THROUGH),
        ({"highway": "track"}, Use.NOT_A_ROAD),
        ({"highway": "track", "motor_vehicle": "yes"}, Use.THROUGH),
        ({"highway": "service", "area": "yes"}, Use.NOT_A_ROAD),
        ({"highway": "service", "service": "driveway"}, Use.MINOR_SERVICE),
        ({"highway": "service", "service": "alley"}, Use.THROUGH),
        ({"highway": "service"}, Use.THROUGH),
        ({"highway": "service", "service": "emergency_access"}, Use.CLOSED),
        ({"highway": "motorway", "oneway": "reversible"}, Use.CLOSED),
        ({"highway": "residential", "impassable": "yes"}, Use.CLOSED),
        ({"route": "ferry"}, Use.THROUGH),
        ({"route": "ferry", "foot": "yes"}, Use.CLOSED),
        ({"route": "ferry", "foot": "yes", "motor_vehicle": "yes"}, Use.THROUGH),
        ({"route": "ferry", "motor_vehicle": "no"}, Use.CLOSED),
        ({"route": "ferry", "highway": "primary", "foot": "yes"}, Use.THROUGH),
        ({"route": "ferry", "highway": "footway"}, Use.CLOSED),
        ({"route": "ferry", "highway": "footway", "motor_vehicle": "yes"}, Use.THROUGH),
        ({"route": "bus"}, Use.NOT_A_ROAD),
        # Graphs that OSMnx saved hold every highway that its filter does not name.
        ({"highway": "escape"}, Use.NOT_A_ROAD),
        ({"highway": "busway", "access": "yes"}, Use.NOT_A_ROAD),
    ],
)
def test_way_use(tags, use):
    assert way_use(tags) is use


@pytest.mark.parametrize(
    ("tags", "stops"),
    [
        ({}, False),
        ({"highway": "traffic_signals"}, False),
        ({"barrier": "bollard"}, True),
        ({"barrier": "block"}, True),
        ({"barrier": "gate"}, False),
        ({"barrier": "gate", "access": "private"}, False),
        ({"barrier": "gate", "access": "no"}, True),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, False),
        ({"barrier": "cattle_grid"}, False),
        ({"barrier": "toll_booth"}, False),
        ({"barrier": "gate", "access": "yes", "motorcar": "no"}, True),
    ],
)
def test_stops_car(tags, stops):
    assert stops_car(tags) is stops
