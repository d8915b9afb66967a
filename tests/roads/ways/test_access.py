import pytest

from pipelines.roads.ways.access import Use, barrier_use, closed_directions, way_use


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
        ({"route": "ferry", "foot": "no"}, Use.THROUGH),
        ({"route": "ferry", "access": "customers"}, Use.THROUGH),
        ({"highway": "residential", "motor_vehicle:backward": "no"}, Use.THROUGH),
        ({"highway": "residential", "access": "no", "vehicle:forward": "yes"}, Use.THROUGH),
        ({"highway": "residential", "access": "private", "access:backward": "no"}, Use.TRIP_END),
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
    ("tags", "use"),
    [
        ({}, Use.THROUGH),
        ({"highway": "traffic_signals"}, Use.THROUGH),
        ({"barrier": "bollard"}, Use.CLOSED),
        ({"barrier": "block"}, Use.CLOSED),
        ({"barrier": "gate"}, Use.THROUGH),
        ({"barrier": "gate", "access": "private"}, Use.TRIP_END),
        ({"barrier": "lift_gate", "motor_vehicle": "permit"}, Use.TRIP_END),
        ({"barrier": "gate", "access": "no"}, Use.CLOSED),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, Use.THROUGH),
        ({"barrier": "cattle_grid"}, Use.THROUGH),
        ({"barrier": "toll_booth"}, Use.THROUGH),
        ({"barrier": "gate", "access": "yes", "motorcar": "no"}, Use.CLOSED),
    ],
)
def test_barrier_use(tags, use):
    assert barrier_use(tags) is use


@pytest.mark.parametrize(
    ("tags", "closed"),
    [
        ({}, (False, False)),
        ({"access": "private"}, (False, False)),
        ({"motor_vehicle:backward": "no"}, (False, True)),
        ({"access:forward": "no"}, (True, False)),
        # The most specific key decides, and of one key what is said of the direction.
        ({"access:backward": "no", "motorcar": "yes"}, (False, False)),
        ({"access": "no", "vehicle:forward": "yes"}, (False, True)),
        ({"access": "private", "access:backward": "no"}, (False, True)),
        ({"motor_vehicle:backward": "destination"}, (False, True)),
    ],
)
def test_closed_directions(tags, closed):
    assert closed_directions(tags) == closed
