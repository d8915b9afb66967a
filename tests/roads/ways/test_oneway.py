import pytest

from pipelines.roads.ways.oneway import directions

BOTH, ALONG, AGAINST = (True, True), (True, False), (False, True)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, BOTH),
        ({"oneway": "yes"}, ALONG),
        ({"oneway": "true"}, ALONG),
        ({"oneway": "1"}, ALONG),
        ({"oneway": "-1"}, AGAINST),
        ({"oneway": "reverse"}, AGAINST),
        ({"oneway": "no"}, BOTH),
        ({"oneway": "0"}, BOTH),
        ({"oneway": "alternating"}, BOTH),
        ({"oneway": "Yes "}, ALONG),
        ({"highway": "motorway"}, ALONG),
        ({"highway": "motorway", "oneway": "no"}, BOTH),
        ({"highway": "motorway_link"}, BOTH),
        ({"junction": "roundabout"}, ALONG),
        ({"junction": "circular"}, ALONG),
        ({"junction": "roundabout", "oneway": "-1"}, AGAINST),
        ({"oneway": "yes", "oneway:motor_vehicle": "no"}, BOTH),
        ({"oneway": "no", "oneway:motorcar": "yes"}, ALONG),
        ({"oneway": "yes", "oneway:vehicle": "-1"}, AGAINST),
        ({"oneway": "sometimes"}, BOTH),
    ],
)
def test_directions(tags, expected):
    assert directions(tags) == expected
