import pytest

from pipelines.measures.centers.center_definitions import centers_by_definition, definitions_agree
from tests.measures.centers.center_worlds import OFFICE, PHARMACY, definitions


def test_centers_are_counted_under_each_definition_that_knows_any() -> None:
    table = centers_by_definition(definitions()).set_index(["definition", "site_of_care"])
    assert set(table.index.get_level_values(0)) == {"registry", "combined"}
    assert table.loc[("registry", "any")].tolist() == [4, 3, 1]
    assert table.loc[("registry", PHARMACY)].tolist() == [1, 1, 0]
    assert table.loc[("combined", OFFICE)].tolist() == [3, 2, 1]


def test_places_of_the_area_are_counted_by_the_definitions_that_agree() -> None:
    table = definitions_agree(definitions())
    assert table["definitions"].tolist() == ["registry combined", "registry", "combined"]
    assert table["places"].tolist() == [2, 1, 1]
    assert table["share"].tolist() == pytest.approx([0.5, 0.25, 0.25])
