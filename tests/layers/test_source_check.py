"""What a check tells: every row by what befell it, and whether the sources meet."""

import pandas as pd
import pytest

from pipelines.demand.population import DemandError
from pipelines.layers.source_check import fit_told, records_read, rows_told
from pipelines.sources.reading import CELL_NULL, LEFT_OUT, REJECTED_COLUMNS, Reading
from tests.demand.worlds import SIDE_M, area, boundaries, lonlat, people

HERE = {"010010101001": 900.0, "010030101001": 100.0}


def at_home(counts: dict[str, float]) -> pd.DataFrame:
    """Return people in the middle of the first county, of the second, and on."""
    rows = people(counts)
    rows["lon"], rows["lat"] = lonlat([0.5 + i for i in range(len(rows))], [0.5] * len(rows))
    return rows


def rejections(*reasons: str) -> pd.DataFrame:
    rows = [
        ("hospitals", "h.csv", number, "type", reason, f"row {number}")
        for number, reason in enumerate(reasons, start=1)
    ]
    return pd.DataFrame(rows, columns=list(REJECTED_COLUMNS))


def test_faults_are_told_apart_from_rows_that_the_settings_leave_out() -> None:
    rejected = rejections(
        "type X is not asked for" + LEFT_OUT,
        "name is blank",
        "type X is not asked for" + LEFT_OUT,
        "beds is odd" + CELL_NULL,
    )
    assert list(rows_told(10, rejected)) == [
        "10 rows, 1 faulty, 2 left out, 1 kept, with a doubt",
        "  1 faulty: name is blank (as h.csv, row 2: row 2)",
        "  2 left out: type X is not asked for (as h.csv, row 1: row 1)",
        f"  1 kept, with a doubt: beds is odd{CELL_NULL} (as h.csv, row 4: row 4)",
    ]


def test_many_reasons_are_counted_together() -> None:
    told = list(rows_told(9, rejections(*(f"value {letter} is odd" for letter in "abcdefgh"))))
    assert len(told) == 1 + 5 + 1
    assert told[-1] == "  3 faulty: for 3 other reasons"


def test_a_source_without_faults_is_one_line() -> None:
    assert list(rows_told(1200, rejections())) == ["1,200 rows"]


def test_people_that_are_coded_to_the_area_and_lie_elsewhere_are_told() -> None:
    rows = at_home(HERE)
    (good,) = fit_told(area(), readings(rows))
    assert good == "1,000 people at 2 points of the area"
    rows.loc[1, ["lon", "lat"]] = [-100.0, 45.0]
    _, stray = fit_told(area(), readings(rows))
    assert stray.startswith("1 place is coded to the area")
    assert "010030101001 at -100.0000, 45.0000" in stray


def test_places_far_outside_the_county_of_their_code_are_told() -> None:
    rows = people({"010010101001": 1.0, "010030101001": 2.0, "010050101001": 3.0})
    # In the middle of the first county, a mile west of the second, and in the fourth instead of the third.
    mile = 1609.344 / SIDE_M
    rows["lon"], rows["lat"] = lonlat([0.5, 1.0 - mile, 1.5], [0.5, 0.5, 1.5])
    _, told = fit_told(area(), readings(rows))
    assert told.startswith(
        "1 place is more than 3 miles outside the county of their code (as 010050101001 at"
    )
    assert told.endswith("people.txt, row 3)")


def test_a_place_without_a_county_boundary_is_kept_and_no_fault() -> None:
    rows = at_home(HERE | {"010990101001": 5.0})
    people_told, counted, reason = fit_told(area(), readings(rows))
    assert people_told == "1,005 people at 3 points of the area"
    assert counted == "3 rows, 1 kept, with a doubt"
    assert reason.startswith("  1 kept, with a doubt: its county is not in the county boundaries")
    assert "people.txt, row 3: 010990101001" in reason


def test_what_can_close_is_known_by_the_rows_of_all_sources_that_name_centers() -> None:
    listed = {"centers": Reading(pd.DataFrame({"center_id": ["a", "b"]}))}
    assert records_read(area(), listed) == {"list:a", "list:b"}
    assert records_read(area(), {}) is None


def test_an_area_where_every_population_is_0_is_refused() -> None:
    with pytest.raises(DemandError, match="every population is 0"):
        list(fit_told(area(), readings(people(dict.fromkeys(HERE, 0.0)))))


def readings(rows: pd.DataFrame) -> dict[str, Reading]:
    return {"counties": Reading(boundaries()), "population": Reading(rows)}
