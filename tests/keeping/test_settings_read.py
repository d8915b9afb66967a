"""Settings in the wrapping that notes what is read: the same values, and nothing read unseen."""

import copy
import json
import pickle

import pytest

from pipelines.area import StudyArea
from pipelines.keeping.settings_read import noting, value_now
from tests.worlds.answers import fictional_area as area


def noted() -> tuple[StudyArea, dict[str, str]]:
    read: dict[str, str] = {}
    return noting(area(), read.__setitem__), read


def changed(**tables: dict[str, object]) -> StudyArea:
    """The area with other settings."""
    settings = area().model_dump(exclude_unset=True)
    for table, values in tables.items():
        settings[table] = {**settings.get(table, {}), **values}
    return StudyArea.model_validate(settings)


def test_a_setting_has_its_value_and_is_noted_by_its_name() -> None:
    settings, read = noted()
    assert settings.measures.gap_min == area().measures.gap_min
    assert "setting measures.gap_min" in read
    assert not any("speed" in name for name in read)


def test_what_properties_and_methods_read_is_noted() -> None:
    settings, read = noted()
    assert settings.groups == area().groups
    assert settings.in_area("99001") == area().in_area("99001")
    assert {"setting sources.population.columns", "setting area.states"} <= set(read)


def test_everything_read_is_as_it_was_until_it_changes() -> None:
    settings, read = noted()
    assert (
        settings.roads.speed_factor,
        settings.measures.gap_min,
        settings.sources.acs,
    ) is not None
    assert settings.measures.thresholds_min
    same, other = area(), changed(measures={"gap_min": 44.0})
    assert [value_now(same, name) for name in read] == list(read.values())
    now = {name: value_now(other, name) for name in read}
    assert {name for name in read if now[name] != read[name]} == {"setting measures.gap_min"}


def test_a_table_that_comes_or_goes_is_a_change() -> None:
    settings, read = noted()
    assert settings.sources.acs is None
    assert value_now(area(), "setting sources.acs") == read["setting sources.acs"] == "null"
    assert value_now(area(), "is given: sources.acs") == "false"
    assert value_now(area(), "setting sources.nothing") is None


@pytest.mark.parametrize(
    "look",
    [
        lambda settings: settings.measures.model_dump_json(),
        lambda settings: settings.measures == area().measures,
        lambda settings: hash(settings.measures),
        lambda settings: settings.measures.model_copy(update={"gap_min": 1.0}),
        lambda settings: pickle.dumps(settings.measures),
        lambda settings: copy.copy(settings.measures),
        lambda settings: settings.measures.model_fields_set,
    ],
)
def test_who_looks_at_a_whole_table_has_read_all_of_it(look: object) -> None:
    settings, read = noted()
    assert callable(look)
    look(settings)
    assert "settings measures" in read
    assert (
        value_now(changed(measures={"gap_min": 44.0}), "settings measures")
        != read["settings measures"]
    )


def test_a_part_of_a_dump_is_read_alone() -> None:
    settings, read = noted()
    assert settings.roads.model_dump(include={"snapping"}) == area().roads.model_dump(
        include={"snapping"}
    )
    assert [name for name in read if "roads." in name] == ["setting roads.snapping"]
    settings, read = noted()
    settings.roads.model_dump(exclude={"snapping"})
    assert "setting roads.snapping" not in read
    assert "setting roads.speed_factor" in read


def test_what_is_written_is_told_from_what_is_left_to_its_default() -> None:
    settings, read = noted()
    assert settings.roads.model_fields_set is not None
    written = changed(roads={"snapping": area().roads.snapping})
    assert written.roads == area().roads
    assert ("snapping" in area().roads.model_fields_set) or value_now(
        written, "settings roads"
    ) != read["settings roads"]


def test_it_passes_for_settings_and_cannot_be_changed() -> None:
    settings, _ = noted()
    assert isinstance(settings, StudyArea)
    with pytest.raises(AttributeError):
        settings.measures.gap_min = 3.0  # type: ignore[misc]


def test_no_secret_of_an_address_is_noted() -> None:
    secret = "https://me:pass@example.org/a.csv?token=letmein"
    read: dict[str, str] = {}
    settings = area()
    roads = settings.sources.roads.model_copy(update={"files": (secret,)})
    sources = settings.sources.model_copy(update={"roads": roads})
    with_secret = settings.model_copy(update={"sources": sources})
    assert noting(with_secret, read.__setitem__).sources.roads.files == (secret,)
    told = json.dumps(read)
    assert "letmein" not in told
    assert "pass" not in told
    assert (
        value_now(with_secret, "setting sources.roads.files") == read["setting sources.roads.files"]
    )
