import pandas as pd
import pytest

from pipelines.contracts import check_contract
from pipelines.demand.study_region import study_region
from pipelines.facilities.centers import CentersError, core_centers
from pipelines.facilities.placed_sources import PlacedSources
from tests.demand.worlds import area, boundaries, lonlat
from tests.facilities.worlds import centers_list, hospitals


def place(x_counties: float, y_counties: float) -> dict[str, float]:
    lon, lat = lonlat([x_counties], [y_counties])
    return {"lon": lon[0], "lat": lat[0]}


HOSPITALS = hospitals(
    {"hospital_id": "3", "name": "Inside", "beds": 40.0, **place(0.5, 0.5)},
    {"hospital_id": "2", "name": "Next door", **place(2.2, 0.5)},
    {"hospital_id": "1", "name": "Far away", **place(5.0, 0.5)},
)
LIST = centers_list(
    {"center_id": "b", "name": "Office", "capacity": 6, **place(1.5, 1.5)},
    {"center_id": "a", "name": "INSIDE", "site_of_care": "hospital_based", **place(0.5, 0.5)},
)


def found(hospital_rows: pd.DataFrame | None, list_rows: pd.DataFrame | None):
    settings = area()
    return core_centers(
        PlacedSources(hospital_rows, list_rows),
        hospital_source="hifld",
        region=study_region(boundaries(), settings),
        area=settings,
    )


def test_centers_of_the_area_and_its_buffer() -> None:
    result = found(HOSPITALS, LIST)
    table = check_contract("core.centers", result.centers)
    assert list(table["center_id"]) == ["hifld:2", "list:a", "list:b"]
    assert list(table["members"]) == ["hifld:2", "list:a hifld:3", "list:b"]
    assert list(table["site_of_care"]) == ["hospital_based", "hospital_based", "office_based"]
    assert list(table["county_fips"]) == ["02001", "01001", "01007"]
    assert list(table["in_area"]) == [False, True, True]
    expected = {"candidates": 5, "unplaced": 0, "outside_buffer": 1, "merged": 1}
    assert result.counts == expected | {"no_center": 0, "centers": 3}
    assert result.definitions is None
    assert result.evidence is None


def test_beds_are_not_capacity() -> None:
    table = found(HOSPITALS, None).centers.set_index("center_id")
    assert table.loc["hifld:3", "beds"] == 40
    assert table["capacity"].isna().all()
    assert table["confidence"].isna().all()
    assert table["medicare_payable"].isna().all()


def test_a_list_alone_keeps_what_it_says() -> None:
    table = check_contract("core.centers", found(None, LIST).centers).set_index("center_id")
    assert table.loc["list:b", "capacity"] == 6
    assert table.loc["list:b", "geocode_precision"] == "listed"
    assert table["beds"].isna().all()


def test_row_order_decides_nothing() -> None:
    again = found(HOSPITALS[::-1], LIST[::-1]).centers
    pd.testing.assert_frame_equal(again, found(HOSPITALS, LIST).centers)


def test_a_center_off_shore_beyond_every_county_has_none() -> None:
    at_sea = hospitals({"hospital_id": "9", "name": "Ship", **place(-0.3, 0.5)})
    table = found(at_sea, None).centers
    assert table["county_fips"].isna().all()
    assert not table["in_area"].any()


def test_no_center_within_reach() -> None:
    with pytest.raises(CentersError, match="none of the 1 centers lies within 20 miles of Square"):
        found(HOSPITALS[2:], None)


def test_no_center_that_lies_anywhere() -> None:
    nowhere = hospitals({"hospital_id": "1", "name": "Somewhere"})
    with pytest.raises(CentersError, match=r"any of the 1 centers lies.*add sources.zip_centroids"):
        found(nowhere, None)


def test_what_lies_nowhere_is_counted_apart() -> None:
    listed = centers_list(
        {"center_id": "a", "name": "Placed", **place(0.5, 0.5)},
        {"center_id": "b", "name": "Lost"},
    )
    result = found(None, listed)
    assert list(result.centers["center_id"]) == ["list:a"]
    assert (result.counts["candidates"], result.counts["unplaced"]) == (2, 1)
