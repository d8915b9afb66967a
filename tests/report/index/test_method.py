"""The method is told with the settings of the area."""

from dataclasses import replace

from pipelines.report.index.method import basis_sentence, method


def test_method_carries_the_settings(arboria):
    told = {step.term: step.meaning for step in method(arboria)}
    assert "farther than 5 miles" in told["From the door to the road"]
    assert "15, 30, 45 and 60 minutes" in told["Within"]
    assert "70 miles" in told["Borders"]
    assert "Arboria Department of Health (2026, invented)" in told["What counts as a center"]
    assert "The speed factor is 1" in told["Time"]


def test_basis_names_definition_scheme_speed_and_vintages(arboria):
    assert basis_sentence(arboria) == (
        "Behind these numbers: centers as defined by Arboria Department of Health; strata by the NCHS "
        "urban–rural classification of counties; speed factor 1; vintages: people (2026, "
        "invented), roads (2026, invented) and centers (2026, invented)."
    )


def test_method_of_main_roads_and_slower_speeds(arboria):
    update = {"snapping": "connectors", "speed_factor": 0.8, "peak_factors": {"urban": 0.7}}
    roads = arboria.area.roads.model_copy(update=update)
    slower = replace(arboria, area=arboria.area.model_copy(update={"roads": roads}))
    told = {step.term: step.meaning for step in method(slower)}
    assert "speed factor of 0.8" in told["Time"]
    assert "urban 0.7" in told["Time"]
    assert "12 nearest points" in told["From the door to the road"]
    door = told["From the door to the road"]
    assert "1.3 road miles" in door
    assert "farther than 30 straight miles from every main road" in door and "than 5" not in door
    assert "at most 10 straight miles may keep to local streets" in door
    assert "30 seconds at either end of a trip, on average 12 seconds where main roads meet" in door
    assert "1 second for each degree" in door
