import pytest

from pipelines.area import Roads
from pipelines.roads.speeds import SIGNED_PACE, class_mph, duration_s, signed_mph, way_mph
from pipelines.sources.roads.osm_pbf import HIGHWAYS


@pytest.mark.parametrize(
    ("text", "mph"),
    [
        ("35 mph", 35),
        ("35mph", 35),
        ("50", 50 / 1.609344),
        ("50 km/h", 50 / 1.609344),
        ("80 kmh", 80 / 1.609344),
        ("40;50 mph", 40 / 1.609344),
        ("45 mph;55 mph", 45),
        ("65 mph|55 mph", 55),
        ("55 mph;25 mph @ (Mo-Fr 07:00-09:00)", 55),
        ("25 mph @ (Mo-Fr 07:00-09:00)", None),
        ("none", None),
        ("signals", None),
        ("walk", 4),
        ("US:rural", 55),
        ("0", None),
        ("500 mph", None),
        ("", None),
        ("fast", None),
    ],
)
def test_signed_mph(text, mph):
    assert signed_mph(text) == (mph if mph is None else pytest.approx(mph))


USUAL = {"residential": 20.0, "primary": 50.0, "ferry": 10.0, "track": 10.0}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "residential"}, (20, 20)),
        ({"highway": "residential", "maxspeed": "30 mph"}, (30 * SIGNED_PACE,) * 2),
        ({"highway": "residential", "maxspeed": "none"}, (20, 20)),
        (
            {"highway": "primary", "maxspeed:forward": "40 mph", "maxspeed": "60 mph"},
            (40 * SIGNED_PACE, 60 * SIGNED_PACE),
        ),
        (
            {"highway": "primary", "maxspeed": "60 mph", "maxspeed:advisory": "30 mph"},
            (30 * SIGNED_PACE,) * 2,
        ),
        ({"highway": "primary", "surface": "gravel"}, (25, 25)),
        ({"highway": "primary", "surface": "asphalt"}, (50, 50)),
        ({"highway": "residential", "surface": "gravel"}, (20, 20)),
        ({"highway": "primary", "maxspeed": "50 mph", "smoothness": "very_bad"}, (12, 12)),
        ({"highway": "track", "tracktype": "grade5"}, (10, 10)),
        ({"route": "ferry"}, (10, 10)),
        ({"route": "ferry", "highway": "primary"}, (10, 10)),
    ],
)
def test_way_mph(tags, expected):
    assert way_mph(tags, USUAL) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:20", 1200),
        ("1:30", 5400),
        ("01:30:15", 5415),
        ("PT45M", 2700),
        ("PT1H30M", 5400),
        ("25", 1500),
        ("0", None),
        ("00:00", None),
        ("soon", None),
        ("", None),
    ],
)
def test_duration_s(text, seconds):
    assert duration_s(text) == seconds


def test_every_class_that_is_read_has_a_speed_and_settings_go_first():
    usual = class_mph(Roads())
    assert set(HIGHWAYS) <= set(usual)
    assert class_mph(Roads(speeds_mph={"trunk": 33}))["trunk"] == 33
