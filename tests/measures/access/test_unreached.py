"""People without a drive time, by reason."""

from pipelines.measures.access.unreached import unreached
from tests.measures.worlds import drive_time_rows, joined, population


def test_each_reason_that_occurs_has_every_site_of_care() -> None:
    rows = drive_time_rows({"hospital_based": [10.0, None, 5.0], "office_based": [1.0, 2.0, 3.0]})
    table = unreached(rows, joined((population([60, 30, 10], ["rural", "rural", None]), rows)))
    told = table.set_index(["stratum", "unreached_reason", "site_of_care"])
    assert list(told.loc[("rural", "no_path", "hospital_based")]) == [1, 30.0]
    assert list(told.loc[("rural", "no_path", "office_based")]) == [0, 0.0]
    assert list(told.loc[("all", "no_center", "stand_alone")]) == [3, 100.0]
    assert ("unclassified", "no_path", "any") not in told.index
    assert len(told.loc["unclassified"]) == 5


def test_places_without_people_are_not_told() -> None:
    rows = drive_time_rows({site: [None] for site in ("hospital_based", "any")})
    assert unreached(rows, joined((population([0], ["rural"]), rows))).empty
