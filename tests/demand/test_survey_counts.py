"""A survey's counts go to the points of their zones; zones without a point are noted."""

import pandas as pd

from pipelines.demand.survey_counts import with_survey


class Land:
    """An area of the county 01001."""

    def in_area(self, county_fips: str) -> bool:
        return county_fips == "01001"


PEOPLE = pd.DataFrame({"geoid": ["010010001001", "010010001002"], "population": [10.0, 20.0]})
SURVEY = pd.DataFrame(
    {
        "geoid": ["010010001002", "010010009999", "990010001001"],
        "uninsured": [3.0, 4.0, 5.0],
        "source_file": "acs.json",
        "source_row": [1, 2, 3],
    }
)


def test_each_point_has_the_count_of_its_zone_and_lost_zones_are_noted():
    beside, noted = with_survey(PEOPLE, SURVEY, Land())
    assert beside["geoid"].tolist() == PEOPLE["geoid"].tolist()
    assert beside["uninsured"].isna().tolist() == [True, False]
    assert beside["uninsured"].iloc[1] == 3
    assert noted[["source", "source_row", "row_text"]].values.tolist() == [
        ["acs", 2, "010010009999"]
    ]


def test_without_a_survey_people_stay_as_they_are():
    beside, noted = with_survey(PEOPLE, None, Land())
    assert beside is PEOPLE
    assert not len(noted)
