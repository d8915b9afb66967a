"""Why a step runs: each kind of change in words."""

from pipelines.keeping.reasons import changes
from pipelines.keeping.records import Record

BEFORE = Record(
    "step",
    {
        "setting roads.speed_factor": "1.0",
        "settings measures": '[{"gap_min": 30.0, "scores": ["raam"]}, {}]',
        "is given: sources.acs": "true",
        "files of counties": '[["counties.zip", "aa"], ["more.zip", "bb"]]',
        "core.centers": "cc",
    },
    {"pipelines.maps.gaps": "dd"},
    {"numpy": "2.4.6"},
)


def told(**now: str | None) -> list[str]:
    values: dict[str, str | None] = {**BEFORE.reads, **now}
    return changes(BEFORE, values.get, BEFORE.code, BEFORE.software)


def test_nothing_changed() -> None:
    assert told() == []


def test_each_change_is_named_with_its_values() -> None:
    assert told(**{"setting roads.speed_factor": "1.2"}) == [
        "setting roads.speed_factor changed: 1.0 -> 1.2"
    ]
    assert told(**{"settings measures": '[{"gap_min": 40.0, "scores": ["raam"]}, {}]'}) == [
        "setting measures.gap_min changed: 30.0 -> 40.0"
    ]
    assert told(
        **{"settings measures": '[{"gap_min": 30.0, "scores": ["raam"]}, {"gap_min": 30.0}]'}
    ) == ["a setting of measures is written, or no longer written"]
    assert told(**{"is given: sources.acs": "false"}) == ["setting sources.acs is gone"]
    assert told(**{"files of counties": '[["counties.zip", "aa"], ["more.zip", "xx"]]'}) == [
        "file more.zip changed"
    ]
    assert told(**{"files of counties": '[["more.zip", "bb"], ["counties.zip", "aa"]]'}) == [
        "files of counties changed their order"
    ]
    assert told(**{"core.centers": "other"}) == ["core.centers changed"]
    assert told(**{"core.centers": None}) == ["core.centers is not there"]


def test_code_and_software_are_named() -> None:
    many = {f"pipelines.m{n}": "x" for n in range(9)}
    assert changes(
        BEFORE, BEFORE.reads.get, {"pipelines.maps.gaps": "other"}, {"numpy": "2.5"}
    ) == [
        "code of pipelines.maps.gaps changed",
        "numpy changed",
    ]
    assert changes(BEFORE, BEFORE.reads.get, {**BEFORE.code, **many}, BEFORE.software) == [
        "code of pipelines.m0, pipelines.m1, pipelines.m2 and 6 more changed"
    ]


def test_a_long_value_is_cut() -> None:
    (line,) = told(**{"setting roads.speed_factor": "x" * 200})
    assert len(line) < 130
